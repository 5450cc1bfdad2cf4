"""What all tests share: a warning of WeasyPrint that no test expects is a failure.

At the end the score of the proof is told: how many of the broken outputs read-back caught, and
how many of the broken readings the ledger; and which tests are slow without being marked so.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator

import pytest


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@pytest.fixture(autouse=True)
def weasyprint_warnings() -> Iterator[list[str]]:
    """The warnings of WeasyPrint so far; a test that expects some takes them out."""
    kept = _Kept()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(kept)
    yield kept.messages
    logger.removeHandler(kept)
    assert kept.messages == []


_BROKEN = re.compile(r"::test_a_broken_(\w+)_is_caught\[")


# Seconds. What takes longer, setup included, is marked slow and left out by scripts/test --fast.
_SLOW = 3.0


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    _tell_score(terminalreporter)
    took: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        if {"slow", "judges", "wheel"}.isdisjoint(report.keywords):
            took[report.nodeid] += report.duration
    for name, seconds in took.most_common():
        if seconds > _SLOW:
            terminalreporter.write_line(f"Took {seconds:.1f} s and is not marked slow: {name}")


def _tell_score(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell caught of tried by format, when outputs were broken in this run (tests/verify)."""
    tried: dict[str, Counter[str]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            found = _BROKEN.search(report.nodeid)
            if found and report.when == "call":
                tried.setdefault(found[1], Counter())[outcome] += 1
    if tried:
        read = tried.pop("reading", None)
        if read:
            caught = f"{read['passed']} of {read.total()}"
            terminalreporter.write_line(f"Broken readings that the ledger caught: {caught}")
    if tried:
        told = (f"{kind} {n['passed']} of {n.total()}" for kind, n in sorted(tried.items()))
        terminalreporter.write_line(f"Broken outputs that read-back caught: {', '.join(told)}")
