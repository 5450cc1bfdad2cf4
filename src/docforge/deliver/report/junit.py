"""Reports as JUnit XML, which build servers show.

Invariant: a document that was not delivered is never a passed test case.
"""

import re
from collections.abc import Sequence
from typing import assert_never
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from docforge.deliver.records import DocumentReport
from docforge.export import Status
from docforge.findings import Finding, Outcome, Severity, Verdict
from docforge.shown import shown

# They are closed by nobody who shows results.
_ISOLATES = re.compile("[\u2066-\u2069]")
# What XML 1.0 cannot carry (2.2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(reports: Sequence[DocumentReport]) -> bytes:
    """One `testcase` a document and one a judge's verdict: errors fail, "not run" is skipped."""
    root = Element("testsuites", {"name": "docforge"})
    for report in reports:
        suite = SubElement(root, "testsuite", {"name": _clean(report.entry.source)})
        _document(suite, report)
        for verdict in report.verdicts:
            _verdict(suite, report.entry.source, verdict)
        _count(suite)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def _document(suite: Element, report: DocumentReport) -> None:
    entry = report.entry
    case = SubElement(suite, "testcase", {"classname": _clean(entry.source), "name": "export"})
    if report.failure:
        _tell(case, "error", report.failure.message, report.failure.hint)
    elif entry.status is Status.BLOCKED or entry.count(Severity.ERROR):
        errors = [found for found in report.findings if found.severity is Severity.ERROR]
        _tell(case, "failure", f"{entry.status}: errors", "\n".join(map(_line, errors)))
    rest = [found for found in report.findings if found.severity is not Severity.ERROR]
    if rest:
        SubElement(case, "system-out").text = _clean("\n".join(map(_line, rest)))


def _verdict(suite: Element, source: str, verdict: Verdict) -> None:
    name = f"{verdict.judge} {verdict.version}".strip()
    case = SubElement(suite, "testcase", {"classname": _clean(source), "name": _clean(name)})
    match verdict.outcome:
        case Outcome.PASSED:
            pass
        case Outcome.NOT_RUN:
            SubElement(case, "skipped", {"message": _clean(f"not run: {verdict.reason}")})
        case Outcome.FAILED:
            _tell(case, "failure", "failed", "\n".join(map(_line, verdict.findings)))
        case _:
            assert_never(verdict.outcome)


def _tell(case: Element, tag: str, message: str, text: str) -> None:
    SubElement(case, tag, {"message": _clean(message)}).text = _clean(text)


def _count(suite: Element) -> None:
    counts = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    for name, tag in counts.items():
        suite.set(name, str(len(list(suite.iter(tag)))))


def _line(found: Finding) -> str:
    return f"{found.where} {found.code} {found.severity}: {found.message}"


def _clean(text: str) -> str:
    return _ISOLATES.sub("", _NO_XML.sub("\ufffd", shown(text)))
