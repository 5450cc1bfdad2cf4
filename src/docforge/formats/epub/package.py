"""The EPUB's container, written by EbookLib with the defects of its release 0.20 worked round.

Invariant: the same statements and resources give the same bytes; files go in as finished bytes,
since EbookLib rewrites what it is given as HTML.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ebooklib import epub
from lxml import etree
from msgspec import Struct

from docforge.document import Document
from docforge.formats.epub.metadata import Statement, modified
from docforge.formats.epub.navigation import TocEntry

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UNIX = 3


class SpinePlace(StrEnum):
    """Where a text file stands in the spine (EPUB 3.3, 5.7.2): `yes` is read in order."""

    IN_ORDER = "yes"
    ASIDE = "no"


class Resource(Struct, frozen=True):
    """One file of the book, with its manifest properties (EPUB 3.3, D.5) and place in the spine."""

    name: str
    media_type: str
    content: bytes
    properties: tuple[str, ...] = ()
    place: SpinePlace | None = None


class _DatedZip(ZipFile):
    """A zip file whose entries carry no time, no owner and no trace of a machine."""

    def writestr(  # type: ignore[override]  # EbookLib passes no more than these
        self, name: str, data: bytes | str, compress_type: int = ZIP_DEFLATED
    ) -> None:
        info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        info.create_system = _UNIX
        info.external_attr = 0o644 << 16
        super().writestr(info, data, compress_type)


class _PackageWriter(epub.EpubWriter):  # type: ignore[misc]  # EbookLib has no types
    """EbookLib's writer with a language on the package and a zip file without dates."""

    def write(self) -> None:
        with _DatedZip(self.file_name, "w", ZIP_DEFLATED, compresslevel=6) as self.out:
            # EPUB OCF 3.3, 4.3.2: first and uncompressed.
            self.out.writestr("mimetype", "application/epub+zip", 0)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(_XML_LANG, self.book.language)
        # EbookLib leaves out the zeros of years before 1000 (W3C-DTF wants four digits).
        moment = self.options["mtime"].replace(tzinfo=None).isoformat()
        for said in root.iter("meta"):
            if said.get("property") == "dcterms:modified":
                said.text = f"{moment}Z"
        super()._write_opf_file(root)


def write(
    document: Document,
    statements: Sequence[Statement],
    resources: Sequence[Resource],
    toc: Sequence[TocEntry],
) -> bytes:
    """The EPUB file. Raises ValueError for an empty file or for two files of one name."""
    _check(resources)
    book = _book(document, statements)
    for number, resource in enumerate(resources, start=1):
        book.add_item(_item(f"item-{number}", resource))
    book.add_item(epub.EpubNcx())
    book.spine = [
        (f"item-{number}", resource.place.value)
        for number, resource in enumerate(resources, start=1)
        if resource.place
    ]
    book.toc = [_branch(entry) for entry in toc]
    options = {
        "mtime": datetime.fromisoformat(modified(document)).astimezone(UTC),
        "epub3_pages": False,
        "epub2_guide": False,
        "package_direction": True,
        "raise_exceptions": True,
    }
    target = BytesIO()
    _PackageWriter(target, book, options).write()
    return target.getvalue()


def _check(resources: Sequence[Resource]) -> None:
    names = [resource.name.casefold() for resource in resources]
    double = {name for name in names if names.count(name) > 1}
    empty = {resource.name for resource in resources if not resource.content}
    if double or empty:
        raise ValueError(f"EPUB files that are empty or double: {sorted(double | empty)}")


def _book(document: Document, statements: Sequence[Statement]) -> epub.EpubBook:
    book = epub.EpubBook()
    # EbookLib begins with a generator and a random identifier.
    book.metadata.clear()
    book.uid = document.identifier
    book.title = next(each.value for each in statements if each.name == "dc:title")
    book.language = document.meta.lang
    book.direction = document.meta.dir
    for statement in statements:
        _add(book, statement)
    return book


def _add(book: epub.EpubBook, statement: Statement) -> None:
    attributes = {"id": statement.ident, "refines": statement.refines and f"#{statement.refines}"}
    given = {name: value for name, value in attributes.items() if value}
    if statement.lang:
        given[_XML_LANG] = statement.lang
    namespace, _, name = statement.name.rpartition(":")
    if namespace == "dc":
        book.add_metadata("DC", name, statement.value, given)
    else:
        book.add_metadata(None, "meta", statement.value, {"property": statement.name, **given})


def _item(ident: str, resource: Resource) -> epub.EpubItem:
    item = epub.EpubItem(ident, resource.name, resource.media_type, resource.content)
    item.properties = list(resource.properties)
    return item


def _branch(entry: TocEntry) -> tuple[epub.Section, list[object]]:
    return epub.Section(entry.title, entry.href), [_branch(below) for below in entry.below]
