"""Document to the lines that its plain text must hold, and to what is heard in them.

Invariant: this follows `docs/guide/text.md` and shares nothing with the rendition to text, so
that a mistake in one of them is a difference. White space is not what is compared.
"""

from docforge.document import Document, Heading, walk
from docforge.style import Words
from docforge.style.dates import in_words
from docforge.verify.entries import Outline
from docforge.verify.readers.text import Line, heard
from docforge.verify.telling.blocks import blocks
from docforge.verify.telling.context import Telling, joined, own_numbers, under
from docforge.verify.telling.inlines import clean, one_line


def spoken(document: Document, words: Words) -> Outline:
    """The outline that the plain text of `document` must give back.

    What reads the same is the same: a paragraph that begins with "Note: " is a note to a
    listener, whatever the writer meant.
    """
    return heard(lines(document, words), words)


def lines(document: Document, words: Words) -> list[Line]:
    """What the plain text says, line by line, each with the source's line."""
    headings = {node.ident: node for node in walk(document) if isinstance(node, Heading)}
    telling = Telling(words, headings, own_numbers(document))
    meta = document.meta
    date = in_words(meta.date, meta.lang)
    byline = (meta.subtitle, ", ".join(meta.authors), meta.organisation, date)
    told = [[Line(one_line(telling, meta.title), 1)]]
    told += [[Line(clean(text))] for text in byline if text]
    told += [blocks(telling, document.blocks)]
    if document.notes:
        told += [[Line(words.say("heading", level=2, text=words["notes"]))]]
    for number, note in enumerate(document.notes, start=1):
        mark = f"[{words.say('note', n=number)}]"
        told += [under(mark, blocks(telling, note.blocks), note.position.line)]
    if telling.links:
        told += [[Line(words.say("heading", level=2, text=words["links"]))]]
        told += [[Line(f"[{number}] {url}") for url, number in telling.links.items()]]
    if meta.contact:
        told += [[Line(f"{words['contact']} {clean(meta.contact)}")]]
    return joined(told)
