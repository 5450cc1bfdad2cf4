"""Outputs, read back: readers give an outline, judges a verdict; neither changes a file."""
