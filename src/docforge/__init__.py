"""docforge: one Markdown source to accessible PDF, EPUB, plain text and tagged HTML."""

__version__ = "0.1.0"
