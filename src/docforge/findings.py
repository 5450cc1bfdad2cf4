"""Findings and verdicts: one shape for what parsing, lint, renditions and judges report."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """`ERROR` blocks publication; `WARNING` and `NOTE` are reported."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file; line and column count from 1, line 0 means the file as a whole.

    `path` is as the user gave it or relative to the input folder, with forward slashes.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: a stable code, what happened, where, and what to do about it."""

    code: str
    severity: Severity
    message: str
    where: Where
    hint: str = ""


class Outcome(StrEnum):
    """`NOT_RUN` is never `PASSED`: a judge that is missing, dies or cannot be read."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not-run"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one judge says of one file. `reason` says why a judge was not run."""

    judge: str
    version: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: str = ""
