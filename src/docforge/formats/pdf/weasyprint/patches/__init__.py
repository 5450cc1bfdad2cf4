"""What makes the pages and the file right: WeasyPrint changed for the time of one document.

Invariant: each patch changes what is written; what only saves time is in `caches`.
"""
