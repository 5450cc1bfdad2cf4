"""A tree of elements against a surface: names, attributes, values, and where elements stand.

Invariant: every element and attribute of the tree is asked for, in the namespace that it is in.
"""

from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

from msgspec import Struct

from docforge.gate import addresses, css
from docforge.gate.hits import ADDRESS, FORM, MARKUP, Hit, quoted
from docforge.gate.vocabulary import MATHML, SVG, XHTML, Surface, pattern, table

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {XHTML: "", MATHML: "math:", SVG: "svg:"}


class Place(Struct, frozen=True):
    """Where a file lies: `depth` folders below the output folder, beside `inside` (names)."""

    depth: int = 64
    inside: frozenset[str] = frozenset()
    # What a picture at an address holds; None for one that may not stand there.
    picture: Callable[[str], Iterator[Hit]] | None = None
    # Fonts that lie beside a style sheet.
    fonts: frozenset[str] = frozenset()


def check(root: Element, surface: Surface, place: Place) -> Iterator[Hit]:
    """What may not stand in the tree below `root`, which is an element of `surface` itself."""
    ident = ""
    if surface.shapes:
        yield from _names(root)
    waiting: list[tuple[Element, Element | None]] = [(root, None)]
    while waiting:
        element, parent = waiting.pop()
        yield from _element(element, parent, surface, place, ident)
        ident = element.get("id") or ident
        waiting += [(child, element) for child in reversed(element)]


def _element(
    element: Element, parent: Element | None, surface: Surface, place: Place, ident: str
) -> Iterator[Hit]:
    tag: object = element.tag
    if not isinstance(tag, str):
        yield Hit(FORM, "a comment or an instruction to programs", _inside(parent), ident)
        return
    allowed = surface.elements.get(tag)
    if allowed is None or not _is_at_home(tag, parent, surface):
        yield Hit(MARKUP, f"the element {quoted(name(tag))}", _inside(parent), ident)
        return
    if all(attribute in allowed for attribute in element.keys()):  # noqa: SIM118  # lxml's too
        yield from _shape(element, parent, surface, ident)
    if surface.holders:
        yield from _nested(element, ident)
    if tag in surface.holders:
        yield from _held(element, surface, ident)
    if tag.startswith(_MATH) and name(tag) not in _TOKENS and _has_loose_text(element):
        yield Hit(MARKUP, "text that is no sign of a formula", _inside(element), ident)
    for attribute, said in element.attrib.items():
        kind = allowed.get(attribute)
        # The parser knows an attribute without a value as None.
        value: str = said or ""
        if kind is None:
            what = f"the attribute {quoted(name(attribute))} of {quoted(name(tag))}"
            yield Hit(MARKUP, f"{what} ({quoted(value)})", _inside(parent), ident)
        else:
            for hit in _value(kind, value, surface, place):
                where = f"in the attribute {name(attribute)} of {quoted(name(tag))}"
                yield Hit(hit.code, hit.what, f"{where} {_inside(parent)}", ident)


def _shape(element: Element, parent: Element | None, surface: Surface, ident: str) -> Iterator[Hit]:
    """Whether attributes that may each be there may be there together, and here."""
    shapes = surface.shapes.get(element.tag, ())
    # The parser knows an attribute without a value as None.
    said = {key: value or "" for key, value in element.items()}
    if shapes and not any(shape.fits(said, parent) for shape in shapes):
        told = ", ".join(f"{name(key)}={quoted(value)}" for key, value in said.items())
        what = f"the element {quoted(name(element.tag))} with {told or 'no attribute'}"
        yield Hit(MARKUP, what, _inside(parent), ident)
    if surface.is_bilingual and said.get("lang") != said.get(_XML_LANG):
        what = f"two languages of one element, {quoted(name(element.tag))}"
        yield Hit(MARKUP, what, _inside(parent), ident)


# What stands in a line of text, and so in a block.
_PHRASING = frozenset(
    {"a", "abbr", "br", "cite", "code", "del", "dfn", "em", "img", "ins", "kbd", "mark", "math"}
    | {"picture", "samp", "small", "span", "strong", "sub", "sup", "u", "var"}
)

# Blocks that hold one line of text.
_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "figcaption", "pre"})
_LINES |= {"summary"}
_HTML = f"{{{XHTML}}}"

# What holds its own parts and nothing between them: readers, and HTML itself, know no other.
_SPACES = " \t\n\r\f"
# MathML Core, 3.2: the elements that hold signs; all others hold elements.
_MATH = f"{{{MATHML}}}"
_TOKENS = frozenset({f"math:{tag}" for tag in ("mi", "mn", "mo", "ms", "mtext")})
_OF_PARTS = frozenset({"dl", "ol", "ul", "table", "tbody", "tfoot", "thead", "tr"})


def _nested(element: Element, ident: str) -> Iterator[Hit]:
    """Blocks in a line, and in tables and lists what is none of their parts."""
    tag = str(element.tag).removeprefix(_HTML)
    parts = table()["parts"].get(tag)
    is_line = tag in _PHRASING or tag in _LINES
    for child in element if is_line or parts is not None else ():
        own = str(child.tag).removeprefix(_HTML)
        if (parts is not None and own not in parts) or (parts is None and not _is_inline(own)):
            yield Hit(MARKUP, f"the element {quoted(own)}", _inside(element), ident)


def _is_inline(tag: str) -> bool:
    # What is of another vocabulary has a door of its own.
    return tag in _PHRASING or tag.startswith("{")


def _has_loose_text(element: Element) -> bool:
    """Whether text stands in `element` itself; a no-break space is a line of its own."""
    loose = (element.text, *(child.tail for child in element))
    return any(text and text.strip(_SPACES) for text in loose)


def _held(element: Element, surface: Surface, ident: str) -> Iterator[Hit]:
    """Text and parts of a line that stand between blocks, and are a paragraph to nobody."""
    if _has_loose_text(element):
        yield Hit(MARKUP, "text that is in no paragraph", _inside(element), ident)
    allowed = surface.holders[element.tag]
    has_parts = name(element.tag) in _OF_PARTS
    for child in element:
        own = str(child.tag).rpartition("}")[2]
        # The break of a page of the PDF may be wherever text may begin.
        is_break = child.get("role") == "doc-pagebreak" and not has_parts
        if own in _PHRASING and own not in allowed and not is_break:
            what = f"the element {quoted(own)} that is in no paragraph"
            yield Hit(MARKUP, what, _inside(element), ident)


def _names(root: Element) -> Iterator[Hit]:
    """Every ident once, and every name that an element takes from another is there."""
    idents: set[str] = set()
    for element in root.iter():
        ident = element.get("id")
        if ident in idents:
            yield Hit(MARKUP, f"the ident {quoted(ident)} a second time", "", ident)
        if ident is not None:
            idents.add(ident)
    cells = {ident for e in root.iter() for ident in (e.get("headers") or "").split()}
    led_to = {(e.get("href") or "").partition("#")[2] for e in root.iter()}
    for element in root.iter():
        named = element.get("aria-labelledby")
        if named is not None and named not in idents:
            yield Hit(MARKUP, f"a name from {quoted(named)}, which is nowhere")
        ident = element.get("id")
        is_cell = name(str(element.tag)) in ("td", "th")
        if is_cell and ident is not None and ident not in cells | led_to:
            yield Hit(MARKUP, f"the ident {quoted(ident)} of a cell that heads no other", "", ident)
    for missing in sorted(cells - idents):
        yield Hit(MARKUP, f"a header {quoted(missing)}, which is nowhere")


def _is_at_home(tag: str, parent: Element | None, surface: Surface) -> bool:
    """Whether an element stands where its kind may: one vocabulary inside another has one door."""
    if parent is None:
        return True
    if tag.rpartition("}")[0] != str(parent.tag).rpartition("}")[0]:
        return tag in surface.doors
    return surface.within.get(tag, parent.tag) == parent.tag


def name(tag: str) -> str:
    """The name of an element or attribute for people."""
    space, _, own = tag.rpartition("}")
    return _PREFIXES.get(space.removeprefix("{"), f"{space}}}" if space else "") + own


def _inside(parent: Element | None) -> str:
    return "as the whole" if parent is None else f"in {quoted(name(str(parent.tag)))}"


# --- Values ------------------------------------------------------------------------------


def _value(kind: str, value: str, surface: Surface, place: Place) -> Iterator[Hit]:
    check = _CHECKS.get(kind)
    if check is not None:
        yield from check(value, surface, place)
    elif not pattern(kind).fullmatch(value):
        yield Hit(MARKUP, f"the value {quoted(value)}")


def _any(value: str, surface: Surface, place: Place) -> Iterator[Hit]:
    yield from ()


def _tokens(value: str, surface: Surface, place: Place) -> Iterator[Hit]:
    for token in value.split():
        if token not in surface.tokens:
            yield Hit(MARKUP, f"the class {quoted(token)}")


def _address(value: str, surface: Surface, place: Place) -> Iterator[Hit]:
    if not (
        addresses.is_outside(value)
        or addresses.is_inside(value)
        or value.partition("#")[0] in place.inside
        or addresses.is_neighbour(value, surface.neighbours, place.depth)
    ):
        yield Hit(ADDRESS, f"the address {quoted(value)}")


def _inside_address(value: str, surface: Surface, place: Place) -> Iterator[Hit]:
    if not addresses.is_inside(value):
        yield Hit(ADDRESS, f"the address {quoted(value)}")


def _picture(value: str, surface: Surface, place: Place) -> Iterator[Hit]:
    if place.picture is None:
        yield Hit(ADDRESS, f"the picture {quoted(value)}")
    else:
        yield from place.picture(value)


def _style(value: str, surface: Surface, place: Place) -> Iterator[Hit]:
    yield from css.declarations(value, drawing=surface.is_drawing)


def _property(value: str, surface: Surface, place: Place) -> Iterator[Hit]:
    yield from css.value(value, drawing=True)


_CHECKS: Mapping[str, Callable[[str, Surface, Place], Iterator[Hit]]] = {
    "@text": _any,
    "@tokens": _tokens,
    "@address": _address,
    "@inside": _inside_address,
    "@picture": _picture,
    "@style": _style,
    "@property": _property,
}
