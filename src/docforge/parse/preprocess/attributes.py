"""Attributes as HTML writes them, without a value or in single marks, as pandoc reads them."""

import re

from docforge.parse.preprocess.lines import Edit, SourceLines
from docforge.parse.preprocess.scan import SourceScan

# Braces behind a span, a link or code, at the end of a heading, and of a division.
_BRACES = re.compile(
    r"(?:(?<=[\])`])|^[ \t>]*:{3,}[ \t]*|(?<=[ \t])(?=\{[^{}\n]*\}[ \t]*$))\{[^{}\n]*\}"
)
_HIDDEN = re.compile(r"(?<=[\s{])hidden(?=[\s}])(?:[ \t]+until-found)?", re.IGNORECASE)


_SINGLE = re.compile(r"(?<=[\w-])=[ \t]*'([^'\"{}\\\n]*)'")


def give_values(lines: SourceLines, found: SourceScan) -> None:
    """Write `hidden=hidden` where the word stands alone, and double marks for single ones."""
    code = found.fenced | found.indented
    for index, line in enumerate(lines.lines):
        text = line.text
        if index in code or "{" not in text or not ("hidden" in text.lower() or "'" in text):
            continue
        edits: list[Edit] = []
        ticks = at = 0
        for braces in _BRACES.finditer(text):
            ticks += text.count("`", at, braces.start())
            at = braces.start()
            if ticks % 2 == 0:
                edits += _edits(text, braces.start(), braces.end())
        if edits:
            line.replace_each(edits)


def _edits(text: str, start: int, end: int) -> list[Edit]:
    alone = (
        Edit(word.start(), word.end(), "hidden=hidden")
        for word in _HIDDEN.finditer(text, start, end)
    )
    quoted = (
        Edit(value.start(), value.end(), f'="{value[1]}"')
        for value in _SINGLE.finditer(text, start, end)
    )
    made = sorted((*alone, *quoted), key=lambda edit: edit.start)
    # A word inside of a value is none by itself.
    return [one for n, one in enumerate(made) if not n or one.start >= made[n - 1].end]
