"""Sanitises SVG drawings: a new tree is built from what is allowed, so nothing else survives.

Invariant: the result addresses nothing outside itself, runs nothing and moves nothing, and
the same drawing always gives the same bytes. What is allowed is data, in svg.toml.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import tinycss2  # type: ignore[import-untyped]  # it has no type information
import tinycss2.ast  # type: ignore[import-untyped]  # nor here
from lxml import etree

from docforge.errors import ImageError

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
MAX_ELEMENTS = 50_000
MAX_SIDE = 20_000
MAX_DEPTH = 200
_AS_PNG = "Export the drawing as PNG, or as plain SVG without it."
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
}
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-z]*)\s*")
_NAMED = (f"{{{XML}}}lang", f"{{{XML}}}space")
_NCNAME = re.compile(r"[^\W\d][\w.\-]*")
_LOCAL_URL = re.compile(r"""url\(\s*["']?#([^"')\s]+)""")


@dataclass(frozen=True, slots=True)
class SvgDrawing:
    """A clean SVG file, its size in CSS pixels, and the visible things that were removed."""

    data: bytes
    width: int
    height: int
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Allowed:
    elements: frozenset[str]
    with_text: frozenset[str]
    unwrapped: frozenset[str]
    unseen: frozenset[str]
    referring: frozenset[str]
    attributes: frozenset[str]
    properties: frozenset[str]
    functions: frozenset[str]


@cache
def _allowed() -> _Allowed:
    text = files("docforge.media").joinpath("svg.toml").read_text(encoding="utf-8")
    return _Allowed(**{key: frozenset(names) for key, names in tomllib.loads(text).items()})


def sanitise(data: bytes) -> SvgDrawing:
    """The drawing in `data` (an SVG file) without anything that is not allowed.

    Raises ImageError when it is not well-formed, declares entities, is too complex or large,
    or refers to itself in a circle.
    """
    source = _parse(data)
    removed: set[str] = set()
    root = _copied(source, removed, set())
    if root is None:
        raise ImageError("The drawing is empty.", "Save it again from the program that made it.")
    _bound_expansion(root)
    width, height = _size(root)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    if "viewBox" not in root.attrib:
        # Without a viewBox a reader that scales the image would cut it instead.
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    content = etree.tostring(root, method="c14n", exclusive=True)
    return SvgDrawing(content, max(1, round(width)), max(1, round(height)), tuple(sorted(removed)))


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = f"The SVG file is not well-formed XML: {error.msg}."
        raise ImageError(message, "Save it again from the program that made it.") from None
    subset = root.getroottree().docinfo.internalDTD
    if subset is not None and any(True for _ in subset.iterentities()):
        hint = "Save it as plain SVG (in Illustrator: without “Preserve editing capabilities”)."
        raise ImageError("The SVG file declares XML entities, which are not read.", hint)
    if _name(root) != "svg":
        raise ImageError("The XML file is not an SVG drawing: its root is not svg.", _AS_PNG)
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        message = f"The SVG file has more than {MAX_ELEMENTS:,} elements."
        raise ImageError(message, "Simplify the drawing or export it as PNG.")
    return root


def _name(element: etree._Element) -> str:
    """The local name of an SVG element; "" for other vocabularies and entity references."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in (SVG, None) else ""


# --- The tree that is kept ---------------------------------------------------------------


def _copied(source: etree._Element, removed: set[str], idents: set[str]) -> etree._Element | None:
    allowed, name = _allowed(), _name(source)
    if name not in allowed.elements:
        if name and name not in allowed.unseen:
            removed.add(name)
        return None
    copy = etree.Element(f"{{{SVG}}}{name}", nsmap={None: SVG, "xlink": XLINK})
    for key, value in _kept_attributes(source, name, idents):
        copy.set(key, value)
    if name == "style":
        copy.text = _style_sheet(source.text or "")
        return copy if copy.text else None
    _fill(copy, source, removed, idents)
    if name == "switch":
        # Only one alternative is meant to be seen; not every reader knows how to choose.
        copy.tag = f"{{{SVG}}}g"
        del copy[1:]
    return copy


def _fill(
    copy: etree._Element, source: etree._Element, removed: set[str], idents: set[str]
) -> None:
    keeps_text = _name(source) in _allowed().with_text or _name(source) in _allowed().unwrapped
    if keeps_text:
        _append_text(copy, source.text)
    for child in source:
        if _name(child) in _allowed().unwrapped:
            _fill(copy, child, removed, idents)
        elif (kept := _copied(child, removed, idents)) is not None:
            copy.append(kept)
        if keeps_text:
            _append_text(copy, child.tail)


def _append_text(parent: etree._Element, text: str | None) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + (text or "")
    else:
        parent.text = (parent.text or "") + (text or "")


def _kept_attributes(
    source: etree._Element, name: str, idents: set[str]
) -> Iterator[tuple[str, str]]:
    allowed = _allowed()
    for key, value in source.attrib.items():
        attribute, text = str(key), str(value)
        if attribute == "id":
            if _NCNAME.fullmatch(text) and text not in idents:
                idents.add(text)
                yield "id", text
        elif attribute in ("href", f"{{{XLINK}}}href"):
            if name in allowed.referring and text.startswith("#"):
                yield f"{{{XLINK}}}href", text
        elif attribute == "style":
            if declarations := _declarations(tinycss2.parse_blocks_contents(text)):
                yield "style", declarations
        elif attribute in _NAMED or _is_presentation(attribute, text):
            yield attribute, text


def _is_presentation(attribute: str, value: str) -> bool:
    allowed = _allowed()
    return attribute in allowed.attributes or (
        attribute in allowed.properties and _is_harmless(tinycss2.parse_component_value_list(value))
    )


# --- Style sheets ------------------------------------------------------------------------


def _style_sheet(css: str) -> str:
    """The plain rules of a style sheet; at-rules go, since they import, load or adapt."""
    rules = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if isinstance(rule, tinycss2.ast.QualifiedRule):
            declarations = _declarations(tinycss2.parse_blocks_contents(rule.content))
            if declarations:
                rules.append(f"{tinycss2.serialize(rule.prelude).strip()}{{{declarations}}}")
    return "\n".join(rules)


def _declarations(nodes: Iterable[tinycss2.ast.Node]) -> str:
    return ";".join(
        f"{node.lower_name}:{tinycss2.serialize(node.value).strip()}"
        for node in nodes
        if isinstance(node, tinycss2.ast.Declaration)
        and node.lower_name in _allowed().properties
        and _is_harmless(node.value)
    )


def _is_harmless(nodes: Iterable[tinycss2.ast.Node]) -> bool:
    return all(_stays_inside(node) for node in nodes)


def _stays_inside(node: tinycss2.ast.Node) -> bool:
    match node:
        case tinycss2.ast.URLToken():
            return bool(node.value.startswith("#"))
        case tinycss2.ast.FunctionBlock() if node.lower_name == "url":
            first = node.arguments[0] if node.arguments else None
            return isinstance(first, tinycss2.ast.StringToken) and first.value.startswith("#")
        case tinycss2.ast.FunctionBlock():
            return node.lower_name in _allowed().functions and _is_harmless(node.arguments)
        case tinycss2.ast.ParseError():
            return False
        case _:
            return True


# --- Size and complexity -----------------------------------------------------------------


def _bound_expansion(root: etree._Element) -> None:
    """Raises ImageError when following `use` and url() would never end, or end too late."""
    targets = {element.get("id"): element for element in root.iter() if element.get("id")}
    sizes: dict[etree._Element, int] = {}
    open_elements: set[etree._Element] = set()

    def size(element: etree._Element) -> int:
        if element in open_elements:
            raise ImageError("The SVG file refers to itself in a circle.", _AS_PNG)
        if len(open_elements) > MAX_DEPTH:
            message = f"The SVG file is nested more than {MAX_DEPTH} levels deep."
            raise ImageError(message, "Simplify the drawing or export it as PNG.")
        if element not in sizes:
            open_elements.add(element)
            used = [targets[ident] for ident in _references(element) if ident in targets]
            sizes[element] = 1 + sum(size(other) for other in (*element, *used))
            open_elements.discard(element)
        return sizes[element]

    if size(root) > MAX_ELEMENTS:
        message = f"The SVG file has more than {MAX_ELEMENTS:,} elements when it is drawn."
        raise ImageError(message, "Simplify the drawing or export it as PNG.")


def _references(element: etree._Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        if str(key).endswith("href"):
            yield str(value)[1:]
        else:
            yield from _LOCAL_URL.findall(str(value))


def _size(root: etree._Element) -> tuple[float, float]:
    """Width and height in CSS pixels (CSS Images 3, section 4: default sizing)."""
    box_width, box_height = _view_box(root)
    width, height = _length(root.get("width")), _length(root.get("height"))
    if width is None:
        width = box_width if height is None else height * box_width / box_height
    if height is None:
        height = width * box_height / box_width
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        message = f"The SVG file is {width:g} by {height:g} pixels; the limit is {MAX_SIDE:,}."
        raise ImageError(message, "Set width and height to the size the drawing should have.")
    return round(width, 3), round(height, 3)


def _length(value: str | None) -> float | None:
    """A length in CSS pixels; None for a percentage, which only a page could resolve."""
    found = _LENGTH.fullmatch(value or "")
    if not found or found[2] not in _PIXELS:
        return None
    return float(found[1]) * _PIXELS[found[2]]


def _view_box(root: etree._Element) -> tuple[float, float]:
    numbers = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    try:
        _, _, width, height = (float(number) for number in numbers)
    except ValueError:
        width = height = 0.0
    if width > 0 and height > 0:
        return width, height
    root.attrib.pop("viewBox", None)
    return 300.0, 150.0
