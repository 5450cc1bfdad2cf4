"""What is carried: a document's words and signs in reading order, with what they stand in."""

from collections.abc import Callable, Iterable
from typing import assert_never

from docforge.document import (
    Abbreviation,
    Anchor,
    Block,
    Callout,
    Cell,
    Code,
    CodeBlock,
    DefinitionList,
    Details,
    Division,
    Document,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    Language,
    LineBreak,
    Link,
    List,
    Math,
    NoteReference,
    Numbering,
    Paragraph,
    Phrase,
    Position,
    Quotation,
    Row,
    Table,
    Text,
    ThematicBreak,
    label_of,
    plain_text,
    walk,
)
from docforge.verify.ledger.carried_part import (
    CarriedLink,
    CarriedPart,
    CarriedPhrase,
    CarriedWriter,
)
from docforge.verify.ledger.words import GONE, WordKind, note_word


def read_carried(
    document: Document, names: tuple[str, ...], labelled: frozenset[int], *, own_title: bool
) -> CarriedPart:
    """The words of the body; `names` are those of the notes, as typed.

    Labels of items are words only on the lines `labelled`, on which one was typed. With
    `own_title` the title is the front matter's; otherwise it is a heading of the source, and
    stands where that was.
    """
    writing = CarriedWriter(names, labelled)
    title = () if own_title else document.meta.title
    at = next((node.position for node in walk(document.meta) if node.position.line), None)
    if at is None:
        title = ()  # the name of the file, for want of another
    for block in document.blocks:
        if title and at is not None and block.position.line >= at.line:
            own = isinstance(block, Heading) and plain_text(block.children) == plain_text(title)
            if not own:
                _title(writing, title)
            title = ()
        _block(writing, block)
    if title:
        _title(writing, title)
    return writing.part()


def read_note(
    blocks: Iterable[Block], names: tuple[str, ...], labelled: frozenset[int]
) -> CarriedPart:
    """The words of one note."""
    writing = CarriedWriter(names, labelled)
    _blocks(writing, blocks)
    return writing.part()


def _key(position: Position) -> tuple[int, int]:
    return (position.line, position.column)


def _title(writing: CarriedWriter, title: Inlines) -> None:
    _inlines(writing, title, WordKind.HEADING)
    writing.before += "\n"


# --- Blocks ------------------------------------------------------------------------------


def _blocks(writing: CarriedWriter, blocks: Iterable[Block]) -> None:
    for block in blocks:
        _block(writing, block)


def _block(writing: CarriedWriter, block: Block) -> None:
    match block:
        case Heading(level, children):
            writing.levels[len(writing.words)] = level
            _inlines(writing, children, WordKind.HEADING)
        case Paragraph(children):
            _inlines(writing, children, WordKind.TEXT)
        case List():
            _list(writing, block)
        case DefinitionList(items):
            for item in items:
                for term in item.terms:
                    _inlines(writing, term, WordKind.TEXT)
                    writing.before += "\n"
                for description in item.descriptions:
                    _blocks(writing, description)
        case Quotation(blocks) | Division(blocks):
            start = len(writing.words)
            _blocks(writing, blocks)
            if isinstance(block, Quotation):
                writing.quotations.append((start, len(writing.words)))
            writing.apart.append((start, len(writing.words)))
        case CodeBlock(text):
            writing.write(text, WordKind.CODE, block.position)
        case Table():
            _table(writing, block)
        case Figure(blocks, caption):
            first = _first(caption) < min(map(_starts, blocks), default=(0, 0))
            first = first or _is_between(block, caption)
            _captioned(writing, caption, lambda: _blocks(writing, blocks), first=first)
        case Callout(_, title, blocks) | Details(title, blocks):
            start = len(writing.words)
            _inlines(writing, title, WordKind.TEXT)
            writing.before += "\n"
            _blocks(writing, blocks)
            writing.apart.append((start, len(writing.words)))
        case ThematicBreak():
            pass
        case _:
            assert_never(block)
    writing.before += "\n"


def _captioned(
    writing: CarriedWriter, caption: Inlines, write: Callable[[], None], *, first: bool
) -> None:
    """What `write` writes, with its caption before or behind it."""
    words = _caption(writing, caption) if first else range(0)
    start = len(writing.words)
    write()
    end = len(writing.words)
    words = words if first else _caption(writing, caption)
    writing.captions |= dict.fromkeys(words, (start, end))


def _caption(writing: CarriedWriter, caption: Inlines) -> range:
    start = len(writing.words)
    _inlines(writing, caption, WordKind.TEXT)
    writing.before += "\n"
    return range(start, len(writing.words))


def _first(inlines: Inlines) -> tuple[int, int]:
    """Where inlines begin, behind everything when nothing says so."""
    found = next((i.position for i in inlines if i.position.line), None)
    return (1 << 30, 0) if found is None else _key(found)


def _is_between(block: Block, caption: Inlines) -> bool:
    """Whether a caption is the words between an image's brackets, before what describes it."""
    line, column = _first(caption)
    images = (node.position for node in walk(block) if isinstance(node, Image))
    return any(at.line == line and 0 < column - at.column <= _BRACKETS_AND_MARKS for at in images)


# “![” and what may begin marked words.
_BRACKETS_AND_MARKS = 6


def _starts(block: Block) -> tuple[int, int]:
    return _key(block.position) if block.position.line else (0, 0)


def _list(writing: CarriedWriter, block: List) -> None:
    for index, item in enumerate(block.items):
        line = item.position.line
        if block.numbering is not Numbering.BULLET and (not line or line in writing.labelled):
            label = shown_label(block, index)
            writing.write(f"{label}{GONE}", WordKind.LABEL, item.position)
        _blocks(writing, item.blocks)


def shown_label(block: List, index: int) -> str:
    """What a reader sees before an item, without brackets and full stops."""
    return label_of(block.numbering, block.ordinals[index])


def _table(writing: CarriedWriter, table: Table) -> None:
    parts = [rows for rows in (table.head, *table.bodies, table.foot) if rows]
    parts.sort(key=lambda rows: _key(rows[0].position) if rows[0].position.line else (0, 0))
    first = _first(table.caption) < _first_cell(parts)
    spans = any(cell.rowspan > 1 for rows in parts for row in rows for cell in row.cells)

    def write() -> None:
        for rows in parts:
            for row in rows:
                _row(writing, row, known=not spans)

    _captioned(writing, table.caption, write, first=first)


def _first_cell(parts: Iterable[tuple[Row, ...]]) -> tuple[int, int]:
    places = [
        _key(cell.position)
        for rows in parts
        for row in rows[:1]
        for cell in row.cells
        if cell.position.line
    ]
    return min(places, default=(0, 0))


def _row(writing: CarriedWriter, row: Row, *, known: bool) -> None:
    outer, column = writing.column, 1
    for cell in row.cells:
        writing.column = min(column, 255) if known else 0
        _cell(writing, cell)
        column += cell.colspan
    writing.column = outer


def _cell(writing: CarriedWriter, cell: Cell) -> None:
    _blocks(writing, cell.blocks)


# --- Inlines -----------------------------------------------------------------------------


def _inlines(writing: CarriedWriter, inlines: Inlines, kind: WordKind) -> None:
    for inline in inlines:
        _inline(writing, inline, kind)


def _inline(writing: CarriedWriter, inline: Inline, kind: WordKind) -> None:
    match inline:
        case Text(text, position) | Abbreviation(text, _, position):
            writing.write(text, kind, position)
        case LineBreak():
            writing.before += "\n"
        case Phrase(marked, children):
            start = len(writing.words)
            _inlines(writing, children, kind)
            writing.phrases.append(CarriedPhrase(start, len(writing.words), marked))
        case Language(children):
            _inlines(writing, children, kind)
        case Code(text, position):
            writing.write(text, kind | WordKind.CODE, position)
        case Math(tex, _, _, _, position):
            writing.write(tex, kind | WordKind.FORMULA, position)
        case Link(children, target, position):
            start = len(writing.words)
            _inlines(writing, children, kind)
            writing.links.append(CarriedLink(start, len(writing.words), target, position))
        case Image(alt, _, source, _, position):
            start = len(writing.words)
            if isinstance(alt, str):
                writing.write(alt, kind, position)
                writing.before += " "
            writing.links.append(CarriedLink(start, len(writing.words), source, position))
        case NoteReference(note, _, position):
            name = writing.names[note] if note < len(writing.names) else ""
            writing.before += GONE
            writing.write(note_word(name) + GONE, kind | WordKind.NOTE, position)
        case Anchor():
            pass
        case _:
            assert_never(inline)
