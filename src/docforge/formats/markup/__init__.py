"""Document to an element tree, shared by the formats that carry markup: HTML, EPUB and PDF.

Invariant: every element comes from a node of the document or is declared furniture, whose
idents begin with "df-"; tag names are plain, and elements keep their identity.
"""

from docforge.document import Document
from docforge.formats.markup.blocks import blocks
from docforge.formats.markup.context import Markup, MarkupTarget, Origins, context_of, element
from docforge.formats.markup.formulas import formula_element
from docforge.formats.markup.furniture import contents, footer, header, notes
from docforge.style import PageGeometry, Words

__all__ = ["Markup", "MarkupTarget", "Origins", "build", "element", "formula_element"]


def build(
    document: Document, words: Words, target: MarkupTarget, page: PageGeometry, *, toc_from: int
) -> Markup:
    """The document's elements, in reading order.

    `toc_from` is the style's: headings from which a list of contents appears when the document
    does not say.
    """
    context = context_of(document, words, target, page)
    return Markup(
        header=header(context),
        contents=contents(context, toc_from),
        body=tuple(blocks(context, document.blocks)),
        notes=notes(context),
        footer=footer(context),
        origins=context.origins,
    )
