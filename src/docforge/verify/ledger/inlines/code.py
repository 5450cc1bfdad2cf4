"""Code between backticks."""

import re
from bisect import bisect_left

from docforge.verify.ledger.inlines.passage import Passage
from docforge.verify.ledger.words import WordKind

_TICKS = re.compile(r"`+")


def read_code(passage: Passage) -> None:
    """Code between backticks, as many on either side (CommonMark 0.31, 6.1)."""
    run = _TICKS.match(passage.text, passage.at)
    assert run is not None
    if passage.ticks is None:
        passage.ticks = {}
        for match in _TICKS.finditer(passage.text, passage.at, passage.end):
            passage.ticks.setdefault(len(match[0]), []).append(match.start())
    same = passage.ticks.get(len(run[0]), [])
    index = bisect_left(same, run.end())
    if index == len(same):
        passage.at = run.end()
        return
    close = same[index]
    passage.sheet.mask(passage.at, run.end())
    passage.sheet.mark(run.end(), close, WordKind.CODE)
    passage.at = close
    passage.mask_to(close + len(run[0]))
