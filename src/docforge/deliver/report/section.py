"""One document's section of the report page: its state, files, claims, judges and findings.

Invariant: what no judge has said is "not run", and a file that a judge refused is never only
"exported".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import quote
from xml.etree.ElementTree import Element

from docforge.conformance import Withheld
from docforge.deliver.records import DocumentReport, ManifestEntry
from docforge.export import outputs
from docforge.findings import Finding, Outcome, Severity, Verdict
from docforge.formats.markup import element
from docforge.style import sizes

T = TypeVar("T")
K = TypeVar("K")


def section(report: DocumentReport, number: int, words: dict[str, Any]) -> Element:
    """The section; `number` counts the documents of the page from 1."""
    ident, place = f"document-{number}", f"source-{number}"
    is_titled = _title(report.entry) != report.entry.source
    # Two documents may have one title, but not one source.
    named = f"{ident} {place}" if is_titled else ident
    attributes = {"class": " ".join(["document", *classes(report)]), "aria-labelledby": named}
    source = report.entry.source
    parts = [
        *_picture(report),
        *(_titled(report, ident, place) if is_titled else [element("h2", {"id": ident}, [source])]),
        *_marks(report.entry),
        element("p", {"class": "state"}, [words["status"][report.entry.status]]),
        *_troubles(report, words),
        *_files(report.entry, words),
        *_findings(report.findings, source, words["findings"]),
        *_findings(_found_by_judges(report), source, words["refusals"]),
        _checks(report, words),
    ]
    return element("section", attributes, parts)


def _picture(report: DocumentReport) -> Iterator[Element]:
    """The first page, for the eye: its words are those of the title beside it."""
    if report.picture:
        address = f"data:image/png;base64,{report.picture}"
        yield element("img", {"class": "page", "src": address, "alt": "", "width": "128"})


def _titled(report: DocumentReport, ident: str, place: str) -> Iterator[Element]:
    """The title in its language, and the source that it is of."""
    facts = report.entry.document
    spoken = {"lang": facts.lang, "dir": facts.dir} if facts else {}
    yield element("h2", {"id": ident, **spoken}, [_title(report.entry)])
    yield element("p", {"id": place, "class": "place"}, [report.entry.source])


def _marks(entry: ManifestEntry) -> Iterator[Element]:
    """How far the document may go, in its own words: who sends its files must not miss it."""
    facts = entry.document
    if facts and facts.marks:
        attributes = {"class": "marks", "lang": facts.lang, "dir": facts.dir}
        yield element("p", attributes, [" · ".join(facts.marks)])


def _title(entry: ManifestEntry) -> str:
    return (entry.document.title if entry.document else "") or entry.source


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


def _files(entry: ManifestEntry, words: dict[str, Any]) -> Iterator[Element]:
    """The files, each with who is best sent it."""
    if entry.outputs:
        files = [_output(entry, kind, words) for kind in entry.outputs]
        yield element("dl", {}, _row(words["outputs"], files, "files"))


def _checks(report: DocumentReport, words: dict[str, Any]) -> Element:
    """What the files claim and who has checked them: for those who ask, and open on a refusal."""
    opened = {"open": "open"} if _refusals(report) else {}
    summary = element("summary", {}, [words["checked"]])
    return element("details", opened, [summary, element("dl", {}, _facts(report, words))])


def _facts(report: DocumentReport, words: dict[str, Any]) -> Iterator[Element]:
    entry = report.entry
    claims = [element("li", {}, [claim]) for claim in entry.claims]
    yield from _row(words["claims"], claims or [element("li", {}, [words["no-claims"]])])
    yield from _row(words["withheld"], list(_withheld(entry.withheld, words)))
    for outcome, label in words["outcome"].items():
        said = [verdict for verdict in report.verdicts if verdict.outcome == outcome]
        yield from _row(label, list(_judges(said)), outcome)
    yield from _row(words["evidence"], [_evidence(name) for name in entry.evidence])


def _row(label: str, items: Sequence[Element], style: str = "") -> Iterator[Element]:
    if items:
        yield element("dt", {"class": style} if style else {}, [label])
        yield element("dd", {}, [element("ul", {}, items)])


def _output(entry: ManifestEntry, kind: str, words: dict[str, Any]) -> Element:
    """A link to a file, how large it is, and who is best sent it."""
    known = outputs()
    name = known[kind].name if kind in known else kind.upper()
    facts = [sizes.in_words(entry.bytes[kind])] if kind in entry.bytes else []
    if count := entry.pages.get(kind):
        facts.append(many(count, "page"))
    about = element("span", {"class": "facts"}, [f", {', '.join(facts)}"] if facts else [])
    attributes = {"href": quote(entry.outputs[kind]), "aria-label": f"{name} of {_title(entry)}"}
    meant = [f": {words['for-whom'][kind]}"] if kind in words["for-whom"] else []
    return element("li", {}, [element("a", attributes, [name]), about, *meant])


def _withheld(rows: Sequence[Withheld], words: dict[str, Any]) -> Iterator[Element]:
    """Each claim that is not made, with the findings and criteria that cost it."""
    for claim, why in _grouped(rows, lambda row: row.claim):
        told = [
            words["costs"].format(code=row.code, line=row.line, reason=row.reason)
            if row.code
            else row.reason
            for row in why
        ]
        yield element("li", {}, [f"{claim}: {'; '.join(told)}."])


def _evidence(name: str) -> Element:
    return element("li", {}, [element("a", {"href": quote(name)}, [name.rpartition("/")[2]])])


def _judges(verdicts: Iterable[Verdict]) -> Iterator[Element]:
    """Each judge once, with its version and what it went by; those without an answer by reason."""
    for reason, alike in _grouped(verdicts, lambda verdict: verdict.reason):
        judges: dict[str, list[str]] = {}
        for verdict in alike:
            # What a judge goes by is one word; its own name may be several ("last gate pdf").
            name, _, profile = verdict.judge.rpartition(" ")
            name, profile = (name, profile) if name else (profile, "")
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
