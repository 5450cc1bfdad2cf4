"""What stands by itself: headings, paragraphs, lists, tables, and what groups them."""

from enum import StrEnum
from typing import Literal

from msgspec import Struct

from docforge.document.callouts import CalloutKind
from docforge.document.chart_kinds import ChartRequest
from docforge.document.inlines import NOWHERE, Direction, Inlines, Position

Alignment = Literal["left", "center", "right"]


class Heading(Struct, frozen=True):
    """A heading of the body; `level` is 2 to 6, since the title is the only level 1."""

    level: int
    children: Inlines
    ident: str
    position: Position = NOWHERE


class TableMarks(Struct, frozen=True):
    """What a writer asks of a table: headers for its rows, and to be drawn as a chart."""

    row_headers: bool = False
    chart: ChartRequest | None = None


NO_MARKS = TableMarks()


class Paragraph(Struct, frozen=True):
    """A paragraph; `of_table` is what a caption says of the table that it is of.

    The table has taken it when parsing is over, and with it the caption: no output looks at it.
    """

    children: Inlines
    position: Position = NOWHERE
    of_table: TableMarks = NO_MARKS


class ListItem(Struct, frozen=True):
    """`checked` is None outside task lists.

    `ordinal` is the number that the item stands for where it does not follow the one before it.
    """

    blocks: tuple["Block", ...]
    checked: bool | None = None
    position: Position = NOWHERE
    ordinal: int | None = None


class Numbering(StrEnum):
    """How a list's items are labelled."""

    BULLET = "bullet"
    DECIMAL = "decimal"
    LOWER_ALPHA = "lower-alpha"
    UPPER_ALPHA = "upper-alpha"
    LOWER_ROMAN = "lower-roman"
    UPPER_ROMAN = "upper-roman"


class Delimiter(StrEnum):
    """What stands around the label of an item of an ordered list."""

    PERIOD = "period"
    PARENTHESIS = "parenthesis"
    PARENTHESES = "parentheses"


class List(Struct, frozen=True):
    """`tight` lists have no space between items; `start` numbers the first item.

    `delimiter` is what stands around a label: "1.", "1)" or "(1)".
    """

    numbering: Numbering
    items: tuple[ListItem, ...]
    start: int = 1
    tight: bool = True
    position: Position = NOWHERE
    delimiter: Delimiter = Delimiter.PERIOD

    @property
    def ordinals(self) -> tuple[int, ...]:
        """The number that each item stands for."""
        found: list[int] = []
        for item in self.items:
            follows = found[-1] + 1 if found else self.start
            found.append(follows if item.ordinal is None else item.ordinal)
        return tuple(found)


class Definition(Struct, frozen=True):
    """One or several terms with one or several descriptions."""

    terms: tuple[Inlines, ...]
    descriptions: tuple[tuple["Block", ...], ...]
    position: Position = NOWHERE


class DefinitionList(Struct, frozen=True):
    items: tuple[Definition, ...]
    position: Position = NOWHERE


class Quotation(Struct, frozen=True):
    blocks: tuple["Block", ...]
    position: Position = NOWHERE


class CodeBlock(Struct, frozen=True):
    text: str
    language: str = ""
    position: Position = NOWHERE


class Scope(StrEnum):
    """Which cells a header cell speaks for (HTML `scope`, PDF `Scope`)."""

    COLUMN = "col"
    ROW = "row"
    COLUMN_GROUP = "colgroup"
    ROW_GROUP = "rowgroup"


class Cell(Struct, frozen=True):
    """A cell; a header cell has a `scope`.

    `ident` and `headers` are set only where the source associates cells by id: `headers`
    then names the header cells that apply, in the order in which they are read.
    """

    blocks: tuple["Block", ...]
    scope: Scope | None = None
    colspan: int = 1
    rowspan: int = 1
    align: Alignment | None = None
    ident: str = ""
    headers: tuple[str, ...] = ()
    position: Position = NOWHERE


class Row(Struct, frozen=True):
    cells: tuple[Cell, ...]
    position: Position = NOWHERE


class Table(Struct, frozen=True):
    """A table; parsing guarantees that spans stay inside the grid and that rows are full.

    With a `chart`, parsing has seen that it can be drawn as one.
    """

    caption: Inlines
    head: tuple[Row, ...]
    bodies: tuple[tuple[Row, ...], ...]
    foot: tuple[Row, ...] = ()
    position: Position = NOWHERE
    chart: ChartRequest | None = None


class Figure(Struct, frozen=True):
    """Content with a caption of its own: usually one image.

    `is_echo` says that what follows says all that it shows: text alone goes without it.
    """

    blocks: tuple["Block", ...]
    caption: Inlines
    position: Position = NOWHERE
    is_echo: bool = False


class Callout(Struct, frozen=True):
    """A passage set apart; its kind is told in words, `title` (if any) after them."""

    kind: CalloutKind
    title: Inlines
    blocks: tuple["Block", ...]
    position: Position = NOWHERE


class Details(Struct, frozen=True):
    """A summary with more text; outputs that cannot fold show it open."""

    summary: Inlines
    blocks: tuple["Block", ...]
    position: Position = NOWHERE


class Division(Struct, frozen=True):
    """A group of blocks in another language or direction, or one that links can go to."""

    blocks: tuple["Block", ...]
    lang: str | None = None
    dir: Direction | None = None
    ident: str = ""
    position: Position = NOWHERE


class ThematicBreak(Struct, frozen=True):
    position: Position = NOWHERE


Block = (
    Heading
    | Paragraph
    | List
    | DefinitionList
    | Quotation
    | CodeBlock
    | Table
    | Figure
    | Callout
    | Details
    | Division
    | ThematicBreak
)
Blocks = tuple[Block, ...]
