"""Names of emoji between colons, which are signs in the document and no words: :books:, :+1:."""

import re

_NAME = r":[\w+-]{1,40}:"
# Those of neighbouring cells have bars between them.
_NAMES = re.compile(rf"{_NAME}(?:[\s|]*+{_NAME})*")
_BEFORE = re.compile(rf"(?:{_NAME}\s?){{1,9}}$")
_BEHIND = re.compile(rf"\s?(?:{_NAME}\s?){{1,9}}")
_LONGEST = 40
_FAR = 200  # letters that several names take at most


def is_name(text: str, begin: int, end: int) -> bool:
    """Whether the words from `begin` to before `end` are names, and stand in no word: a:b:c."""
    first = text.rfind(":", max(0, begin - _LONGEST), begin)
    last = text.find(":", end, end + _LONGEST)
    if not 0 <= first < last or not _NAMES.fullmatch(text, first, last + 1):
        return False
    return not (text[max(0, first - 1)].isalnum() or text[last + 1 : last + 2].isalnum())


def start_of_names(text: str, end: int) -> int | None:
    """Where names that end before `end` begin; None when there are none."""
    found = _BEFORE.search(text, max(0, end - _FAR), end)
    return found.start() if found else None


def end_of_names(text: str, begin: int) -> int | None:
    """Where names that begin at `begin` end; None when there are none."""
    found = _BEHIND.match(text, begin, begin + _FAR)
    return found.end() if found else None
