"""The pages of the PDF in the book: a mark where each of them begins (EPUB Accessibility 1.1).

Invariant: a mark stands right before the letters with which the page begins; when one of them is
not found, there are none.
"""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from docforge.export import PageStart
from docforge.formats.markup.context import element
from docforge.formats.markup.text_blocks import OBJECT, is_apart, letters

ROLE = "doc-pagebreak"


class _Piece(Struct, frozen=True):
    """Text of `owner`, or behind it (`is_tail`); or `owner` as a whole, which is not divided."""

    owner: Element
    parent: Element | None
    text: str
    is_tail: bool = False
    is_whole: bool = False

    @property
    def letters(self) -> str:
        return self.text if self.is_whole else letters(self.text)


def mark_pages(blocks: Sequence[Element], starts: Sequence[PageStart]) -> PageStart | None:
    """Put a mark into `blocks` for each of `starts`; the first one that has no place, if any is."""
    places = [(start, _place(blocks, start)) for start in starts]
    lost = next((start for start, place in places if place is None), None)
    if lost is None:
        # From the last one on: a mark divides the text that earlier ones are counted in.
        for start, place in reversed(places):
            if place is not None:
                _mark(blocks[start.block], start.label, place)
    return lost


def _place(blocks: Sequence[Element], start: PageStart) -> int | None:
    """How many letters of its block stand before a page: as counted, or as near as they are."""
    if start.block >= len(blocks):
        return None
    whole = letters_of(blocks[start.block])
    found = [at for at in range(len(whole)) if whole.startswith(start.following, at)]
    return min(found, key=lambda at: abs(at - start.letters), default=None)


def letters_of(block: Element) -> str:
    """The letters of `block` itself, without those of the blocks in it."""
    return "".join(piece.letters for piece in _pieces(block))


def _pieces(block: Element) -> Iterator[_Piece]:
    """The text of `block` itself, in order."""
    yield from _inner(block, None)


def _inner(owner: Element, parent: Element | None) -> Iterator[_Piece]:
    yield _Piece(owner, parent, owner.text or "")
    for child in owner:
        match child.tag:
            case "math":
                yield _Piece(child, owner, OBJECT, is_whole=True)
            case "img":
                yield _Piece(child, owner, OBJECT if child.get("alt") else "", is_whole=True)
            case "picture":
                described = any(image.get("alt") for image in child.iter("img"))
                yield _Piece(child, owner, OBJECT if described else "", is_whole=True)
            case "a" if child.get("role") == "doc-noteref":
                yield _Piece(child, owner, letters("".join(child.itertext())), is_whole=True)
            case _ if not is_apart(child):
                yield from _inner(child, owner)
        yield _Piece(child, owner, child.tail or "", is_tail=True)


def _mark(block: Element, label: str, place: int) -> None:
    attributes = {
        "id": f"df-page-{label}",
        "role": ROLE,
        "epub:type": "pagebreak",
        "aria-label": label,
    }
    mark = element("span", attributes)
    for piece in _pieces(block):
        if place < len(piece.letters):
            _insert(mark, piece, place)
            return
        place -= len(piece.letters)


def _insert(mark: Element, piece: _Piece, place: int) -> None:
    """Put `mark` before the letter `place` of `piece`."""
    owner, parent = piece.owner, piece.parent
    if piece.is_whole:
        assert parent is not None
        parent.insert(list(parent).index(owner), mark)
        return
    seen = (at for at, sign in enumerate(piece.text) if letters(sign))
    at = next(at for count, at in enumerate(seen) if count == place)
    before, mark.tail = piece.text[:at], piece.text[at:]
    if piece.is_tail:
        assert parent is not None
        owner.tail = before
        parent.insert(list(parent).index(owner) + 1, mark)
    else:
        owner.text = before
        owner.insert(0, mark)
