"""Who speaks in a play or an interview: “KEEPER. What light is that?”, “Q: Why?”, “Jane Doe: …”."""

import re
from collections.abc import Sequence

from docforge.parse.hand_bullets import FEW

_SPEAKER = re.compile(
    r"[ \t]{0,12}[*_]{0,3}(?P<name>[^\W\d_](?:[^\W\d_]|[’' -]){2,40})(?:\.[*_]{0,3}|[*_]{0,3}\.)"
    r"[ ]+(?=[\"“„‘«¿¡(\[*_]{0,4}[^\W\d_a-z])"
)
# The end of a speech, perhaps in marks.
_ENDED = re.compile(r"[.!?…;:—–。！？-][\"”“’»)\]*_]{0,4}[ \\]*$")

# Who asks and who answers: Q. and A., P.- and R.-, 問１ and 答１; and people by their names.
_TURN = re.compile(
    r"[ \t]{0,12}[*_]{0,3}(?P<who>[^\W\d_])\d{0,2}[*_]{0,3}(?:[.:][-–]?|[ ][:–-]|：)[*_]{0,3}"
    r"[ \t\u00a0]+(?=\S)"
    r"|[ \t\u3000]{0,12}(?P<east>[問问答])\d{0,2}[.:：\u3000 ][ \u3000]*(?=\S)"
)
_PAIRS = frozenset(map(frozenset, ("QA", "PR", "FA", "QR", "DR", "ВО", "問答", "问答")))
_NAME = re.compile(
    r"[ \t]{0,12}[*_]{0,3}(?P<name>[^\W\d_a-z][\w’'.-]{0,30}(?:[ ][\w’'.-]{1,30}){0,3})"
    r"[*_]{0,3}[ \u00a0]?:[*_]{0,3}[ ]+(?=\S)"
)


def speeches(block: Sequence[str]) -> list[int]:
    """The lines of a paragraph, by their index, with which somebody in capitals begins to speak.

    The first line is one, and each of the others stands behind the end of a sentence: of a text
    that was broken at a width, no line but the first begins so by chance.
    """
    for found in (
        [index for index, line in enumerate(block) if _speaks(line)],
        _turns(block),
        _named(block),
    ):
        is_first = len(found) >= FEW and found[0] == 0
        if is_first and all(_ENDED.search(block[index - 1].rstrip()) for index in found[1:]):
            return found
    return []


def _turns(block: Sequence[str]) -> list[int]:
    """The lines on which somebody asks or answers, where both is done."""
    found = {index: made for index, line in enumerate(block) if (made := _TURN.match(line))}
    who = frozenset((made["who"] or made["east"]).upper() for made in found.values())
    return [*found] if who in _PAIRS else []


def _named(block: Sequence[str]) -> list[int]:
    """The lines that begin with a name, where one of those speaks twice."""
    found = {index: made for index, line in enumerate(block) if (made := _NAME.match(line))}
    names = [made["name"] for made in found.values()]
    return [*found] if len(set(names)) < len(names) else []


def _speaks(line: str) -> bool:
    speaker = _SPEAKER.match(line)
    if speaker is None or not speaker["name"].isupper():
        return False
    return any(map(str.islower, line[speaker.end() :]))
