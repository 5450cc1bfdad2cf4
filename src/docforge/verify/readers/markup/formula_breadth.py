"""How broad formulas are, and whether a book lets them become smaller or go on in further lines.

Invariant: bounds alone, which hold for any estimate of how broad signs are.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from docforge.verify.readers.markup.words import name

_FIT = re.compile("fit-([0-9]+|any)")
# In em: what a sign takes at least and at most, and a formula that fits any page at most and least.
_LEAST, _MOST = 0.6, 1.1
_SHORT, _LONG = 8.0, 8.5
_SCRIPT = 0.7
# A breadth is said in steps: how much more each may be than the one before it, and the last.
_STEP, _BROADEST = 1.5, 96
_BESIDE = frozenset({"msub", "msup", "msubsup", "mmultiscripts"})
_TOKENS = frozenset({"mi", "mn", "mo", "ms", "mtext"})


def odd_fit(parent: Element) -> Iterator[str]:
    """What is wrong with what stands around the formulas in `parent`, in a book."""
    classes = parent.get("class", "").split()
    fit = next((found[1] for found in map(_FIT.fullmatch, classes) if found), "")
    for formula in parent:
        if name(formula) != "math":
            continue
        least, most = _least(formula), _most(formula)
        may_be = most > _SHORT if fit or "breaks" in classes else least <= _LONG
        if fit == "any":
            may_be &= most > _BROADEST
        elif fit:
            may_be &= least <= int(fit) <= max(most, _SHORT) * _STEP
        if not may_be:
            yield f"a formula that is said to need {fit or 'no'} em"


def _most(formula: Element) -> float:
    return _MOST * len("".join(formula.itertext()))


def _least(formula: Element) -> float:
    own = [_least(part) for part in formula]
    match name(formula):
        case tag if tag in _TOKENS:
            return _LEAST * len("".join((formula.text or "").split()))
        case "mfrac" | "mtable":
            return max(own, default=0.0)
        case "munder" | "mover" | "munderover":
            return max([*own[:1], *(_SCRIPT * part for part in own[1:])], default=0.0)
        case tag if tag in _BESIDE:
            return sum(own[:1])
        case _:
            return sum(own)
