"""TeX to presentation MathML, or nothing where a part of the TeX was not understood."""

import re
from xml.etree import ElementTree

MATHML = "http://www.w3.org/1998/Math/MathML"
_LONGEST = 20_000
_DEEPEST = 60
# MathML 3, 3.1.3.2: elements that have a fixed number of parts.
_PARTS = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
# latex2mathml writes a command that it does not know as an identifier of that name.
_UNKNOWN = re.compile(r"\\[A-Za-z]+")


def to_mathml(tex: str, display: bool) -> str | None:
    """`tex` as a `<math>` element, or None.

    The element has no `alttext` yet: the outputs add what is spoken.
    """
    from latex2mathml.converter import convert

    if not tex.strip() or len(tex) > _LONGEST:
        return None
    try:
        mathml = convert(tex, display="block" if display else "inline")
        root = ElementTree.fromstring(mathml)
    except (Exception, RecursionError):  # the converter raises its own and built-in errors alike
        return None
    if _depth(root) > _DEEPEST or not all(_is_complete(element) for element in root.iter()):
        return None
    texts = "".join(root.itertext())
    if not texts.strip() or _UNKNOWN.search(texts):
        return None
    return mathml


def _is_complete(element: ElementTree.Element) -> bool:
    """Whether an element has as many parts as MathML asks for: `\\frac{a}` gives too few."""
    wanted = _PARTS.get(element.tag.rpartition("}")[2])
    return wanted is None or len(element) == wanted


def _depth(root: ElementTree.Element) -> int:
    depth = 0
    level = [root]
    while level:
        depth += 1
        level = [child for element in level for child in element]
    return depth
