"""What the plain part of a message must say, line by line.

Invariant: of a whole document these are the lines of its proved text, in which headings say no
rank; of a beginning and a note the words of the HTML part, links with their addresses behind them.
"""

from collections.abc import Iterator, Sequence

from docforge.export import Format
from docforge.style import Words, load_words
from docforge.verify.entries import Outline
from docforge.verify.mail import attached as files
from docforge.verify.mail.entry_lines import block_lines
from docforge.verify.mail.expected import (
    ShownDocument,
    is_one_document,
    marks_above,
    note_paragraphs,
    reader_of,
)
from docforge.verify.mail.order import WHOLE, MailOrder
from docforge.verify.mail.page import beginning, masthead_of, proved_page, ranks
from docforge.verify.mail.shown import PageInMail
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers.text import TextLine, outline_of

# Blank lines that stand before a heading and before a document.
_APART = 2
_DEEPEST = 2


def plain_part(order: MailOrder, shown: Sequence[ShownDocument]) -> Outline:
    """The lines of the plain part, each with the blank lines above it."""
    documents = [_document(order, each) for each in shown]
    note, attached = _note(order), _attached(order)
    if is_one_document(order) and documents:
        above = marks_above(order, "\n".join(documents[0]))
        parts = [_joined([*([mark] for mark in above), *note]), *documents, _joined(attached)]
    else:
        above = files.marks(order)
        parts = [_joined([*([mark] for mark in above), *note, *attached]), *documents]
    lines: list[str] = []
    for part in filter(None, parts):
        lines += [*([""] * _APART if lines else []), *part]
    return outline_of(map(TextLine, lines))


def _joined(blocks: Sequence[Sequence[str]]) -> list[str]:
    """The lines of `blocks`, with a blank line between them."""
    lines: list[str] = []
    for block in filter(None, blocks):
        lines += [*([""] if lines else []), *block]
    return lines


def _document(order: MailOrder, each: ShownDocument) -> list[str]:
    facts, outputs = each.document.facts, each.document.outputs
    page = proved_page(outputs[Format.HTML], has_notes=False)
    if order.body == WHOLE:
        text = outputs[Format.TEXT].decode().strip("\n").split("\n")
        return list(_without_ranks(text, {2, *ranks(page.main)}, load_words(facts.lang)))
    gather = OutlineBuilder(page.voice)
    reader = reader_of(order, each, gather)
    own = masthead_of(page)
    for part in page.header:
        if part is not own:
            reader.element(part, page.voice)
    for part in beginning(page.main):
        reader.element(part, page.voice)
    gather.close()
    return _joined(list(block_lines(gather.entries)))


def _without_ranks(lines: Sequence[str], levels: set[int], words: Words) -> Iterator[str]:
    """`lines`, in which headings of these `levels` that stand alone lose the words for their rank.

    What is indented further than a heading in a note or an item may be code.
    """
    blank = 0
    around = [words.say("heading", level=each, text="\0").split("\0") for each in sorted(levels)]
    for line in lines:
        words_of_line = line.lstrip(" ")
        indent = line[: len(line) - len(words_of_line)]
        for before, behind in around if blank == _APART and len(indent) <= _DEEPEST else ():
            if words_of_line.startswith(before) and words_of_line.endswith(behind):
                words_of_line = words_of_line.removeprefix(before).removesuffix(behind)
                break
        yield indent + words_of_line
        blank = 0 if line else blank + 1


# --- The note and what is attached -------------------------------------------------------


def _note(order: MailOrder) -> list[list[str]]:
    if order.note_page:
        page = proved_page(order.note_page)
        gather = OutlineBuilder(page.voice)
        PageInMail(gather, lambda address: address, order=order).flow(page.main, page.voice)
        gather.close()
        return list(block_lines(gather.entries))
    return list(note_paragraphs(order.note))


def _attached(order: MailOrder) -> list[list[str]]:
    words, asked = order.words, files.whom_to_ask(order)
    listed = [
        f"- {each.document.facts.title}{words['colon']}{files.said_of_files(each, words)}"
        for each in files.attached_files(order)
        if each.files
    ]
    found = [[words["attached"], *listed]] if listed else []
    return [*found, *([[f"{words['other-format']} {asked}"]] if asked else [])]
