"""Document to the lines that its plain text must hold, worked out a second time.

Invariant: this follows `docs/guide/text.md` and shares nothing with the rendition to text, so
that a mistake in one of them is a difference.
"""

from collections.abc import Iterator, Sequence

from docforge.document import Document, Heading, Meta, walk
from docforge.document.kinds import KINDS
from docforge.style import NO_BRAND, Brand, Words
from docforge.style.furniture import facts_of, label_of, named_translations
from docforge.style.masthead import MastheadPart, back_lines, masthead
from docforge.style.restrictions import marks
from docforge.verify.entries import Outline
from docforge.verify.expected_text.blocks import blocks
from docforge.verify.expected_text.context import ExpectedText, joined, own_numbers, under
from docforge.verify.expected_text.inlines import clean, one_line
from docforge.verify.readers.text import TextLine, outline_of


def expected_outline(document: Document, words: Words, brand: Brand = NO_BRAND) -> Outline:
    """The outline that the plain text of `document` must give back.

    What reads the same is the same: a paragraph that begins with "Note: " is a note to a
    listener, whatever the writer meant.
    """
    return outline_of(expected_lines(document, words, brand))


def expected_lines(document: Document, words: Words, brand: Brand = NO_BRAND) -> list[TextLine]:
    """What the plain text says, line by line, each with the source's line."""
    headings = {node.ident: node for node in walk(document) if isinstance(node, Heading)}
    expected = ExpectedText(words, words, headings, own_numbers(document))
    meta = document.meta
    head = masthead(brand, meta.lang)
    lines = [[TextLine(one_line(expected, meta.title), 1)]]
    lines += [[TextLine(text)] for text in _title_block(meta, words, head) if text]
    if meta.translations:
        lines += [[TextLine(_translations(expected, meta))]]
    lines += [blocks(expected, document.blocks)]
    if document.notes:
        lines += [[TextLine(words.say("heading", level=2, text=words["notes"]), gap=2)]]
    for number, note in enumerate(document.notes, start=1):
        mark = f"[{words.say('note', n=number)}]"
        lines += [under(mark, blocks(expected, note.blocks), note.position.line)]
    if expected.links:
        lines += [[TextLine(words.say("heading", level=2, text=words["links"]), gap=2)]]
        lines += [[TextLine(f"[{number}] {url}") for url, number in expected.links.items()]]
    for line in back_lines(brand, meta):
        lines += [[TextLine(f"{words[line.key]} {clean(line.said.text)}")]]
    if brand.footer:
        lines += [[TextLine(clean(brand.footer.said(meta.lang).text))]]
    return joined(lines)


def _title_block(meta: Meta, words: Words, head: Sequence[MastheadPart]) -> Iterator[str]:
    """What stands between the title and the text, line by line."""
    yield from (clean(part.said.text) for part in head)
    if meta.kind:
        yield words[KINDS[meta.kind].word]
    yield clean(meta.subtitle)
    yield from (clean(mark.text) for mark in marks(meta.restrictions, words))
    for fact in facts_of(meta, words, head):
        yield (label_of(words, fact.word) if fact.word else "") + clean(fact.text)


def _translations(expected: ExpectedText, meta: Meta) -> str:
    said = []
    for one, name in named_translations(meta):
        address, file = one.target.url, one.target.stem.rpartition("/")[2]
        place = f"[{expected.number(address)}]" if address else f"({file}.txt)"
        said.append(f"{name} {place}")
    return label_of(expected.words, "other-languages") + expected.words["comma"].join(said)
