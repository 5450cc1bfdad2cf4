"""Writes what was exported: a document's outputs as one set, and the manifest of all.

Each set is written aside first, announced in a journal and then put in place by renaming, so
that nobody sees half a file, and whoever is killed on the way leaves what the next run can
finish. One run at a time writes to an output folder.
"""

from docforge.deliver.files import hash_of, read_file, write_file
from docforge.deliver.lock import exclusive
from docforge.deliver.manifest import (
    EVIDENCE,
    conclude,
    entry_of,
    files_of,
    is_as_written,
    is_concluded,
    page_count,
    read_manifest,
    reported,
)
from docforge.deliver.records import DocumentReport, ManifestEntry
from docforge.deliver.sets import deliver, forget, recover
from docforge.deliver.strangers import strangers
from docforge.export import MANIFEST

__all__ = [
    "EVIDENCE",
    "MANIFEST",
    "DocumentReport",
    "ManifestEntry",
    "conclude",
    "deliver",
    "entry_of",
    "exclusive",
    "files_of",
    "forget",
    "hash_of",
    "is_as_written",
    "is_concluded",
    "page_count",
    "read_file",
    "read_manifest",
    "recover",
    "reported",
    "strangers",
    "write_file",
]
