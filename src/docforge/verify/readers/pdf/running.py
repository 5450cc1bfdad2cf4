"""Running heads: what stands at the top of each page but the first is the title.

Invariant: a page without its head, or with another one, is told by its number.
"""

import re
from collections.abc import Iterator

from docforge.verify.entries import EntryKind, OutlineEntry, facts_of, plain, unspaced
from docforge.verify.readers.pdf.elements import Element, descendants
from docforge.verify.readers.pdf.painted import PaintedContent, PaintedText

_ISOLATES = re.compile("[\u2066-\u2069]")


def heads(shown: PaintedText, root: Element) -> Iterator[OutlineEntry]:
    """Pages whose running head is not the title, which the first page shows itself."""
    titles = (each for each in descendants(root) if each.role in ("Title", "H1"))
    title = "".join(_letters_shown(next(titles, root)))
    for number, said in enumerate(shown.heads, 1):
        if not is_head(_ISOLATES.sub("", said), title if number > 1 else ""):
            facts = facts_of(running="yes", page=number)
            yield OutlineEntry(EntryKind.PARAGRAPH, plain(said) or "none", facts)


def is_head(said: str, title: str) -> bool:
    """Whether a running head says the title, or its beginning with an ellipsis behind it."""
    own, whole = unspaced(said), unspaced(title)
    return own == whole or ("…" in own and whole.startswith(own.rstrip("…")))


def _letters_shown(element: Element) -> Iterator[str]:
    """What an element shows as letters, without pictures and formulas."""
    for kid in element.kids:
        if isinstance(kid, PaintedContent):
            yield kid.text
        elif kid.role not in ("Figure", "Formula", "Reference"):
            yield from _letters_shown(kid)
