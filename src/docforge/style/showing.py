"""What elements have to be shown as, whatever a style sets: tables, lists, blocks, code, marks.

Invariant: a value that takes from an element what readers know it by is told.
"""

import re
from collections.abc import Iterator, Sequence

# What makes a table, a list: shown otherwise, it is none any more to some listeners.
_SHOWN_AS = {
    "table": "table", "thead": "table-header-group", "tbody": "table-row-group", "tr": "table-row",
    "td": "table-cell", "th": "table-cell", "tfoot": "table-footer-group", "li": "list-item",
    "caption": "table-caption",
}  # fmt: skip
# What stands by itself: in a line with its neighbours it is a part of their text.
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "details"})
_BLOCKS |= frozenset({"ul", "ol", "dl", "dt", "dd", "pre", "section"})
# Where docforge itself sets lines of facts, states of tasks and contents beside each other.
_BESIDE = re.compile(r"title-block|masthead|task-state|footer|df-contents|\bnav\b")
_SMALL_PARTS = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "a", "span", "em", "strong"})
_FORCED = frozenset({"always", "all", "page", "column", "left", "right", "recto", "verso"})
_SIGNS = frozenset({"disc", "circle", "square", "dash"})
_COUNTED = re.compile(
    r"decimal(-leading-zero)?|(lower|upper)-(alpha|latin|roman)|lower-greek|none|inside|outside"
    r"|(arabic-indic|bengali|devanagari|gujarati|gurmukhi|kannada|khmer|lao|malayalam|myanmar)"
    r"|oriya|persian|tamil|telugu|thai|tibetan|(simp|trad)-chinese-informal|cjk-decimal"
    r"|(decimal|(lower|upper)-(alpha|roman))-parenthes[ei]s"
)
_FOCUSED = re.compile(r":focus(-visible)?$")
_LINES_KEPT = frozenset({"pre", "pre-wrap", "break-spaces"})
_NO_GROUND = frozenset({"none", "transparent", "inherit", "initial", "unset", "revert"})


def shown_otherwise(told: str, name: str, value: str, selectors: Sequence[str]) -> Iterator[str]:
    """Why an element is not what it is when a style sets `name` to `value`."""
    kinds = kinds_of(selectors)
    if name == "display":
        yield from _display(told, value, selectors, kinds)
    elif name in ("list-style", "list-style-type"):
        yield from _labels(told, value, kinds)
    elif name == "white-space" and "pre" in kinds and value not in _LINES_KEPT:
        yield f"{told}: the lines of code would be one"
    elif name in ("background", "background-color") and "mark" in kinds and value in _NO_GROUND:
        yield f"{told}: what is marked could not be told from other text"
    elif name in ("break-before", "break-after", "page-break-before", "page-break-after"):
        if kinds & _SMALL_PARTS and value in _FORCED:
            yield f"{told}: each would stand on a page of its own"
    elif name.startswith("inset") and _is_away(value) and any(map(_FOCUSED.search, selectors)):
        yield f"{told}: what has the focus would not be seen (WCAG 2.2, 2.4.7)"


def _is_away(place: str) -> bool:
    """Whether a place is above or before the page, or far behind its beginning."""
    return bool(re.search(r"-\s*\d|\d{3}", place))


def kinds_of(selectors: Sequence[str]) -> set[str]:
    """The elements that `selectors` are for, by their last part; "" for any."""
    last = (re.split(r"[\s>+~]+", each)[-1] for each in selectors)
    return {re.split(r"[:.\[#]", each)[0] for each in last}


def _display(told: str, value: str, selectors: Sequence[str], kinds: set[str]) -> Iterator[str]:
    wanted = {_SHOWN_AS[kind] for kind in kinds if kind in _SHOWN_AS}
    if wanted and wanted != {value}:
        yield f"{told}: a table or a list would be none any more (WCAG 2.2, 1.3.1)"
    is_block = value in ("block", "flow-root") or all(map(_BESIDE.search, selectors))
    if kinds & _BLOCKS and not is_block:
        yield f"{told}: it would run into what stands before and behind it"


def _labels(told: str, value: str, kinds: set[str]) -> Iterator[str]:
    words = value.split()
    signs = bool(_SIGNS & set(words))
    # What has no word for a sign is a text, or the style's own (@counter-style).
    numbers = not signs and bool(re.search(r"decimal|alpha|roman|greek|latin", value))
    foreign = "ol" in kinds and not all(map(_COUNTED.fullmatch, words))
    if (signs and "ol" in kinds) or (numbers and "ul" in kinds) or "li" in kinds or foreign:
        yield f"{told}: items would have other labels than the document says"
