"""What readers know marked words by: stressed, deleted, raised, linked, set as a heading.

Invariant: a rule that takes such a mark away, and puts no other in its place, is told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from docforge.style.declared import Declared
from docforge.style.showing import kinds_of

_LINKS = re.compile(r"(?:^|[\s>+~])a(?:[:\[.][^\s]*)?$")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNSET = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
_BOLD = re.compile(r"bold|bolder|[6-9]\d\d")
_LINES = ("text-decoration", "text-decoration-line")
# Where raised and lowered letters may stand (CSS Inline 3): above or below the others.
_SHIFTED = {
    "sup": re.compile(r"super|top|text-top|(?<![\d.])[0.]*+[1-9].*"),
    "sub": re.compile(r"sub|bottom|text-bottom|-[0.]*+[1-9].*"),
}
_BY_COLOUR = "what is marked is told by colour alone (WCAG 2.2, 1.4.1)"
Told = Iterator[tuple[int, str]]
_Rule = Mapping[str, Declared]


def unmarked(declared: Sequence[Declared]) -> Told:
    """The lines of a sheet that take a mark away, each with what is wrong."""
    rules: dict[int, dict[str, Declared]] = {}
    for one in declared:
        rules.setdefault(one.rule, {})[one.name] = one
    for rule in rules.values():
        selectors = next(iter(rule.values())).selectors
        for found, why in _taken(rule, selectors, kinds_of(selectors)):
            yield found.line, f"{found.name}: {found.value}: {why}"


def _taken(
    rule: _Rule, selectors: Sequence[str], kinds: set[str]
) -> Iterator[tuple[Declared, str]]:
    style, weight, font = (rule.get(name) for name in ("font-style", "font-weight", "font"))
    is_bold = weight is not None and bool(_BOLD.fullmatch(weight.value))
    if style and "em" in kinds and not is_bold and style.value in ("normal", *_UNSET):
        yield style, "what is stressed could not be told from other text"
    if weight and not is_bold and kinds & {"strong", "b"}:
        yield weight, "what is strong could not be told from other text"
    if font and kinds & {"em", "strong", *_HEADINGS} and font.value in _UNSET:
        yield font, "what is stressed, or a heading, could not be told from other text"
    for line in (rule[name] for name in _LINES if name in rule):
        yield from ((line, why) for why in _lines(line.value, selectors, kinds))
    shift = rule.get("vertical-align")
    raised = [each for each in selectors if "doc-noteref" not in each]
    for kind in sorted(kinds_of(raised) & _SHIFTED.keys()) if shift else ():
        if shift and not _SHIFTED[kind].fullmatch(shift.value):
            yield shift, "m² would be read as m2 (WCAG 2.2, 1.3.1)"


def _lines(value: str, selectors: Sequence[str], kinds: set[str]) -> Iterator[str]:
    """Why a link, or what was deleted or inserted, may not have the lines `value`."""
    words = value.split()
    links = [s for s in selectors if _LINKS.search(s) and not s.startswith("#df-contents")]
    if (links or kinds & {"ins", "u"}) and "underline" not in words:
        yield _BY_COLOUR
    if kinds & {"del", "s"} and "line-through" not in words:
        yield _BY_COLOUR
