"""Lines that begin an item made by hand, and may not flow into the line before them."""

import re
from collections.abc import Sequence

_BULLET = re.compile(r"[ \t>]*([•●▪◦‣\uf0b7\uf0a7])[ \t\u00a0]")
_NUMBERED = re.compile(
    r"""[ \t]{0,3}(?P<word>(?:[^\W\d_]{2,20}\.?|§)[ ]|[A-Z](?=\d)|第|)
    (?P<first>\d{1,3}[.])?(?P<last>\d{1,3})(?P<end>[.):条]?)(?:[ ]\S|(?<=条)\S)""",
    re.VERBOSE,
)

# Notes below a text, “*) …” and “(**) …”, and sections of Nordic laws, “2 § …”.
_NOTED = re.compile(r"[ \t]{0,3}\(?(?P<stars>\*{1,4})\)[ ]")
_SECTION = re.compile(r"[ \t]{0,3}(?P<number>\d{1,3})[ ]§(?:[ ]|$)")


def beginnings(lines: Sequence[str]) -> frozenset[int]:
    """The numbers (from 1) of lines with a bullet or the next label, in a block that begins so."""
    found: set[int] = set()
    begins: tuple[str, ...] | None = None
    number = 0
    blank = True
    for index, line in enumerate(lines, 1):
        if not line.strip(" \t>"):
            blank, begins = True, None
            continue
        form, value = _form(line)
        if blank:
            begins = form
        elif form is not None and form == begins and (value == number + 1 or not value):
            found.add(index)
        if form is not None:
            number = value
        blank = False
    return frozenset(found)


def _form(line: str) -> tuple[tuple[str, ...] | None, int]:
    """What a line begins with besides its number, and the number (0 for a bullet)."""
    if found := _BULLET.match(line):
        return ("bullet",), 0
    if noted := _NOTED.match(line):
        return ("stars",), len(noted["stars"])
    if section := _SECTION.match(line):
        return ("section",), int(section["number"])
    found = _NUMBERED.match(line)
    if found is None or not (found["word"] or found["first"]):
        return None, 0
    return (found["word"], found["first"] or "", found["end"]), int(found["last"])
