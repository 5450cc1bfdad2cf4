"""The terms above one description: one a line, or one that an editor broke at a width."""

from collections.abc import Iterator

from docforge.document import Inlines
from docforge.parse.context import ParseContext
from docforge.parse.inlines import read_inlines
from docforge.parse.pandoc import Json
from docforge.parse.pandoc_attributes import peel
from docforge.parse.text import trim

# What an editor breaks at a width is longer than any term.
_LONGEST = 48
_GOES_ON = (",", "-", "–", "—", ";", "(")


def read_terms(context: ParseContext, items: list[Json]) -> tuple[Inlines, ...]:
    """`items` as terms, one a line, where each line is as short as a term and ends as one."""
    lines: list[list[Json]] = [[]]
    for item in items:
        if [inner["t"] for inner, _ in peel([item])] == ["SoftBreak"]:
            lines.append([])
        else:
            lines[-1].append(item)
    said = ["".join(_words(line)).strip() for line in lines]
    is_short = all(0 < len(each) <= _LONGEST for each in said)
    if len(lines) > 1 and is_short and not any(each.endswith(_GOES_ON) for each in said[:-1]):
        return tuple(trim(read_inlines(context, line)) for line in lines)
    return (read_inlines(context, items),)


def _words(items: Json) -> Iterator[str]:
    """The words that pandoc's inlines hold, whatever marks them."""
    for item in items:
        if isinstance(item, list):
            yield from _words(item)
        elif isinstance(item, dict):
            match item.get("t"):
                case "Str":
                    yield item["c"]
                case "Space":
                    yield " "
                case "Code" | "Math" | "RawInline":
                    yield str(item["c"][-1])
                case _:
                    yield from _words(item.get("c") or ())
