"""Document to plain text that reads well aloud and in braille.

Invariant: what a line is can be seen from its first words or its indentation, never from its
look: no rules, boxes, columns or capitals. UTF-8 with LF, one line a paragraph, since mail
programs and braille displays fold lines themselves. `docs/guide/text.md` lists the conventions.
"""

import posixpath

from docforge.conformance import Standing
from docforge.document import Document
from docforge.document.kinds import KINDS
from docforge.export import Format, Rendering
from docforge.formats.text.blocks import below, lines
from docforge.formats.text.context import TextContext, context_of
from docforge.formats.text.inlines import line
from docforge.formats.text.layout import Lines, hanging, spaced
from docforge.formats.text.marks import tidy
from docforge.style import Style
from docforge.style.furniture import facts_of, label_of, named_translations
from docforge.style.masthead import back_lines, foot, masthead
from docforge.style.restrictions import marks

FORMAT = Format.TEXT


def render(document: Document, style: Style, *, standing: Standing) -> Rendering:
    """The document as UTF-8 text. Plain text has no standard to conform to: `standing` is unused.

    A link to another document that has no absolute address is a finding (TXT001).
    """
    context = context_of(document, style)
    text = "\n".join(_all_lines(context)) + "\n"
    return Rendering(FORMAT, text.encode(), findings=tuple(context.state.findings))


def _all_lines(context: TextContext) -> Lines:
    """Title block, text, notes, addresses, contact, in the order in which numbers are given."""
    title_block = spaced([text] for text in _title_block(context) if text)
    written = below(title_block, context, context.document.blocks)
    for gap, part in (
        (2, _notes(context)),
        (2, _links(context)),
        (1, _back(context)),
    ):
        written += [*([""] * gap if written and part else []), *part]
    return written


def _title_block(context: TextContext) -> Lines:
    meta, words = context.document.meta, context.words
    title = line(context, meta.title).replace("\n", " ")
    kind = KINDS.get(meta.kind)
    head = masthead(context.brand, meta.lang)
    return [
        title,
        *(tidy(part.said.text) for part in head),
        words[kind.word] if kind else "",
        tidy(meta.subtitle),
        *(tidy(mark.text) for mark in marks(meta.restrictions, words)),
        *(f"{_label(context, fact.word)}{tidy(fact.text)}" for fact in facts_of(meta, words, head)),
        _translations(context),
    ]


def _label(context: TextContext, key: str) -> str:
    return label_of(context.words, key) if key else ""


def _translations(context: TextContext) -> str:
    """The same document in other languages; a text names the file where it knows no address."""
    told = []
    for one, name in named_translations(context.document.meta):
        url = one.target.url
        place = f"{posixpath.basename(one.target.stem)}.{FORMAT}"
        told.append(f"{name} [{context.state.number(url)}]" if url else f"{name} ({place})")
    listed = context.words["comma"].join(told)
    return f"{_label(context, 'other-languages')}{listed}" if told else ""


def _notes(context: TextContext) -> Lines:
    """The notes under a heading, each behind the mark that the text refers to it with."""
    notes = [
        hanging(context.note_mark(index), lines(context, note.blocks))
        for index, note in enumerate(context.document.notes, start=1)
    ]
    return [context.heading(2, context.words["notes"]), "", *spaced(notes)] if notes else []


def _links(context: TextContext) -> Lines:
    """The addresses of the links, one a line, by number."""
    written = [f"[{number}] {url}" for url, number in context.state.links.items()]
    return [context.heading(2, context.words["links"]), "", *written] if written else []


def _back(context: TextContext) -> Lines:
    """Whom to ask, how to ask for another format, and how accessible it is."""
    told = back_lines(context.brand, context.document.meta)
    lines = [[f"{context.words[line.key]} {tidy(line.said.text)}"] for line in told]
    said = foot(context.brand, context.document.meta.lang)
    return spaced([*lines, *([[tidy(said.text)]] if said else [])])
