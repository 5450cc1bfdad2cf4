"""Roles of MyST that mean one thing become HTML: {abbr}`MMO (Marine Office)`, {sub}`2`.

All others, which lead to places that only its project knows, stay for a finding.
"""

import html
import re

from docforge.parse.preprocess.formulas import INLINE
from docforge.parse.preprocess.lines import Edit, SourceLines
from docforge.parse.preprocess.scan import SourceScan, hidden

_ELEMENTS = {
    "sub": "sub",
    "subscript": "sub",
    "sup": "sup",
    "superscript": "sup",
    "kbd": "kbd",
    "strong": "strong",
    "emphasis": "em",
    "del": "del",
    "strike": "del",
    "u": "u",
    "code": "code",
    "samp": "samp",
    "abbr": "abbr",
    "abbreviation": "abbr",
}
_ROLE = re.compile(
    rf"(?<!`)\{{(?P<role>{'|'.join(_ELEMENTS)}|math)\}}(?P<ticks>`{{1,2}})(?P<words>[^`\n]+)"
    r"(?P=ticks)(?!`)"
)
_EXPANSION = re.compile(r"(?P<short>[^()]++)\((?P<long>[^()]++)\)[ ]*+")


def read_roles(lines: SourceLines, scan: SourceScan) -> None:
    """Rewrite every such role that stands in no code."""
    for region in scan.regions:
        for index in range(region.start, region.end):
            text = lines.lines[index].text
            if "}`" not in text:
                continue
            # The backticks of a role are read as a code span, too, which begins behind its name.
            covers = [pair for pair in hidden(text) if text[pair[0]] in "`\\"]
            edits = [
                Edit(*found.span(), _html(found))
                for found in _ROLE.finditer(text)
                if not any(low <= found.start() < high for low, high in covers)
            ]
            lines.lines[index].replace_each(edits)


def _html(role: re.Match[str]) -> str:
    name, words = role["role"], role["words"].strip()
    if name == "math":
        return f"{role['ticks']}{words}{role['ticks']}{{={INLINE}}}"
    element, title = _ELEMENTS[name], ""
    if element == "abbr" and (found := _EXPANSION.fullmatch(words)):
        words, title = found["short"].rstrip(), f' title="{html.escape(found["long"])}"'
    return f"<{element}{title}>{html.escape(words, quote=False)}</{element}>"
