"""The marks of Markdown and of other programs that stay visible in a document (leftovers.toml)."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Set
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from docforge.document import Position
from docforge.lint.passages import passages
from docforge.lint.subject import LintSubject


class LeftoverMark(Struct, frozen=True):
    """A mark that was not read: where it is found, what it is called, and how it is mended.

    `programs` are those whose mark it is; one that is not told `alone` only counts beside others
    that are theirs for certain.
    """

    pattern: re.Pattern[str]
    name: str
    mend: str
    is_error: bool
    programs: tuple[str, ...] = ()
    alone: bool = True


@cache
def leftover_marks() -> tuple[LeftoverMark, ...]:
    """The marks of leftovers.toml, in their order."""
    return tuple(
        LeftoverMark(
            re.compile(row["pattern"], re.MULTILINE),
            row["name"],
            row.get("mend", ""),
            row.get("severity") == "error",
            tuple(row.get("of", ())),
            row.get("alone", True),
        )
        for row in _table()["mark"]
    )


@cache
def _table() -> dict[str, Any]:
    text = files("docforge.lint").joinpath("leftovers.toml").read_text("utf-8")
    return tomllib.loads(text)


# No mark is without one of these, so that plain prose is passed over.
_ANY_SIGN = re.compile(
    r"[*_#\[~=@\\{}$%^|`￼]|^\.\. |:[a-z]+-|\+\+|^!!\d|^!@|!\S+!|[\"”]:http|^[A-Z]> "
    r"|^import |^export |<!--|^--8<|[‘’']{2}|^h[1-6]\. |^bq\. |\.{5}|HYPERLINK "
    r"|^[—–]{3}|!!!|:::|<{7}|^s\d|^[A-Z][.)] ",
    re.MULTILINE,
)


class VisibleMark(Struct, frozen=True):
    """A mark that readers would meet: its signs, and where they stand."""

    mark: LeftoverMark
    position: Position
    signs: str


def visible_marks(subject: LintSubject, *, is_error: bool) -> Iterator[VisibleMark]:
    """Every mark that readers would meet: those that are errors, or all others."""
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
                signs = " ".join(match[0].replace("\ufffc", "…").split())[:60]
                yield VisibleMark(mark, subject.locate(match[0].split("\n")[0], position), signs)


def programs_told(subject: LintSubject) -> frozenset[str]:
    """The programs of which a mark is told for certain: their other marks have the same cause."""
    return certain_programs(visible_marks(subject, is_error=False))


def certain_programs(found: Iterable[VisibleMark]) -> frozenset[str]:
    """The programs to which a mark among `found` can belong alone."""
    only = (one.mark for one in found if len(one.mark.programs) == 1 and one.mark.alone)
    return frozenset(mark.programs[0] for mark in only)


def called(mark: LeftoverMark, certain: Set[str]) -> tuple[str, str] | None:
    """What a mark is called and its mend: all those of one program are one cause."""
    program = next((each for each in mark.programs if each in certain), None)
    if program is not None:
        return f"a mark of {program}", _table()["programs"][program]
    return (mark.name, mark.mend) if mark.alone else None
