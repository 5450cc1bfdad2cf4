"""Letters that a house's font does not have: they come from another font, and that is told.

Invariant: only scripts that one text font is made for count; any other has a font of its own.
"""

import unicodedata
from collections.abc import Iterator

from docforge.document import Document, Text, walk
from docforge.findings import Finding, Severity, Where
from docforge.style import Style
from docforge.style.font_files import lacking

_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


def findings(document: Document, style: Style) -> Iterator[Finding]:
    """A note, where the first of the letters stands."""
    family = style.uses.text
    faces = [face for face in style.fonts if face.is_own and face.family == family]
    if not faces:
        return
    texts = [node for node in walk(document) if isinstance(node, Text)]
    missing = lacking(faces[0].content, sorted({letter for node in texts for letter in node.text}))
    letters = [letter for letter in missing if _is_expected(letter)]
    first = next((node for node in texts if set(letters) & set(node.text)), None)
    if first is not None:
        yield Finding(
            "STY002",
            Severity.NOTE,
            f"The font {family} lacks {', '.join(letters)}: another font stands in.",
            Where("", first.position.line, first.position.column),
            "Ask the maker of the font for these letters, or choose a font that has them.",
        )


def _is_expected(letter: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith(_SCRIPTS)
