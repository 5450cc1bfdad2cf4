"""Parts of a page whose words are read as a whole: what stands in them besides words is told.

Invariant: an element inside of such a part would be shown, or announced, and is in no outline.
"""

from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from docforge.verify.entries import LanguageInForce, structure
from docforge.verify.readers.markup.contents import between_lines, headings_of, is_said_otherwise
from docforge.verify.readers.markup.frames import odd_frames
from docforge.verify.readers.markup.stacking import odd_stacking
from docforge.verify.readers.markup.words import name, voice_of

_NOTE, _BACK, _PAGE = "doc-noteref", "doc-backlink", "doc-pagebreak"
_OF_CODE = frozenset({"code", "span"})
_OF_CONTENTS = frozenset({"span", "sub", "sup"})
_PICTURES = frozenset({"img", "svg"})
# What may hold nothing: cells and items that writers left empty, and places, which have a name.
# Links are told by what they say: one in the contents may lead to a heading that is a picture.
_EMPTY = frozenset({"a", "td", "th", "li", "dd", "dt", "main", "br", "hr", "img", "wbr", "source"})
_OF_FORMULAS = "http://www.w3.org/1998/Math/MathML"
# What marks words: of a space alone it marks nothing.
_PHRASES = frozenset({"em", "strong", "b", "i", "u", "s", "del", "ins", "mark", "small", "cite"})
_PHRASES |= frozenset({"dfn", "var", "q", "sub", "sup", "abbr", "a"})


def odd_parts(body: Element, voice: LanguageInForce) -> Iterator[str]:
    """What does not belong into code, marks, ways back, states of tasks and contents.

    `voice` is what is in force around `body`.
    """
    places = {f"#{element.get('id')}": element for element in body.iter() if element.get("id")}
    for element in body.iter():
        if name(element) == "pre":
            yield from _others(element, _OF_CODE, "code")
        elif name(element) == "nav":
            yield from between_lines(element)
            for link in element.iter():
                if name(link) == "a":
                    yield from _unlike_heading(link, places.get(link.get("href", "")))
            yield from _said_otherwise(element, body, voice)
        elif element.get("role") == _NOTE:
            yield from _others(element, frozenset({"sup"}), "the mark of a note")
            if sum(name(part) == "sup" for part in element.iter()) != 1:
                yield "a mark of a note that is not raised once"
        elif element.get("role") == _BACK:
            yield from _others(element, frozenset({"span"}), "a way back")
        elif element.get("class") == "task-state":
            yield from _others(element, frozenset(), "the state of a task")
        elif name(element) == "div":
            yield from odd_stacking(element)
        yield from odd_frames(element)
        yield from _marks(element)
        is_formula = name(element) == "div" and [name(part) for part in element] == ["math"]
        if is_formula and "formula" not in element.get("class", "").split():
            yield "a formula by itself that is not set apart"
        if _is_empty(element):
            yield f"{name(element)} that holds nothing"


def _is_empty(element: Element) -> bool:
    """Whether an element would be announced, or have a ground of its own, for nothing."""
    if len(element) or name(element) in _EMPTY or _OF_FORMULAS in str(element.tag):
        return False
    if element.get("id") or (name(element) == "span" and element.get("class")):
        return False
    text = element.text or ""
    return not text or (name(element) in _PHRASES and not text.strip())


def _unlike_heading(line: Element, heading: Element | None) -> Iterator[str]:
    """A line of the contents marks its words as its heading does, without links and pictures."""
    if heading is None:
        yield from _others(line, _OF_CONTENTS, "a line of the contents")
    elif list(_phrases(line)) != list(_phrases(heading)):
        yield "a line of the contents that is marked otherwise than its heading"


def _said_otherwise(nav: Element, body: Element, voice: LanguageInForce) -> Iterator[str]:
    """A line of the contents is said in the languages that its heading is said in."""
    headings = {f"#{ident}": heading for ident, heading in headings_of(body, voice)}
    own = voice_of(nav, voice)
    for line in nav.iter():
        if name(line) == "a" and is_said_otherwise(
            line, own, line.get("href", ""), headings, shifted=False
        ):
            yield "a line of the contents in other languages than its heading"


def _phrases(element: Element) -> Iterator[str]:
    """What marks words or is a formula below `element`, in order.

    Notes and pictures do not stand in contents.
    """
    for part in element:
        if part.get("role") in (_NOTE, _PAGE) or name(part) in _PICTURES or _holds_notes(part):
            continue
        if name(part) == "math":
            yield structure(part)
            continue
        if name(part) not in ("a", "span"):
            yield name(part)
        elif part.get("class") == "small-caps":
            yield "small capitals"
        yield from _phrases(part)


def _holds_notes(element: Element) -> bool:
    """Whether an element holds marks of notes and nothing else."""
    kids = [element.text, *(kid.tail for kid in element)]
    return (
        len(element) > 0
        and not any((text or "").strip() for text in kids)
        and all(kid.get("role") == _NOTE or _holds_notes(kid) for kid in element)
    )


def _others(element: Element, own: frozenset[str], where: str) -> Iterator[str]:
    for part in element.iter():
        if part is not element and part.get("role") != _PAGE and name(part) not in own:
            yield f"{name(part) or 'comment'} in {where}"


def _marks(parent: Element) -> Iterator[str]:
    """Marks right behind another one, or behind raised words, stand apart: 1 and 2 are not 12."""
    shown = [child for child in parent if child.get("role") != _PAGE]
    for before, mark in pairwise([Element(""), *shown]):
        if mark.get("role") == _NOTE:
            is_raised = name(before) == "sup" or before.get("role") == _NOTE
            is_close = is_raised and not before.tail
            if is_close is not (mark.get("class") == "next"):
                yield "a mark of a note that stands as if it were another's"
