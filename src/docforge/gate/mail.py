"""An e-mail or a zip of outputs, part by part, after the standard library's own reading of it.

Invariant: every header and every part is on a list; what is attached is read as if it were
delivered by itself.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from docforge.gate.hits import ADDRESS, FORM, Hit, quoted
from docforge.gate.html import page
from docforge.gate.markup import Place
from docforge.gate.pictures import picture
from docforge.gate.vocabulary import surface, table

Check = Callable[[bytes, Place], Iterator[Hit]]
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,120}")
_CID = re.compile(r"cid:([0-9a-f]{16}@docforge\.invalid)")


def message(content: bytes, checks: Mapping[str, Check]) -> Iterator[Hit]:
    """What may not stand in a message; `checks` are those of files by their media type."""
    read = message_from_bytes(content, policy=policy.default)
    pictures = {
        str(part.get("Content-ID", "")).strip("<> ")
        for part in read.walk()
        if part.get_content_maintype() == "image"
    }

    def held(address: str) -> Iterator[Hit]:
        found = _CID.fullmatch(address)
        if found is None or found[1] not in pictures:
            yield Hit(ADDRESS, f"the picture {quoted(address)}")

    for part in read.walk():
        yield from _headers(part, is_whole=part is read)
        yield from _part(part, Place(64, frozenset(), held), checks)


def _headers(part: EmailMessage, *, is_whole: bool) -> Iterator[Hit]:
    told = table()["message"]
    allowed = [*told["part"], *(told["headers"] if is_whole else [])]
    names = [header.lower() for header in part.keys()]  # noqa: SIM118  # double ones count
    for name in names:
        if name not in allowed or names.count(name) > 1:
            yield Hit(FORM, f"the header {quoted(name)}")
    for defect in part.defects:
        yield Hit(FORM, f"what mail programs repair ({type(defect).__name__})")


def _part(part: EmailMessage, place: Place, checks: Mapping[str, Check]) -> Iterator[Hit]:
    kind, name = part.get_content_type(), part.get_filename()
    if name is not None and not _NAME.fullmatch(name):
        yield Hit(FORM, f"the file name {quoted(name)}")
    if part.is_multipart():
        if kind not in table()["message"]["multipart"]:
            yield Hit(FORM, f"a part of the type {quoted(kind)}")
        return
    content = part.get_payload(decode=True)
    body = content if isinstance(content, bytes) else b""
    if part.get_content_maintype() == "text":
        body = body.replace(b"\r\n", b"\n")  # the line end of messages (RFC 5322, 2.1)
    if kind == "text/html" and name is None:
        found = page(body, surface("mail"), place)
    elif part.get_content_maintype() == "image":
        found = picture(kind, body)
    elif kind in checks and kind != "text/html":
        found = checks[kind](body, place)
    else:
        found = iter((Hit(FORM, f"a part of the type {quoted(kind)}"),))
    for hit in found:
        yield Hit(hit.code, hit.what, f"{hit.where} of {quoted(name or kind)}", hit.ident)


def bundle(content: bytes, checks: Mapping[str, Check]) -> Iterator[Hit]:
    """What may not stand in a zip of outputs; `checks` are those of files by their extension."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            for name in names:
                kind = name.rpartition(".")[2]
                if not _NAME.fullmatch(name) or names.count(name) > 1 or kind not in checks:
                    yield Hit(FORM, f"the file {quoted(name)}")
                    continue
                for hit in checks[kind](archive.read(name), Place()):
                    yield Hit(hit.code, hit.what, f"{hit.where} of {quoted(name)}", hit.ident)
    except (BadZipFile, OSError, ValueError) as error:
        yield Hit(FORM, f"what cannot be read ({type(error).__name__})")
