"""Lists, contents and notes: elements whose children are counted.

Invariant: what such an element holds besides what is counted is read, too.
"""

from xml.etree.ElementTree import Element

from docforge.verify.entries import EntryKind, LanguageInForce, one_voice, plain, unseen
from docforge.verify.readers.markup.labels import odd_room, written_label
from docforge.verify.readers.markup.walk import MarkupWalk
from docforge.verify.readers.markup.words import (
    name,
    note_of,
    runs,
    voice_of,
    whole_number,
    words,
)

_NUMBERINGS = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}

_CAPITALS = ("A", "I")
_DELIMITERS = {"parenthesis": "{})", "parentheses": "({})"}


def listing(walk: MarkupWalk, element: Element, tag: str, voice: LanguageInForce) -> None:
    """A list with its items, numbered as a browser numbers them."""
    items = [child for child in element if name(child) == "li"]
    numbering = _NUMBERINGS.get(element.get("type", "1"), "") if tag == "ol" else "bullet"
    facts = {"numbering": numbering, "direction": walk.gather.turned(voice)}
    with walk.gather.inside(EntryKind.LIST, items=len(items), **facts):
        around = label_form(element)
        number, labels = whole_number(element, "start", 1) - 1, list[str]()
        for child in items:
            number = whole_number(child, "value", number + 1)
            label = "" if tag == "ul" else around.format(number)
            labels.append(written_label(numbering, around, number))
            item(walk, child, voice_of(child, voice), label)
        for text in odd_room(element, labels):
            walk.gather.add(EntryKind.ODD, text)
        _stray(walk, element, voice)


def label_form(element: Element) -> str:
    """What the style sheets put around the numbers of a list with such a class.

    They tell capital letters by a class: without it, or with it on others, the label is another.
    """
    names = element.get("class", "").split()
    around = next((_DELIMITERS[name_] for name_ in names if name_ in _DELIMITERS), "{}")
    is_told = ("upper" in names) == (element.get("type") in _CAPITALS)
    return around if around == "{}" or is_told else f"{around} in the other case"


def _stray(walk: MarkupWalk, element: Element, voice: LanguageInForce) -> None:
    """What a list holds besides its items."""
    texts = [element.text, *(child.tail for child in element)]
    for child in element:
        if name(child) != "li":
            walk.element(child, voice_of(child, voice))
    for text in texts:
        if text and text.strip():
            walk.gather.say(text, voice)


def item(walk: MarkupWalk, element: Element, voice: LanguageInForce, label: str) -> None:
    """One item, with its state when it is a task."""
    first = element[0] if len(element) and not (element.text or "").strip() else None
    state, facts = "", dict[str, str]()
    if first is not None and first.get("class") == "task-state":
        said = "".join(first.itertext())
        state = plain(said)
        facts = {"spoken": str(voice_of(first, voice)), "unseen": unseen(said)}
    with walk.gather.inside(EntryKind.ITEM, number=label, state=state, **facts):
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
        _lines(walk, element, -1, voice)


def _lines(walk: MarkupWalk, element: Element, depth: int, voice: LanguageInForce) -> None:
    """The lines of the contents, those of nested lists deeper."""
    for child in element:
        if name(child) == "a":
            text = "".join(words(child))
            facts = {"target": walk.follow(child.get("href", "")), "depth": depth or ""}
            facts |= {"unseen": unseen(text)}
            facts |= dict(one_voice(runs(child, voice), walk.gather.base))
            walk.gather.add(EntryKind.CONTENTS, plain(text), **facts)
        _lines(walk, child, depth + (name(child) == "ol"), voice_of(child, voice))


def notes(walk: MarkupWalk, element: Element, voice: LanguageInForce) -> None:
    """The notes, each with the number that its marks have."""
    for child in element:
        if name(child) == "ol":
            # Marks have plain numbers, one after the other.
            around = label_form(child)
            said = {"type", "start"} & child.attrib.keys()
            if said or around != "{}" or any(note.get("value") for note in child):
                walk.gather.add(EntryKind.ODD, "notes with other labels than their marks")
            for text in odd_room(child, [f"{len(child)}."]):
                walk.gather.add(EntryKind.ODD, text)
            for number, note in enumerate(child, start=1):
                facts = {"number": note_of(note, number), "announced": _announced(note)}
                if not _is_whole(note):
                    walk.gather.add(EntryKind.ODD, "a note that is not what a window shows of it")
                with walk.gather.inside(EntryKind.NOTE, **facts):
                    walk.flow(note, voice_of(note, voice))
        else:
            walk.element(child, voice_of(child, voice))


def _is_whole(item: Element) -> bool:
    """Whether a footnote, which windows of reading systems show, is all but the ways back."""
    footnotes = [part for part in item if part.get("role") == "doc-footnote"]
    if not footnotes:
        return True
    behind = [part for part in item if part not in footnotes]
    loose = [item.text, *(part.tail for part in item)]
    for way in behind:
        links = [part for part in way if part.get("role") != "doc-pagebreak"]
        loose += [way.text, *(part.tail for part in way)]
        if name(way) != "p" or any(link.get("role") != "doc-backlink" for link in links):
            return False
    inner = [part.get("role") for part in footnotes[0].iter()]
    is_alone = len(footnotes) == 1 and item[0] is footnotes[0] and len(behind) <= 1
    return is_alone and "doc-backlink" not in inner and not any((t or "").strip() for t in loose)


def _announced(item: Element) -> str:
    """The name under which a reading system shows a note."""
    footnotes = (child for child in item if child.get("role") == "doc-footnote")
    return " ".join(child.get("aria-label", "") for child in footnotes)
