"""One document's section of the report page: its state, files, claims, judges and findings.

Invariant: what no judge has said is "not run", and a file that a judge refused is never only
"exported".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import quote
from xml.etree.ElementTree import Element

from docforge.deliver.records import DocumentReport, ManifestEntry
from docforge.export import FORMATS
from docforge.findings import Finding, Outcome, Severity, Verdict
from docforge.formats.markup import element
from docforge.style import sizes

T = TypeVar("T")
K = TypeVar("K")


def section(report: DocumentReport, number: int, words: dict[str, Any]) -> Element:
    """The section; `number` counts the documents of the page from 1."""
    ident = f"document-{number}"
    attributes = {"class": " ".join(["document", *classes(report)]), "aria-labelledby": ident}
    source = report.entry.source
    parts = [
        element("h2", {"id": ident}, [source]),
        element("p", {"class": "state"}, [words["status"][report.entry.status]]),
        *_troubles(report, words),
        element("dl", {}, _facts(report, words)),
        *_findings(report.findings, source, words["findings"]),
        *_findings(_found_by_judges(report), source, words["refusals"]),
    ]
    return element("section", attributes, parts)


def classes(report: DocumentReport) -> list[str]:
    """What the filters go by."""
    warned = ["warned"] if report.entry.count(Severity.WARNING) else []
    return [report.entry.status.value, *warned, *(["refused"] if _refusals(report) else [])]


def many(count: int, noun: str) -> str:
    """ "1 document", "2 documents"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _refusals(report: DocumentReport) -> list[Verdict]:
    return [verdict for verdict in report.verdicts if verdict.outcome is Outcome.FAILED]


def _found_by_judges(report: DocumentReport) -> list[Finding]:
    """What made judges refuse a file, but for what the document's own findings say already."""
    known = {(found.code, found.message) for found in report.findings}
    return [
        found
        for verdict in _refusals(report)
        for found in verdict.findings
        if (found.code, found.message) not in known
    ]


def _troubles(report: DocumentReport, words: dict[str, Any]) -> Iterator[Element]:
    if report.failure:
        yield element("p", {}, [f"{report.failure.message}. {report.failure.hint}"])
    if report.entry.outputs_from:
        yield element("p", {}, [words["earlier"]])
    if _refusals(report):
        yield element("p", {"class": "refusal"}, [words["refused"]])


# --- Files, claims and judges ------------------------------------------------------------


def _facts(report: DocumentReport, words: dict[str, Any]) -> Iterator[Element]:
    entry = report.entry
    yield from _row(words["outputs"], [_output(entry, kind) for kind in entry.outputs])
    claims = [element("li", {}, [claim]) for claim in entry.claims]
    yield from _row(words["claims"], claims or [element("li", {}, [words["no-claims"]])])
    for outcome, label in words["outcome"].items():
        said = [verdict for verdict in report.verdicts if verdict.outcome == outcome]
        yield from _row(label, list(_judges(said)), outcome)
    yield from _row(words["evidence"], [_evidence(name) for name in entry.evidence])


def _row(label: str, items: Sequence[Element], style: str = "") -> Iterator[Element]:
    if items:
        yield element("dt", {"class": style} if style else {}, [label])
        yield element("dd", {}, [element("ul", {}, items)])


def _output(entry: ManifestEntry, kind: str) -> Element:
    name = FORMATS[kind].name if kind in FORMATS else kind.upper()
    facts = [sizes.in_words(entry.bytes[kind])] if kind in entry.bytes else []
    if count := entry.pages.get(kind):
        facts.append(many(count, "page"))
    about = element("span", {"class": "facts"}, [f", {', '.join(facts)}"] if facts else [])
    attributes = {"href": quote(entry.outputs[kind]), "aria-label": f"{name} of {entry.source}"}
    return element("li", {}, [element("a", attributes, [name]), about])


def _evidence(name: str) -> Element:
    return element("li", {}, [element("a", {"href": quote(name)}, [name.rpartition("/")[2]])])


def _judges(verdicts: Iterable[Verdict]) -> Iterator[Element]:
    """Each judge once, with its version and what it went by; those without an answer by reason."""
    for reason, alike in _grouped(verdicts, lambda verdict: verdict.reason):
        judges: dict[str, list[str]] = {}
        for verdict in alike:
            name, _, profile = verdict.judge.partition(" ")
            went_by = judges.setdefault(f"{name} {verdict.version}".strip(), [])
            if profile and profile not in went_by:
                went_by.append(profile)
        names = [f"{name} ({', '.join(by)})" if by else name for name, by in judges.items()]
        if reason:
            yield element("li", {}, [f"{', '.join(names)}: {reason}"])
        else:
            yield from (element("li", {}, [name]) for name in names)


def _grouped(found: Iterable[T], key: Callable[[T], K]) -> Iterable[tuple[K, list[T]]]:
    """What has the same key together, in the order in which the first of each stands."""
    groups: dict[K, list[T]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups.items()


# --- Findings ----------------------------------------------------------------------------


def _findings(found: Sequence[Finding], source: str, label: str) -> Iterator[Element]:
    """What was found, kind by kind: the remedy of a kind is told once."""
    if not found:
        return
    counts = Counter(one.severity for one in found)
    told = ", ".join(many(counts[severity], severity) for severity in Severity if counts[severity])
    order = list(Severity)
    ranked = sorted(found, key=lambda one: order.index(one.severity))
    kinds = [
        _kind(alike, source)
        for _, alike in _grouped(ranked, lambda one: (one.severity, one.code, one.hint))
    ]
    opened = {"open": "open"} if counts[Severity.ERROR] else {}
    summary = element("summary", {}, [f"{label}: {told}"])
    yield element("details", opened, [summary, element("ul", {"class": "found"}, kinds)])


def _kind(alike: Sequence[Finding], source: str) -> Element:
    """A kind of finding. Of notes, which can be very many, the page has only the places."""
    first = alike[0]
    severity = element("strong", {"class": first.severity}, [first.severity])
    hint = element("span", {"class": "facts"}, [f" {first.hint}"] if first.hint else [])
    head: list[str | Element] = [severity, f" {first.code}.", hint]
    if first.severity is Severity.NOTE:
        return element("li", {}, [*head, " ", _places(alike, source)])
    told = [
        element("li", {}, [f"{message} ", _places(same, source)])
        for message, same in _grouped(alike, lambda one: one.message)
    ]
    return element("li", {}, [element("p", {}, head), element("ul", {}, told)])


def _places(found: Sequence[Finding], source: str) -> Element:
    """Where something holds: lines of the source, or places of another file."""
    lines = list(dict.fromkeys(one.where.line for one in found))
    if all(lines) and all(one.where.path == source for one in found):
        where = f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"
    else:
        where = ", ".join(dict.fromkeys(str(one.where) for one in found))
    return element("span", {"class": "place"}, [where])
