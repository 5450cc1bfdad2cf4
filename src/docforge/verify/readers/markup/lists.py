"""Lists, contents and notes: elements whose children are counted.

Invariant: what such an element holds besides what is counted is read, too.
"""

from xml.etree.ElementTree import Element

from docforge.verify.entries import EntryKind, LanguageInForce, plain
from docforge.verify.readers.markup.walk import MarkupWalk
from docforge.verify.readers.markup.words import name, note_of, voice_of, words

_NUMBERINGS = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}

_DELIMITERS = {"parenthesis": "{})", "parentheses": "({})"}


def listing(walk: MarkupWalk, element: Element, tag: str, voice: LanguageInForce) -> None:
    """A list with its items, numbered as a browser numbers them."""
    items = [child for child in element if name(child) == "li"]
    numbering = _NUMBERINGS.get(element.get("type", "1"), "") if tag == "ol" else "bullet"
    with walk.gather.inside(EntryKind.LIST, items=len(items), numbering=numbering):
        around = _around(element)
        number = int(element.get("start", "1")) - 1
        for child in items:
            number = int(child.get("value", number + 1))
            label = "" if tag == "ul" else around.format(number)
            item(walk, child, voice_of(child, voice), label)
        _stray(walk, element, items, voice)


def _around(element: Element) -> str:
    """What the style sheets put around the numbers of a list with such a class."""
    for name_ in element.get("class", "").split():
        if name_ in _DELIMITERS:
            return _DELIMITERS[name_]
    return "{}"


def _stray(
    walk: MarkupWalk, element: Element, items: list[Element], voice: LanguageInForce
) -> None:
    """What a list holds besides its items."""
    texts = [element.text, *(child.tail for child in element)]
    for child in element:
        if child not in items:
            walk.element(child, voice_of(child, voice))
    for text in texts:
        if text and text.strip():
            walk.gather.say(text, voice)


def item(walk: MarkupWalk, element: Element, voice: LanguageInForce, label: str) -> None:
    """One item, with its state when it is a task."""
    first = element[0] if len(element) and not (element.text or "").strip() else None
    state = ""
    if first is not None and first.get("class") == "task-state":
        state = plain("".join(first.itertext()))
    with walk.gather.inside(EntryKind.ITEM, number=label, state=state):
        if state and first is not None:
            walk.gather.say(first.tail or "", voice)
            _rest(walk, element, voice)
        else:
            walk.flow(element, voice)


def _rest(walk: MarkupWalk, element: Element, voice: LanguageInForce) -> None:
    for child in element[1:]:
        walk.element(child, voice_of(child, voice))
        walk.gather.say(child.tail or "", voice)


def contents(walk: MarkupWalk, element: Element, voice: LanguageInForce) -> None:
    """The list of contents."""
    with walk.gather.inside(EntryKind.NAVIGATION):
        for child in element:
            if name(child) in ("h1", "h2"):
                walk.element(child, voice_of(child, voice))
        _lines(walk, element, -1)


def _lines(walk: MarkupWalk, element: Element, depth: int) -> None:
    """The lines of the contents, those of nested lists deeper."""
    for child in element:
        if name(child) == "a":
            facts = {"target": walk.follow(child.get("href", "")), "depth": depth or ""}
            walk.gather.add(EntryKind.CONTENTS, plain("".join(words(child))), **facts)
        _lines(walk, child, depth + (name(child) == "ol"))


def notes(walk: MarkupWalk, element: Element, voice: LanguageInForce) -> None:
    """The notes, each with the number that its marks have."""
    for child in element:
        if name(child) == "ol":
            for number, note in enumerate(child, start=1):
                facts = {"number": note_of(note, number), "announced": _announced(note)}
                with walk.gather.inside(EntryKind.NOTE, **facts):
                    walk.flow(note, voice_of(note, voice))
        else:
            walk.element(child, voice_of(child, voice))


def _announced(item: Element) -> str:
    """The name under which a reading system shows a note."""
    footnotes = (child for child in item if child.get("role") == "doc-footnote")
    return " ".join(child.get("aria-label", "") for child in footnotes)
