"""What the tag tree does not hold: words on every page, at its foot, and between the words.

Invariant: what is neither a running head, the number of a page nor a repeated header is read as
text that is not in the document.
"""

import re
from collections.abc import Sequence

from docforge.style import Words
from docforge.verify.entries import EntryKind, plain, unspaced
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers.pdf.elements import letters_of
from docforge.verify.readers.pdf.painted import PaintedText

# Between the headers of a cell, behind the last one, and the dots before the number of a page.
_BETWEEN = re.compile(r", |[:：፦]\s*$|^[. ]+$")
_ISOLATES = re.compile("[\u2066-\u2069]")


def add_restrictions(gather: OutlineBuilder, shown: PaintedText) -> None:
    """What every page says of the document."""
    _add_once(gather, EntryKind.RESTRICTION, [letters_of(text) for text in shown.restrictions])


def add_feet(gather: OutlineBuilder, shown: PaintedText, words: Words) -> None:
    """What stands at the foot of pages besides their numbers, in the style's `words`.

    A number that is not that of its page is among it.
    """
    count = len(shown.feet)
    feet = [
        _foot(pieces, words.say("page", page=number, pages=count))
        for number, pieces in enumerate(shown.feet, 1)
    ]
    _add_once(gather, EntryKind.RUNNING_FOOT, feet)


def _add_once(gather: OutlineBuilder, kind: EntryKind, on_pages: Sequence[str]) -> None:
    """One entry for all pages that say the same."""
    for text in filter(None, dict.fromkeys(on_pages)):
        pages = [str(number) for number, said in enumerate(on_pages, 1) if said == text]
        told = "all" if len(pages) == len(on_pages) else ", ".join(pages)
        gather.add(kind, text, pages=told)


def _foot(pieces: Sequence[str], page_number: str) -> str:
    """The pieces without the number of the page, whose glyphs may say it in another order."""
    expected = sorted(unspaced(page_number))
    rest = [piece for piece in pieces if sorted(unspaced(piece)) != expected]
    # What keeps a direction of its own in a margin is marked in the text itself.
    said = _ISOLATES.sub("", "".join(rest))
    return unspaced(said) if len(rest) < len(pieces) else "no page number"


def add_untagged(gather: OutlineBuilder, shown: PaintedText, cells: Sequence[str]) -> None:
    """Text outside the tree; `cells` are the letters of each cell, which may be repeated."""
    gather.close()
    for content in shown.contents.values():
        if plain(content.text):
            gather.add(EntryKind.PARAGRAPH, plain(content.text), untagged="yes")
    for content in shown.loose:
        text = plain(content.text)
        is_running = content.artifact.startswith("/Pagination")
        if text and not is_running:
            gather.add(EntryKind.PARAGRAPH, text, untagged="yes")
        elif text and content.artifact == "/Pagination" and not _is_repeated(text, cells):
            gather.add(EntryKind.PARAGRAPH, text, repeated="yes")


def _is_repeated(text: str, cells: Sequence[str]) -> bool:
    """Whether a text repeats what a cell says, in whole or a line of it, or leads to a number.

    The words of several headers stand before one cell with commas between them.
    """
    parts = [letters_of(part) for part in _BETWEEN.split(text)]
    return all(not part or any(part in cell for cell in cells) for part in parts)
