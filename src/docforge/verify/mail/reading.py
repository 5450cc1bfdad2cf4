"""The finished bytes of an e-mail draft to an outline: headers, parts, what its body says.

Invariant: every header, part and line of the message is in the outline; what mail programs would
repair, or show to nobody, is told.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from email import message_from_string, policy
from email.headerregistry import AddressHeader, ContentTypeHeader
from email.message import EmailMessage
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from docforge.gate.html import parsed
from docforge.style import Words
from docforge.verify.entries import EntryKind, LanguageInForce, Outline, OutlineEntry, plain
from docforge.verify.mail.looks import looked_at
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers import text as text_reader
from docforge.verify.readers.markup import MarkupReader, name
from docforge.verify.readers.statements import odd, statement

_OF_PARTS = frozenset(
    {"content-type", "content-transfer-encoding", "content-disposition", "content-id"}
    | {"mime-version"}
)
_IDENT = re.compile(r"<[0-9a-f]{32}@docforge\.invalid>")
_PICTURE_NAME = re.compile(r"[0-9a-f]{16}\.(?:png|jpg|gif)")
# What is heard of headings besides their words is for lists of headings, which mails have none of.
_OF_LISTS = frozenset({"said", "heard"})


def read(content: bytes, words: Words) -> Outline:
    """The outline of the message `content`; its plain part has the conventions of `words`.

    Raises ValueError for a body that is no text in UTF-8, or two of them.
    """
    # Only a string lets the parser see UTF-8 in headers (RFC 6532).
    message = message_from_string(content.decode("utf-8"), policy=policy.default)
    assert isinstance(message, EmailMessage)
    pictures = {
        str(part.get("Content-ID", "")).strip("<> "): _picture(part)
        for part in message.walk()
        if part.get_content_maintype() == "image"
    }
    bodies = [part for part in message.walk() if _is_body(part)]
    plain_part, html_part = bodies
    found = (
        *_headers(message),
        *_parts(message, content),
        *_pictures(message),
        *_html(_text(html_part), pictures),
        *text_reader.read(_text(plain_part), words),
    )
    return (*found, *_defects(message))


def _is_body(part: EmailMessage) -> bool:
    return part.get_content_maintype() == "text" and part.get_filename() is None


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: EmailMessage) -> bytes:
    """Text with the line ends that it had before it went into a message (RFC 5322, 2.1)."""
    return _bytes(part).replace(b"\r\n", b"\n")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _picture(part: EmailMessage) -> str:
    """Type and hash of a picture."""
    return f"{part.get_content_type()} {_digest(_bytes(part))}"


# --- Headers and parts -------------------------------------------------------------------


def _headers(message: EmailMessage) -> Iterator[OutlineEntry]:
    for header, value in message.items():
        if header.lower() in _OF_PARTS and header.lower() != "mime-version":
            continue
        said = str(value)
        if isinstance(value, AddressHeader):
            said = "; ".join(f"{one.display_name}|{one.addr_spec}" for one in value.addresses)
        if header == "Message-ID" and _IDENT.fullmatch(said):
            said = "an ident"
        yield statement(f"header {header}", value=said)


def _parts(message: EmailMessage, content: bytes) -> Iterator[OutlineEntry]:
    """What stands in what, in order, and the bytes of what is attached."""
    yield from _part(message, ())
    lines = content.split(b"\r\n")
    if any(b"\n" in line or b"\r" in line for line in lines) or max(map(len, lines)) > 998:
        yield odd("lines that mail systems break")


def _part(part: EmailMessage, within: tuple[str, ...]) -> Iterator[OutlineEntry]:
    kind, file = part.get_content_type(), part.get_filename()
    header = part["Content-Type"]
    facts: dict[str, object] = {}
    if isinstance(header, ContentTypeHeader):
        told = {key: value for key, value in header.params.items() if key != "boundary"}
        facts["parameters"] = "; ".join(f"{key}={value}" for key, value in told.items())
    names = [key.lower() for key in part.keys()]  # noqa: SIM118  # double ones count
    strange = [key for key in names if key not in _OF_PARTS or names.count(key) > 1]
    if not within:
        strange = [key for key in strange if key in _OF_PARTS]  # others are the message's own
    facts["headers"] = ", ".join(strange)
    if part.is_multipart():
        facts["encoding"] = str(part.get("Content-Transfer-Encoding", ""))
        facts["disposition"] = str(part.get("Content-Disposition", ""))
        yield replace(statement(kind, **facts), within=within)
        for text in (part.preamble, part.epilogue):
            if text and text.strip():
                yield odd("words between the parts of the message")
        for below in part.iter_parts():
            assert isinstance(below, EmailMessage)
            yield from _part(below, (*within, kind))
        return
    if part.get_content_maintype() == "image":
        return  # told by the pictures that the body shows
    facts["encoding"] = str(part.get("Content-Transfer-Encoding", ""))
    facts["disposition"] = part.get_content_disposition()
    if not _is_body(part):
        body = _text(part) if part.get_content_maintype() == "text" else _bytes(part)
        facts |= {"name": file, "content": _digest(body)}
    yield replace(statement(kind, **facts), within=within)


def _pictures(message: EmailMessage) -> Iterator[OutlineEntry]:
    """The pictures that travel with the body, in no order: it says where each stands."""
    found: dict[str, OutlineEntry] = {}
    for part in message.walk():
        if part.get_content_maintype() != "image":
            continue
        mark = _picture(part)
        name_, place = part.get_filename() or "", part.get_content_disposition()
        is_named = _PICTURE_NAME.fullmatch(name_) and place == "inline"
        is_told = f"<{name_.partition('.')[0]}@docforge.invalid>" == part.get("Content-ID")
        how = part.get("Content-Transfer-Encoding", "")
        if not (is_named and is_told and how == "base64"):
            yield odd(f"the picture {name_}")
        found[mark] = statement("picture", content=mark)
    yield from (found[mark] for mark in sorted(found))


def _defects(message: EmailMessage) -> Iterator[OutlineEntry]:
    for part in message.walk():
        if not part.is_multipart():
            _bytes(part)  # what is wrong with an encoding is found where it is read
        yield from (
            odd(f"what mail programs repair ({type(each).__name__})") for each in part.defects
        )


# --- The HTML part -----------------------------------------------------------------------


def _html(content: bytes, pictures: Mapping[str, str]) -> Iterator[OutlineEntry]:
    tree, repaired = parsed(content)
    html = deepcopy(next(child for child in tree if name(child) == "html"))
    voice = LanguageInForce("", "ltr").changed(html.get("lang"), html.get("dir"))
    gather = OutlineBuilder(voice)
    titles = [element for element in html.iter() if name(element) == "title"]
    title = "".join(text for element in titles for text in element.itertext())
    gather.add(EntryKind.DOCUMENT, plain(title), lang=voice.lang, dir=voice.dir)
    for text in repaired:
        gather.add(EntryKind.ODD, f"what browsers repair ({text})")
    for child in tree:
        if not name(child):
            gather.add(EntryKind.ODD, "a remark before or behind the page")
    for text in sorted(html.attrib.keys() - {"lang", "dir"}):
        gather.add(EntryKind.ODD, f"{text} of html")
    shown: set[str] = set()

    def load(address: str) -> str:
        cid = address.removeprefix("cid:")
        shown.add(cid)
        return pictures.get(cid, "") if cid != address else "a picture from elsewhere"

    head: list[OutlineEntry] = []
    for child in html:
        if name(child) == "head":
            head += _head(child)
        elif name(child) == "body":
            for text in looked_at(child):
                gather.add(EntryKind.ODD, text)
            reader = MarkupReader(gather, load)
            reader.flow(child, voice)
            gather.close()
        else:
            gather.add(EntryKind.ODD, f"{name(child) or 'comment'} beside the body")
    for cid in sorted(pictures.keys() - shown):
        gather.add(EntryKind.ODD, f"a picture that is not shown, {cid}")
    yield from map(_as_told, gather.entries)
    yield from head


def _as_told(entry: OutlineEntry) -> OutlineEntry:
    kept = tuple(fact for fact in entry.facts if fact[0] not in _OF_LISTS)
    return replace(entry, facts=kept)


def _head(head: Element) -> Iterator[OutlineEntry]:
    for child in head:
        facts = {key: " ".join((value or "").split()) for key, value in child.items()}
        facts["value"] = " ".join("".join(child.itertext()).split())
        yield statement(f"{name(child)} of the head", **facts)
