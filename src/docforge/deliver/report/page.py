"""Reports as one page of HTML: what became of each document, what was found, who judged it.

Invariant: works without script, and what no judge has said is "not run".
"""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docforge import __version__
from docforge.deliver.records import DocumentReport
from docforge.deliver.report.house import House, head, sheet
from docforge.deliver.report.section import classes, many, section
from docforge.findings import Severity
from docforge.formats.markup import element
from docforge.shown import shown

_FAILING = {"blocked", "failed", "refused"}
_POLICY = "default-src 'none'; {}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PICTURES = "img-src data:; "


def page(
    reports: Sequence[DocumentReport], json_name: str, junit_name: str, house: House | None = None
) -> bytes:
    """The page as UTF-8 HTML; the two names are those of the files beside it.

    What needs somebody comes first: what was not delivered or is refused, then errors, warnings.
    """
    words = _words()
    reports = sorted(reports, key=_calm)
    body = element("body", {}, _parts(reports, json_name, junit_name, words))
    if house is not None:
        body[1].insert(0, head(house))
    has_pictures = house is not None or any(report.picture for report in reports)
    head_part = _head(words, house, has_pictures=has_pictures)
    root = element("html", {"lang": "en", "dir": "ltr"}, [head_part, body])
    for part in root.iter():
        # Names of files and what messages quote are a stranger's.
        part.text, part.tail = shown(part.text or ""), shown(part.tail or "")
        part.attrib.update({name: shown(value) for name, value in part.items()})
    text = ElementTree.tostring(root, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{text}\n".encode()


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("docforge.deliver.report").joinpath("page.toml").read_text("utf-8"))


def _head(words: dict[str, Any], house: House | None, *, has_pictures: bool) -> Element:
    rules = files("docforge.deliver.report").joinpath("page.css").read_text("utf-8")
    policy = _POLICY.format(_PICTURES if has_pictures else "")
    return element(
        "head",
        {},
        [
            element("meta", {"charset": "utf-8"}),
            element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
            element("title", {}, [words["title"]]),
            element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            element("meta", {"name": "color-scheme", "content": "light dark"}),
            element("style", {}, [f"\n{rules}{sheet(house) if house else ''}"]),
        ],
    )


def _parts(
    reports: Sequence[DocumentReport], json_name: str, junit_name: str, words: dict[str, Any]
) -> Iterator[Element]:
    yield element("a", {"class": "skip", "href": "#main"}, ["Skip to main content"])
    before, _, rest = (
        words["made-by"].format(version=__version__, json="\0", junit="\1").partition("\0")
    )
    between, _, after = rest.partition("\1")
    links = [element("a", {"href": name}, [name]) for name in (json_name, junit_name)]
    made_by = element("p", {}, [before, links[0], between, links[1], after])
    yield element("header", {}, [element("h1", {}, [words["title"]]), _totals(reports), made_by])
    main = element("main", {"id": "main"}, [_person(words)])
    if reports:
        main.append(_filters(reports, words))
    else:
        main.append(element("p", {}, [words["none"]]))
    for number, report in enumerate(reports, 1):
        main.append(section(report, number, words))
    yield main


def _calm(report: DocumentReport) -> tuple[bool, int, int, str]:
    """What documents are sorted by, so that those in trouble stand first."""
    count = report.entry.count
    is_well = not _FAILING & {*classes(report)}
    return is_well, -count(Severity.ERROR), -count(Severity.WARNING), report.entry.source


def _totals(reports: Sequence[DocumentReport]) -> Element:
    states = [report.entry.status.value for report in reports]
    ends = [f"{states.count(state)} {state}" for state in dict.fromkeys(sorted(states))]
    found = [
        many(sum(report.entry.count(severity) for report in reports), severity)
        for severity in Severity
    ]
    text = f"{many(len(reports), 'document')}: {', '.join(ends)}. {', '.join(found)}."
    return element("p", {"class": "state"}, [text if reports else many(0, "document")])


def _person(words: dict[str, Any]) -> Element:
    checks = element("ul", {}, [element("li", {}, [check]) for check in words["checks"]])
    attributes = {"aria-labelledby": "person"}
    heading = element("h2", {"id": "person"}, [words["person"]])
    return element("aside", attributes, [heading, element("p", {}, [words["person-why"]]), checks])


def _filters(reports: Sequence[DocumentReport], words: dict[str, Any]) -> Element:
    counts = dict.fromkeys(words["filters"], 0)
    for report in reports:
        for name in classes(report):
            counts[name] = counts.get(name, 0) + 1
    counts["all"] = len(reports)
    counts["failing"] = sum(bool(_FAILING & {*classes(report)}) for report in reports)
    fields = [element("legend", {}, [words["show"]])]
    for name, label in words["filters"].items():
        attributes = {"type": "radio", "name": "show", "id": f"show-{name}"}
        chosen = {"checked": "checked"} if name == "all" else {}
        box = element("input", {**attributes, **chosen})
        fields.append(element("label", {}, [box, f"{label} ({counts[name]})"]))
    return element("fieldset", {}, fields)
