"""What explains a difference between source and document; what nothing explains is a fault."""

import re
from collections.abc import Iterator

from docforge.document import Language, Position, languages, plain_text, walk
from docforge.verify.ledger.dates import is_same_day
from docforge.verify.ledger.faults import REPORT, Accounts, LedgerFault, short
from docforge.verify.ledger.kinds import address_faults, level_faults, sign_faults, turned_faults
from docforge.verify.ledger.labels import label_faults, lost_notes
from docforge.verify.ledger.moved import (
    MANY,
    met_again,
    without_captions,
    without_wandering_notes,
)
from docforge.verify.ledger.said_of import said_of_words
from docforge.verify.ledger.structure import structure
from docforge.verify.ledger.unexplained import UnexplainedWords, unexplained, word_faults
from docforge.verify.ledger.words import split

_LANGUAGE = re.compile(r"\[([^][{}]{1,300})\]\{ ?lang=[\"']?([\w-]{2,35})[\"']? ?\}", re.ASCII)


def explain(known: Accounts) -> Iterator[LedgerFault]:
    """The faults, part by part, each cause once.

    What a command of a site generator does to the passage around it, HTM010 tells: docforge does
    not run it, and browsers and pandoc read half of it as marks.
    """
    yield from _meta(known)
    commanded = known.source.commanded
    yield from (fault for fault in _faults(known) if fault.position.line not in commanded)


def _faults(known: Accounts) -> Iterator[LedgerFault]:
    left: list[UnexplainedWords] = []
    spare: list[UnexplainedWords] = []
    for sides in known.sides:
        for gap in sides.gaps():
            if rest := unexplained(known, sides, gap):
                (left if rest.typed or rest.carried else spare).append(rest)
        yield from sign_faults(sides)
        yield from turned_faults(known, sides)
        yield from level_faults(known, sides)
        yield from address_faults(known, sides)
    left = met_again(without_wandering_notes(left))
    # A document that is another one altogether is not searched for captions, pair by pair.
    yield from word_faults(without_captions(left, spare) if len(left) < MANY else left)
    yield from label_faults(known)
    yield from structure(known)
    yield from said_of_words(known)
    yield from lost_notes(known)


def _meta(known: Accounts) -> Iterator[LedgerFault]:
    """What the front matter says of the document, against what the document says of itself."""
    meta, given = known.document.meta, known.settings
    pairs = [
        ("title", given.title and _LANGUAGE.sub(r"\1", given.title), plain_text(meta.title)),
        ("subtitle", given.subtitle, meta.subtitle),
        ("authors", " ".join(given.authors), " ".join(meta.authors)),
        ("organisation", given.organisation, meta.organisation),
        ("description", given.description, meta.description),
        ("keywords", " ".join(given.keywords), " ".join(meta.keywords)),
        ("contact", given.contact, meta.contact),
        ("language", given.lang, meta.lang),
    ]
    for name, typed, carried in pairs:
        if typed is not None and split(typed)[1::2] != split(carried)[1::2]:
            what = f"the {name} “{short(typed)}” became “{short(carried)}”"
            yield LedgerFault("LED003", Position(1, 1), what, REPORT)
    asked = _asked_languages(given.title or "")
    marked = [node for node in walk(meta.title) if isinstance(node, Language) and node.lang]
    if given.title and asked != [(plain_text(node.children), node.lang) for node in marked]:
        what = f"the languages of the words in the title “{short(given.title)}” are others"
        yield LedgerFault("LED003", Position(1, 1), what, REPORT)
    if not is_same_day(known.date or given.date, meta.date, meta.lang) or (
        bool(given.date) is not bool(meta.date)
    ):
        what = f"the date “{short(known.date or given.date)}” became “{short(meta.date)}”"
        yield LedgerFault("LED003", Position(1, 1), what, REPORT)


def _asked_languages(title: str) -> list[tuple[str, str]]:
    """The words of a title that are marked with a language, and its tag as it is spelt."""
    asked = []
    for words, tag in _LANGUAGE.findall(title):
        try:
            asked.append((words, languages.normalise(tag)))
        except ValueError:  # LNG001 tells of it
            continue
    return asked
