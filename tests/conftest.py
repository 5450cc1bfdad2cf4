"""What all tests share: a warning of WeasyPrint that no test expects is a failure.

At the end the score of the proof is told: how many of the broken outputs read-back caught, and
how many of the broken readings the ledger; and which tests are slow without being marked so.
"""

import logging
import re
import signal
from collections import Counter
from collections.abc import Iterator

import pytest

from docforge.system.garbage import collect_seldom

# While tests are collected, too, most of what is made stays.
collect_seldom()


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


@pytest.hookimpl(tryfirst=True)  # before those that are marked slow are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what a broad repetition has besides its sample."""
    met: Counter[str] = Counter()
    for item in items:
        if sampled := item.get_closest_marker("sampled"):
            name = item.nodeid.partition("[")[0]
            if met[name] % sampled.args[0]:
                item.add_marker(pytest.mark.slow)
            met[name] += 1


def pytest_collection_finish() -> None:
    # 13,000 tests stay to the end: looking through them for garbage took a sixth of the time.
    collect_seldom()


def pytest_configure() -> None:
    # Whoever starts the tests in the background has them ignore these signals, and so would all
    # programs that the tests start, also those that are to be ended by one.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):  # Windows has none
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


_BROKEN = re.compile(r"::test_a_broken_(\w+)_is_caught\[")


# Seconds, of one test and of all cases of one, setup included. What takes longer is marked slow and
# left out by scripts/test --fast, which shall be quick enough to be run before each commit.
_SLOW = 1.0
_SLOW_CASES = 10.0


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    _tell_score(terminalreporter)
    took: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        if {"slow", "judges", "wheel"}.isdisjoint(report.keywords):
            took[report.nodeid] += report.duration
            cases[report.nodeid.partition("[")[0] + " with all its cases"] += report.duration
    for counted, most in ((took, _SLOW), (cases, _SLOW_CASES)):
        for name, seconds in counted.most_common():
            if seconds > most:
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
