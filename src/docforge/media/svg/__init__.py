"""Sanitises SVG drawings: a new tree is built from what is allowed, so nothing else survives.

Invariant: the result addresses nothing outside itself, runs nothing and moves nothing, and
the same drawing always gives the same bytes. What is allowed is data, in allowed.toml.
"""

import re
from collections.abc import Iterator

import tinycss2  # type: ignore[import-untyped]  # it has no type information
from lxml import etree
from msgspec import Struct

from docforge.errors import ImageError
from docforge.media.svg.allowed import allowed_names
from docforge.media.svg.css import declarations_of, is_harmless, is_short, style_sheet
from docforge.media.svg.numbers import refuse_numbers
from docforge.media.svg.paths import valid_path
from docforge.media.svg.shown import shows_anything
from docforge.media.svg.size import AS_PNG, parts_of, size_of

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
_NAMED = (f"{{{XML}}}lang", f"{{{XML}}}space")
MAX_PARTS = 80_000
_NCNAME = re.compile(r"[^\W\d][\w.\-]*")


class SvgDrawing(Struct, frozen=True):
    """A clean SVG file, its size in CSS pixels, and the visible things that were removed.

    `parts` says how much there is to draw: an element is one, with all that it leads to. It is
    not seen when it certainly shows nothing.
    """

    data: bytes
    width: int
    height: int
    removed: tuple[str, ...]
    parts: int
    is_seen: bool


def sanitise(data: bytes, most: int = MAX_PARTS) -> SvgDrawing:
    """The drawing in `data` (an SVG file) without anything that is not allowed.

    Raises ImageError when it is not well-formed, declares entities, has more than `most` parts,
    is too large, holds numbers or selectors that are, or refers to itself in a circle.
    """
    source = _parse(data)
    if sum(1 for _ in source.iter()) > most:
        raise _too_complex(most)
    removed: set[str] = set()
    root = _copied(source, removed, set())
    if root is None:
        raise ImageError("The drawing is empty.", "Save it again from the program that made it.")
    parts = parts_of(root)
    if parts > most:
        raise _too_complex(most)
    refuse_numbers(root)
    width, height = size_of(root)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    if "viewBox" not in root.attrib:
        # Without a viewBox a reader that scales the image would cut it instead.
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    content = etree.tostring(root, method="c14n", exclusive=True)
    size = max(1, round(width)), max(1, round(height))
    return SvgDrawing(content, *size, tuple(sorted(removed)), parts, shows_anything(root))


def _too_complex(most: int) -> ImageError:
    return ImageError(
        f"The SVG file has more than {most:,} parts when it is drawn: elements, letters, points.",
        "Simplify the drawing or export it as PNG. Or raise drawing_parts under [limits] in "
        "docforge.toml.",
    )


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
        raise ImageError("The XML file is not an SVG drawing: its root is not svg.", AS_PNG)
    return root


def _name(element: etree._Element) -> str:
    """The local name of an SVG element; "" for other vocabularies and entity references."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in (SVG, None) else ""


# --- The tree that is kept ---------------------------------------------------------------


def _copied(source: etree._Element, removed: set[str], idents: set[str]) -> etree._Element | None:
    allowed, name = allowed_names(), _name(source)
    if name not in allowed.elements:
        if name and name not in allowed.unseen:
            removed.add(name)
        return None
    copy = etree.Element(f"{{{SVG}}}{name}", nsmap={None: SVG, "xlink": XLINK})
    for key, value in _kept_attributes(source, name, idents):
        copy.set(key, value)
    if name == "style":
        copy.text = style_sheet(source.text or "")
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
    keeps_text = (
        _name(source) in allowed_names().with_text or _name(source) in allowed_names().unwrapped
    )
    if keeps_text:
        _append_text(copy, source.text)
    for child in source:
        if _name(child) in allowed_names().unwrapped:
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
    allowed = allowed_names()
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
            if declarations := declarations_of(tinycss2.parse_blocks_contents(text)):
                yield "style", declarations
        elif attribute == "d":
            yield attribute, valid_path(text)
        elif attribute in _NAMED or _is_presentation(attribute, text):
            yield attribute, text


def _is_presentation(attribute: str, value: str) -> bool:
    allowed = allowed_names()
    return attribute in allowed.attributes or (
        attribute in allowed.properties
        and is_short(attribute, value)
        and is_harmless(tinycss2.parse_component_value_list(value))
    )
