"""Records as JUnit XML, which build servers show.

Invariant: a document that was not delivered is never a passed test case.
"""

import re
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from docforge.deliver.report.records import Record

# What XML 1.0 cannot carry (2.2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(told: Sequence[Record]) -> bytes:
    """One `testcase` a document and one a judge's verdict: errors fail, "not run" is skipped."""
    root = Element("testsuites", {"name": "docforge"})
    for record in told:
        suite = SubElement(root, "testsuite", {"name": _clean(record["source"])})
        _document(suite, record)
        for verdict in record["verdicts"]:
            _verdict(suite, record, verdict)
        _count(suite)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def _document(suite: Element, record: Record) -> None:
    case = SubElement(suite, "testcase", {"classname": _clean(record["source"]), "name": "export"})
    if failure := record.get("failure"):
        _tell(case, "error", failure["message"], failure["hint"])
    elif record["status"] == "blocked" or record["counts"]["error"]:
        errors = [found for found in record["findings"] if found["severity"] == "error"]
        _tell(case, "failure", f"{record['status']}: errors", "\n".join(map(_line, errors)))
    rest = [found for found in record["findings"] if found["severity"] != "error"]
    if rest:
        SubElement(case, "system-out").text = _clean("\n".join(map(_line, rest)))


def _verdict(suite: Element, record: Record, verdict: Record) -> None:
    name = f"{verdict['judge']} {verdict['version']}".strip()
    case = SubElement(
        suite, "testcase", {"classname": _clean(record["source"]), "name": _clean(name)}
    )
    match verdict["outcome"]:
        case "passed":
            pass
        case "not-run":
            SubElement(case, "skipped", {"message": _clean(f"not run: {verdict['reason']}")})
        case _:
            _tell(case, "failure", "failed", "\n".join(map(_line, verdict["findings"])))


def _tell(case: Element, tag: str, message: str, text: str) -> None:
    SubElement(case, tag, {"message": _clean(message)}).text = _clean(text)


def _count(suite: Element) -> None:
    counts = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    for name, tag in counts.items():
        suite.set(name, str(len(list(suite.iter(tag)))))


def _line(found: Record) -> str:
    return f"{place(found)} {found['code']} {found['severity']}: {found['message']}"


def place(found: Record) -> str:
    """Where a finding is: file, line and column, as far as it says."""
    if not found["line"]:
        return str(found["path"])
    return f"{found['path']}:{found['line']}:{found['column']}"


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
