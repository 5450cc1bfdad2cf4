"""Document to each output format; a rendition sees the Document and the Style, nothing else."""
