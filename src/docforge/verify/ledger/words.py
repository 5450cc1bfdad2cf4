"""A text as words and the signs between them: what both sides of the ledger are made of.

A word is a run of letters and digits; a Chinese or Japanese character is one by itself, since
lines are broken between any two of them. Everything else is a sign, and belongs to the word
that follows it.
"""

import re
from enum import IntFlag
from unicodedata import is_normalized, normalize

from msgspec import Struct

# Stand where syntax stood, so that every place stays true; neither can be in a source, from
# which control characters are removed. The second one counts as a letter: it fills words.
GONE = "\x01"
GONE_LETTER = "\uffa0"
# Begins the word that a note's mark is on both sides.
NOTE_MARK = "\ua66e"

_EACH = "\u2e80-\u3006\u3021-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0002fa1f"
_WORD = re.compile(rf"([{_EACH}]|[^\W_{_EACH}]+)")


class WordKind(IntFlag):
    """What a word stands in; several may hold at once."""

    TEXT = 0
    CODE = 1
    PERHAPS = 2  # as code or as text: only a whole parser could tell
    FORMULA = 4
    HEADING = 8
    LABEL = 16
    NOTE = 32
    OPTIONAL = 64  # carried or not: what only some elements and programs say


# As they stand in `Words.kinds`: an operation on a flag costs fifty times that on a number.
CODE, PERHAPS, FORMULA, LABEL, NOTE, OPTIONAL = map(
    int,
    (
        WordKind.CODE,
        WordKind.PERHAPS,
        WordKind.FORMULA,
        WordKind.LABEL,
        WordKind.NOTE,
        WordKind.OPTIONAL,
    ),
)


class WordSequence(Struct, frozen=True):
    """Words in order, one side of the ledger or a part of it.

    `signs[n]` stands before word n, and the last one after all of them; `kinds[n]` is a WordKind;
    `columns[n]` is the column of a table, from 1, or 0.
    """

    words: list[str]
    signs: list[str]
    kinds: bytes
    columns: bytes


def split(text: str) -> list[str]:
    """Signs and words in turn, signs first and last (perhaps empty)."""
    return _WORD.split(composed(text))


def composed(text: str) -> str:
    """`text` with letters and their accents as one (NFC), as parsers hand them over."""
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def note_word(name: str) -> str:
    """The word that a mark of the note of that name is on both sides."""
    return NOTE_MARK + "".join(c for c in name.casefold() if split(c)[1:])
