"""The tag tree (ISO 32000-1, 14.7) as plain elements, each with the marked content it holds.

Invariant: each element and each marked content is in the tree once.
"""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from msgspec import Struct, field

from docforge.verify.entries import plain
from docforge.verify.readers.pdf.painted import PaintedContent, PaintedText

INLINE = frozenset({"Span", "Em", "Strong", "Code", "Link", "Reference", "Figure", "Formula"})
# ListNumbering of lists whose labels are words (ISO 32000-1, table 347; ISO 32000-2, table 382).
_WORDS = frozenset({"/None", "/Description", "/Unordered"})
_BY_NUMBER = re.compile(r"\[U\+([0-9A-F]{4,6})\]")


class Element(Struct, eq=False):
    """A structure element with what it holds: elements, marked content, annotations.

    `role` is its type, but Lbl for each label, also where the file has a Span for it;
    `node` is its dictionary; `marks` are its marked contents by the stream that paints each and
    its number. `is_formed` when what it holds is held as docforge's files hold it,
    annotations behind all else.
    """

    role: str
    lang: str = ""
    alt: str | None = None
    actual: str | None = None
    expansion: str | None = None
    ident: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    kids: list["Element | PaintedContent"] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)
    annotation_pages: list[Any] = field(default_factory=list)
    page: Any = None
    node: Any = None
    marks: list[tuple[Any, int]] = field(default_factory=list)
    is_formed: bool = True


def element_of(node: Any, shown: PaintedText, seen: set[Any]) -> Element:
    """The element `node` with all below it, and the content of `shown` that they hold.

    Raises ValueError when an element or content is in the tree twice.
    """
    if node.objgen in seen:
        raise ValueError("The tag tree holds an element twice.")
    seen.add(node.objgen)
    held = dict(node.items())  # asked for once: each question goes through the file's library
    made = Element(
        str(held["/S"])[1:],
        str(held.get("/Lang", "")),
        _text(held.get("/Alt")),
        _text(held.get("/ActualText")),
        _text(held.get("/E")),
        str(held.get("/ID", "")),
        page=held.get("/Pg"),
        node=node,
    )
    for attributes in _several(held.get("/A")):
        made.facts.update((name[1:], value) for name, value in attributes.items())
    for kid in _several(held.get("/K")):
        if isinstance(kid, int):
            _hold(made, held["/Pg"], kid, shown)
            made.is_formed &= not made.annotations
        elif kid.get("/Type") == "/MCR":
            _hold(made, kid.get("/Stm") or kid.Pg, int(kid.MCID), shown)
            made.is_formed &= set(kid.keys()) <= {"/Type", "/MCID", "/Pg", "/Stm"}
            made.is_formed &= not made.annotations
        elif kid.get("/Type") == "/OBJR":
            made.is_formed &= set(kid.keys()) == {"/Type", "/Obj", "/Pg"}
            made.annotations.append(kid.Obj)
            made.annotation_pages.append(kid.Pg.objgen)
        else:
            made.kids.append(element_of(kid, shown, seen))
            made.is_formed &= not made.annotations
    _name_labels(made)
    return made


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _name_labels(element: Element) -> None:
    """The number of a note of PDF 1.7, and that of a page in the contents, are labels."""
    kids = {"Note": element.kids[:1], "Reference": element.kids}.get(element.role, [])
    for kid in kids:
        if isinstance(kid, Element) and kid.role == "Span":
            kid.role = "Lbl"


def _hold(element: Element, owner: Any, number: int, shown: PaintedText) -> None:
    content = shown.contents.pop((owner.objgen, number), None)
    if content is None:
        raise ValueError("The tag tree holds content that no page paints, or holds it twice.")
    element.kids.append(content)
    element.marks.append((owner.objgen, number))


def _several(value: Any) -> Iterator[Any]:
    if value is None:
        return
    if isinstance(value, pikepdf.Array):
        yield from value
    else:
        yield value


def descendants(element: Element) -> Iterator[Element]:
    """`element` and all below it, in the order of the tree."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [kid for kid in reversed(one.kids) if isinstance(kid, Element)]


def read_leftwards(root: Element) -> set[int]:
    """The contents, by identity, that are read from right to left (ISO 32000-1, 14.8.5.4)."""
    found = set[int]()
    waiting = [(root, "")]
    while waiting:
        element, above = waiting.pop()
        mode = str(element.facts.get("WritingMode", "")) or above
        for kid in element.kids:
            if isinstance(kid, Element):
                waiting.append((kid, mode))
            elif mode == "/RlTb":
                found.add(id(kid))
    return found


def letters_of(text: str) -> str:
    """`text` without white space; what no font has, which is shown by its number, as itself."""
    shown = _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), text)
    return "".join(plain(shown).split())


def texts_of(element: Element) -> Iterator[str]:
    """What is heard of an element, without marks of notes and the numbers of a list.

    A label that is no number is a word: a term, or what is done and to do.
    """
    yield from _heard(element, numbered=False)


def _heard(element: Element, numbered: bool) -> Iterator[str]:
    if element.alt is not None or element.actual is not None:
        yield element.actual or element.alt or ""
        return
    if element.role == "L":
        numbered = str(element.facts.get("ListNumbering", "")) not in _WORDS
    space = "" if element.role in INLINE else " "
    yield space
    for kid in element.kids:
        if isinstance(kid, PaintedContent):
            yield kid.text
        elif kid.role == "Lbl" and numbered:
            # After its number, the label of a task says what is done or to do.
            yield "".join(_heard(kid, numbered)).strip().partition(" ")[2] + " "
        elif kid.role != "Reference":
            yield from _heard(kid, numbered)
    yield space
