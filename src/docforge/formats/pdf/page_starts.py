"""Where pages begin in the text, for formats that have none.

Invariant: a page begins with what is read first on it; contents, which books have elsewhere, and
labels of lists, which count by themselves, do not begin one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from docforge.export import PageStart
from docforge.formats.markup.text_blocks import OBJECT, letters
from docforge.formats.pdf.marked_content import ElementPart, MarkedContent
from docforge.formats.pdf.structure import StructureElement

# Letters that tell a place from others.
_TOLD = 24
# What is one thing, whatever is painted of it.
_WHOLE = frozenset({"Figure", "Formula"})


def page_starts(root: StructureElement, blocks: Sequence[Element]) -> tuple[PageStart, ...]:
    """The beginning of each page on which anything stands of `blocks`, the text's in order."""
    numbers = {block: number for number, block in enumerate(blocks)}
    told: defaultdict[int, str] = defaultdict(str)
    found: list[tuple[int, int, int]] = []
    last = -1
    for sequence in _read(root):
        number = -1 if sequence.block is None else numbers.get(sequence.block, -1)
        said = _letters(sequence)
        if number < 0 or not said or sequence.part is not ElementPart.CONTENT:
            continue
        if sequence.page > last:
            last = sequence.page
            found.append((last, number, len(told[number])))
        told[number] += said
    return tuple(
        PageStart(str(page + 1), block, at, told[block][at : at + _TOLD])
        for page, block, at in found
    )


def _read(node: StructureElement) -> Iterator[MarkedContent]:
    for kid in node.kids():
        if isinstance(kid, MarkedContent):
            yield kid
        elif kid.role in _WHOLE:
            yield from list(kid.contents())[:1]
        else:
            yield from _read(kid)


def _letters(sequence: MarkedContent) -> str:
    if sequence.text is None:
        return OBJECT
    # What no font has is shown by its number, in an element that says it.
    element = sequence.element
    said = None if element is None else element.get("data-said")
    return letters(sequence.said) if said is None else letters(said)
