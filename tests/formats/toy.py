"""A fifth format for the tests of the table: the page again, under another name."""

from collections.abc import Iterator

from msgspec.structs import replace

from docforge.conformance import Standing
from docforge.document import Document
from docforge.export import Format, Rendering
from docforge.formats import html
from docforge.gate import Hit
from docforge.gate import html as page
from docforge.gate.markup import Place
from docforge.style import Style, Words
from docforge.verify.entries import EntryKind, Outline
from docforge.verify.readers import html as reader

FORMAT = Format(
    name="TOY",
    extension="toy",
    label="toy",
    media_type="application/x-toy",
    rendition=__name__,
    reader=__name__,
    gate=__name__,
    mail_rank=4,
)


def render(document: Document, style: Style, *, standing: Standing) -> Rendering:
    """The page of `document`, as a toy."""
    return replace(html.render(document, style, standing=standing), format=FORMAT)


def examine(content: bytes, place: Place) -> Iterator[Hit]:
    """What may not stand in the toy."""
    return page.examine(content, place)


def read(content: bytes, words: Words) -> Outline:
    """What the toy says; of what a page states in its head the toy's table knows nothing."""
    said = reader.read(content, words)
    return tuple(entry for entry in said if entry.kind is not EntryKind.STATEMENT)
