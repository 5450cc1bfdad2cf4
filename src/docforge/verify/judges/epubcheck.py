"""EPUBCheck: EPUB 3.3. Errors and warnings fail a file, usage messages are notes."""

from docforge.export import Format
from docforge.verify.judges.contract import Judge
from docforge.verify.judges.starting import java

EPUBCHECK = Judge(
    name="epubcheck",
    format=Format.EPUB,
    profiles=("epub",),
    programs=("java",),
    files=("java/classes/EpubCheck.class", "java/epubcheck"),
    command=java("java/epubcheck/*", "EpubCheck", memory_mb=1024),
    seconds=300,
)
