"""Files of other programs that are given as Markdown, told by their first bytes and by name.

Read as text they would be a flood of findings, none of which says what is wrong.
"""

import re
import shlex
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

from msgspec import Struct

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SPACE = b" \t\r\n"
_HEAD = 4096
# A page of HTML begins so, after remarks and a declaration of XML.
_HTML = re.compile(
    rb"(?:<!--.{0,2000}?-->\s{0,100}|<\?xml[^>]{0,200}>\s{0,100}){0,5}"
    rb"(?:<!doctype\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
# What no text has: control characters other than those of lines, pages and terminals, and
# zeros in a row. Text in UTF-16 without its mark has single ones.
_BINARY = re.compile(rb"[\x01-\x06\x0e-\x1a\x1c-\x1f\x7f]|\x00{3}")
_MOST_BINARY = 0.05
_FEWEST = 16


class Signature(Struct, frozen=True):
    """A kind of file: how it begins, one of the words that it holds, and what to do instead.

    `reader` is what pandoc calls it, or "" when pandoc cannot read it.
    """

    name: str
    begins: bytes
    holds: tuple[bytes, ...]
    mend: str
    reader: str = ""

    def fits(self, data: bytes) -> bool:
        """Whether `data` is such a file."""
        return data.startswith(self.begins) and (
            not self.holds or any(word in data for word in self.holds)
        )


@cache
def _table() -> tuple[tuple[Signature, ...], dict[str, str]]:
    table = tomllib.loads(
        files("docforge.source").joinpath("signatures.toml").read_text(encoding="utf-8")
    )
    mends: dict[str, str] = table["mends"]
    rows = (
        Signature(
            row["name"],
            row["begins"].encode("latin-1"),
            tuple(word.encode("latin-1") for word in row.get("holds", ())),
            mends[row["mend"]],
            row.get("reader", ""),
        )
        for row in table["file"]
    )
    return tuple(rows), mends


def other_kind(data: bytes, path: str) -> tuple[str, str] | None:
    """What the file at `path` is and what to do, when it is no Markdown but another program's.

    `data` may be cut off behind its beginning.
    """
    signatures, mends = _table()
    bare = _bare(data)
    for signature in signatures:
        if signature.fits(data) or signature.fits(bare):
            return signature.name, _advice(signature.mend, signature.reader, path)
    if _HTML.match(bare):
        return "a web page (HTML)", _advice(mends["text"], "html", path)
    if bare.startswith(b"<?xml"):
        return "an XML file", mends["text"]
    head = data[:_HEAD]
    if len(_BINARY.findall(head)) <= max(_FEWEST, _MOST_BINARY * len(head)):
        return None
    return None if data.startswith(_MARKS) else ("a file without text", mends["other"])


def _advice(mend: str, reader: str, path: str) -> str:
    if not reader:
        return mend
    name = shlex.quote(PurePosixPath(path).name)
    return f"{mend} With pandoc: pandoc -f {reader} -t commonmark_x {name} -o new.md"


def _bare(data: bytes) -> bytes:
    """The beginning of `data` as UTF-8, without its byte order mark and the space before it."""
    if data.startswith(_MARKS[1:]):
        return data[:_HEAD].decode("utf-16", "ignore").lstrip("\ufeff \t\r\n").encode()
    return data.removeprefix(_MARKS[0]).lstrip(_SPACE)
