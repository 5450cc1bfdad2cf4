"""The lists of vocabulary.toml as the checks ask them: by the whole name of an element.

Invariant: what no list names is None here, and a check that gets None refuses.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from msgspec import Struct, field

from docforge.gate.shapes import Shapes, shapes, whole_value

XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

_SPACES = {"dc": "{http://purl.org/dc/elements/1.1/}"}
SurfaceName = Literal["page", "report", "mail", "book", "navigation"]


class Surface(Struct, frozen=True):
    """What one kind of markup may hold.

    `elements` names the attributes of each element, and `values` what an attribute may say: a
    pattern, or the name of a check. `within` are elements that have one place only.
    `neighbours` are the extensions of files beside this one that a link may lead to. In a drawing
    (`is_drawing`) styles may lead to places in it. `doors` are the elements by which one
    vocabulary may stand inside another. `policies` are content security policies, one of which a
    page must begin with. `shapes` say which attributes stand together, and where.
    `is_bilingual` asks for both attributes of a language. `holders` are elements that hold blocks
    and no text, with what of a line may stand in each.
    """

    elements: Mapping[str, Mapping[str, str]]
    tokens: frozenset[str] = frozenset()
    within: Mapping[str, str] = field(default_factory=dict)
    neighbours: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    is_drawing: bool = False
    doors: frozenset[str] = frozenset()
    shapes: Shapes = field(default_factory=dict)
    is_bilingual: bool = False
    holders: Mapping[str, frozenset[str]] = field(default_factory=dict)


@cache
def table() -> Mapping[str, Any]:
    """The lists as they are written."""
    return tomllib.loads(
        files("docforge.gate").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    )


@cache
def pattern(written: str) -> re.Pattern[str]:
    """The pattern of a whole value."""
    return whole_value(written)


@cache
def surface(name: SurfaceName) -> Surface:
    """HTML of one kind, with the formulas that may stand in it."""
    told = table()[name]
    known = {**table()["flow-values"], **told.get("values", {})}
    shaped = _shapes(told)
    attributes = _together(shaped) if shaped else _listed(name)
    elements = {
        f"{{{XHTML}}}{element}": {
            attribute: known.get(f"{element} {attribute}", known[attribute]) for attribute in own
        }
        for element, own in attributes.items()
    }
    return Surface(
        elements={**elements, **formula().elements},
        tokens=frozenset(told["tokens"]),
        within={f"{{{XHTML}}}{e}": f"{{{XHTML}}}{p}" for e, p in told.get("within", {}).items()},
        neighbours=tuple(told["neighbours"]),
        policies=tuple(told["policies"]),
        doors=frozenset({f"{{{MATHML}}}math"}),
        shapes={f"{{{XHTML}}}{tag}": own for tag, own in shaped.items()},
        is_bilingual="beside-lang" in told,
        holders=_holders() if shaped else {},
    )


@cache
def _holders() -> Mapping[str, frozenset[str]]:
    return {
        f"{{{XHTML}}}{holder}": frozenset(inner) for holder, inner in table()["holders"].items()
    }


def _shapes(told: Mapping[str, Any]) -> Shapes:
    written = [shape for part in told.get("shapes", ()) for shape in table()["shapes"][part]]
    return shapes(written, told.get("beside-lang", ()))


def _together(shaped: Shapes) -> Mapping[str, Iterable[str]]:
    """Every attribute that some shape of an element may have."""
    return {
        tag: dict.fromkeys(attribute for shape in own for attribute in shape.said)
        for tag, own in shaped.items()
    }


def _listed(name: SurfaceName) -> Mapping[str, Iterable[str]]:
    """The attributes of each element where only names are listed."""
    told, flow = table()[name], table()["flow"]
    # An e-mail has none of the attributes that only pages know.
    base = dict.fromkeys(flow, ()) if name == "mail" else flow
    own = {**base, **told["elements"]}
    return {element: (*told["global"], *attributes) for element, attributes in own.items()}


@cache
def formula() -> Surface:
    """MathML: presentation alone, without links, foreign content, styles and colours."""
    told = table()["math"]
    attributes = dict.fromkeys(told["attributes"], told["value"])
    elements = {f"{{{MATHML}}}{name}": attributes for name in told["elements"]}
    # What the HTML parser makes of the namespace's declaration.
    declared = {"{http://www.w3.org/2000/xmlns/}xmlns": re.escape(MATHML)}
    elements[f"{{{MATHML}}}math"] = {
        **attributes,
        **declared,
        "alttext": "@text",
        "aria-label": "@text",
    }
    return Surface(elements)


@cache
def drawing() -> Surface:
    """SVG: shapes and words, whose addresses lead to places in the same drawing."""
    told = table()["drawing"]
    attributes = {
        **dict.fromkeys(told["attributes"], "@text"),
        **dict.fromkeys(table()["css"]["properties"], "@property"),
        "style": "@style",
        f"{{{XLINK}}}href": "@inside",
    }
    elements = {f"{{{SVG}}}{name}": attributes for name in told["elements"]}
    return Surface(elements, is_drawing=True)


@cache
def package(kind: Literal["opf", "ncx", "container"]) -> Surface:
    """A file of the EPUB's package, which holds no text that is shown."""
    told = table()["package"]
    attributes = dict.fromkeys(told["attributes"][kind], "@text")
    elements = {
        f"{space}{name}": attributes
        for space in told["spaces"][kind]
        for name in told["elements"][kind]
    }
    shaped = {
        f"{_SPACES.get(prefix) or told['spaces'][kind][0]}{own}": made
        for tag, made in shapes(told["shapes"][kind], ()).items()
        for prefix, _, own in [("", "", tag) if ":" not in tag else tag.partition(":")]
    }
    return Surface(elements, doors=frozenset(elements), shapes=shaped)
