"""A document's plain text output in the message: as a reader of mail expects it.

Invariant: all its lines stay, in their order. Only the words before a heading that say its rank
go, which are there for searching in the file; by its conventions (docs/guide/text.md) a heading
stands alone behind two blank lines.
"""

import re
from collections.abc import Iterator

from docforge.style import Words

_BLANK = 2


def in_a_message(text: str, words: Words) -> str:
    """`text`, whose own words are `words`, with headings as people write them in a mail."""
    heading = _heading(words)
    return "\n".join(_lines(text.split("\n"), heading))


def _lines(lines: list[str], heading: re.Pattern[str]) -> Iterator[str]:
    blank = 0
    for line in lines:
        found = heading.fullmatch(line) if blank == _BLANK else None
        yield line if found is None else f"{found['indent']}{found['text']}"
        blank = 0 if line else blank + 1


def _heading(words: Words) -> re.Pattern[str]:
    """A line that is a heading. Code is indented by four, and has blank lines of its own."""
    said = re.escape(words["heading"])
    said = said.replace(r"\{level\}", r"[1-6]").replace(r"\{text\}", "(?P<text>.+)")
    return re.compile(rf"(?P<indent> {{0,2}}){said}")
