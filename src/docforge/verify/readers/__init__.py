"""Readers: one a format, each giving back the outline of a finished file.

Invariant: a reader shares no code with the rendition that it reads, and knows of the document
nothing but its file.
"""
