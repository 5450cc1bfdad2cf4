"""A page in the browser for people who use no command line: what docforge does, seen at once.

Invariant: everything that a document goes through is what the command line does, so that the
bytes are the same; no document is read or made in the process that answers browsers.
"""
