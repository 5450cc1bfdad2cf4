"""One document's section of the report page: its state, files, claims, judges and findings.

Invariant: what no judge has said is "not run", and a file that a judge refused is never only
"exported".
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from docforge.deliver.report.junit import place
from docforge.deliver.report.records import Record
from docforge.formats.markup import element
from docforge.style import sizes

_Key = tuple[str, ...]
SEVERITIES = ("error", "warning", "note")


def section(record: Record, number: int, words: dict[str, Any]) -> Element:
    """The section; `number` counts the documents of the page from 1."""
    ident = f"document-{number}"
    attributes = {"class": " ".join(["document", *classes(record)]), "aria-labelledby": ident}
    parts = [
        element("h2", {"id": ident}, [record["source"]]),
        element("p", {"class": "state"}, [words["status"][record["status"]]]),
        *_troubles(record, words),
        element("dl", {}, _facts(record, words)),
        *_findings(record["findings"], record["source"], words["findings"]),
        *_findings(_found_by_judges(record), record["source"], words["refusals"]),
    ]
    return element("section", attributes, parts)


def classes(record: Record) -> list[str]:
    """What the filters go by."""
    warned = ["warned"] if record["counts"]["warning"] else []
    return [record["status"], *warned, *(["refused"] if _refusals(record) else [])]


def many(count: int, noun: str) -> str:
    """ "1 document", "2 documents"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _refusals(record: Record) -> list[Record]:
    return [verdict for verdict in record["verdicts"] if verdict["outcome"] == "failed"]


def _found_by_judges(record: Record) -> list[Record]:
    """What made judges refuse a file, but for what the document's own findings say already."""
    known = {(found["code"], found["message"]) for found in record["findings"]}
    return [
        found
        for verdict in _refusals(record)
        for found in verdict["findings"]
        if (found["code"], found["message"]) not in known
    ]


def _troubles(record: Record, words: dict[str, Any]) -> Iterator[Element]:
    if failure := record.get("failure"):
        yield element("p", {}, [f"{failure['message']}. {failure['hint']}"])
    if record.get("outputs_from"):
        yield element("p", {}, [words["earlier"]])
    if _refusals(record):
        yield element("p", {"class": "refusal"}, [words["refused"]])


# --- Files, claims and judges ------------------------------------------------------------


def _facts(record: Record, words: dict[str, Any]) -> Iterator[Element]:
    yield from _row(words["outputs"], [_output(record, kind) for kind in record["outputs"]])
    claims = [element("li", {}, [claim]) for claim in record.get("claims", [])]
    yield from _row(words["claims"], claims or [element("li", {}, [words["no-claims"]])])
    for outcome, label in words["outcome"].items():
        said = [verdict for verdict in record["verdicts"] if verdict["outcome"] == outcome]
        yield from _row(label, list(_judges(said)), outcome)
    yield from _row(words["evidence"], [_evidence(name) for name in record.get("evidence", [])])


def _row(label: str, items: Sequence[Element], style: str = "") -> Iterator[Element]:
    if items:
        yield element("dt", {"class": style} if style else {}, [label])
        yield element("dd", {}, [element("ul", {}, items)])


def _output(record: Record, kind: str) -> Element:
    name = "text" if kind == "txt" else kind.upper()
    facts = [sizes.in_words(record["bytes"][kind])] if kind in record.get("bytes", {}) else []
    if count := record.get("pages", {}).get(kind):
        facts.append(many(count, "page"))
    about = element("span", {"class": "facts"}, [f", {', '.join(facts)}"] if facts else [])
    attributes = {
        "href": quote(record["outputs"][kind]),
        "aria-label": f"{name} of {record['source']}",
    }
    return element("li", {}, [element("a", attributes, [name]), about])


def _evidence(name: str) -> Element:
    return element("li", {}, [element("a", {"href": quote(name)}, [name.rpartition("/")[2]])])


def _judges(verdicts: Iterable[Record]) -> Iterator[Element]:
    """Each judge once, with its version and what it went by; those without an answer by reason."""
    for (reason,), alike in _grouped(verdicts, "reason"):
        judges: dict[str, list[str]] = {}
        for verdict in alike:
            name, _, profile = verdict["judge"].partition(" ")
            went_by = judges.setdefault(f"{name} {verdict['version']}".strip(), [])
            if profile and profile not in went_by:
                went_by.append(profile)
        names = [f"{name} ({', '.join(by)})" if by else name for name, by in judges.items()]
        if reason:
            yield element("li", {}, [f"{', '.join(names)}: {reason}"])
        else:
            yield from (element("li", {}, [name]) for name in names)


def _grouped(records: Iterable[Record], *keys: str) -> Iterable[tuple[_Key, list[Record]]]:
    """Records that agree in `keys`, in the order in which the first of each stands."""
    groups: dict[_Key, list[Record]] = {}
    for one in records:
        groups.setdefault(tuple(one[key] for key in keys), []).append(one)
    return groups.items()


# --- Findings ----------------------------------------------------------------------------


def _findings(found: Sequence[Record], source: str, label: str) -> Iterator[Element]:
    """What was found, kind by kind: the remedy of a kind is told once."""
    if not found:
        return
    counts = dict.fromkeys(SEVERITIES, 0)
    for one in found:
        counts[one["severity"]] += 1
    told = ", ".join(many(count, severity) for severity, count in counts.items() if count)
    ranked = sorted(found, key=lambda one: SEVERITIES.index(one["severity"]))
    kinds = [_kind(alike, source) for _, alike in _grouped(ranked, "severity", "code", "hint")]
    opened = {"open": "open"} if counts["error"] else {}
    summary = element("summary", {}, [f"{label}: {told}"])
    yield element("details", opened, [summary, element("ul", {"class": "found"}, kinds)])


def _kind(alike: Sequence[Record], source: str) -> Element:
    """A kind of finding. Of notes, which can be very many, the page has only the places."""
    first = alike[0]
    severity = element("strong", {"class": first["severity"]}, [first["severity"]])
    hint = element("span", {"class": "facts"}, [f" {first['hint']}"] if first["hint"] else [])
    head: list[str | Element] = [severity, f" {first['code']}.", hint]
    if first["severity"] == "note":
        return element("li", {}, [*head, " ", _places(alike, source)])
    told = [
        element("li", {}, [f"{message} ", _places(same, source)])
        for (message,), same in _grouped(alike, "message")
    ]
    return element("li", {}, [element("p", {}, head), element("ul", {}, told)])


def _places(found: Sequence[Record], source: str) -> Element:
    """Where something holds: lines of the source, or places of another file."""
    lines = list(dict.fromkeys(one["line"] for one in found))
    if all(lines) and all(one["path"] == source for one in found):
        where = f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"
    else:
        where = ", ".join(dict.fromkeys(map(place, found)))
    return element("span", {"class": "place"}, [where])
