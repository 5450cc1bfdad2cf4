"""What the types, attributes and labels of elements mean, in the outline's words.

Invariant: a value that no standard knows is told as it is, so that it differs from any other.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from docforge.verify.entries import LanguageInForce, plain, structure
from docforge.verify.readers.grid import GridCell
from docforge.verify.readers.pdf.elements import Element, texts_of

NUMBERINGS = {
    "None": "definitions",
    "Description": "definitions",
    "Disc": "bullet",
    "Circle": "bullet",
    "Square": "bullet",
    "Unordered": "bullet",
    "Decimal": "decimal",
    "LowerAlpha": "lower-alpha",
    "UpperAlpha": "upper-alpha",
    "LowerRoman": "lower-roman",
    "UpperRoman": "upper-roman",
}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def voice_of(element: Element, voice: LanguageInForce) -> LanguageInForce:
    """The language and direction in force inside `element`, which stands in `voice`."""
    mode = str(element.facts.get("WritingMode", ""))
    direction = {"/RlTb": "rtl", "/LrTb": "ltr"}.get(mode)
    return voice.changed(element.lang or None, direction)


def runs_of(element: Element, voice: LanguageInForce) -> Iterator[tuple[LanguageInForce, str]]:
    """The text of an element in order, each part with the language and direction in force."""
    own = voice_of(element, voice)
    if element.actual is not None or element.alt is not None:
        yield own, element.actual or element.alt or ""
        return
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from runs_of(kid, own)
        else:
            yield own, kid.text


def box_of(element: Element) -> str:
    """The place that a picture says it has on its page (ISO 32000-1, 14.8.5.4.3)."""
    return " ".join(f"{float(number):g}" for number in element.facts.get("BBox") or ())


def spoken_in(element: Element, voice: LanguageInForce) -> str:
    """The languages and directions of what an element says, which stands in `voice`."""
    voices = dict.fromkeys(str(own) for own, text in runs_of(element, voice) if plain(text))
    return " ".join(voices)


def numbering_of(listing: Element) -> str:
    """How the items of a list are labelled."""
    name = str(listing.facts.get("ListNumbering", ""))[1:]
    return NUMBERINGS.get(name, name)


def number_of(label: str, numbering: str) -> str:
    """A label as the number that it stands for: "c." is 3 in letters, "(iv)" is (4)."""
    around = "({})" if label.startswith("(") else "{})" if label.rstrip().endswith(")") else "{}"
    core = label.lstrip("( ").rstrip(".) ").lower()
    if numbering.endswith("roman") and core and set(core) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in core]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return around.format(sum(-one if one < after else one for one, after in pairs))
    if numbering.endswith("alpha") and core.isascii() and core.isalpha():
        number = 0
        for letter in core:
            number = number * 26 + ord(letter) - ord("a") + 1
        return around.format(number)
    return around.format(core)


def formula_of(element: Element) -> dict[str, str]:
    """What a formula's MathML (ISO 32000-2, 14.13) holds: its signs, and how they are put together.

    Both are "" without it.
    """
    held = [
        ElementTree.fromstring(file.EF.F.read_bytes())
        for file in element.node.get("/AF") or ()
        if str(file.EF.F.get("/Subtype", "")) == "/application/mathml+xml"
    ]
    signs = "".join(text for root in held for text in root.itertext())
    return {"drawn": plain("".join(signs.split())), "structure": " ".join(map(structure, held))}


def phrase_of(role: str, facts: dict[str, Any]) -> str:
    """What a phrase is marked as, "" for nothing."""
    if role in ("Em", "Strong", "Code"):
        return {"Em": "emphasis"}.get(role, role.lower())
    decoration = str(facts.get("TextDecorationType", ""))
    if decoration:
        return {"/LineThrough": "deleted", "/Underline": "underline"}.get(decoration, decoration)
    if "BaselineShift" in facts:
        return "superscript" if float(facts["BaselineShift"]) > 0 else "subscript"
    return ""


def rows_of(group: Element) -> Iterator[list[GridCell]]:
    """The cells of each row in a part of a table."""
    for row in _rows(group):
        yield [_cell(kid) for kid in row.kids if isinstance(kid, Element)]


def _rows(group: Element) -> Iterator[Element]:
    if group.role == "TR":
        yield group
    for kid in group.kids:
        if (
            isinstance(kid, Element)
            and kid.role == "TR"
            and group.role in ("THead", "TBody", "TFoot")
        ):
            yield kid


def _cell(element: Element) -> GridCell:
    scope = {"/Column": "col", "/Row": "row", "/Both": "col"}.get(
        str(element.facts.get("Scope", "")), "col"
    )
    headers = element.facts.get("Headers")
    return GridCell(
        text=plain("".join(texts_of(element))),
        scope=scope if element.role == "TH" else "",
        columns=int(element.facts.get("ColSpan", 1)),
        rows=int(element.facts.get("RowSpan", 1)),
        ident=element.ident,
        named=None if headers is None else tuple(str(name) for name in headers),
        content=element,
    )
