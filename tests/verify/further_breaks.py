"""The breaks of `further_breaks.toml` and `reader_breaks.toml`, on the finished sample."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from proving import finished

from docforge.export import Format

_LISTS = ("further_breaks.toml", "reader_breaks.toml")
_PARTS = {
    "opf": "EPUB/content.opf",
    "nav": "EPUB/nav.xhtml",
    "ncx": "EPUB/toc.ncx",
    "container": "META-INF/container.xml",
    "css": "EPUB/style.css",
    "chapter": "EPUB/text-001.xhtml",
    "cover": "EPUB/cover.xhtml",
}


@dataclass(frozen=True, slots=True)
class Break:
    """One change: in the `part` of a file the first `old` becomes `new`."""

    part: str
    name: str
    old: str
    new: str

    @property
    def format(self) -> Format:
        return {"html": Format.HTML, "txt": Format.TEXT}.get(self.part, Format.EPUB)

    def applied(self) -> bytes:
        """The finished sample with the change."""
        whole = finished(self.format)
        if self.part not in _PARTS:
            return _changed(whole, self)
        return repacked(whole, _PARTS[self.part], lambda held: _changed(held, self))


def breaks() -> Iterator[Break]:
    """Every change of the lists, once."""
    seen = set()
    for listed in _LISTS:
        text = Path(__file__).with_name(listed).read_text(encoding="utf-8")
        for part, changes in tomllib.loads(text).items():
            for name, (old, new) in changes.items():
                if (part, old, new) not in seen:
                    seen.add((part, old, new))
                    yield Break(part, name, old, new)


def _changed(held: bytes, change: Break) -> bytes:
    text = held.decode()
    if change.old not in text:
        print("ABSENT", change.part, change.name)
    return text.replace(change.old, change.new, 1).encode()


def repacked(book: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """`book` with one file changed, in the form that the writer gives its zip."""
    made = BytesIO()
    with ZipFile(BytesIO(book)) as held, ZipFile(made, "w") as written:
        for info in held.infolist():
            content = held.read(info)
            if info.filename == part:
                content = change(content)
            copy = ZipInfo(info.filename, info.date_time)
            copy.create_system, copy.external_attr = info.create_system, info.external_attr
            kind = ZIP_STORED if info.filename == "mimetype" else ZIP_DEFLATED
            written.writestr(copy, content, kind)
    return made.getvalue()
