"""Clauses of a resolution, a line each: “WHEREAS …; and”, “Thanks the staff …;”."""

import re
from collections.abc import Sequence

_CLAUSE = re.compile(r";(?:[ ](?:and|or|et|ou|und|oder|y|e|i))?[ ]*$")
_SEVERAL = 3


def are_clauses(block: Sequence[str]) -> bool:
    """Whether each line ends as a clause does, and the next begins as a sentence: “WHEREAS …;”."""
    ended = all(_CLAUSE.search(line) for line in block[:-1])
    begun = all(line[:1].isupper() for line in block)
    same = len({tuple(line.split()[:1]) for line in block}) == 1
    return ended and begun and (same or len(block) >= _SEVERAL)
