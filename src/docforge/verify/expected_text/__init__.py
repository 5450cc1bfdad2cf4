"""Document to the lines that its plain text must hold, worked out a second time.

Invariant: this follows `docs/guide/text.md` and shares nothing with the rendition to text, so
that a mistake in one of them is a difference.
"""

from docforge.document import Document, Heading, walk
from docforge.style import Words
from docforge.style.dates import in_words
from docforge.verify.entries import Outline
from docforge.verify.expected_text.blocks import blocks
from docforge.verify.expected_text.context import ExpectedText, joined, own_numbers, under
from docforge.verify.expected_text.inlines import clean, one_line
from docforge.verify.readers.text import TextLine, outline_of


def expected_outline(document: Document, words: Words) -> Outline:
    """The outline that the plain text of `document` must give back.

    What reads the same is the same: a paragraph that begins with "Note: " is a note to a
    listener, whatever the writer meant.
    """
    return outline_of(expected_lines(document, words))


def expected_lines(document: Document, words: Words) -> list[TextLine]:
    """What the plain text says, line by line, each with the source's line."""
    headings = {node.ident: node for node in walk(document) if isinstance(node, Heading)}
    expected = ExpectedText(words, headings, own_numbers(document))
    meta = document.meta
    date = in_words(meta.date, meta.lang)
    byline = (meta.subtitle, ", ".join(meta.authors), meta.organisation, date)
    lines = [[TextLine(one_line(expected, meta.title), 1)]]
    lines += [[TextLine(clean(text))] for text in byline if text]
    lines += [blocks(expected, document.blocks)]
    if document.notes:
        lines += [[TextLine(words.say("heading", level=2, text=words["notes"]), gap=2)]]
    for number, note in enumerate(document.notes, start=1):
        mark = f"[{words.say('note', n=number)}]"
        lines += [under(mark, blocks(expected, note.blocks), note.position.line)]
    if expected.links:
        lines += [[TextLine(words.say("heading", level=2, text=words["links"]), gap=2)]]
        lines += [[TextLine(f"[{number}] {url}") for url, number in expected.links.items()]]
    if meta.contact:
        lines += [[TextLine(f"{words['contact']} {clean(meta.contact)}")]]
    return joined(lines)
