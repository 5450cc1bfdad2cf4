"""The document model: every construct that an output can carry, and nothing else.

All four renditions are functions of a `Document`. There is no node for raw HTML: what has
no node here cannot reach an output. Every node is frozen and knows where it came from.
"""

from typing import Literal

from msgspec import Struct

from docforge.document.blocks import Block, Blocks, Cell, Definition, ListItem, Row
from docforge.document.inlines import NOWHERE, Direction, Inline, Inlines, Position, Sibling
from docforge.document.restrictions import FREE, Restrictions

# A pair of standards that one PDF meets: PDF/UA-1 with PDF/A-2 or 3, PDF/UA-2 with PDF/A-4.
PdfProfile = Literal["ua-1", "ua-2"]
Node = Inline | Block | ListItem | Definition | Row | Cell


class Note(Struct, frozen=True):
    """A footnote; `references` is how often the text refers to it."""

    blocks: Blocks
    references: int
    position: Position = NOWHERE


class Asset(Struct, frozen=True):
    """An image file's bytes; `name` is unique in the document and safe as a file name.

    `width` and `height` are in CSS pixels.
    """

    name: str
    media_type: str
    data: bytes
    width: int
    height: int


class Evaluation(Struct, frozen=True):
    """Who has evaluated the accessibility of a document, and on which day (ISO 8601)."""

    by: str
    on: str


class Translation(Struct, frozen=True):
    """The same document in another language (a BCP 47 tag), and where it is."""

    lang: str
    target: Sibling


class Meta(Struct, frozen=True):
    """What front matter and configuration say of the document; `lang` is a BCP 47 tag.

    `kind` is the name of one of `kinds.KINDS`, "" for none.
    """

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
    evaluation: Evaluation | None = None
    kind: str = ""
    restrictions: Restrictions = FREE
    version: str = ""
    replaces: str = ""
    translations: tuple[Translation, ...] = ()


class EmbeddedSource(Struct, frozen=True):
    """The source itself, which the writer asked to put into the PDF; `name` has no folders."""

    name: str
    text: str


class Document(Struct, frozen=True):
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
