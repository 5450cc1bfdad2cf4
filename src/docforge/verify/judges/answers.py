"""A judge's line to a Verdict: what is not plainly an answer to the question is ToolFailed."""

import json
from pathlib import Path
from typing import TypeVar

from docforge.errors import ToolFailed
from docforge.findings import Finding, Outcome, Severity, Verdict, Where

_FAILING = (Severity.ERROR, Severity.WARNING)
_Kind = TypeVar("_Kind", str, int, list[object], dict[str, object])


class _Nonsense(ValueError):
    """A line without the shape of an answer; it never leaves this module."""


def question(file: Path, profile: str) -> str:
    """The line that asks for a verdict."""
    return f"{profile} {file.resolve().as_uri()}"


def read_greeting(line: str, name: str) -> str:
    """The version in the first line that the judge `name` says; ToolFailed when it is not one."""
    try:
        said = _fields(line)
        if _take(said, "judge", str) != name:
            raise ToolFailed(f"{name} was asked for, another judge answered: {_short(line)}")
        return _words(said, "version")
    except _Nonsense:
        raise _unreadable(line) from None


def read_answer(line: str, asked: str, judge: str, version: str) -> Verdict:
    """The verdict in `line`, an answer to the question `asked`.

    Raises ToolFailed when the line is not an answer, answers something else or contradicts
    itself: a judge that found nothing wrong but looked at nothing has not judged.
    """
    try:
        said = _fields(line)
        if f"{_take(said, 'profile', str)} {_take(said, 'file', str)}" != asked:
            raise ToolFailed(f"The judge answered about another file: {_short(line)}")
        if "error" in said:
            return Verdict(judge, version, Outcome.NOT_RUN, reason=_words(said, "error"))
        return _verdict(said, Path(asked).name, judge, version)
    except _Nonsense:
        raise _unreadable(line) from None


def _verdict(said: dict[str, object], name: str, judge: str, version: str) -> Verdict:
    """`checked` is how much was looked at: rules, items or bytes, as the judge counts."""
    outcome = _choice(Outcome, _take(said, "outcome", str))
    checked = _count(said, "checked")
    findings = [_finding(one, judge, name) for one in _take(said, "findings", list)]
    failing = any(finding.severity in _FAILING for finding in findings)
    if outcome is not (Outcome.FAILED if failing else Outcome.PASSED):
        raise ToolFailed(f"The judge contradicts itself: {outcome}, against its own findings.")
    if outcome is Outcome.PASSED and not checked:
        raise ToolFailed("The judge passed a file without looking at anything in it.")
    return Verdict(judge, version, outcome, tuple(sorted(findings, key=_order)))


def _finding(said: object, judge: str, name: str) -> Finding:
    """`inside` is a path inside the judged file; line and column count from 1, 0: unknown."""
    if not isinstance(said, dict):
        raise _Nonsense
    inside = _take(said, "inside", str)
    return Finding(
        code=f"{judge.split()[0]}:{_words(said, 'code')}",
        severity=_choice(Severity, _take(said, "severity", str)),
        message=_words(said, "message"),
        where=Where(
            f"{name}/{inside}" if inside else name, _count(said, "line"), _count(said, "column")
        ),
        hint=_take(said, "hint", str),
    )


def _order(finding: Finding) -> tuple[str | int, ...]:
    """Judges keep findings in hash tables: their own order differs from run to run."""
    where = finding.where
    return (where.path, where.line, where.column, finding.code, finding.message)


# --- The shape of an answer --------------------------------------------------------------


def _fields(line: str) -> dict[str, object]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise _Nonsense from None
    if not isinstance(said, dict):
        raise _Nonsense
    return said


def _take(said: dict[str, object], key: str, kind: type[_Kind]) -> _Kind:
    value = said.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _Nonsense
    return value


def _words(said: dict[str, object], key: str) -> str:
    words = _take(said, key, str).strip()
    if not words:
        raise _Nonsense
    return words


def _count(said: dict[str, object], key: str) -> int:
    count = _take(said, key, int)
    if count < 0:
        raise _Nonsense
    return count


_Choice = TypeVar("_Choice", Outcome, Severity)


def _choice(kind: type[_Choice], word: str) -> _Choice:
    try:
        return kind(word)
    except ValueError:
        raise _Nonsense from None


def _unreadable(line: str) -> ToolFailed:
    return ToolFailed(f"The judge printed what cannot be read: {_short(line)}")


def _short(line: str) -> str:
    return repr(line[:80])
