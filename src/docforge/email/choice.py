"""How much of its documents a message shows: all, their beginnings, or none.

Invariant: no message shows more than mail programs do; whoever asked for more is told.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from xml.etree.ElementTree import Element

from docforge.email.pieces import MailDocument
from docforge.export import Format


class Body(StrEnum):
    """What stands in the message below the covering note."""

    WHOLE = "whole"
    SUMMARY = "summary"
    NOTE = "note"


# Bytes of an HTML part: Gmail shows 102 kB and a link to the rest.
LONGEST = 100_000
# Characters of plain text, about three pages: what people read where they read mail.
_SHORT = 8_000
# Characters of a beginning; a longer one is its first paragraph alone.
_LONGEST_BEGINNING = 3_000


def usual(pieces: Sequence[MailDocument]) -> Body:
    """The documents whole when they are short together, otherwise their beginnings."""
    length = sum(len(one.outputs[Format.TEXT].decode()) for one in pieces)
    return Body.WHOLE if length <= _SHORT else Body.SUMMARY


def from_most_to_least(most: Body) -> tuple[Body, ...]:
    """`most`, and what shows less, in the order in which it is tried."""
    every = tuple(Body)
    return every[every.index(most) :]


_SHOWN = {
    Body.WHOLE: "It shows the documents whole.",
    Body.SUMMARY: "It shows the title and the beginning of each document.",
    Body.NOTE: "It shows the covering note and the list of what is attached.",
}


def shown(body: Body, most: Body, *, asked: bool) -> str:
    """What to tell whoever made a message that shows `body`, where it might have shown `most`.

    `asked` says that somebody asked for that.
    """
    if body is not most:
        return f"{_SHOWN[body]} All of it is more than the 100 kB that Gmail shows."
    if body is Body.SUMMARY and not asked:
        return f"{_SHOWN[body]} --body whole shows all of it."
    return _SHOWN[body]


def beginning(main: Element) -> list[Element]:
    """What stands before the first heading of a document; else its first paragraph.

    So it is when that would be no summary, being too long.
    """
    first = list(_before_headings(main))
    length = sum(len("".join(part.itertext())) for part in first)
    if 0 < length <= _LONGEST_BEGINNING:
        return first
    return [part for part in main.iter("p") if "".join(part.itertext()).strip()][:1]


def _before_headings(main: Element) -> Iterator[Element]:
    for part in main:
        if any(re.fullmatch("h[1-6]", str(below.tag)) for below in part.iter()):
            return
        yield part
