"""What outputs say of how far they may go, in the words of a language.

Invariant: renditions, read-back, e-mails and file names say the same of one document.
"""

import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from docforge.document.restrictions import Restrictions
from docforge.style.dates import moment_in_words
from docforge.style.words import FALLBACK, Words, load_words


class Mark(Struct, frozen=True):
    """A line under the title; `is_own` says that its words are the style's, not the writer's."""

    text: str
    is_own: bool = True


def marks(restrictions: Restrictions, words: Words) -> tuple[Mark, ...]:
    """The lines that say of a document how far it may go, the most urgent first."""
    return tuple(_marks(restrictions, words))


def _marks(restrictions: Restrictions, words: Words) -> Iterator[Mark]:
    embargo = restrictions.embargo
    if embargo is not None:
        time = moment_in_words(embargo, words.lang)
        yield Mark(words.say("embargoed-until", time=time) if time else words["embargoed"])
    if restrictions.is_draft:
        yield Mark(words["draft"])
    if restrictions.classification:
        yield Mark(restrictions.classification, is_own=False)


def running_text(restrictions: Restrictions, words: Words) -> str:
    """The same in one line."""
    return " · ".join(mark.text for mark in marks(restrictions, words))


def in_name(restrictions: Restrictions, lang: str | None) -> tuple[str, ...]:
    """What the name of a file says of it; in English where `lang` is not in Latin letters."""
    words = load_words(lang or FALLBACK)
    said = []
    if restrictions.embargo is not None:
        said.append(_latin(words, "embargoed").lower())
    if restrictions.is_draft:
        said.append(_latin(words, "draft").lower())
    return tuple(filter(None, (*said, restrictions.classification)))


def _latin(words: Words, key: str) -> str:
    """Words that are written as they sound in other letters say nothing to anybody."""
    letters = [char for char in words[key] if char.isalpha()]
    is_latin = all(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return words[key] if is_latin else load_words(FALLBACK)[key]
