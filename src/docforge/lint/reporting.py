"""Findings for other programs: SARIF 2.1.0, and the annotations of GitHub's workflows.

Pure: the same findings give the same text, and no path of the machine is in it.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from docforge import __version__
from docforge.findings import Finding, Severity
from docforge.lint.catalogue import CodeDescription, catalogue
from docforge.shown import as_json

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def sarif(findings: Sequence[Finding]) -> str:
    """The findings as a SARIF log (OASIS SARIF 2.1.0), with the rules that they break."""
    codes = sorted({finding.code for finding in findings})
    known = [catalogue()[code] for code in codes if code in catalogue()]
    index = {entry.code: number for number, entry in enumerate(known)}
    driver = {"name": "docforge", "version": __version__, "rules": [_rule(e) for e in known]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index) for finding in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return as_json(log, indent=2) + "\n"


def _rule(entry: CodeDescription) -> dict[str, Any]:
    level = "none" if entry.level == "off" else entry.level
    return {
        "id": entry.code,
        "shortDescription": {"text": entry.what},
        "fullDescription": {"text": entry.why},
        "help": {"text": f"{entry.mend}\nExample of what is wrong: {entry.example}"},
        "defaultConfiguration": {"enabled": level != "none", "level": level},
    }


def _result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.where.path)}}
    if finding.where.line:
        place["region"] = {
            "startLine": finding.where.line,
            "startColumn": max(1, finding.where.column),
        }
    words = f"{finding.message}. {finding.hint}" if finding.hint else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": str(finding.severity),
        "message": {"text": words},
        "locations": [{"physicalLocation": place}],
    }
    if finding.code in index:
        result["ruleIndex"] = index[finding.code]
    return result


def annotations(findings: Sequence[Finding]) -> Iterator[str]:
    """One workflow command a finding, which GitHub shows beside the line."""
    for finding in findings:
        place = f"file={_property(finding.where.path)}"
        if finding.where.line:
            place += f",line={finding.where.line},col={max(1, finding.where.column)}"
        words = f"{finding.message}. {finding.hint}" if finding.hint else finding.message
        yield f"::{_COMMANDS[finding.severity]} {place},title={finding.code}::{_data(words)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
