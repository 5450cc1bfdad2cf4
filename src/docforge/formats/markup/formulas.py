"""Formulas to MathML elements, for the formats that can show MathML.

Invariant: a formula always says something: MathML with `alttext`, or its TeX.
"""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docforge.document import Math
from docforge.formats.markup.context import element

MATHML = "http://www.w3.org/1998/Math/MathML"


def formula_element(node: Math) -> Element:
    """`math` with `display` and `alttext`, in its language; `code` with the TeX without it."""
    if node.mathml is None:
        return element("code", {"class": "tex", "dir": "ltr"}, [node.tex])
    math = ElementTree.fromstring(node.mathml)
    for below in math.iter():
        below.tag = below.tag.rpartition("}")[2]
    math.attrib.update(
        xmlns=MATHML,
        display="block" if node.display else "inline",
        alttext=node.spoken or node.tex,
    )
    # `math` itself may not carry a language, says the schema that checkers have.
    return math if node.lang is None else element("span", {"lang": node.lang}, [math])
