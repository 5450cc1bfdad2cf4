"""What is heard of an element, and what it says of itself.

Invariant: nothing here depends on where the element stands.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from docforge.verify.entries import LanguageInForce, heard, plain

BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "blockquote"}
    | {
        "caption",
        "figure",
        "figcaption",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "details",
        "summary",
    }
)


def name(element: Element) -> str:
    """An element's name without its namespace; "" for a comment."""
    # The types say that it is always a name; the parsers put a function there for a comment.
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words(element: Element) -> Iterator[str]:
    """What is heard of an element, without marks of notes."""
    tag = name(element)
    if tag in ("img", "math"):
        yield element.get("alt" if tag == "img" else "alttext", "")
        return
    if element.get("role") == "doc-noteref":
        return
    if tag in BLOCKS:
        yield " "
    yield element.text or ""
    if tag == "br":
        yield " "
    for child in element:
        yield from words(child)
        yield child.tail or ""
    if tag in BLOCKS:
        yield " "


def runs(element: Element, voice: LanguageInForce) -> Iterator[tuple[LanguageInForce, str]]:
    """The text of an element in order, each part with the language and direction in force."""
    own = voice_of(element, voice)
    yield own, element.text or ""
    for child in element:
        yield from runs(child, own)
        yield own, child.tail or ""


def said(element: Element) -> dict[str, str]:
    """What is heard of a heading that holds more than words, as its facts."""
    special = any(
        name(below) in ("img", "math")
        or below.get("role") == "doc-noteref"
        or below.get("class") == "tex"
        for below in element.iter()
    )
    return heard("".join(words(element))) if special else {}


def accessible_name(element: Element) -> str:
    """The name of an element (AccName 1.2, 4.3), from what it holds or from what it says.

    docforge names an element by a part of its own: a name from elsewhere is found to be none.
    """
    named = element.get("aria-labelledby", "").split()
    if named:
        own = (e for ident in named for e in element.iter() if e.get("id") == ident)
        return plain(" ".join("".join(words(e)) for e in own))
    return plain(element.get("aria-label", ""))


def note_of(item: Element, number: int) -> str:
    """The number that marks of notes lead to."""
    idents = [element.get("id", "") for element in item.iter()]
    own = [ident for ident in idents if ident.startswith("df-note-")]
    return own[0].removeprefix("df-note-") if own else f"{number} without a place"


_WHOLE = re.compile("0|-?[1-9][0-9]*")


def whole_number(element: Element, attribute: str, absent: int) -> int:
    """The number that an attribute says, `absent` without it.

    Raises ValueError for what Python takes for a number and browsers do not (HTML, 2.3.4.1).
    """
    said = element.get(attribute)
    if said is None:
        return absent
    if not _WHOLE.fullmatch(said):
        raise ValueError(f"{said!r} is no number of {attribute}.")
    return int(said)


def voice_of(element: Element, voice: LanguageInForce) -> LanguageInForce:
    """What is in force inside an element that may say a language or a direction."""
    return voice.changed(element.get("lang"), element.get("dir"))
