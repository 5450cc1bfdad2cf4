"""Numbers of tables drawn as bars and lines, from their words alone."""
