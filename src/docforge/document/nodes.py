"""The document model: every construct that an output can carry, and nothing else.

All four renditions are functions of a `Document`. There is no node for raw HTML: what has
no node here cannot reach an output. Every node is frozen and knows where it came from.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from docforge.document.callouts import CalloutKind

Direction = Literal["ltr", "rtl"]
Alignment = Literal["left", "center", "right"]
# A pair of standards that one PDF meets: PDF/UA-1 with PDF/A-2 or 3, PDF/UA-2 with PDF/A-4.
PdfProfile = Literal["ua-1", "ua-2"]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the source: line and column, both counted from 1; line 0 is "unknown"."""

    line: int
    column: int


NOWHERE = Position(0, 0)


# --- Inlines -----------------------------------------------------------------------------


class PhraseKind(StrEnum):
    """What a run of inline content means, beyond its text."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    DELETED = "deleted"
    INSERTED = "inserted"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    HIGHLIGHT = "highlight"
    SMALL_CAPS = "small-caps"
    SMALL_PRINT = "small-print"
    UNDERLINE = "underline"
    KEYBOARD = "keyboard"
    SAMPLE = "sample"
    VARIABLE = "variable"
    WORK_TITLE = "work-title"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters; white space inside is already single spaces."""

    text: str
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class LineBreak:
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Phrase:
    kind: PhraseKind
    children: tuple["Inline", ...]
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Language:
    """Inline content in another language or direction (WCAG 2.2, 3.1.2)."""

    children: tuple["Inline", ...]
    lang: str | None
    dir: Direction | None
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form with its expansion (WCAG 2.2, 3.1.4)."""

    text: str
    expansion: str
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Math:
    """A formula: its TeX, and what could be made of it.

    `mathml` is a `<math>` element as a string, or None when the TeX could not be converted
    (a finding says so); `spoken` is what a listener hears, in the language `lang` where that
    is not the one of its place.
    """

    tex: str
    display: bool
    mathml: str | None
    spoken: str
    position: Position = NOWHERE
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class External:
    """An absolute address: http, https, mailto or tel, nothing else."""

    url: str


@dataclass(frozen=True, slots=True)
class Internal:
    """An `ident` in the same document; parsing has checked that it exists."""

    ident: str


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another exported document.

    `stem` is its output's path without the extension, relative to this document's output
    folder ("../spring/spring"); `fragment` is an ident in it or ""; `url` is its absolute
    address when `base_url` is configured, for formats that cannot link to a neighbour.
    """

    stem: str
    fragment: str
    url: str | None


Target = External | Internal | Sibling


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `target` is None when the source's address could not be used (a finding)."""

    children: tuple["Inline", ...]
    target: Target | None
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Decorative:
    """The writer said that an image carries no information."""


LengthUnit = Literal["%", "px", "pt", "mm", "cm", "in", "em"]


@dataclass(frozen=True, slots=True)
class Length:
    """A length above 0 as a writer gave it: a CSS unit, or "%" of the text's width."""

    number: float
    unit: LengthUnit

    def __str__(self) -> str:
        return f"{self.number:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. `alt` has three states: a description, `Decorative()`, or None: missing.

    `asset` names an `Asset` of the document, or is None when there is no usable file (an
    error finding; only drafts get that far). `source` is the file's name as the writer
    wrote it, without folders, for messages. A `width` beyond the text's is shown as that.
    """

    alt: str | Decorative | None
    asset: str | None
    source: str
    width: Length | None = None
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A mark that refers to `Document.notes[note]`; `occurrence` counts from 1 for each note."""

    note: int
    occurrence: int
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place without content that a link can go to."""

    ident: str
    position: Position = NOWHERE


Inline = (
    Text
    | LineBreak
    | Phrase
    | Language
    | Abbreviation
    | Code
    | Math
    | Link
    | Image
    | NoteReference
    | Anchor
)
Inlines = tuple[Inline, ...]


# --- Blocks ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body; `level` is 2 to 6, since the title is the only level 1."""

    level: int
    children: Inlines
    ident: str
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `row_headers` is what a caption says of the table that it is of.

    The table has taken it when parsing is over, and with it the caption: no output looks at it.
    """

    children: Inlines
    position: Position = NOWHERE
    row_headers: bool = False


@dataclass(frozen=True, slots=True)
class ListItem:
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


@dataclass(frozen=True, slots=True)
class List:
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


@dataclass(frozen=True, slots=True)
class Definition:
    """One or several terms with one or several descriptions."""

    terms: tuple[Inlines, ...]
    descriptions: tuple[tuple["Block", ...], ...]
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class DefinitionList:
    items: tuple[Definition, ...]
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Quotation:
    blocks: tuple["Block", ...]
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str
    language: str = ""
    position: Position = NOWHERE


class Scope(StrEnum):
    """Which cells a header cell speaks for (HTML `scope`, PDF `Scope`)."""

    COLUMN = "col"
    ROW = "row"
    COLUMN_GROUP = "colgroup"
    ROW_GROUP = "rowgroup"


@dataclass(frozen=True, slots=True)
class Cell:
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


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Table:
    """A table; parsing guarantees that spans stay inside the grid and that rows are full."""

    caption: Inlines
    head: tuple[Row, ...]
    bodies: tuple[tuple[Row, ...], ...]
    foot: tuple[Row, ...] = ()
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Figure:
    """Content with a caption of its own: usually one image."""

    blocks: tuple["Block", ...]
    caption: Inlines
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Callout:
    """A passage set apart; its kind is told in words, `title` (if any) after them."""

    kind: CalloutKind
    title: Inlines
    blocks: tuple["Block", ...]
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Details:
    """A summary with more text; outputs that cannot fold show it open."""

    summary: Inlines
    blocks: tuple["Block", ...]
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Division:
    """A group of blocks in another language or direction, or one that links can go to."""

    blocks: tuple["Block", ...]
    lang: str | None = None
    dir: Direction | None = None
    ident: str = ""
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class ThematicBreak:
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
Node = Inline | Block | ListItem | Definition | Row | Cell


# --- The whole ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; `references` is how often the text refers to it."""

    blocks: Blocks
    references: int
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Asset:
    """An image file's bytes; `name` is unique in the document and safe as a file name.

    `width` and `height` are in CSS pixels.
    """

    name: str
    media_type: str
    data: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Meta:
    """What front matter and configuration say of the document; `lang` is a BCP 47 tag."""

    title: Inlines
    lang: str
    dir: Direction = "ltr"
    subtitle: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    organisation: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    contact: str = ""
    toc: bool | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedSource:
    """The source itself, which the writer asked to put into the PDF; `name` has no folders."""

    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """One source, understood. `identifier` is a stable urn:uuid made from the source.

    `source` is None unless the writer asked to embed it.
    """

    meta: Meta
    blocks: Blocks
    notes: tuple[Note, ...] = ()
    assets: tuple[Asset, ...] = ()
    identifier: str = ""
    source: EmbeddedSource | None = None

    def asset(self, name: str) -> Asset:
        """The asset of that name. Raises KeyError when parsing has not put it there."""
        for asset in self.assets:
            if asset.name == name:
                return asset
        raise KeyError(name)
