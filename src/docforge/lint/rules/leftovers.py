"""Marks of Markdown, or of another program, that stay visible in the text.

What is searched is the document, not the source: only what readers would meet is found, whatever
program the mark was written for (leftovers.toml).
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from docforge.document import Position
from docforge.lint.passages import passages
from docforge.lint.subject import LintSubject, RuleHit


@dataclass(frozen=True, slots=True)
class LeftoverMark:
    """A mark that was not read: where it is found, what it is called, and how it is mended."""

    pattern: re.Pattern[str]
    name: str
    mend: str
    is_error: bool


@cache
def leftover_marks() -> tuple[LeftoverMark, ...]:
    """The marks of leftovers.toml, in their order."""
    table = tomllib.loads(files("docforge.lint").joinpath("leftovers.toml").read_text("utf-8"))
    return tuple(
        LeftoverMark(
            re.compile(row["pattern"], re.MULTILINE),
            row["name"],
            row["mend"],
            row.get("severity") == "error",
        )
        for row in table["mark"]
    )


# No mark is without one of these, so that plain prose is passed over.
_ANY_SIGN = re.compile(
    r"[*_#\[~=@\\{}$%^|`]|\+\+|^-\w|^import |^export |^\d+[.)]\w|!!!|:::|<{7}|^s\d|^[A-Z][.)] ",
    re.MULTILINE,
)


def leftover_mark(subject: LintSubject) -> Iterator[RuleHit]:
    """A mark stays visible in the text, because it was not read as one.

    Why: Readers see and hear signs, such as “star star”, and not what they were meant for.

    Example: `** bold **`, `#Heading`, `[[page]]` or `@fig-1`

    Mend: Write the mark as docforge reads it, or put a backslash before a sign that is meant.
    """
    yield from _left(subject, is_error=False)


def missing_target(subject: LintSubject) -> Iterator[RuleHit]:
    """A note or an address is referred to and defined nowhere.

    Why: Readers meet the signs `[^2]` or `[plan][plan]` and cannot follow them.

    Example: `It fell.[^2]` without a line `[^2]: …`

    Mend: Write the note, or the address on a line of its own: `[plan]: https://…`.
    """
    yield from _left(subject, is_error=True)


def _left(subject: LintSubject, *, is_error: bool) -> Iterator[RuleHit]:
    found: dict[str, list[tuple[Position, str]]] = {}
    marks = [mark for mark in leftover_marks() if mark.is_error is is_error]
    for text, position in passages(subject):
        if not _ANY_SIGN.search(text):
            continue
        taken: list[tuple[int, int]] = []
        for mark in marks:
            for match in mark.pattern.finditer(text):
                if any(low < match.end() and match.start() < high for low, high in taken):
                    continue
                taken.append(match.span())
                signs = " ".join(match[0].split())[:60]
                where = subject.locate(match[0].split("\n")[0], position)
                if is_error:
                    yield RuleHit(where, f"“{signs}” is {mark.name}", mark.mend)
                else:
                    found.setdefault(f"{mark.name}\0{mark.mend}", []).append((where, signs))
    for key, places in found.items():
        name, _, mend = key.partition("\0")
        where, signs = min(places, key=lambda place: (place[0].line, place[0].column))
        more = f", and {len(places) - 1} more like it" if len(places) > 1 else ""
        yield RuleHit(where, f"“{signs}” is {name}; it stays visible in the text{more}", mend)
