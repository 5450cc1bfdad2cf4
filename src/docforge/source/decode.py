"""Bytes of a source to clean text: the encoding is found out, and what no output can carry goes."""

import hashlib

from msgspec import Struct

from docforge.errors import UnreadableSource
from docforge.findings import Finding, Severity, Where
from docforge.source.characters import FORBIDDEN
from docforge.source.invisible import without_invisible
from docforge.source.signatures import other_kind


class SourceText(Struct, frozen=True):
    """Text without byte order mark, control and needless invisible characters.

    Its lines end with "\\n". `digest` is "sha256:" and the hash of the bytes; `findings` name all
    that had to be changed.
    """

    text: str
    digest: str
    findings: tuple[Finding, ...] = ()


def digest_of(data: bytes) -> str:
    """The hash of `data`, with its kind before it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def decode(data: bytes, path: str) -> SourceText:
    """The bytes of the source at `path` as text.

    UTF-8, or UTF-16 with its byte order mark; else Windows-1252, which holds Latin-1. Raises
    UnreadableSource, also when they are the file of another program.
    """
    refuse_other_kinds(data, path)
    findings: list[Finding] = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decode_utf16(data, path)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            text = _decode_western(data)
            findings.append(_not_utf8(error, path))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, removed = _without_controls(text, path)
    text, unseen = without_invisible(text, path)
    return SourceText(text, digest_of(data), (*findings, *removed, *unseen))


def refuse_other_kinds(data: bytes, path: str) -> None:
    """Raise UnreadableSource when `data`, perhaps cut off, is the file of another program."""
    if kind := other_kind(data, path):
        name, mend = kind
        raise UnreadableSource(f"{path} is {name}, not Markdown", mend)


def _decode_utf16(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"{path} begins as UTF-16 but is not UTF-16 throughout", "Save it as UTF-8."
        ) from error


def _decode_western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _not_utf8(error: UnicodeDecodeError, path: str) -> Finding:
    before = error.object[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.rpartition(b"\n")[2].decode("utf-8", "replace")
    return Finding(
        "SRC001",
        Severity.WARNING,
        f"the file is not UTF-8 from here on (byte 0x{error.object[error.start]:02X}); "
        "it was read as Windows-1252",
        Where(path, before.count(b"\n") + 1, len(line) + 1),
        "Check accented letters and quotation marks in the outputs, and save the file as UTF-8.",
    )


def _without_controls(text: str, path: str) -> tuple[str, tuple[Finding, ...]]:
    first = FORBIDDEN.search(text)
    if first is None:
        return text, ()
    line = text.count("\n", 0, first.start()) + 1
    column = first.start() - text.rfind("\n", 0, first.start())
    clean, count = FORBIDDEN.subn(lambda match: " " if match[0] in "\x0b\x0c\x85" else "", text)
    many = f"{count} control characters were" if count > 1 else "a control character was"
    finding = Finding(
        "SRC002",
        Severity.WARNING,
        f"{many} removed, the first of them U+{ord(first[0]):04X}",
        Where(path, line, column),
        "Delete them in the source; they are often left over from copying.",
    )
    return clean, (finding,)
