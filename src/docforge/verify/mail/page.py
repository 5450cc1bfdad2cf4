"""The parts of a proved page that a message shows.

Invariant: which parts these are is told here from the page alone, in the words of HTML and ARIA.
"""

import re
from copy import deepcopy
from xml.etree.ElementTree import Element

from msgspec import Struct

from docforge.gate.html import parsed
from docforge.verify.entries import LanguageInForce
from docforge.verify.readers.markup import name

_HEADING = re.compile("h[1-6]")
# Letters of a beginning: a longer one is no summary.
_LONGEST_BEGINNING = 3000


class ProvedPage(Struct, frozen=True):
    """The parts of a page that was proved; `voice` is its own."""

    voice: LanguageInForce
    header: Element
    main: Element
    footer: Element


def proved_page(content: bytes, *, has_notes: bool = True) -> ProvedPage:
    """The parts of the page `content`, which may be taken apart.

    Marks of notes are words in brackets, and nothing where no notes are shown.
    """
    tree, _ = parsed(content)
    html = deepcopy(next(child for child in tree if name(child) == "html"))
    voice = LanguageInForce("", "ltr").changed(html.get("lang"), html.get("dir"))
    body = next(child for child in html if name(child) == "body")
    _set_sides(body, voice.dir)
    _tell_marks(body, has_notes)
    parts = {name(child): child for child in body}
    found = (parts.get(part, Element("div")) for part in ("header", "main", "footer"))
    return ProvedPage(voice, *found)


def _set_sides(element: Element, direction: str) -> None:
    """A cell of a message says on which side its text begins: no sheet says it for all."""
    if name(element) in ("th", "td"):
        own = element.get("class", "").split()
        said = [side for side in own if side in ("left", "center", "right")]
        sides = said or ["right" if direction == "rtl" else "left"]
        element.set("class", " ".join([*sides, *(["whole"] if "whole" in own else [])]))
    for child in element:
        _set_sides(child, element.get("dir", direction))


def _tell_marks(element: Element, has_notes: bool) -> None:
    before: Element | None = None
    for child in list(element):
        _tell_marks(child, has_notes)
        if child.get("role") != "doc-noteref":
            before = child
        elif has_notes:
            raised = Element("sup")
            raised.text = f"[{''.join(child.itertext())}]"
            child.tag, child.text, child[:] = "span", None, [raised]
            del child.attrib["role"]
            before = child
        else:
            # What stood before the mark stands before what is behind it.
            tail = child.tail or ""
            if before is None:
                element.text = (element.text or "").rstrip() + tail
            else:
                before.tail = (before.tail or "").rstrip() + tail
            element.remove(child)


def masthead_of(page: ProvedPage) -> Element | None:
    """The head of the house."""
    found = (p for p in page.header if "masthead" in p.get("class", "").split())
    return next(found, None)


def beginning(main: Element) -> list[Element]:
    """What stands before the first heading; where that is nothing or long, the first paragraph."""
    first: list[Element] = []
    for part in main:
        if has_headings(part):
            break
        first.append(part)
    letters = sum(len(text) for part in first for text in part.itertext())
    if 0 < letters <= _LONGEST_BEGINNING:
        return first
    paragraphs = (p for p in main.iter() if name(p) == "p")
    return [p for p in paragraphs if "".join(p.itertext()).strip()][:1]


def has_headings(part: Element) -> bool:
    """Whether headings stand in `part`."""
    return any(_HEADING.fullmatch(name(below)) for below in part.iter())


def ranks(main: Element) -> list[int]:
    """The ranks of the headings of a text, in order, without those of its contents."""
    found: list[int] = []
    for part in main:
        if name(part) == "nav":
            continue
        if _HEADING.fullmatch(name(part)):
            found.append(int(name(part)[1]))
        found += ranks(part)
    return found
