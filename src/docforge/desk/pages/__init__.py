"""The pages of a desk: each module answers the addresses of one kind of page."""
