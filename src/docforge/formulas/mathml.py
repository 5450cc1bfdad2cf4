"""TeX to presentation MathML, or nothing where a part of the TeX was not understood."""

import re
from xml.etree import ElementTree

MATHML = "http://www.w3.org/1998/Math/MathML"
_LONGEST = 20_000
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
    texts = "".join(root.itertext())
    if not texts.strip() or _UNKNOWN.search(texts):
        return None
    return mathml
