"""Shapes of elements: attributes together, and what an element stands in."""

from xml.etree.ElementTree import Element

import pytest

from docforge.gate.shapes import shapes

KNOWN = shapes(["p", "p.note[id=df-\\d+] < div.box | li", "a[href][lang?]"], ["xml:lang"])
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def fits(tag: str, parent: Element | None = None, /, **said: str) -> bool:
    named = {"class_": "class", "xml_lang": XML_LANG}
    attributes = {named.get(name, name): value for name, value in said.items()}
    return any(shape.fits(attributes, parent) for shape in KNOWN[tag])


@pytest.mark.parametrize(
    ("attributes", "parent", "whether"),
    [
        ({}, Element("div"), True),
        ({"class_": "note", "id": "df-1"}, Element("div", {"class": "wide box"}), True),
        ({"class_": "note", "id": "df-1"}, Element("li"), True),
        ({"class_": "note", "id": "df-1"}, Element("div"), False),
        ({"class_": "note"}, Element("li"), False),
        ({"class_": "note", "id": "other"}, Element("li"), False),
        ({"class_": "note more", "id": "df-1"}, Element("li"), False),
        ({"hidden": ""}, Element("div"), False),
    ],
)
def test_a_paragraph_is_as_a_shape_says(
    attributes: dict[str, str], parent: Element, whether: bool
) -> None:
    assert fits("p", parent, **attributes) is whether


def test_what_says_the_same_as_a_language_stands_beside_it_alone() -> None:
    assert fits("a", href="#x", lang="cy", xml_lang="cy")
    assert not fits("p", xml_lang="cy")


@pytest.mark.parametrize("text", ["", "1p", "p[", "p < ", "p .note"])
def test_what_is_no_shape_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is no shape"):
        shapes([text], [])
