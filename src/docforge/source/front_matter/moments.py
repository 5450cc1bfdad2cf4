"""Dates and embargoes of front matter as the moments that they name; what is doubtful is told."""

from collections.abc import Iterator, Mapping

from docforge.document import Position
from docforge.findings import Finding, Severity
from docforge.source.config import Settings
from docforge.source.front_matter.days import NotADay, day_of, is_to_be_filled
from docforge.source.front_matter.embargoes import EXAMPLE, embargo_of
from docforge.source.front_matter.problems import finding_at

_TOP = Position(1, 1)


def with_moments(
    settings: Settings, places: Mapping[str, Position], path: str
) -> tuple[Settings, tuple[Finding, ...]]:
    """`settings` with date and embargo as docforge writes them, and what is doubtful of them.

    `places` are those of the keys that the source at `path` has.
    """
    day, of_day = _day(settings, places.get("date", _TOP), path)
    embargo, of_embargo = _embargo(settings, places, path)
    changed = {
        key: value
        for key, value in (("date", day), ("embargo", embargo))
        if value != getattr(settings, key)
    }
    findings = (*of_day, *of_embargo)
    return (settings.model_copy(update=changed) if changed else settings), findings


def _day(settings: Settings, place: Position, path: str) -> tuple[str, Iterator[Finding]]:
    """The date as an ISO day, where it names one."""
    written = settings.date
    if is_to_be_filled(written):
        message = f"the date “{written}” is left out: nothing puts a day in its place"
        hint = "Write the day, such as 2026-11-30."
        return "", _one(path, "CFG011", message, place, hint)
    try:
        return day_of(written, settings.lang), iter(())
    except NotADay as problem:
        if problem.is_wrong:
            return written, _unusable(path, "date", problem, place)
        return written, _one(path, "CFG011", f"the date {problem}", place, problem.hint)


def _embargo(
    settings: Settings, places: Mapping[str, Position], path: str
) -> tuple[str, Iterator[Finding]]:
    written = settings.embargo
    place = places.get("embargo", places.get("status", _TOP))
    try:
        read = embargo_of(written, settings.lang)
    except NotADay as problem:
        return written, _unusable(path, "embargo", problem, place)
    doubt = read.doubt
    if read.embargo is None and settings.status == "embargoed":
        doubt = "it names no time"
    said = "" if read.embargo is None else str(read.embargo)
    if not doubt:
        return said, iter(())
    message = f"this does not say when the embargo ends: {doubt}"
    return said, _one(path, "CFG015", message, place, EXAMPLE)


def _unusable(path: str, key: str, problem: NotADay, place: Position) -> Iterator[Finding]:
    message = f"the value of “{key}” cannot be used: {problem}"
    yield finding_at(path, "CFG002", Severity.ERROR, message, place, problem.hint)


def _one(path: str, code: str, message: str, place: Position, hint: str) -> Iterator[Finding]:
    yield finding_at(path, code, Severity.WARNING, message, place, hint)
