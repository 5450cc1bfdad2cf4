"""What the style adds to a document is decided here: what the contents list, what is an address.

Invariant: renditions and read-back ask the same question; how an answer is shown, and how it is
read, stays with each of them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec import Struct

from docforge.document import (
    Code,
    CodeBlock,
    Details,
    Document,
    Figure,
    Heading,
    Image,
    Meta,
    Table,
    Text,
    ThematicBreak,
    Translation,
    walk,
)
from docforge.document.kinds import KINDS, NO_KIND
from docforge.style.dates import in_words
from docforge.style.languages import name_of_language
from docforge.style.masthead import MastheadPart, says_organisation
from docforge.style.words import Words

# Letters that a first page has room for below the title, and what takes more room than letters.
_OPENING = 1500
_TOO_MUCH = (CodeBlock, Details, Figure, Heading, Image, Table, ThematicBreak)
_ADDRESS = re.compile(
    r"(https?://[^\s<>]*[^\s<>.,;:!?)]|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+)"
)


class ContentsRule(Struct, frozen=True):
    """When a style adds contents unasked: from `least` headings; and how many ranks they list.

    A longer list is no longer an overview: with more than `most` headings it lists fewer ranks. A
    PDF with contents that would have more than `cover` pages begins with a cover.
    """

    least: int
    depth: int = 2
    cover: int = 12
    most: int = 200


def listed_headings(document: Document, rule: ContentsRule) -> tuple[Heading, ...]:
    """The headings that the contents list; () when the document has or wants no list."""
    headings = [node for node in walk(document.blocks) if isinstance(node, Heading)]
    wanted = document.meta.toc
    if not headings or wanted is False or (wanted is None and len(headings) < rule.least):
        return ()
    top = min(heading.level for heading in headings)
    ranks = [
        tuple(heading for heading in headings if heading.level < top + depth)
        for depth in range(rule.depth, 0, -1)
    ]
    return next((listed for listed in ranks if len(listed) <= rule.most), ranks[-1])


def opening(document: Document) -> int:
    """How many of the first blocks stand before the contents: those above the first heading.

    They are the message, which contents would bury, where they are short and plain; what is longer,
    or begins with a table or a picture, follows the contents as a whole.
    """
    blocks = tuple(takewhile(lambda one: not isinstance(one, Heading), document.blocks))
    is_plain = not any(isinstance(node, _TOO_MUCH) for node in walk(blocks))
    letters = sum(len(node.text) for node in walk(blocks) if isinstance(node, Text | Code))
    is_whole = len(blocks) == len(document.blocks)
    return len(blocks) if is_plain and letters <= _OPENING and not is_whole else 0


class Fact(Struct, frozen=True):
    """A line of the title block: `name` is the field of `Meta` that says it.

    `word` is the key of the word that stands before it, "" for none.
    """

    name: str
    word: str
    text: str


def facts_of(meta: Meta, words: Words, head: Sequence[MastheadPart] = ()) -> Iterator[Fact]:
    """What the title block of a document of its kind says below the title, in order.

    The organisation is told once: not where the `head` of its house says it. Its word then stands
    before the authors, where they have none: a name alone among labelled lines is a riddle.
    """
    said = {
        "authors": words["comma"].join(meta.authors),
        "organisation": "" if says_organisation(head, meta.organisation) else meta.organisation,
        "date": in_words(meta.date, meta.lang),
        "version": meta.version,
        "replaces": meta.replaces,
    }
    words_of = dict(KINDS.get(meta.kind, NO_KIND).facts)
    if not said["organisation"]:
        words_of["authors"] = words_of["authors"] or words_of["organisation"]
    for name, word in words_of.items():
        if said[name]:
            yield Fact(name, word, said[name])


def label_of(words: Words, key: str) -> str:
    """The word of `key` as it stands before what it names."""
    return words[key] + words["colon"]


def named_translations(meta: Meta) -> Iterator[tuple[Translation, str]]:
    """The translations of a document, each with what its language calls itself."""
    spoken = [meta.lang, *(one.lang for one in meta.translations)]
    for one in meta.translations:
        alike = [lang for lang in spoken if lang.partition("-")[0] == one.lang.partition("-")[0]]
        yield one, name_of_language(one.lang, in_full=len(alike) > 1)


def contact_parts(contact: str) -> Iterator[tuple[str, str]]:
    """The parts of a contact line, each with the address that it links to, "" for other words."""
    for index, part in enumerate(_ADDRESS.split(contact)):
        if index % 2 == 0:
            yield part, ""
        else:
            yield part, part if part.startswith("http") else f"mailto:{part}"
