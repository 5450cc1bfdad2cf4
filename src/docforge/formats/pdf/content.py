"""Pieces to nodes: who owns what was painted, what it says, and what is only decoration.

Invariant: a sequence's owner follows from the element it was made from, never from its position.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from docforge.formats.pdf.marked_content import (
    INVISIBLE,
    Artifact,
    ElementPart,
    MarkedContent,
    TextRun,
)
from docforge.formats.pdf.structure import ReadingOrder, StructureElement
from docforge.formats.pdf.tags import Tags

_SOFT_HYPHEN = "\u00ad"
_HYPHENS = "\u2010-"


def assign(sequences: Iterable[MarkedContent], tags: Tags) -> None:
    """Give each sequence its node, or make it an artifact; then let the sequences read their text.

    `sequences` come in the order of the laid out boxes, page after page.
    """
    cursor = _Cursor(tags.order)
    kept: list[MarkedContent] = []
    codes: dict[Element, TextRun] = {}
    for sequence in sequences:
        owner = None if sequence.artifact else _owner(sequence, tags)
        if owner is None:
            sequence.artifact = sequence.artifact or Artifact.LAYOUT
            continue
        sequence.order = cursor.place(sequence)
        _share_code(sequence, codes)
        kept.append(sequence)
        if not _is_gap(sequence):
            sequence.is_content = True
            sequence.said = _spoken(sequence) if sequence.text is None else ""
            owner.sequences.append(sequence)
    _read(kept, tags)


def _share_code(sequence: MarkedContent, codes: dict[Element, TextRun]) -> None:
    """Let a block of code be read from one text: only there its lines are whole."""
    if sequence.passage is None or not sequence.passage.keeps_space or sequence.block is None:
        return
    if sequence.block not in codes:
        codes[sequence.block] = TextRun("".join(sequence.block.itertext()), keeps_space=True)
    sequence.passage = codes[sequence.block]


def _is_indent(sequence: MarkedContent) -> bool:
    return sequence.passage is not None and sequence.passage.keeps_space and bool(sequence.text)


def _owner(sequence: MarkedContent, tags: Tags) -> StructureElement | None:
    if sequence.element is None or sequence.element in tags.decorative:
        return None
    if sequence.part is ElementPart.MARKER:
        return tags.labels.get(sequence.element)
    if sequence.part is ElementPart.AFTER and sequence.element in tags.page_numbers:
        return tags.page_numbers[sequence.element]
    return tags.text.get(sequence.element)


class _Cursor:
    """How far the pages have come in each element, to tell the text before and after a child."""

    def __init__(self, order: ReadingOrder) -> None:
        self._order = order
        self._slot: dict[Element, int] = {}

    def place(self, sequence: MarkedContent) -> int:
        element = sequence.element
        assert element is not None
        slots = self._order.slots[element]
        self._pass(element)
        match sequence.part:
            case ElementPart.AFTER:
                return slots[-1]
            case ElementPart.MARKER | ElementPart.BEFORE:
                return slots[0]
            case _:
                return slots[self._slot.get(element, 0)]

    def _pass(self, element: Element) -> None:
        """Note in every element above that this child has begun."""
        parent = self._order.parents.get(element)
        while parent is not None:
            slot = self._order.indexes[element] + 1
            if self._slot.get(parent, 0) >= slot:
                return
            self._slot[parent] = slot
            element, parent = parent, self._order.parents.get(parent)


def _read(sequences: Iterable[MarkedContent], tags: Tags) -> None:
    """Find what each sequence says, and the white space that was not drawn beside it."""
    last: MarkedContent | None = None
    for sequence in sequences:
        if last is not None and last.block is not sequence.block:
            # The end of a block parts words without a space.
            last.after, last = "", None
        if last is not None:
            _end_line(last, tags)
        parted = sequence.text is not None and (_say(sequence) or _is_gap(sequence))
        if last is not None and not (last.said + last.after)[-1:].isspace():
            if parted:
                _part(last, sequence, tags)
            elif _begins_mark(sequence, last, tags.order):
                # Without its raised place the number of a note would end the word before it.
                sequence.before = "\u2009"
        if sequence.is_content:
            last = sequence
    if last is not None:
        last.after = ""


def _end_line(sequence: MarkedContent, tags: Tags) -> None:
    """Say the end of a line of code behind a character that stands for another."""
    if "\n" in sequence.after:
        _say_behind(sequence, tags)


def _say_behind(sequence: MarkedContent, tags: Tags) -> None:
    """Let an element that is read as another text say the white space behind it, too."""
    owner = _owner(sequence, tags)
    if owner is not None and owner.actual_text is not None:
        owner.actual_text, sequence.after = owner.actual_text + sequence.after, ""


def _is_gap(sequence: MarkedContent) -> bool:
    return sequence.blank and not _is_indent(sequence)


def _part(last: MarkedContent, sequence: MarkedContent, tags: Tags) -> None:
    """Put a space between two sequences, where it is read and parts no word from its mark."""
    if last.text is not None and not _in_mark(last, tags.order):
        last.after = " "
        _say_behind(last, tags)
    elif not sequence.blank:
        sequence.before = " "
    elif sequence.passage is not None:  # A `br` paints nothing.
        sequence.said, sequence.is_content = " ", True
        owner = _owner(sequence, tags)
        assert owner is not None
        owner.sequences.append(sequence)


def _begins_mark(sequence: MarkedContent, last: MarkedContent, order: ReadingOrder) -> bool:
    """Whether the mark of a note begins here, right after words."""
    if sequence.element is None or sequence.text is None or last.text is None:
        return False
    above = order.parents.get(sequence.element, sequence.element)
    return above.get("role") == "doc-noteref" and last.element is not sequence.element


def _in_mark(sequence: MarkedContent, order: ReadingOrder) -> bool:
    """Whether a sequence is the mark of a note, of which only the number is read."""
    above = sequence.element
    while above is not None and above.get("role") != "doc-noteref":
        above = order.parents.get(above)
    return above is not None


def _spoken(sequence: MarkedContent) -> str:
    """What a drawing of a formula says to those who copy, search or read without tags."""
    element = sequence.element
    return (
        element.get("alt", "") if element is not None and "data-formula" in element.attrib else ""
    )


def _say(sequence: MarkedContent) -> bool:
    """Find the source text that a sequence shows. Whether white space stood before it."""
    drawn, passage = sequence.text or "", sequence.passage
    sequence.said = drawn
    if passage is None:
        return False
    start = passage.read
    if passage.keeps_space or not drawn[:1].isspace():
        _skip_space(passage)
    before = passage.read > start
    begin = passage.read
    end = _match(passage.text, begin, drawn)
    if end is None:
        return before
    sequence.said = passage.text[begin:end].replace(_SOFT_HYPHEN, "")
    passage.read = end
    sequence.after = _skip_space(passage)
    return before


def _skip_space(passage: TextRun) -> str:
    """Move the reading point past white space. What was passed: a space, or line breaks."""
    text, start = passage.text, passage.read
    skipped = "\n" if passage.keeps_space else " \n\t\r\f"
    while passage.read < len(text) and text[passage.read] in skipped:
        passage.read += 1
    if passage.keeps_space:
        return text[start : passage.read]
    return " " if passage.read > start else ""


def _match(source: str, begin: int, drawn: str) -> int | None:
    """Where in `source` the text `drawn` ends that begins at `begin`; None when it differs.

    What is drawn may be in other letters (`text-transform`), lack soft hyphens and end with a
    hyphen that layout has added.
    """
    if source.startswith(drawn, begin):
        return begin + len(drawn)
    at, done = begin, 0
    while done < len(drawn):
        letter = source[at : at + 1]
        taken = next((len(form) for form in _forms(letter) if drawn.startswith(form, done)), 0)
        if taken:
            at, done = at + 1, done + taken
        elif letter == _SOFT_HYPHEN:
            at += 1
        elif done == len(drawn) - 1 and drawn[done] in _HYPHENS:
            done += 1
        else:
            return None
    return at


def _forms(letter: str) -> Iterator[str]:
    if letter:
        yield letter
        yield letter.upper()
        yield letter.lower()
        yield letter.title()


def unpainted(tags: Tags, sequences: Iterable[MarkedContent]) -> Iterator[Element]:
    """Elements with text of which nothing reached a page (law 3: nothing is lost silently)."""
    shown = {sequence.element for sequence in sequences if sequence.painted or sequence.artifact}
    for element in tags.text:
        if (element.text or "").strip(INVISIBLE) and element not in shown:
            yield element


def cut_off(sequences: Iterable[MarkedContent]) -> Iterator[Element]:
    """Elements of which something visible lies beyond its page, each once."""
    cut = (sequence.element for sequence in sequences if sequence.cut and not sequence.blank)
    yield from dict.fromkeys(element for element in cut if element is not None)
