"""Pieces to nodes: who owns what was painted, what it says, and what is only decoration.

Invariant: a piece's owner follows from the element it was made from, never from its position.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from docforge.formats.pdf.pieces import INVISIBLE, Artifact, Part, Passage, Piece
from docforge.formats.pdf.structure import Node, Places
from docforge.formats.pdf.tags import Tags

_SOFT_HYPHEN = "\u00ad"
_HYPHENS = "\u2010-"


def assign(pieces: Iterable[Piece], tags: Tags) -> None:
    """Give each piece its node, or make it an artifact; then let the pieces read their text.

    `pieces` come in the order of the laid out boxes, page after page.
    """
    cursor = _Cursor(tags.places)
    kept: list[Piece] = []
    codes: dict[Element, Passage] = {}
    for piece in pieces:
        owner = None if piece.artifact else _owner(piece, tags)
        if owner is None:
            piece.artifact = piece.artifact or Artifact.LAYOUT
            continue
        piece.options = cursor.place(piece)
        _share_code(piece, codes)
        kept.append(piece)
        if not _is_gap(piece):
            piece.content = True
            owner.pieces.append(piece)
    _read(kept, tags)


def _share_code(piece: Piece, codes: dict[Element, Passage]) -> None:
    """Let all pieces of a block of code be read from one text: only there its lines are whole."""
    if piece.passage is None or not piece.passage.keeps_space or piece.block is None:
        return
    if piece.block not in codes:
        codes[piece.block] = Passage("".join(piece.block.itertext()), keeps_space=True)
    piece.passage = codes[piece.block]


def _is_indent(piece: Piece) -> bool:
    return piece.passage is not None and piece.passage.keeps_space and bool(piece.text)


def _owner(piece: Piece, tags: Tags) -> Node | None:
    if piece.element is None or piece.element in tags.decorative:
        return None
    if piece.part is Part.MARKER:
        return tags.labels.get(piece.element)
    if piece.part is Part.AFTER and piece.element in tags.page_numbers:
        return tags.page_numbers[piece.element]
    return tags.text.get(piece.element)


class _Cursor:
    """How far the pages have come in each element, to tell the text before and after a child."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._slot: dict[Element, int] = {}

    def place(self, piece: Piece) -> int:
        element = piece.element
        assert element is not None
        slots = self._places.slots[element]
        self._pass(element)
        match piece.part:
            case Part.AFTER:
                return slots[-1]
            case Part.MARKER | Part.BEFORE:
                return slots[0]
            case _:
                return slots[self._slot.get(element, 0)]

    def _pass(self, element: Element) -> None:
        """Note in every element above that this child has begun."""
        parent = self._places.parents.get(element)
        while parent is not None:
            slot = self._places.indexes[element] + 1
            if self._slot.get(parent, 0) >= slot:
                return
            self._slot[parent] = slot
            element, parent = parent, self._places.parents.get(parent)


def _read(pieces: Iterable[Piece], tags: Tags) -> None:
    """Find what each piece says, and the white space that was not drawn beside it."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.block is not piece.block:
            # The end of a block parts words without a space.
            last.after, last = "", None
        parted = piece.text is not None and (_say(piece) or _is_gap(piece))
        if last is not None and parted and not (last.said + last.after)[-1:].isspace():
            _part(last, piece, tags)
        if piece.content:
            last = piece
    if last is not None:
        last.after = ""


def _is_gap(piece: Piece) -> bool:
    return piece.blank and not _is_indent(piece)


def _part(last: Piece, piece: Piece, tags: Tags) -> None:
    """Put a space between two pieces, where it is read and parts no word from its mark."""
    if last.text is not None and not _in_mark(last, tags.places):
        last.after = " "
    elif not piece.blank:
        piece.before = " "
    elif piece.passage is not None:  # A `br` paints nothing.
        piece.said, piece.content = " ", True
        owner = _owner(piece, tags)
        assert owner is not None
        owner.pieces.append(piece)


def _in_mark(piece: Piece, places: Places) -> bool:
    """Whether a piece is the mark of a note, of which only the number is read."""
    above = piece.element
    while above is not None and above.get("role") != "doc-noteref":
        above = places.parents.get(above)
    return above is not None


def _say(piece: Piece) -> bool:
    """Find the source text that a piece shows. Whether white space stood before it."""
    drawn, passage = piece.text or "", piece.passage
    piece.said = drawn
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
    piece.said = passage.text[begin:end].replace(_SOFT_HYPHEN, "")
    passage.read = end
    piece.after = _skip_space(passage)
    return before


def _skip_space(passage: Passage) -> str:
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


def unpainted(tags: Tags, pieces: Iterable[Piece]) -> Iterator[Element]:
    """Elements with text of which nothing reached a page (law 3: nothing is lost silently)."""
    shown = {piece.element for piece in pieces if piece.painted or piece.artifact}
    for element in tags.text:
        if (element.text or "").strip(INVISIBLE) and element not in shown:
            yield element


def cut_off(pieces: Iterable[Piece]) -> Iterator[Element]:
    """Elements of which something visible lies beyond its page, each once."""
    cut = (piece.element for piece in pieces if piece.cut and not piece.blank)
    yield from dict.fromkeys(element for element in cut if element is not None)
