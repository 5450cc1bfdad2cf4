"""How the parts of the reader of markup see one another.

Invariant: only the reader itself walks on.
"""

from collections.abc import Callable
from typing import Protocol
from xml.etree.ElementTree import Element

from docforge.verify.entries import EntryKind, LanguageInForce
from docforge.verify.outline_builder import OutlineBuilder


class MarkupWalk(Protocol):
    """A reader on its way."""

    gather: OutlineBuilder

    @property
    def colon(self) -> str | None:
        """What ends the words of headers where rows stack under them, None where none do."""

    @property
    def follow(self) -> Callable[[str], str]:
        """What says where an address leads."""

    def flow(self, element: Element, voice: LanguageInForce) -> None:
        """What is in `element`: its text and its children."""

    def element(self, element: Element, voice: LanguageInForce) -> None:
        """One element; `voice` is what is in force inside it."""

    def leaf(self, element: Element, kind: EntryKind, voice: LanguageInForce) -> None:
        """A block that holds inline content alone."""
