"""Parsing broken in many ways: the ledger must see each of them, and nothing in what is whole.

Each way changes the `Document` after it was parsed, as a fault of reading would.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields, replace

from docforge.document import (
    CALLOUT_KINDS,
    Abbreviation,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Decorative,
    Definition,
    DefinitionList,
    Delimiter,
    Details,
    Division,
    Document,
    External,
    Figure,
    Heading,
    Image,
    Language,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    NoteReference,
    Numbering,
    Paragraph,
    Phrase,
    PhraseKind,
    Position,
    Quotation,
    Row,
    Table,
    Text,
    plain_text,
    walk,
)
from docforge.findings import Finding
from docforge.parse import parse
from docforge.source import Source, find_sources, read_source
from docforge.source.config import Config
from docforge.source.config.settings import Settings
from docforge.verify.ledger import account
from docforge.verify.ledger.dates import is_same_day

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
        for name in ("quay.png", "crane.png", "pier.png"):
            copy(HERE.parent.parent / "parse" / "pixel.png", Path(folder, name))
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
    if isinstance(value, Struct) and not isinstance(value, type | Position):
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


def marked(old: PhraseKind, new: PhraseKind) -> Break:
    return once(Phrase, lambda node: replace(node, kind=new), lambda node: node.kind is old)


def all_of(kind: PhraseKind) -> Break:
    """All words of a paragraph marked."""
    return once(
        Paragraph,
        lambda node: replace(node, children=(Phrase(kind, node.children),)),
        says("Plain paragraph"),
    )


def swallowing(kind: type, take: Callable[[Any, Any], Any]) -> Break:
    """The first block of a kind made one with the block behind it."""

    def change(things: list[Any]) -> list[Any]:
        index = next(n for n, block in enumerate(things) if isinstance(block, kind))
        return [*things[:index], take(things[index], things[index + 1]), *things[index + 2 :]]

    return blocks(change)


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


def _alts_swapped(document: Document) -> Document:
    one, two, *_ = (node.alt for node in walk(document) if isinstance(node, Image))
    other = {one: two, two: one}

    def change(node: Any) -> Any:
        is_one = isinstance(node, Image) and node.alt in other
        return replace(node, alt=other[node.alt]) if is_one else node

    made: Document = each(document, change)
    return made


def _targets_swapped(document: Document) -> Document:
    one, two = (node.target for node in walk(document) if isinstance(node, Link))

    def change(node: Any) -> Any:
        other = two if isinstance(node, Link) and node.target == one else one
        return replace(node, target=other) if isinstance(node, Link) else node

    made: Document = each(document, change)
    return made


def _captions_swapped(kind: type[Table | Figure], one: str, two: str) -> Break:
    """The captions of two tables or figures in each other's place."""

    def broken(document: Document) -> Document:
        found = {
            plain_text(node.caption): node.caption
            for node in walk(document)
            if isinstance(node, kind) and node.caption
        }
        other = {one: found[two], two: found[one]}

        def change(node: Any) -> Any:
            if not isinstance(node, kind) or plain_text(node.caption) not in other:
                return node
            return replace(node, caption=other[plain_text(node.caption)])

        made: Document = each(document, change)
        return made

    return broken


def _meta(**changes: str) -> Break:
    return lambda document: replace(document, meta=replace(document.meta, **changes))


def _unnested(node: List) -> Any:
    """The inner list's items beside the one that held them."""
    made: list[ListItem] = []
    for item in node.items:
        inner = [block for block in item.blocks if isinstance(block, List)]
        made.append(replace(item, blocks=tuple(b for b in item.blocks if b not in inner)))
        made += [replace(i, checked=None) for block in inner for i in block.items]
    return replace(node, items=tuple(made))


def _nested(node: List) -> Any:
    """The last item in a list inside the one before it."""
    *rest, before, last = node.items
    inner = replace(node, items=(last,))
    return replace(node, items=(*rest, replace(before, blocks=(*before.blocks, inner))))


def _joined(one: str, other: str) -> Break:
    """Two paragraphs that follow each other as one."""

    def broken(document: Document) -> Document:
        def change(items: Any) -> Any:
            if isinstance(items, tuple):
                made: list[Any] = []
                item: Any
                last: Any
                for item in map(change, items):
                    last = made[-1] if made else None
                    together = isinstance(item, Paragraph) and isinstance(last, Paragraph)
                    if together and other in str(item) and one in str(last):
                        words = (*last.children, Text(" "), *item.children)
                        made[-1] = Paragraph(words, last.position)
                    else:
                        made.append(item)
                return tuple(made)
            if isinstance(items, Struct) and not isinstance(items, type | Position):
                return replace(
                    items, **{f.name: change(getattr(items, f.name)) for f in fields(items)}
                )
            return items

        made: Document = change(document)
        return made

    return broken


def _parted(node: Paragraph) -> Any:
    [text] = node.children
    assert isinstance(text, Text)
    before, _, after = text.text.partition(" at the end")
    return [
        Paragraph((Text(before, text.position),), node.position),
        Paragraph((Text("at the end" + after, text.position),), node.position),
    ]


def _emphasis_moved(node: Paragraph) -> Any:
    """One word more in bold."""
    made = [*node.children]
    at = next(i for i, child in enumerate(made) if isinstance(child, Phrase))
    after = made[at + 1]
    bold = made[at]
    assert isinstance(after, Text)
    assert isinstance(bold, Phrase)
    made[at] = replace(bold, children=(*bold.children, Text(" and", after.position)))
    made[at + 1] = replace(after, text=after.text.removeprefix(" and"))
    return replace(node, children=tuple(made))


def _cells_shifted(node: Row) -> Any:
    return replace(node, cells=(replace(node.cells[0], blocks=()), *node.cells[:-1]))


# The lines that begin with numbers of articles stand behind this one.
ARTICLES = 92


def line_of(word: str) -> int:
    """The line of the sample that holds a word."""
    lines = (HERE / "source.md").read_text("utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if word in line)


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
    "a set in braces lost": words("{n=1} ", ""),
    "words in braces behind a letter lost": words("f{x=2}", "f"),
    "a place in braces lost": words("{#them}", ""),
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
    "words in angle brackets lost": words("<Mary Roe>", ""),
    "a word in angle brackets dropped": words("Mary Roe", "Mary"),
    "a minus lost": words("−5", "5"),
    "a hyphen before a number lost": words("-3%", "3%"),
    "a fraction lost": words("3/4", "3 4"),
    "a fraction changed": words("3/4", "4/3"),
    "a range joined": words("10–12", "1012"),
    "a plus-minus lost": words("±2", "2"),
    "a number sign lost": words("#7", "7"),
    "a cent mark lost": words("50¢", "50"),
    "a section mark lost": words("§9", "9"),
    "a degree lost": words("°C", "C"),
    "thousands changed": words("1,250", "1250"),
    "a zero added": words("$5", "$50"),
    "digits exchanged": words("17", "71"),
    "a per cent sign added": words("2025", "2025%"),
    "a small letter": words("The board", "the board"),
    "an accent added": words("quay", "quáy"),
    "a letter doubled": words("families", "famillies"),
    "a bracket added": words("families", "(families)"),
    "a semicolon added": words("Use snake", "Use; snake"),
    "an entity shown": words("&", "&amp;"),
    "a nought for a letter": words("board", "b0ard"),
    "a space inside a number": words("250", "2 50"),
    "a row doubled": once(Table, lambda n: replace(n, bodies=((*n.bodies[0], n.bodies[0][0]),))),
    "columns exchanged": once(
        Table,
        lambda n: replace(
            n, bodies=(tuple(replace(r, cells=swapped(1, 2)(r.cells)) for r in n.bodies[0]),)
        ),
    ),
    "a row shifted": once(Row, _cells_shifted, says("North")),
    "headers exchanged": row(swapped(1, 2), "Share"),
    "two cells joined": row(
        lambda c: (
            c[0],
            replace(c[1], blocks=(*c[1].blocks, *c[2].blocks)),
            replace(c[2], blocks=()),
        )
    ),
    "descriptions exchanged": _alts_swapped,
    "addresses exchanged": _targets_swapped,
    "an address shortened": once(
        Link, lambda node: replace(node, target=External("https://www.example.org/"))
    ),
    "another bracket": once(
        List, lambda node: replace(node, delimiter=Delimiter.PERIOD), says("Ring the desk")
    ),
    "brackets lost": once(
        List, lambda node: replace(node, delimiter=Delimiter.PARENTHESIS), says("keep the books")
    ),
    "letters became numbers": once(
        List, lambda node: replace(node, numbering=Numbering.DECIMAL), says("keep the books")
    ),
    "numbers became bullets": once(
        List, lambda node: replace(node, numbering=Numbering.BULLET), says("Ring the desk")
    ),
    "bullets became numbers": once(
        List, lambda node: replace(node, numbering=Numbering.DECIMAL), says("Ask the office")
    ),
    "a box ticked": once(ListItem, lambda n: replace(n, checked=True), says("Accounts")),
    "a box lost": once(ListItem, lambda n: replace(n, checked=None), says("Accounts")),
    "a list lost its nesting": once(List, _unnested, says("Fees are")),
    "an item was nested": once(List, _nested, says("Ask the office")),
    "an inner list lost": once(List, lambda node: [], says("Moorings")),
    "an expansion changed": once(
        Abbreviation, lambda node: replace(node, expansion="Some level agreement")
    ),
    "code in another language": once(
        CodeBlock, lambda node: replace(node, language="python"), says("ls --all")
    ),
    "the language of code lost": once(CodeBlock, lambda node: replace(node, language="")),
    "a hyphen pair of code changed": words("--all", "–all"),
    "bold reaches a word further": once(Paragraph, _emphasis_moved, says("every berth")),
    "bold lost": once(Phrase, lambda node: [*node.children], says("every berth")),
    "italics lost": once(Phrase, lambda node: [*node.children], says("north quay")),
    "a quotation became paragraphs": once(
        Quotation, lambda node: [*node.blocks], says("First the")
    ),
    "a paragraph became a quotation": once(
        Paragraph, lambda n: Quotation((n,), n.position), says("Plain paragraph")
    ),
    "lines of an address joined": once(LineBreak, lambda node: Text(" ")),
    "lines with labels joined": once(
        LineBreak, lambda node: Text(" "), lambda node: node.position.line > ARTICLES
    ),
    "notes with stars joined": once(
        LineBreak, lambda node: Text(" "), lambda node: node.position.line == line_of("Moored")
    ),
    "sections joined": once(
        LineBreak, lambda node: Text(" "), lambda node: node.position.line == line_of("Ducks")
    ),
    "a label lost": words("Art. 2 ", ""),
    "a label changed": words("Art. 2", "Art. 3"),
    "a typed list became one paragraph": once(
        List,
        lambda node: Paragraph((Text("Oars are lent Boats are let"),), node.position),
        says("Oars"),
    ),
    "a typed item lost": items(lambda old: old[:1], "Oars"),
    "typed items exchanged": items(swapped(0, 1), "Oars"),
    "paragraphs of a quotation joined": _joined("wall was built", "quay was paved"),
    "a paragraph parted": once(Paragraph, _parted, says("Plain paragraph")),
    "paragraphs exchanged": blocks(lambda old: [old[1], old[0], *old[2:]]),
    "a note doubled": once(NoteReference, lambda node: [node, node]),
    "a note's words in the text": once(NoteReference, lambda node: Text("Yearbook of physics")),
    "a number of a note changed": words("page 4", "page 5"),
    "the language changed": lambda document: replace(
        document, meta=replace(document.meta, lang="cy")
    ),
    "captions of tables exchanged": _captions_swapped(Table, "Ferries by month", "Berths by pier"),
    "captions of tables exchanged, of which one was far": _captions_swapped(
        Table, "Costs by quay", "Berths by pier"
    ),
    "captions of figures exchanged": _captions_swapped(
        Figure, "Waves at noon", "Lights after dusk"
    ),
    "the caption of a figure lost": once(Figure, lambda node: replace(node, caption=())),
    "the caption of a figure given to another": once(
        Figure, lambda node: replace(node, caption=(Text("Lights after dusk"),))
    ),
    "the date changed": _meta(date="2026-11-13"),
    "the year changed": _meta(date="2025-11-12"),
    "day and month exchanged": _meta(date="2026-12-11"),
    "the date lost": _meta(date=""),
    "a heading of a lower level": once(
        Heading, lambda node: replace(node, level=3), says("Who to ask")
    ),
    "a callout lost": drop(Callout),
    "a callout became text": once(Callout, lambda node: [*node.blocks]),
    "a term lost": once(DefinitionList, lambda node: [*node.items[0].descriptions[0]]),
    "a superscript joined": words("x", "x2"),
    "a callout of another kind": once(
        Callout, lambda node: replace(node, kind=CALLOUT_KINDS["note"])
    ),
    "italics became bold": marked(PhraseKind.EMPHASIS, PhraseKind.STRONG),
    "bold became struck out": marked(PhraseKind.STRONG, PhraseKind.DELETED),
    "lowered became raised": marked(PhraseKind.SUBSCRIPT, PhraseKind.SUPERSCRIPT),
    "raised became lowered": marked(PhraseKind.SUPERSCRIPT, PhraseKind.SUBSCRIPT),
    "a superscript lost": once(
        Phrase, lambda node: [*node.children], lambda node: node.kind is PhraseKind.SUPERSCRIPT
    ),
    "a subscript lost": once(
        Phrase, lambda node: [*node.children], lambda node: node.kind is PhraseKind.SUBSCRIPT
    ),
    "an image became decorative": once(Image, lambda node: replace(node, alt=Decorative())),
    "a header became a row": once(
        Table, lambda node: replace(node, head=(), bodies=((*node.head, *node.bodies[0]),))
    ),
    "a row became a foot": once(
        Table,
        lambda node: replace(node, bodies=(node.bodies[0][:-1],), foot=node.bodies[0][-1:]),
    ),
    "a cell spans two columns": once(Cell, lambda node: replace(node, colspan=2)),
    "a long form lost": once(Abbreviation, lambda node: Text(node.text, node.position)),
    "a mark of a note doubled": once(NoteReference, lambda node: [node, node]),
    "a heading parted": once(
        Heading,
        lambda node: [
            replace(node, children=(Text("What was"),)),
            Paragraph((Text("done"),), node.position),
        ],
        says("What was done"),
    ),
    "a heading took what follows": swallowing(
        Heading, lambda node, other: replace(node, children=(*node.children, *other.children))
    ),
    "a quotation took what follows": swallowing(
        Quotation, lambda node, other: replace(node, blocks=(*node.blocks, other))
    ),
    "a paragraph in another language": once(
        Paragraph,
        lambda node: Division((node,), lang="de", position=node.position),
        says("Work began"),
    ),
    "words in another language": once(
        Phrase, lambda node: Language((node,), "fr", None, node.position)
    ),
    "digits of another script": words("2025", "٢٠٢٥"),
    "digits of full width": words("2025", "\uff12\uff10\uff12\uff15"),
    "a letter that looks alike": words("stone by", "st\u043ene by"),
    "a space of no width added": words("stone by", "sto\u200bne by"),
    "a soft hyphen added": words("stone by", "sto\u00adne by"),
    "a passage turned round": words("stone by", "\u202estone\u202c by"),
    "a minus became a hyphen": words("−5", "-5"),
    "an en dash became longer": words("head –", "head —"),
    "a callout was folded": once(
        Callout, lambda node: Details((Text("Warning"),), node.blocks, node.position)
    ),
    "code was indented": once(CodeBlock, lambda node: replace(node, text=f"  {node.text}")),
    "a line of code added": once(CodeBlock, lambda node: replace(node, text=f"{node.text}\n")),
    "code became a key": once(Code, lambda node: Phrase(PhraseKind.KEYBOARD, (Text(node.text),))),
    "a paragraph was highlighted": all_of(PhraseKind.HIGHLIGHT),
    "a paragraph was underlined": all_of(PhraseKind.UNDERLINE),
    "a paragraph became a link": once(
        Paragraph,
        lambda node: replace(
            node, children=(Link(node.children, External("https://a.example/"), node.position),)
        ),
        says("Plain paragraph"),
    ),
    "a link became a mail": once(
        Link, lambda node: replace(node, target=External("mailto:x@example.org"))
    ),
    "an author added": lambda document: replace(
        document, meta=replace(document.meta, authors=("Jane",))
    ),
    "a picture doubled": once(Image, lambda node: [node, node]),
    "a note became a quotation": notes(
        lambda found: [found[0], replace(found[1], blocks=(Quotation(found[1].blocks),))]
    ),
    "a term exchanged with its description": once(
        Definition,
        lambda node: replace(
            node,
            terms=(node.descriptions[0][0].children,),
            descriptions=((Paragraph(node.terms[0]),),),
        ),
    ),
    "the title changed": lambda document: replace(
        document, meta=replace(document.meta, title=(Text("The harbour this spring"),))
    ),
}


def test_what_is_whole_has_no_finding() -> None:
    assert accounted(whole().document) == ()


@pytest.mark.sampled(4)
@pytest.mark.parametrize("way", BREAKS)
def test_a_broken_reading_is_caught(way: str) -> None:
    document = BREAKS[way](whole().document)
    assert document != whole().document
    found = accounted(document)
    assert found, way
    assert all(finding.where.line > 0 for finding in found)


@pytest.mark.parametrize(
    ("typed", "carried", "lang"),
    [
        ("12 November 2026", "2026-11-12", "en-GB"),
        ("Thursday 12th of November 2026 at 10:30", "2026-11-12", "en-GB"),
        ("14. Dezember 2026", "2026-12-14", "de"),
        ("14 Rhagfyr 2026", "2026-12-14", "cy"),
        ("12.11.2026", "2026-11-12", "de"),
        ("2026-11-12T08:09:10+02:00", "2026-11-12", "en"),
        ("20261112", "2026-11-12", "en"),
        ("2026年11月12日", "2026-11-12", "zh"),
        ("13/11/2026", "2026-11-13", "en-GB"),
    ],
)
def test_the_day_of_the_metadata_is_the_one_that_was_typed(
    typed: str, carried: str, lang: str
) -> None:
    assert is_same_day(typed, carried, lang)
    for other in ("2026-11-21", "2025-11-12", "2026-10-12", "2026-05-11"):
        assert not is_same_day(typed, other, lang), other


def test_a_date_that_is_no_day_stays_as_it_was_typed() -> None:
    assert is_same_day("Spring 2026", "Spring 2026", "en")
    assert not is_same_day("Spring 2026", "Spring 2025", "en")
