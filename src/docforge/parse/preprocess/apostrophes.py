"""Backticks typed for apostrophes: “It`s the Minister`s plan”, where two of them would be code."""

import re

from docforge.parse.preprocess.lines import Edit, SourceLines, line_of
from docforge.parse.preprocess.scan import SourceScan

# In English before what is left of a word, in French and Italian behind it: “l`été”, “dell`arte”.
_APOSTROPHE = re.compile(
    r"(?<=[^\W\d_])`(?=(?:s|t|d|m|re|ve|ll)\b)"
    r"|(?<![^\W_])(?:[cdjlmnstv]|qu|un|(?:jus|lors|puis)qu|gli|(?:de|ne|a|su|da|que|be)ll)`(?=[^\W\d_])",
    re.IGNORECASE,
)
_FEWEST = 2  # a single one is no code, and is told


def keep_apostrophes(lines: SourceLines, scan: SourceScan) -> None:
    """Put a backslash before each backtick of a paragraph all of whose backticks end words so."""
    for region in scan.regions:
        text = "\n".join(line.text for line in lines.lines[region.start : region.end])
        places = [found.end() - 1 for found in _APOSTROPHE.finditer(text)]
        if len(places) < _FEWEST or len(places) != text.count("`"):
            continue
        ends = [match.start() for match in re.finditer("\n", text)]
        edits = (line_of(ends, place) for place in places)
        lines.replace_each([(region.start + n, Edit(at, at, "\\")) for n, at in edits])
