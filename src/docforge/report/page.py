"""Records as one page of HTML: what became of each document, what was found, who judged it.

Invariant: works without script, and what no judge has said is "not run".
"""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docforge import __version__, sizes
from docforge.markup import element
from docforge.report.junit import place
from docforge.report.records import Record

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(told: Sequence[Record], json_name: str, junit_name: str) -> bytes:
    """The page as UTF-8 HTML; the two names are those of the files beside it."""
    words = _words()
    body = element("body", {}, _parts(told, json_name, junit_name, words))
    root = element("html", {"lang": "en", "dir": "ltr"}, [_head(words), body])
    text = ElementTree.tostring(root, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{text}\n".encode()


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("docforge.report").joinpath("page.toml").read_text("utf-8"))


def _head(words: dict[str, Any]) -> Element:
    sheet = files("docforge.report").joinpath("page.css").read_text("utf-8")
    return element(
        "head",
        {},
        [
            element("meta", {"charset": "utf-8"}),
            element("meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY}),
            element("title", {}, [words["title"]]),
            element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            element("meta", {"name": "color-scheme", "content": "light dark"}),
            element("style", {}, [f"\n{sheet}"]),
        ],
    )


def _parts(
    told: Sequence[Record], json_name: str, junit_name: str, words: dict[str, Any]
) -> Iterator[Element]:
    yield element("a", {"class": "skip", "href": "#main"}, ["Skip to main content"])
    before, _, rest = (
        words["made-by"].format(version=__version__, json="\0", junit="\1").partition("\0")
    )
    between, _, after = rest.partition("\1")
    links = [element("a", {"href": name}, [name]) for name in (json_name, junit_name)]
    made_by = element("p", {}, [before, links[0], between, links[1], after])
    yield element("header", {}, [element("h1", {}, [words["title"]]), _totals(told), made_by])
    main = element("main", {"id": "main"}, [_person(words)])
    if told:
        main.append(_filters(told, words))
    else:
        main.append(element("p", {}, [words["none"]]))
    for number, record in enumerate(told, 1):
        main.append(_document(record, number, words))
    yield main


def _totals(told: Sequence[Record]) -> Element:
    states = [record["status"] for record in told]
    ends = [f"{states.count(state)} {state}" for state in dict.fromkeys(sorted(states))]
    found = [
        _many(sum(record["counts"][severity] for record in told), severity)
        for severity in ("error", "warning", "note")
    ]
    text = f"{_many(len(told), 'document')}: {', '.join(ends)}. {', '.join(found)}."
    return element("p", {"class": "state"}, [text if told else _many(0, "document")])


def _person(words: dict[str, Any]) -> Element:
    checks = element("ul", {}, [element("li", {}, [check]) for check in words["checks"]])
    attributes = {"aria-labelledby": "person"}
    heading = element("h2", {"id": "person"}, [words["person"]])
    return element("aside", attributes, [heading, element("p", {}, [words["person-why"]]), checks])


def _filters(told: Sequence[Record], words: dict[str, Any]) -> Element:
    counts = dict.fromkeys(words["filters"], 0)
    for record in told:
        for name in _classes(record):
            counts[name] = counts.get(name, 0) + 1
    counts["all"] = len(told)
    counts["failing"] = counts.get("blocked", 0) + counts.get("failed", 0)
    fields = [element("legend", {}, [words["show"]])]
    for name, label in words["filters"].items():
        attributes = {"type": "radio", "name": "show", "id": f"show-{name}"}
        chosen = {"checked": "checked"} if name == "all" else {}
        box = element("input", {**attributes, **chosen})
        fields.append(element("label", {}, [box, f"{label} ({counts[name]})"]))
    return element("fieldset", {}, fields)


# --- One document ------------------------------------------------------------------------


def _classes(record: Record) -> list[str]:
    warned = ["warned"] if record["counts"]["warning"] else []
    return [record["status"], *warned]


def _document(record: Record, number: int, words: dict[str, Any]) -> Element:
    ident = f"document-{number}"
    attributes = {"class": " ".join(["document", *_classes(record)]), "aria-labelledby": ident}
    heading = element("h2", {"id": ident}, [record["source"]])
    state = element("p", {"class": "state"}, [words["status"][record["status"]]])
    parts = [heading, state, *_failure(record)]
    if record.get("outputs_from"):
        parts.append(element("p", {}, [words["earlier"]]))
    parts.append(element("dl", {}, _facts(record, words)))
    if record["findings"]:
        parts.append(_findings(record, words))
    return element("section", attributes, parts)


def _failure(record: Record) -> Iterator[Element]:
    if failure := record.get("failure"):
        yield element("p", {}, [f"{failure['message']}. {failure['hint']}"])


def _facts(record: Record, words: dict[str, Any]) -> Iterator[Element]:
    rows = {
        words["outputs"]: [_output(record, kind) for kind in record["outputs"]],
        words["claims"]: [element("li", {}, [claim]) for claim in record.get("claims", [])],
        words["judges"]: list(_verdicts(record, words)),
        words["evidence"]: [_evidence(name) for name in record.get("evidence", [])],
    }
    always = (words["claims"], words["judges"])
    for name, items in rows.items():
        if items or name in always:
            content = element("ul", {}, items) if items else words["no-claims"]
            yield element("dt", {}, [name])
            yield element("dd", {}, [content])


def _output(record: Record, kind: str) -> Element:
    name = "text" if kind == "txt" else kind.upper()
    facts = [sizes.in_words(record["bytes"][kind])] if kind in record.get("bytes", {}) else []
    if count := record.get("pages", {}).get(kind):
        facts.append(_many(count, "page"))
    target = quote(record["outputs"][kind])
    document = element("span", {"class": "facts"}, [f", {', '.join(facts)}"] if facts else [])
    label = f"{name} of {record['source']}"
    link = element("a", {"href": target, "aria-label": label}, [name])
    return element("li", {}, [link, document])


def _evidence(name: str) -> Element:
    return element("li", {}, [element("a", {"href": quote(name)}, [name.rpartition("/")[2]])])


def _verdicts(record: Record, words: dict[str, Any]) -> Iterator[Element]:
    judged = {verdict["judge"].split()[0].lower() for verdict in record["verdicts"]}
    for verdict in record["verdicts"]:
        name = f"{verdict['judge']} {verdict['version']}".strip()
        yield _verdict(name, verdict["outcome"], verdict["reason"], words)
    for judge in words["asked"]:
        if judge.lower() not in judged:
            yield _verdict(judge, "not-run", "", words)


def _verdict(name: str, outcome: str, reason: str, words: dict[str, Any]) -> Element:
    style = "outcome-failed" if outcome == "failed" else outcome
    word = element("span", {"class": style}, [words["outcome"].get(outcome, words["not-run"])])
    return element("li", {}, [f"{name}: ", word, f" ({reason})" if reason else ""])


def _findings(record: Record, words: dict[str, Any]) -> Element:
    counts = [
        _many(record["counts"][severity], severity)
        for severity in ("error", "warning", "note")
        if record["counts"][severity]
    ]
    summary = element("summary", {}, [f"{words['findings']}: {', '.join(counts)}"])
    items = element("ul", {"class": "found"}, map(_finding, record["findings"]))
    opened = {"open": "open"} if record["counts"]["error"] else {}
    return element("details", opened, [summary, items])


def _finding(found: Record) -> Element:
    severity = element("strong", {"class": found["severity"]}, [found["severity"]])
    where = element("span", {"class": "place"}, [f"{place(found)} {found['code']}"])
    lines = [element("p", {}, [severity, f": {found['message']} ", where])]
    if found["hint"]:
        lines.append(element("p", {"class": "facts"}, [found["hint"]]))
    return element("li", {}, lines)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
