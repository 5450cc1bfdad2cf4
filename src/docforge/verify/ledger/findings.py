"""Faults as findings: each cause once, in the order of the source, and no flood."""

from collections.abc import Iterable

from docforge.findings import Finding, Severity, Where
from docforge.verify.ledger.faults import LedgerFault

MOST = 20
# What is left out because nothing asks for it; all else does not say what was typed.
_WARNINGS = frozenset({"LED012"})


def findings_of(path: str, faults: Iterable[LedgerFault]) -> tuple[Finding, ...]:
    """At most `MOST` findings of one code; the last of them says how many more there are."""
    by_code: dict[str, list[LedgerFault]] = {}
    for fault in sorted(faults, key=lambda f: (f.position.line, f.position.column, f.code)):
        by_code.setdefault(fault.code, []).append(fault)
    return tuple(
        _finding(path, fault, len(found) - MOST if index == MOST - 1 else 0)
        for found in by_code.values()
        for index, fault in enumerate(found[:MOST])
    )


def _finding(path: str, fault: LedgerFault, more: int) -> Finding:
    message = f"{fault.message} (and {more} more like it below)" if more > 0 else fault.message
    where = Where(path, fault.position.line, fault.position.column)
    severity = Severity.WARNING if fault.code in _WARNINGS else Severity.ERROR
    return Finding(fault.code, severity, message, where, fault.hint)
