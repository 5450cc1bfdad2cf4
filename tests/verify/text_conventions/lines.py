"""Lines to units: what stands at the edge, and what is indented under it.

Invariant: each line that is not blank is in one unit, once, in order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from docforge.verify.readers.text import TextLine

INDENT = "  "
_LABEL = r"(?:\d+|[a-z]{1,2}|[A-Z]{1,2}|[ivxlcdm]+|[IVXLCDM]+)"
_ITEM = re.compile(rf"(-|{_LABEL}[.)]|\({_LABEL}\))(?: (.*))?")


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines at the edge and those indented under them, which have lost two spaces.

    `is_close` tells that no blank line stands between.
    """

    head: tuple[TextLine, ...]
    below: tuple[TextLine, ...] = ()
    is_close: bool = False

    @property
    def first(self) -> str:
        """The words that tell what a unit is."""
        return self.head[0].text

    @property
    def line(self) -> int:
        """The source's line."""
        return self.head[0].number

    def content(self, text: str) -> tuple[TextLine, ...]:
        """What the unit holds when `text` is what its first line says behind a mark or label."""
        gap = (TextLine("", self.line),) if self.below and not self.is_close else ()
        return (TextLine(text, self.line), *self.head[1:], *gap, *self.below)


def item_of(text: str) -> tuple[str, str] | None:
    """The mark and the text of a line that begins a list's item, else None."""
    found = _ITEM.fullmatch(text)
    return (found[1], found[2] or "") if found else None


def units(lines: Sequence[TextLine], *, each: bool = False) -> Iterator[Unit]:
    """The units of `lines`; with `each`, every line at the edge begins one, as values do."""
    head: list[TextLine] = []
    below: list[TextLine] = []
    is_close = after_blank = False
    for line in lines:
        if not line.text.strip():
            after_blank = True
            below += [TextLine("", line.number)] if below else []
            continue
        if line.text.startswith(INDENT) and head:
            is_close = is_close if below else not after_blank
            below.append(replace(line, text=line.text.removeprefix(INDENT)))
        elif head and not (each or below or after_blank or item_of(line.text)):
            head.append(line)
        else:
            yield from _unit(head, below, is_close)
            head, below, is_close = [line], [], False
        after_blank = False
    yield from _unit(head, below, is_close)


def _unit(head: Sequence[TextLine], below: list[TextLine], is_close: bool) -> Iterator[Unit]:
    while below and not below[-1].text:
        below.pop()
    if head:
        yield Unit(tuple(head), tuple(below), is_close)
