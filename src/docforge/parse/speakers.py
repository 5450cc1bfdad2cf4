"""Who speaks in a play: “KEEPER. What light is that?”."""

import re
from collections.abc import Sequence

from docforge.parse.hand_bullets import FEW

_SPEAKER = re.compile(
    r"[ \t]{0,12}[*_]{0,3}(?P<name>[^\W\d_](?:[^\W\d_]|[’' -]){2,40})(?:\.[*_]{0,3}|[*_]{0,3}\.)"
    r"[ ]+(?=[\"“„‘«¿¡(\[*_]{0,4}[^\W\d_a-z])"
)
# The end of a speech, perhaps in marks.
_ENDED = re.compile(r"[.!?…;:—–-][\"”“’»)\]*_]{0,4}[ \\]*$")


def speeches(block: Sequence[str]) -> list[int]:
    """The lines of a paragraph, by their index, with which somebody in capitals begins to speak.

    The first line is one, and each of the others stands behind the end of a sentence: of a text
    that was broken at a width, no line but the first begins so by chance.
    """
    found = [index for index, line in enumerate(block) if _speaks(line)]
    if len(found) < FEW or found[0] != 0:
        return []
    ended = all(_ENDED.search(block[index - 1].rstrip()) for index in found[1:])
    return found if ended else []


def _speaks(line: str) -> bool:
    speaker = _SPEAKER.match(line)
    if speaker is None or not speaker["name"].isupper():
        return False
    return any(map(str.islower, line[speaker.end() :]))
