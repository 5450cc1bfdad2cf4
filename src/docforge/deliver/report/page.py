"""Records as one page of HTML: what became of each document, what was found, who judged it.

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
from docforge.deliver.report.records import Record
from docforge.deliver.report.section import SEVERITIES, classes, many, section
from docforge.formats.markup import element

_FAILING = {"blocked", "failed", "refused"}
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
    return tomllib.loads(files("docforge.deliver.report").joinpath("page.toml").read_text("utf-8"))


def _head(words: dict[str, Any]) -> Element:
    sheet = files("docforge.deliver.report").joinpath("page.css").read_text("utf-8")
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
        main.append(section(record, number, words))
    yield main


def _totals(told: Sequence[Record]) -> Element:
    states = [record["status"] for record in told]
    ends = [f"{states.count(state)} {state}" for state in dict.fromkeys(sorted(states))]
    found = [
        many(sum(record["counts"][severity] for record in told), severity)
        for severity in SEVERITIES
    ]
    text = f"{many(len(told), 'document')}: {', '.join(ends)}. {', '.join(found)}."
    return element("p", {"class": "state"}, [text if told else many(0, "document")])


def _person(words: dict[str, Any]) -> Element:
    checks = element("ul", {}, [element("li", {}, [check]) for check in words["checks"]])
    attributes = {"aria-labelledby": "person"}
    heading = element("h2", {"id": "person"}, [words["person"]])
    return element("aside", attributes, [heading, element("p", {}, [words["person-why"]]), checks])


def _filters(told: Sequence[Record], words: dict[str, Any]) -> Element:
    counts = dict.fromkeys(words["filters"], 0)
    for record in told:
        for name in classes(record):
            counts[name] = counts.get(name, 0) + 1
    counts["all"] = len(told)
    counts["failing"] = sum(bool(_FAILING & {*classes(record)}) for record in told)
    fields = [element("legend", {}, [words["show"]])]
    for name, label in words["filters"].items():
        attributes = {"type": "radio", "name": "show", "id": f"show-{name}"}
        chosen = {"checked": "checked"} if name == "all" else {}
        box = element("input", {**attributes, **chosen})
        fields.append(element("label", {}, [box, f"{label} ({counts[name]})"]))
    return element("fieldset", {}, fields)
