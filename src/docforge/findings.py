"""Findings and verdicts: one shape for what parsing, lint, renditions and judges report."""

from enum import StrEnum
from typing import TypedDict

from msgspec import Struct


class Severity(StrEnum):
    """`ERROR` blocks publication; `WARNING` and `NOTE` are reported."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Where(Struct, frozen=True):
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


class Finding(Struct, frozen=True):
    """What was found: a stable code, what happened, where, and what to do about it."""

    code: str
    severity: Severity
    message: str
    where: Where
    hint: str = ""


# The judge of a verdict that somebody gave, and no program.
PERSON = "person"


class Outcome(StrEnum):
    """`NOT_RUN` is never `PASSED`: a judge that is missing, dies or cannot be read."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not-run"


class Verdict(Struct, frozen=True):
    """What one judge says of one file. `reason` says why a judge was not run."""

    judge: str
    version: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: str = ""


# --- As JSON -----------------------------------------------------------------------------


class FindingRecord(TypedDict):
    """A Finding as docforge writes it into JSON; keys are added to, never renamed."""

    code: str
    severity: str
    message: str
    path: str
    line: int
    column: int
    hint: str


class VerdictRecord(TypedDict):
    """A Verdict as docforge writes it into JSON; keys are added to, never renamed."""

    judge: str
    version: str
    outcome: str
    reason: str
    findings: list[FindingRecord]


def encode_finding(finding: Finding) -> FindingRecord:
    """`finding` as JSON has it; `deliver.records.StoredFinding` reads it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": finding.where.path,
        "line": finding.where.line,
        "column": finding.where.column,
        "hint": finding.hint,
    }


def encode_verdict(verdict: Verdict) -> VerdictRecord:
    """`verdict` as JSON has it; `deliver.records.StoredVerdict` reads it."""
    return {
        "judge": verdict.judge,
        "version": verdict.version,
        "outcome": verdict.outcome.value,
        "reason": verdict.reason,
        "findings": [encode_finding(finding) for finding in verdict.findings],
    }


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Whether a finding blocks publication."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def in_reading_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Each finding once, as the writer meets them from the top of the source down."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda finding: (finding.where.line, finding.where.column, finding.code),
        )
    )
