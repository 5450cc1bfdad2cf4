"""The libraries that WeasyPrint sets type with, bound before anything else of it is imported."""

from docforge.system.libraries import found_by_the_loader

with found_by_the_loader():
    import weasyprint.text.ffi  # noqa: F401  # what it binds at its import is what this is for
