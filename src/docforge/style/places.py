"""Where a key stands in a TOML file, for messages: tomllib does not say.

Invariant: a place that is not found is the table that it would stand in, or 0.
"""

import re

_HEADER = re.compile(r"\s*(\[\[?)([\w.\"' \t-]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([\w\"'-][\w.\"' \t-]*)=")


def line_of(text: str, key: str, item: int = 0) -> int:
    """The line of `key` ("brand.logo.file") in `text`, counted from 1; 0 when it is nowhere.

    `item` is the number of the table in an array of tables ([[font]]), counted from 0.
    """
    wanted = key.split(".")
    table, counts, best = list[str](), dict[str, int](), (0, 0)
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            table = _parts(header[2])
            if header[1] == "[[":
                counts[".".join(table)] = counts.get(".".join(table), -1) + 1
            place = table if counts.get(".".join(table), item) == item else []
        elif found := _KEY.match(line):
            place = [*table, *_parts(found[1])]
            if counts.get(".".join(table), item) != item:
                continue
        else:
            continue
        common = _common(place, wanted)
        # Of what leads as far, the first; an inline table has its keys on its own line.
        if common == len(place) and common > best[0]:
            best = (common, number)
    return best[1]


def _parts(dotted: str) -> list[str]:
    return [part.strip(" \t\"'") for part in dotted.split(".")]


def _common(place: list[str], wanted: list[str]) -> int:
    count = 0
    for one, other in zip(place, wanted, strict=False):
        if one != other:
            break
        count += 1
    return count
