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
# MathML Core, without links, foreign content and colours: names that a formula may be made of.
_ELEMENTS = frozenset(
    {"math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot"}
    | {"msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"}
    | {"mprescripts", "none", "mtable", "mtr", "mtd", "mlabeledtr", "mstyle", "mpadded"}
    | {"mphantom", "menclose"}
)
_ATTRIBUTES = frozenset(
    {"display", "displaystyle", "scriptlevel", "mathvariant", "mathsize", "stretchy"}
    | {"fence", "form", "separator", "accent", "accentunder", "movablelimits", "largeop"}
    | {"minsize", "maxsize", "symmetric", "lspace", "rspace", "linethickness", "columnalign"}
    | {"rowalign", "rowspacing", "columnspacing", "rowlines", "columnlines", "columnspan"}
    | {"rowspan", "frame", "notation", "width", "height", "depth", "voffset", "linebreak"}
    | {"side", "bevelled"}
)
# Colours are the style's, so that every formula has its contrast.
_COLOURED = re.compile(r' math(?:color|background)="[^"<>]*"')
_VALUE = re.compile(r"[A-Za-z0-9 .,%+-]{0,80}")
# Lengths in em: what is longer is no formula on a page, and what goes farther back lies on others.
_LARGEST, _FARTHEST_BACK = 100.0, 10.0
_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*(%|[A-Za-z]*)")
_EMS = {"%": 0.01, "ex": 0.5, "pt": 0.1, "pc": 1.2, "px": 0.06, "mu": 1 / 18}
_EMS |= {"mm": 0.28, "cm": 2.8, "in": 7.2}
# What writers use and latex2mathml does not know, in commands that it does.
_SPELLINGS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (
            r"\\(begin|end)\{(?:aligned|gathered|multline|gather|eqnarray|flalign)\*?\}",
            r"\\\1{split}",
        ),
        (r"\\begin\{(?:alignat|alignedat)\*?\}\s*\{\d*\}", r"\\begin{split}"),
        (r"\\end\{(?:alignat|alignedat)\*?\}", r"\\end{split}"),
        (r"\\(begin|end)\{dcases\*?\}", r"\\\1{cases}"),
        (r"\\(?:begin|end)\{equation\*\}|\\(?:nonumber|notag)(?![A-Za-z])|\\label\{[^{}]*\}", ""),
        (r"\\ensuremath(?![A-Za-z])", ""),
        (r"\\(?:nicefrac|sfrac)(?![A-Za-z])", r"\\frac"),
        (r"\\(?:SI|qty)\{([^{}]*)\}\{([^{}\\]*)\}", r"{\1}\\,\\text{\2}"),
        (r"\\(?:si|unit)\{([^{}\\]*)\}", r"\\text{\1}"),
        (r"\\([£€¥])", r"\1"),
    )
)
# latex2mathml writes texts as they are, so that what has a meaning in XML stands aside.
_TEXTS = re.compile(r"\\(?:text\w*|mbox)\{[^{}]*\}")
_ASIDE = {"\\&": "\ue000", "<": "\ue001", ">": "\ue002"}
_BACK = str.maketrans({"\ue000": "&amp;", "\ue001": "&lt;", "\ue002": "&gt;"})
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
        mathml = convert(_spelled(tex), display="block" if display else "inline").translate(_BACK)
        mathml = _COLOURED.sub("", mathml)
        root = ElementTree.fromstring(mathml)
    except (Exception, RecursionError):  # the converter raises its own and built-in errors alike
        return None
    if _depth(root) > _DEEPEST or not all(_is_complete(element) for element in root.iter()):
        return None
    texts = "".join(root.itertext())
    if not texts.strip() or _UNKNOWN.search(texts) or not _is_known(root):
        return None
    return mathml


def _is_known(root: ElementTree.Element) -> bool:
    """Whether only names of the lists stand in a formula (law 10).

    The converter writes texts raw: `\\tag{<meta …>}` would put an element of HTML into the page.
    """
    for element in root.iter():
        space, _, name = element.tag.rpartition("}")
        if space != f"{{{MATHML}" or name not in _ELEMENTS:
            return False
        for key, value in element.attrib.items():
            if key not in _ATTRIBUTES or not _VALUE.fullmatch(value) or _is_vast(value):
                return False
    return True


def _is_vast(value: str) -> bool:
    """Whether a value holds a length or number that would leave every page."""
    return any(
        not -_FARTHEST_BACK <= float(number) * _EMS.get(unit.lower(), 1.0) <= _LARGEST
        for number, unit in _LENGTH.findall(value)
    )


def _spelled(tex: str) -> str:
    for pattern, replacement in _SPELLINGS:
        tex = pattern.sub(replacement, tex)
    return _TEXTS.sub(_set_aside, tex)


def _set_aside(text: re.Match[str]) -> str:
    aside = text[0]
    for mark, stand_in in _ASIDE.items():
        aside = aside.replace(mark, stand_in)
    return aside


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
