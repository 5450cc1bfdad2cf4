"""What stands in a line: text, phrases, links, pictures, formulas, marks of notes."""

from enum import StrEnum
from typing import Literal

from msgspec import Struct

Direction = Literal["ltr", "rtl"]


class Position(Struct, frozen=True):
    """A place in the source: line and column, both counted from 1; line 0 is "unknown"."""

    line: int
    column: int


NOWHERE = Position(0, 0)


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


class Text(Struct, frozen=True):
    """A run of characters; white space inside is already single spaces."""

    text: str
    position: Position = NOWHERE


class LineBreak(Struct, frozen=True):
    position: Position = NOWHERE


class Phrase(Struct, frozen=True):
    kind: PhraseKind
    children: tuple["Inline", ...]
    position: Position = NOWHERE


class Language(Struct, frozen=True):
    """Inline content in another language or direction (WCAG 2.2, 3.1.2)."""

    children: tuple["Inline", ...]
    lang: str | None
    dir: Direction | None
    position: Position = NOWHERE


class Abbreviation(Struct, frozen=True):
    """A short form with its expansion (WCAG 2.2, 3.1.4)."""

    text: str
    expansion: str
    position: Position = NOWHERE


class Code(Struct, frozen=True):
    text: str
    position: Position = NOWHERE


class Math(Struct, frozen=True):
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


class External(Struct, frozen=True):
    """An absolute address: http, https, mailto or tel, nothing else."""

    url: str


class Internal(Struct, frozen=True):
    """An `ident` in the same document; parsing has checked that it exists."""

    ident: str


class Sibling(Struct, frozen=True):
    """Another exported document.

    `stem` is its output's path without the extension, relative to this document's output
    folder ("../spring/spring"); `fragment` is an ident in it or ""; `url` is its absolute
    address when `base_url` is configured, for formats that cannot link to a neighbour.
    """

    stem: str
    fragment: str
    url: str | None


Target = External | Internal | Sibling


class Link(Struct, frozen=True):
    """A link; `target` is None when the source's address could not be used (a finding)."""

    children: tuple["Inline", ...]
    target: Target | None
    position: Position = NOWHERE


class Decorative(Struct, frozen=True):
    """The writer said that an image carries no information."""


LengthUnit = Literal["%", "px", "pt", "mm", "cm", "in", "em"]


class Length(Struct, frozen=True):
    """A length above 0 as a writer gave it: a CSS unit, or "%" of the text's width."""

    number: float
    unit: LengthUnit

    def __str__(self) -> str:
        return f"{self.number:g}{self.unit}"


class ScreenForms(Struct, frozen=True):
    """The assets that show the same as an image on narrow screens, on dark ground, and on both."""

    narrow: str
    dark: str
    narrow_dark: str

    @property
    def by_screen(self) -> tuple[tuple[str, str], ...]:
        """Media queries with the asset that is shown; the first one that fits counts."""
        narrow, dark = "(max-width: 30em)", "(prefers-color-scheme: dark)"
        return (
            (f"{narrow} and {dark}", self.narrow_dark),
            (narrow, self.narrow),
            (dark, self.dark),
        )


class Image(Struct, frozen=True):
    """A picture. `alt` has three states: a description, `Decorative()`, or None: missing.

    `asset` names an `Asset` of the document, or is None when there is no usable file (an
    error finding; only drafts get that far). `source` is the file's name as the writer
    wrote it, without folders, for messages. A `width` beyond the text's is shown as that.
    On other screens one of its `forms` is shown.
    """

    alt: str | Decorative | None
    asset: str | None
    source: str
    width: Length | None = None
    position: Position = NOWHERE
    forms: ScreenForms | None = None


class NoteReference(Struct, frozen=True):
    """A mark that refers to `Document.notes[note]`; `occurrence` counts from 1 for each note."""

    note: int
    occurrence: int
    position: Position = NOWHERE


class Anchor(Struct, frozen=True):
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
