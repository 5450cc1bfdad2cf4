"""Attributes as HTML writes them, without a value or in single marks, as pandoc reads them."""

import re

from docforge.parse.preprocess.lines import Edit, SourceLines
from docforge.parse.preprocess.scan import SourceScan

# Braces behind a span, a link or code, of a division, and at the end of a heading.
_BRACES = re.compile(
    r"(?:(?<=[\])`])|^[ \t>]*:{3,}[ \t]*|^[ \t>]*(?=\{[^{}\n]*\}[ \t]*$)"
    r"|(?<=[ \t])(?=\{[^{}\n]*\}[ \t]*$))\{[^{}\n]*\}"
)
# What asks for a chart of a table, before it or at the end of its caption.
_CHART = re.compile(r"\{[^{}\n]*(?<=[{ \t])\.chart(?=[ \t}])")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")
_HIDDEN = re.compile(r"(?<=[\s{])hidden(?=[\s}])(?:[ \t]+until-found)?", re.IGNORECASE)
# A value in single or in typographic marks, or with spaces around its sign.
_VALUE = re.compile(
    r"(?<=[\w-])(?P<sign>[ \t]*=[ \t]*)(?:'(?P<single>[^'{}\\\n]*)'|\"(?P<double>[^\"{}\n]*)\""
    r"|[“”„](?P<curly>[^“”„\"{}\\\n]*)[“”]|(?P<bare>[^\s\"'“”„{}=]++))"
)


def give_values(lines: SourceLines, found: SourceScan) -> None:
    """Write `hidden=hidden` where the word stands alone, and values as `name="value"`."""
    code = found.fenced | found.indented
    for index, line in enumerate(lines.lines):
        text = line.text
        if index in code or "{" not in text or not _may_need(text):
            continue
        edits: list[Edit] = []
        ticks = at = 0
        for braces in _BRACES.finditer(text):
            ticks += text.count("`", at, braces.start())
            at = braces.start()
            own = braces[0].lstrip(" \t>")
            is_alone = at == 0 and own.startswith("{")
            of_line = (is_alone or text[at - 1 : at] in (" ", "\t")) and not _HEADING.match(text)
            of_line = of_line and not _CHART.match(own)
            if ticks % 2 == 0 and (not of_line or ":::" in text[:at]):
                edits += _edits(text, braces.start(), braces.end())
        if edits:
            line.replace_each(edits)


def _may_need(text: str) -> bool:
    return "=" in text or "hidden" in text.lower()


def _edits(text: str, start: int, end: int) -> list[Edit]:
    alone = (
        Edit(word.start(), word.end(), "hidden=hidden")
        for word in _HIDDEN.finditer(text, start, end)
    )
    quoted = (
        Edit(value.start(), value.end(), f'="{_quoted(value[value.lastgroup or 0])}"')
        for value in _VALUE.finditer(text, start, end)
        if value["sign"] != "=" or (value["double"], value["bare"]) == (None, None)
    )
    made = sorted((*alone, *quoted), key=lambda edit: edit.start)
    # A word inside of a value is none by itself.
    return [one for n, one in enumerate(made) if not n or one.start >= made[n - 1].end]


def _quoted(value: str) -> str:
    return value.replace('"', "&quot;")
