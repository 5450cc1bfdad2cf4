"""An EPUB against what its zip, its package and its files may hold.

Invariant: every file of the zip is read, by what the package says that it is; what the package
does not know may not be there.
"""

import posixpath
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Literal, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from docforge.gate import css, xml
from docforge.gate.fonts import font
from docforge.gate.hits import ADDRESS, FORM, MARKUP, Hit, quoted
from docforge.gate.markup import Place, check, name
from docforge.gate.pictures import picture
from docforge.gate.vocabulary import package, surface, table

_MOST_BYTES = 512_000_000
_CONTAINER, _PACKAGE, _TYPE = "META-INF/container.xml", "EPUB/content.opf", "application/epub+zip"
_NAVIGATION = "EPUB/nav.xhtml"
_UNIX_FILE = 0o100000
_PackageKind = Literal["opf", "ncx", "container"]


def examine(content: bytes, place: Place) -> Iterator[Hit]:
    """What may not stand in an EPUB."""
    try:
        with ZipFile(BytesIO(content)) as book:
            yield from _zip(content, book)
            if sum(info.file_size for info in book.infolist()) > _MOST_BYTES:
                yield Hit(FORM, "more than 512 MB")
                return
            yield from _book({info.filename: book.read(info) for info in book.infolist()})
    except (BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError) as error:
        yield Hit(FORM, f"what cannot be read ({type(error).__name__}: {quoted(str(error))})")


def _zip(content: bytes, book: ZipFile) -> Iterator[Hit]:
    """Nothing before, between or behind the files (EPUB 3.3, OCF 4.3), and plain names."""
    infos = book.infolist()
    first = infos[0] if infos else ZipInfo()
    if first.filename != "mimetype" or first.header_offset or first.compress_type != ZIP_STORED:
        yield Hit(FORM, "a beginning that is not the type of an EPUB")
    if book.comment or not content.endswith(b"\0\0") or content[-22:-18] != b"PK\5\6":
        yield Hit(FORM, "a comment or bytes behind the book")
    if not _is_packed(infos, book.start_dir):
        yield Hit(FORM, "bytes between the files of the book")
    names = [info.filename for info in infos]
    for info in infos:
        path, kind = info.filename, info.external_attr >> 16 & 0o170000
        parts = path.split("/")
        if names.count(path) > 1 or kind not in (0, _UNIX_FILE) or info.flag_bits & 1:
            yield Hit(FORM, "a file that is double, a link or encrypted", f"named {quoted(path)}")
        elif "\\" in path or ":" in path or {"", ".", ".."} & {*parts}:
            yield Hit(FORM, "a name that leads out of the book", f"named {quoted(path)}")
        elif info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or info.extra or info.comment:
            yield Hit(FORM, "a file with additions", f"named {quoted(path)}")


def _is_packed(infos: list[ZipInfo], end: int) -> bool:
    """Whether each file begins where the one before it ends, the list of them behind the last.

    A header has 30 bytes and the name (PKWARE APPNOTE, 4.3.7): no addition of its own.
    """
    at = 0
    for info in infos:
        if info.header_offset != at:
            return False
        at += 30 + len(info.filename.encode()) + info.compress_size
    return at == end


def _book(held: Mapping[str, bytes]) -> Iterator[Hit]:
    if held.get("mimetype") != _TYPE.encode():
        yield Hit(FORM, "a type that is not that of an EPUB")
    yield from _part("container", _CONTAINER, held)
    yield from _part("opf", _PACKAGE, held)
    root = xml.parse(held.get(_PACKAGE, b""))
    items = (
        []
        if isinstance(root, Hit)
        else [e for e in root.iter() if name(str(e.tag)).endswith("}item")]
    )
    types = {posixpath.join("EPUB", e.get("href", "")): e.get("media-type", "") for e in items}
    if len(types) != len(items):
        yield Hit(FORM, "two items that are one file", "in the package")
    for path in held.keys() ^ {"mimetype", _CONTAINER, _PACKAGE, *types}:
        yield Hit(
            FORM, "a file that the package or the book does not know", f"named {quoted(path)}"
        )
    place = _place(types)
    for path, media_type in types.items():
        for hit in _item(path, media_type, held, place):
            yield Hit(hit.code, hit.what, f"{hit.where} in the file {quoted(path)}", hit.ident)


def _place(types: Mapping[str, str]) -> Place:
    files = {path.removeprefix("EPUB/"): kind for path, kind in types.items()}
    pictures = {path for path, kind in files.items() if kind.startswith("image/")}
    texts = frozenset(path for path, kind in files.items() if kind == "application/xhtml+xml")

    def held(address: str) -> Iterator[Hit]:
        if address not in pictures:
            yield Hit(ADDRESS, f"the picture {quoted(address)}")

    fonts = frozenset(path for path, kind in files.items() if kind == "font/woff")
    return Place(0, texts, held, fonts)


def _item(path: str, media_type: str, held: Mapping[str, bytes], place: Place) -> Iterator[Hit]:
    content = held.get(path, b"")
    match media_type:
        case "application/xhtml+xml":
            root = xml.parse(content, doctype=True)
            if isinstance(root, Hit):
                yield root
            elif name(str(root.tag)) != "html":
                yield Hit(MARKUP, "a text that is none")
            else:
                own = surface("navigation" if path == _NAVIGATION else "book")
                yield from check(root, own, place)
        case "application/x-dtbncx+xml":
            yield from _part("ncx", path, held)
        case "text/css":
            yield from css.sheet(content.decode("utf-8"), fonts=place.fonts)
        case "font/woff":
            yield from font(content)
        case _ if media_type in table()["package"]["types"]:
            yield from picture(media_type, content)
        case _:
            yield Hit(FORM, f"a file of the type {quoted(media_type)}")


def _part(kind: str, path: str, held: Mapping[str, bytes]) -> Iterator[Hit]:
    """A file of the package: its names, and that it leads to files of the book alone."""
    root = xml.parse(held.get(path, b""))
    if isinstance(root, Hit):
        yield Hit(root.code, root.what, f"{root.where} in the file {quoted(path)}")
        return
    for hit in check(root, package(cast(_PackageKind, kind)), Place()):
        yield Hit(hit.code, hit.what, f"{hit.where} in the file {quoted(path)}")
    for element in root.iter():
        for attribute in ("href", "src", "full-path"):
            address = element.get(attribute)
            base = "" if kind == "container" else "EPUB"
            if address is not None and posixpath.join(base, address.partition("#")[0]) not in held:
                where = f"in the file {quoted(path)}"
                yield Hit(ADDRESS, f"the address {quoted(address)}", where)
