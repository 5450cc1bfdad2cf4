"""Bullets of word processors, which Markdown takes for text: “• one”.

They can mean one thing, a list.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

# U+F0B7, U+F0A7 and U+F0D8 are the bullets of Word's symbol fonts; as text, a letter and a tab.
_ALWAYS = "•●▪◦‣⁃➢➤►▸❖\uf0b7\uf0a7\uf0d8\uf076"
_BULLET = re.compile(
    rf"(?P<indent>[ \t]*)(?P<mark>[{_ALWAYS}][ \t\u00a0]*"
    r"|・[ \t\u00a0\u3000]*|[·∙–—][ \t\u00a0]+|[o§Øüvq]\t+)(?=\S)"
)
# Word's second and third level, pasted with a space: the letter is a word in some languages, and
# before a number the other one says “section”.
_LETTER = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>o[ \u00a0]+|§[ \u00a0]+(?=[^\W\d_]))"
    r"(?=(?P<capital>[A-Z0-9])|\S)"
)


# They begin dialogues, too.
DASHES = "–—"
FEW = 2  # lines that can only be meant as a list


class Bullet(Struct, frozen=True):
    """A bullet at the beginning of a line: its sign, how far it is indented, where text begins."""

    sign: str
    indent: int
    start: int
    end: int


def bullet(line: str) -> Bullet | None:
    """The bullet of a word processor before `line`, or None."""
    found = _BULLET.match(line)
    if found is None:
        return None
    indent = len(found["indent"].expandtabs(4))
    return Bullet(found["mark"][0], indent, found.start("mark"), found.end())


def bullets(block: Sequence[str]) -> list[Bullet | None]:
    """The bullets before the lines of a paragraph, “o” and “§” where they can be no word."""
    found = [bullet(line) for line in block]
    letters = [_LETTER.match(line) for line in block]
    several = sum(map(bool, letters)) >= FEW
    listed = any(found) or (several and all(letters))
    for index, letter in enumerate(letters):
        if letter and listed and (several or letter["capital"]):
            indent = len(letter["indent"].expandtabs(4))
            found[index] = Bullet(letter["mark"][0], indent, letter.start("mark"), letter.end())
    return found


def is_list(bullets: Sequence[Bullet | None]) -> bool:
    """Whether lines with these bullets can only be meant as a list; dashes begin dialogues, too."""
    signs = [one.sign for one in bullets if one is not None]
    return len(signs) >= FEW and signs[0] not in DASHES
