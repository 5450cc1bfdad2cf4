"""What is painted, as the tag tree sees it: sequences of text and pictures, and annotations.

Invariant: every sequence ends as the content of exactly one node, or as an artifact.
"""

from enum import StrEnum
from typing import Any
from xml.etree.ElementTree import Element

from msgspec import Struct

INVISIBLE = " \t\n\r\f\u00a0\u200b\u2060\ufeff"
Rectangle = tuple[float, float, float, float]


class Artifact(StrEnum):
    """Why a sequence is no content (ISO 32000-1, 14.8.2.2.2): the artifact's type and subtype."""

    HEADER = "header"
    FOOTER = "footer"
    RESTRICTION = "restriction"
    FOOT = "foot"
    PAGINATION = "pagination"
    LEADER = "leader"
    LAYOUT = "layout"


class ElementPart(StrEnum):
    """Which part of an element a sequence was made from."""

    CONTENT = ""
    MARKER = "marker"
    BEFORE = "before"
    AFTER = "after"


class TextRun(Struct):
    """A run of source text that may be laid out in several sequences; `read` says how far."""

    text: str
    keeps_space: bool
    read: int = 0


class MarkedContent(Struct, eq=False):
    """One box of text or one picture on one page.

    `text` is what is drawn (None for a picture), `said` what it stands for; `before` and `after`
    are white space that layout has swallowed beside it: words have to be told apart also at the
    end of a line (ISO 32000-1, 14.8.2.5). `stream` and `mcid` are known once it is painted;
    `cut` says that it reaches beyond its page.
    """

    page: int
    element: Element | None
    part: ElementPart
    text: str | None
    passage: TextRun | None
    block: Element | None
    artifact: Artifact | None = None
    is_content: bool = False
    order: int = 0
    said: str = ""
    before: str = ""
    after: str = ""
    mcid: int | None = None
    stream: Any = None
    bbox: Rectangle | None = None
    cut: bool = False

    @property
    def blank(self) -> bool:
        """Whether it is text that shows nothing."""
        return self.text is not None and not self.text.strip(INVISIBLE)

    @property
    def painted(self) -> bool:
        """Whether the sequence left anything on its page."""
        return self.mcid is not None


class Annotation(Struct, eq=False):
    """A link's active area on one page; `dictionary` is the PDF object."""

    page: int
    rectangle: Rectangle
    kind: str
    target: str
    dictionary: Any = None
