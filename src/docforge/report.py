"""Exports as data for other programs: the manifest's entries with every finding in full.

Pure: nothing here reads, writes or prints.
"""

from typing import Any

from docforge.export import Export
from docforge.findings import Finding


def describe(export: Export, entry: dict[str, Any]) -> dict[str, Any]:
    """The manifest's `entry` of an export, with its findings and its failure in full."""
    described = {**entry, "counts": entry["findings"], "findings": []}
    described["findings"] = [_finding(finding) for finding in export.findings]
    if export.failure is not None:
        described["failure"] = {
            "message": export.failure.message,
            "hint": export.failure.hint,
            "exit_code": int(export.failure.exit_code),
        }
    return described


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "path": finding.where.path,
        "line": finding.where.line,
        "column": finding.where.column,
        "hint": finding.hint,
    }
