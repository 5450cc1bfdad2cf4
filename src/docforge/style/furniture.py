"""What the style adds to a document is decided here: what the contents list, what is an address.

Invariant: renditions and read-back ask the same question; how an answer is shown, and how it is
read, stays with each of them.
"""

import re
from collections.abc import Iterator

from docforge.document import Document, Heading, walk

_ADDRESS = re.compile(
    r"(https?://[^\s<>]*[^\s<>.,;:!?)]|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+)"
)
_RANKS = 2  # a longer list is no longer an overview


def listed_headings(document: Document, toc_from: int) -> tuple[Heading, ...]:
    """The headings that the contents list: two ranks, () when the document has or wants no list.

    `toc_from` is the number of headings from which a style adds contents unasked.
    """
    headings = [node for node in walk(document.blocks) if isinstance(node, Heading)]
    wanted = document.meta.toc
    if not headings or wanted is False or (wanted is None and len(headings) < toc_from):
        return ()
    top = min(heading.level for heading in headings)
    return tuple(heading for heading in headings if heading.level < top + _RANKS)


def contact_parts(contact: str) -> Iterator[tuple[str, str]]:
    """The parts of a contact line, each with the address that it links to, "" for other words."""
    for index, part in enumerate(_ADDRESS.split(contact)):
        if index % 2 == 0:
            yield part, ""
        else:
            yield part, part if part.startswith("http") else f"mailto:{part}"
