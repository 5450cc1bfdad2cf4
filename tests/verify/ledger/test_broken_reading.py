"""Parsing broken in many ways: the ledger must see each of them, and nothing in what is whole.

Each way changes the `Document` after it was parsed, as a fault of reading would.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from docforge.document import (
    Code,
    CodeBlock,
    Document,
    External,
    Heading,
    Image,
    Link,
    List,
    ListItem,
    Math,
    NoteReference,
    Paragraph,
    Phrase,
    Position,
    Row,
    Table,
    Text,
)
from docforge.findings import Finding
from docforge.parse import parse
from docforge.source import Source, find_sources, read_source
from docforge.source.config import Config
from docforge.source.config.settings import Settings
from docforge.verify.ledger import account

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class _Whole:
    source: Source
    document: Document
    findings: tuple[Finding, ...]


@cache
def whole() -> _Whole:
    """The sample, read as it should be."""
    with TemporaryDirectory() as folder:
        copy(HERE / "source.md", folder)
        copy(HERE.parent.parent / "parse" / "pixel.png", Path(folder, "quay.png"))
        [place] = find_sources([Path(folder)], Config())
        source = read_source(place, Settings())
        parsed = parse(source, {})
    return _Whole(source, parsed.document, parsed.findings)


def accounted(document: Document) -> tuple[Finding, ...]:
    known = whole()
    return account(known.source, document, known.findings)


# --- Ways to break -----------------------------------------------------------------------

Break = Callable[[Any], Any]


def each(value: Any, change: Break) -> Any:
    """`value` with every node in it changed, children first; a tuple takes a node's place."""
    if isinstance(value, tuple):
        new: list[Any] = []
        for item in value:
            made = each(item, change)
            new += made if isinstance(made, list) else [made]
        return tuple(new)
    if is_dataclass(value) and not isinstance(value, type | Position):
        changed = {f.name: each(getattr(value, f.name), change) for f in fields(value)}
        return change(replace(value, **changed))
    return value


def once(kind: type | tuple[type, ...], change: Break, where: Break = lambda node: True) -> Break:
    """The first node of a kind changed."""

    def broken(document: Document) -> Document:
        done: list[bool] = []

        def one(node: Any) -> Any:
            if done or not isinstance(node, kind) or not where(node):
                return node
            done.append(True)
            return change(node)

        made: Document = each(document, one)
        assert done, "the sample has nothing to break"
        return made

    return broken


def words(old: str, new: str) -> Break:
    """Other words in the text, wherever they stand."""

    def change(node: Any) -> Any:
        return replace(node, text=node.text.replace(old, new, 1))

    return once((Text, Code, CodeBlock), change, lambda node: old in node.text)


def drop(kind: type, where: Break = lambda node: True) -> Break:
    return once(kind, lambda node: [], where)


def says(text: str) -> Break:
    return lambda node: text in str(node)


def items(change: Callable[[tuple[ListItem, ...]], Iterable[ListItem]], text: str) -> Break:
    return once(List, lambda node: replace(node, items=tuple(change(node.items))), says(text))


def row(change: Break, text: str = "North") -> Break:
    return once(Row, lambda node: replace(node, cells=change(node.cells)), says(text))


def blocks(change: Callable[[list[Any]], list[Any]]) -> Break:
    return lambda document: replace(document, blocks=tuple(change([*document.blocks])))


def notes(change: Callable[[list[Any]], list[Any]]) -> Break:
    return lambda document: replace(document, notes=tuple(change([*document.notes])))


def swapped(one: int, other: int) -> Callable[[Any], Any]:
    def change(things: Any) -> Any:
        made = [*things]
        made[one], made[other] = made[other], made[one]
        return tuple(made)

    return change


def as_text(node: Any) -> Any:
    return Text(node.text, node.position)


def as_formula(node: Text) -> Any:
    before, _, rest = node.text.partition("$5 million and")
    return [
        Text(before, node.position),
        Math("5 million and", False, None, "5", node.position),
        Text(rest),
    ]


def _note_texts(document: Document) -> Document:
    one, two = document.notes
    return replace(
        document, notes=(replace(one, blocks=two.blocks), replace(two, blocks=one.blocks))
    )


def _move(things: list[Any]) -> list[Any]:
    moved = next(block for block in things if "March" in str(block))
    return [*(block for block in things if block is not moved), moved]


def _other_marks(document: Document) -> Document:
    def change(node: Any) -> Any:
        return replace(node, note=1 - node.note) if isinstance(node, NoteReference) else node

    made: Document = each(document, change)
    return made


BREAKS: dict[str, Break] = {
    "a word dropped": words("Monday", ""),
    "the last word dropped": words("below", ""),
    "a short word dropped": words(" of ", " "),
    "a sentence dropped": words("A ferry was moved;", ""),
    "a word doubled": words("board met", "board board met"),
    "a sentence doubled": words("The board met on Monday.", "The board met on Monday. " * 2),
    "two words joined": words("board met", "boardmet"),
    "a word split": words("rebuilt", "re built"),
    "a word changed": words("ferry", "berry"),
    "two words exchanged": words("moved", "removed"),
    "words in another order": words("board met", "met board"),
    "capitals changed": words("Monday", "MONDAY"),
    "a number changed": words("2025", "2026"),
    "a digit dropped": words("17", "7"),
    "a decimal sign changed": words("1,250.50", "1.250,50"),
    "a currency mark lost": words("$5", "5"),
    "another currency mark lost": words("€", ""),
    "a currency mark changed": words("£", "€"),
    "per cent lost": words("20%", "20"),
    "a full stop lost": words("Monday.", "Monday"),
    "a comma added": words("board met", "board, met"),
    "a star lost": words("3 * 4", "3 4"),
    "an ampersand lost": words("&", ""),
    "an underscore lost": words("snake_case", "snakecase"),
    "a dash became a hyphen": words("–", "-"),
    "a question": words("Monday.", "Monday?"),
    "an item renumbered": items(
        lambda old: (*old[:2], replace(old[2], ordinal=5)), "Open the register"
    ),
    "a list counted from one": once(
        List, lambda node: replace(node, start=1), says("Open the register")
    ),
    "a letter changed": items(lambda old: (*old[:2], replace(old[2], ordinal=3)), "keep the books"),
    "an item dropped": items(lambda old: old[:-1], "Ask the office"),
    "items exchanged": items(swapped(0, 1), "Ask the office"),
    "labels lost": once(
        List,
        lambda node: [block for item in node.items for block in item.blocks],
        says("Open the register"),
    ),
    "a cell lost": row(lambda cells: (replace(cells[0]), replace(cells[1], blocks=()), cells[2])),
    "cells exchanged": row(swapped(1, 2)),
    "a cell moved": row(lambda cells: (cells[0], replace(cells[2], blocks=()), cells[1])),
    "rows exchanged": once(
        Table, lambda node: replace(node, bodies=(swapped(0, 1)(node.bodies[0]),))
    ),
    "a row lost": drop(Row, says("South")),
    "a caption lost": once(Table, lambda node: replace(node, caption=())),
    "a header lost": once(Table, lambda node: replace(node, head=())),
    "texts of notes exchanged": _note_texts,
    "marks of notes exchanged": _other_marks,
    "a mark of a note lost": drop(NoteReference),
    "a note emptied": notes(lambda old: [replace(old[0], blocks=()), old[1]]),
    "a word of a note dropped": words("almanac", ""),
    "text became code": once(
        Text, lambda node: Code(node.text, node.position), says("Nobody was hurt")
    ),
    "a paragraph became code": once(
        Paragraph,
        lambda node: CodeBlock("Do not cross the barrier.", "", node.position),
        says("cross the barrier"),
    ),
    "code became text": once(Code, as_text),
    "a code block became text": once(
        CodeBlock, lambda node: Paragraph((as_text(node),), node.position)
    ),
    "a word of code dropped": words("42", ""),
    "a sign of code lost": words('"hello"', "hello"),
    "money became a formula": once(Text, as_formula, says("$5 million and")),
    "a formula became text": once(Math, lambda node: Text(node.tex, node.position)),
    "a formula changed": once(Math, lambda node: replace(node, tex="E = mc^3")),
    "a formula lost": drop(Math),
    "a description lost": once(Image, lambda node: replace(node, alt=None)),
    "a description changed": once(Image, lambda node: replace(node, alt="A quay.")),
    "another picture": once(Image, lambda node: replace(node, source="barrier.png")),
    "a link elsewhere": once(
        Link, lambda node: replace(node, target=External("https://www.example.org/other"))
    ),
    "a link lost": once(Link, lambda node: [*node.children]),
    "a heading became a paragraph": once(
        Heading, lambda node: Paragraph(node.children, node.position), says("What was done")
    ),
    "a paragraph became a heading": once(
        Paragraph, lambda node: Heading(2, node.children, "x", node.position), says("Monday")
    ),
    "a heading of another level": once(
        Heading, lambda node: replace(node, level=2), says("What it cost")
    ),
    "a heading lost": drop(Heading, says("What comes next")),
    "a paragraph lost": drop(Paragraph, says("£12")),
    "a paragraph in another section": blocks(_move),
    "sections exchanged": blocks(lambda old: [*old[10:], *old[:10]]),
    "a quotation lost": drop(Paragraph, says("Nobody was hurt")),
    "emphasis with its words lost": drop(Phrase, says("north quay")),
    "a definition lost": drop(Paragraph, says("house at the pier")),
    "the title changed": lambda document: replace(
        document, meta=replace(document.meta, title=(Text("The harbour this spring"),))
    ),
}


def test_what_is_whole_has_no_finding() -> None:
    assert accounted(whole().document) == ()


@pytest.mark.parametrize("way", BREAKS)
def test_a_broken_reading_is_caught(way: str) -> None:
    document = BREAKS[way](whole().document)
    assert document != whole().document
    found = accounted(document)
    assert found, way
    assert all(finding.where.line > 0 for finding in found)
