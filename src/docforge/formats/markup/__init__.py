"""Document to an element tree, shared by the formats that carry markup: HTML, EPUB and PDF.

Invariant: every element comes from a node of the document or is declared furniture, whose
idents begin with "df-"; tag names are plain, and elements keep their identity.
"""

from itertools import pairwise

from docforge.document import Document
from docforge.formats.markup.blocks import blocks
from docforge.formats.markup.context import Markup, MarkupTarget, Origins, context_of, element
from docforge.formats.markup.formulas import formula_element
from docforge.formats.markup.furniture import contents, footer, header, notes
from docforge.style import Style
from docforge.style.furniture import opening

__all__ = ["Markup", "MarkupTarget", "Origins", "build", "element", "formula_element"]


def build(document: Document, style: Style, target: MarkupTarget) -> Markup:
    """The document's elements, in reading order, with what `style` puts around them."""
    context = context_of(document, style, target)
    built = Markup(
        header=header(context),
        contents=contents(context, style.contents),
        body=tuple(blocks(context, document.blocks)),
        notes=notes(context),
        footer=footer(context),
        origins=context.origins,
        opening=opening(document),
    )
    _part_marks(built)
    return built


def _part_marks(markup: Markup) -> None:
    """Tell the marks of notes that stand right behind another one, or behind raised words."""
    parts = (markup.header, *markup.body, markup.notes)
    for part in (part for part in parts if part is not None):
        for parent in part.iter():
            for first, second in pairwise(parent):
                is_raised = first.tag == "sup" or first.get("role") == "doc-noteref"
                if is_raised and second.get("role") == "doc-noteref" and not first.tail:
                    second.set("class", "next")
