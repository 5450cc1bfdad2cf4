"""Document to plain text that reads well aloud and in braille.

Invariant: what a line is can be seen from its first words or its indentation, never from its
look: no rules, boxes, columns or capitals. UTF-8 with LF, one line a paragraph, since mail
programs and braille displays fold lines themselves. `docs/guide/text.md` lists the conventions.
"""

from docforge.document import Document, Heading
from docforge.export import Format, Rendering
from docforge.formats.text.blocks import lines, ungrouped
from docforge.formats.text.context import TextContext, context_of
from docforge.formats.text.inlines import line
from docforge.formats.text.layout import Lines, hanging, spaced
from docforge.formats.text.marks import tidy
from docforge.style import Style
from docforge.style.dates import in_words

FORMAT = Format.TEXT


def render(document: Document, style: Style, *, claim: bool) -> Rendering:
    """The document as UTF-8 text. Plain text has no standard to conform to: `claim` is unused.

    A link to another document that has no absolute address is a finding (TXT001).
    """
    context = context_of(document, style.words(document.meta.lang))
    text = "\n".join(_all_lines(context)) + "\n"
    return Rendering(FORMAT, text.encode(), findings=tuple(context.state.findings))


def _all_lines(context: TextContext) -> Lines:
    """Title block, text, notes, addresses, contact, in the order in which numbers are given."""
    blocks = context.document.blocks
    written = spaced([text] for text in _title_block(context) if text)
    for gap, part in (
        (2 if isinstance(next(ungrouped(blocks), None), Heading) else 1, lines(context, blocks)),
        (2, _notes(context)),
        (2, _links(context)),
        (1, _contact(context)),
    ):
        written += [*([""] * gap if written and part else []), *part]
    return written


def _title_block(context: TextContext) -> Lines:
    meta = context.document.meta
    title = line(context, meta.title).replace("\n", " ")
    date = in_words(meta.date, meta.lang)
    byline = (meta.subtitle, ", ".join(meta.authors), meta.organisation, date)
    return [title, *(tidy(text) for text in byline)]


def _notes(context: TextContext) -> Lines:
    """The notes under a heading, each behind the mark that the text refers to it with."""
    notes = [
        hanging(f"[{context.words.say('note', n=index)}]", lines(context, note.blocks))
        for index, note in enumerate(context.document.notes, start=1)
    ]
    return [context.heading(2, context.words["notes"]), "", *spaced(notes)] if notes else []


def _links(context: TextContext) -> Lines:
    """The addresses of the links, one a line, by number."""
    written = [f"[{number}] {url}" for url, number in context.state.links.items()]
    return [context.heading(2, context.words["links"]), "", *written] if written else []


def _contact(context: TextContext) -> Lines:
    contact = tidy(context.document.meta.contact)
    return [f"{context.words['contact']} {contact}"] if contact else []
