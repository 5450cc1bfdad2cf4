"""Long formulas, which nothing wraps by itself: they become smaller, then go on in further lines.

Invariant: a formula stays one element with its words; only what stands around it changes.
"""

from xml.etree.ElementTree import Element

from docforge.formats.markup.context import element
from docforge.style.reflow import step

# In em: a sign with the space around it; a formula of this breadth fits every page.
_TOKEN, _SHORT = 0.75, 10.0
_SCRIPT = 0.7
_TOKENS = frozenset({"mi", "mn", "mo", "ms", "mtext"})
# Elements whose first part has the others above, below or behind it as scripts.
_ABOVE = frozenset({"munder", "mover", "munderover"})
_BEHIND = frozenset({"msub", "msup", "msubsup"})


def let_formulas_reflow(part: Element) -> None:
    """Mark the formulas in `part` that may be broader than a page."""
    for parent in [*part.iter()]:
        for place, child in enumerate(list(parent)):
            if child.tag == "math" and breadth(child) > _SHORT:
                _mark(parent, place, child)


def _mark(parent: Element, place: int, formula: Element) -> None:
    """A formula of its own line adapts to the line, one among words breaks as words do."""
    if parent.get("class") == "formula":
        parent.set("class", f"formula fit-{step(breadth(formula))}")
        return
    wrapper = element("span", {"class": "breaks"}, [formula])
    wrapper.tail, formula.tail = formula.tail, None
    parent[place] = wrapper


def breadth(formula: Element) -> float:
    """What `formula` takes of a line, in em of the letters around it; rather too much."""
    own = [breadth(child) for child in formula]
    match formula.tag:
        case tag if tag in _TOKENS:
            return len("".join(formula.itertext()).strip()) * _TOKEN
        case "mfrac" | "mtable":
            return max(own, default=0.0)
        case tag if tag in _ABOVE:
            return max(own[0], _SCRIPT * max(own[1:]))
        case tag if tag in _BEHIND:
            return own[0] + _SCRIPT * max(own[1:])
        case _:
            return sum(own)
