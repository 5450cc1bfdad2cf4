"""Finished files, and ways to put something into one as somebody else's writer could have."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from every_node import DOCUMENT
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document
from docforge.export import Format
from docforge.formats import pdf_renderer, renderer
from docforge.style import load_style

_CASES = Path(__file__).parent / "refused"
STEM = "2026/autumn/autumn"


def lines(name: str) -> list[str]:
    """The cases of a file, one a line; lines that begin with "# " are told to people."""
    written = (_CASES / name).read_text("utf-8").split("\n")
    return [line for line in written if line and not line.startswith("# ")]


def _short() -> Document:
    """A text, a heading, links, a picture and a formula: what the cases are put into."""
    return replace(DOCUMENT, blocks=tuple(DOCUMENT.blocks[index] for index in (0, 10, 4, 18, 26)))


@cache
def finished(kind: Format, *, whole: bool = False) -> bytes:
    """A finished file; the `whole` one holds every kind of node."""
    document = DOCUMENT if whole else _short()
    return renderer(kind)(document, load_style("briefing"), standing=FAULTLESS).content


@cache
def finished_ua2() -> bytes:
    """A PDF/UA-2, with the MathML of its formula as an embedded file."""
    return pdf_renderer()(
        _short(), load_style("briefing"), standing=FAULTLESS, profile="ua-2"
    ).content


def page_with(before_main_ends: str) -> bytes:
    """The page with something before the end of its main part."""
    return finished(Format.HTML).replace(b"</main>", f"{before_main_ends}</main>".encode(), 1)


def book_files() -> dict[str, bytes]:
    """The files of the EPUB by name, in order."""
    with ZipFile(BytesIO(finished(Format.EPUB))) as book:
        return {info.filename: book.read(info) for info in book.infolist()}


def zipped(files: Iterator[tuple[str, bytes]] | dict[str, bytes], **facts: int) -> bytes:
    """An EPUB of `files` as docforge writes one; `facts` are set on the last file's entry."""
    buffer = BytesIO()
    entries = list(files.items() if isinstance(files, dict) else files)
    with ZipFile(buffer, "w") as book:
        for name, content in entries:
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16
            if name == entries[-1][0]:
                for fact, value in facts.items():
                    setattr(info, fact, value)
            book.writestr(info, content)
    return buffer.getvalue()


def book_with(name: str, old: bytes, new: bytes) -> bytes:
    """The EPUB with something else in the file that ends in `name`."""
    files = book_files()
    full = next(path for path in files if path.endswith(name))
    assert old in files[full], f"{old!r} is not in {full}"
    files[full] = files[full].replace(old, new, 1)
    return zipped(files)
