"""Items of pandoc's lists as they were meant: breaks that it reads as lists, tasks, tight items."""

import re
from collections.abc import Iterator

from docforge.document import NOWHERE, Blocks, Inlines, Paragraph, Position, Text
from docforge.parse.context import ParseContext
from docforge.parse.pandoc import Json
from docforge.parse.pandoc_attributes import is_wrapper, read_attributes
from docforge.parse.text import trim

_BREAK = re.compile(r"[\s>]*([*_-])[ \t]*(?:\1[ \t]*){2,}")


def peel_blocks(items: list[Json]) -> Iterator[tuple[Json, Position]]:
    """Each block with its place, without the divisions that only carry places."""
    for item in items:
        if item["t"] == "Div" and is_wrapper(item["c"][0]):
            outer = read_attributes(item["c"][0])
            if outer.ident or outer.classes or outer.named:
                yield item, outer.position
                continue
            for inner, position in peel_blocks(item["c"][1]):
                yield inner, position if position.line else outer.position
        else:
            yield item, NOWHERE


def own_place(block: Json) -> Position:
    """The place of a table, callout or passage, which has it among its own attributes."""
    return read_attributes(block["c"][0]).position if block["t"] in ("Table", "Div") else NOWHERE


def below_break(context: ParseContext, blocks: list[Json]) -> list[Json] | None:
    """What stands in an item that is really a thematic break, or None when it is an item.

    With its fancy_lists, pandoc 3.9 reads "* * *" as three lists in one another.
    """
    match [*peel_blocks(blocks)]:
        case [({"t": "BulletList", "c": [inner, *_]}, position), *_] if _is_break(
            context, position
        ):
            rest = below_break(context, inner)
            return (inner[1:] if rest is None else rest) + blocks[1:]
        case _:
            return None


def _is_break(context: ParseContext, position: Position) -> bool:
    line = context.line(position)
    return _BREAK.fullmatch(line) is not None


def is_tight(blocks: list[Json]) -> bool:
    """Whether an item has no blank line below its first block."""
    first = next((item for item, _ in peel_blocks(blocks)), None)
    return first is None or first["t"] != "Para"


def is_close(context: ParseContext, items: list[list[Json]]) -> bool:
    """Whether no blank line of the source parts the blocks of a list; docforge adds some."""
    places = [position for blocks in items for _, position in peel_blocks(blocks)]
    lines = [position.line for position in places[1:]]
    return all(line > 1 and _has_words(context, line - 1) for line in lines)


def _has_words(context: ParseContext, line: int) -> bool:
    return context.line(Position(line, 1)).strip(" \t>") != ""


def split_task(blocks: Blocks) -> tuple[bool | None, Blocks]:
    """Takes the box of a task list's item, "[x]" or pandoc's "☒", off its text."""
    match blocks:
        case (Paragraph((Text(text, at), *rest), position), *others):
            for box, checked in (
                ("[ ] ", False),
                ("[x] ", True),
                ("[X] ", True),
                ("☐ ", False),
                ("☒ ", True),
                ("☑ ", True),
            ):
                if (text + " ").startswith(box) and (len(text) > len(box) or rest or others):
                    kept: Inlines = trim((Text(text[len(box) :], at), *rest))
                    return checked, (*((Paragraph(kept, position),) if kept else ()), *others)
    return None, blocks
