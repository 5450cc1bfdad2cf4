"""What a style sheet does to a document that no style may do, with its file and line.

Invariant: all sheets are checked when a style is loaded, whatever format is made; what is refused
is data (`refused.toml`), what is measured is here: sizes, contrast, words.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import tinycss2  # type: ignore[import-untyped]  # it has no type information
import tinycss2.ast  # type: ignore[import-untyped]  # nor here
from msgspec import Struct

from docforge.style.declared import Declared, declarations
from docforge.style.fonts import is_system
from docforge.style.keys import meant
from docforge.style.marking import unmarked
from docforge.style.pale import pale
from docforge.style.settable import unsettable
from docforge.style.showing import kinds_of

# The smallest letters: of the size around them, and alone (points, CSS pixels).
_LEAST = {"em": 0.65, "rem": 0.7, "%": 65.0, "pt": 7.0, "px": 9.5, "mm": 2.5, "cm": 0.25}
_LEAST |= {"in": 0.1, "pc": 0.6, "ex": 1.3, "ch": 1.3}
# The most that something may be moved by a margin, an indent or a distance of letters.
_MOST = {"em": 5.0, "rem": 6.0, "%": 15.0, "pt": 72.0, "px": 96.0, "mm": 25.0, "cm": 2.5}
_MOST |= {"in": 1.0, "pc": 6.0, "ex": 10.0, "ch": 10.0}
# The least room for a text.
_ROOM = {"em": 5.0, "rem": 5.0, "%": 50.0, "pt": 60.0, "px": 80.0, "mm": 20.0, "cm": 2.0}
_ROOM |= {"in": 1.0, "pc": 5.0, "ex": 10.0, "ch": 10.0}
_AT_RULES = frozenset({"media", "supports", "page"})
_SIGNS = frozenset({"symbol", "wingdings", "webdings", "zapf dingbats", "marlett", "zapfdingbats"})
_SIGNS |= frozenset({"adobe blank", "noto color emoji", "apple color emoji", "segoe ui emoji"})
_SIGNS |= frozenset({"emoji", "fantasy"})
_RAISED = re.compile(r"\b(sup|sub)\b|doc-noteref")
_IN_PRINT = re.compile(r"(?:^|\s)a\[href[^\]]*\](?::not\([^)]*\))?::after$")
# Texts, which need more room than a word; and what stands in its like, so that sizes multiply.
_TEXTS = frozenset({"p", "li", "dd", "ul", "ol", "dl", "blockquote", "section", "h1", "h2", "h3"})
_TEXTS |= frozenset({"h4", "h5", "h6", "main", "body", "html"})
_NESTING = frozenset({"li", "ul", "ol", "dl", "dd", "blockquote", "section", "div", "span"})
_LEAST_OF_NESTING = 0.87  # three levels deep, letters are two thirds of the size


class StyleProblem(Struct, frozen=True):
    """One thing that a style may not do: `line` counts from 1 in `file`."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@cache
def _refused() -> Mapping[str, Any]:
    text = files("docforge.style").joinpath("refused.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def problems(file: str, sheet: str, before: str = "") -> tuple[StyleProblem, ...]:
    """What the style sheet `sheet` does that no style may do, in its order.

    `before` is the sheet that it stands behind: its colours hold here, too.
    """
    found = [*_at_rules(file, sheet)]
    declared = declarations(sheet)
    names = {one.name: one.value for one in declared if one.name.startswith("--")}
    for one in declared:
        wrong = (*_wrong(one), *unsettable(one.name, one.value, one.selectors, names))
        found += [StyleProblem(file, one.line, what) for what in wrong]
    told = (*pale(declared, [*declarations(before), *declared]), *unmarked(declared))
    found += [StyleProblem(file, line, what) for line, what in told]
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.line))


def unknown_families(file: str, sheet: str, known: Collection[str]) -> Iterator[StyleProblem]:
    """Fonts that a sheet for paper names and that nobody has: another one would stand in."""
    for one in declarations(sheet):
        if one.name not in ("font", "font-family"):
            continue
        for token in one.tokens:
            is_name = isinstance(token, tinycss2.ast.StringToken)
            if is_name and token.value not in known and not is_system(token.value):
                what = f"{one.name}: “{token.value}” is no font of this style"
                yield StyleProblem(file, one.line, f"{what}; {meant(token.value, known)}")


# --- Reading -----------------------------------------------------------------------------


def _at_rules(file: str, sheet: str) -> Iterator[StyleProblem]:
    for node in tinycss2.parse_stylesheet(sheet, skip_comments=True):
        if isinstance(node, tinycss2.ast.AtRule) and node.lower_at_keyword not in _AT_RULES:
            what = f"@{node.at_keyword}: a style fetches nothing and moves nothing"
            yield StyleProblem(file, node.source_line, what)
        if isinstance(node, tinycss2.ast.ParseError):
            yield StyleProblem(file, node.source_line, f"it cannot be read ({node.message})")


# --- What is refused ---------------------------------------------------------------------


def _wrong(one: Declared) -> Iterator[str]:
    told = f"{one.name}: {one.value}"
    for kind, table in _refused().items():
        pattern = table.get(one.name) if kind != "but" else None
        if isinstance(pattern, str) and re.fullmatch(pattern, one.value) and not _may(one):
            yield f"{told}: {table['why']}"
    if any(isinstance(t, tinycss2.ast.URLToken) for t in one.tokens) or _calls(one, "url"):
        yield f"{told}: a style fetches nothing"
    if one.name in ("content", "quotes", "list-style", "list-style-type", "hyphenate-character"):
        if any(_has_words(token) for token in _all(one.tokens)):
            yield f"{told}: a style writes no words"
        if one.name == "content" and not _may_write(one):
            yield f"{told}: content from a style replaces what the document says"
    yield from _sizes(one, told)
    if one.name in ("font", "font-family") and _SIGNS & _families(one.value):
        yield f"{told}: letters of this font are signs"


def _families(value: str) -> set[str]:
    """The names in a list of families; behind a size, in the shorthand, the last of its words."""
    quoted = re.findall(r"[\"']([^\"']+)[\"']", value)
    return {*quoted, *(part.split()[-1] for part in value.split(",") if part.strip())}


def _may(one: Declared) -> bool:
    allowed = _refused()["but"].get(one.name, ())
    if isinstance(allowed, Mapping):
        allowed = allowed.get(one.condition, ())
    return all(selector in allowed for selector in one.selectors)


def _all(tokens: Sequence[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.Node]:
    for token in tokens:
        yield token
        yield from _all(getattr(token, "arguments", None) or getattr(token, "content", None) or ())


def _calls(one: Declared, name: str) -> bool:
    calls = (t for t in _all(one.tokens) if isinstance(t, tinycss2.ast.FunctionBlock))
    return any(call.lower_name in (name, "src", "image", "image-set", "element") for call in calls)


def _has_words(token: tinycss2.ast.Node) -> bool:
    is_text = isinstance(token, tinycss2.ast.StringToken)
    return is_text and any(sign.isalnum() for sign in token.value)


def _may_write(one: Declared) -> bool:
    """Labels of items, page numbers in the contents, and on paper the addresses of links."""
    markers = all(selector.endswith("::marker") for selector in one.selectors)
    contents = all(selector == "#df-contents a::after" for selector in one.selectors)
    addresses = one.condition == "print" and all(map(_IN_PRINT.search, one.selectors))
    return (
        one.selectors == ("@page",)
        or contents
        or (markers and "counter(list-item)" in one.value)
        or (addresses and "attr(href" in one.value)
    )


# --- What is measured --------------------------------------------------------------------


def _sizes(one: Declared, told: str) -> Iterator[str]:
    # What is computed is judged as it comes out (settable.py).
    kinds = kinds_of(one.selectors)
    values = [(_number(t), _unit(t)) for t in one.tokens if _number(t) is not None]
    lengths = [(number or 0.0, unit) for number, unit in values]
    if one.name == "font-size" or one.name == "font":
        letters = lengths[-1:] if one.name == "font-size" else lengths[:1]
        if any(number < _LEAST.get(unit, 1e9 if unit == "" else 0) for number, unit in letters):
            yield f"{told}: smaller than {_LEAST['em']} of the letters around it, or 7 points"
        if kinds & _NESTING and any(map(_multiplies, one.tokens)):
            yield f"{told}: inside one another, letters would become smaller and smaller"
    close = any(number < (100 if unit == "%" else 1) for number, unit in lengths)
    if one.name == "line-height" and close and not all(map(_RAISED.search, one.selectors)):
        yield f"{told}: lines would lie over each other"
    if re.fullmatch(r"margin.*|text-indent|letter-spacing|word-spacing|outline-offset", one.name):
        far = (n < 0 or n > _MOST.get(unit, 0 if unit else 1e9) for n, unit in lengths)
        if any(far):
            yield f"{told}: text would lie over other text or beside the page"
    if one.name.startswith("padding") and any(n > _MOST["%"] for n, unit in lengths if unit == "%"):
        yield f"{told}: there is too little room for the text"
    pictures = all(re.search(r"\b(img|logo|partner)$", each) for each in one.selectors)
    if not pictures and re.fullmatch(r"(max-)?(width|height|inline-size|block-size)", one.name):
        twice = 2 if kinds & _TEXTS else 1
        room = [n for n, unit in lengths if n < _ROOM.get(unit, 1) * (1 if unit == "%" else twice)]
        if room and "calc" not in one.value:
            yield f"{told}: there is too little room for the text"


def _multiplies(token: tinycss2.ast.Node) -> bool:
    """Whether a size is a share of that around it which is too small a few levels deep."""
    number = _number(token)
    if number is None:
        return bool(token.type == "ident" and token.lower_value == "smaller")
    share = {"em": number, "%": number / 100}.get(_unit(token), 1.0)
    return share < _LEAST_OF_NESTING


def _number(token: tinycss2.ast.Node) -> float | None:
    kinds = (tinycss2.ast.DimensionToken, tinycss2.ast.PercentageToken, tinycss2.ast.NumberToken)
    return float(token.value) if isinstance(token, kinds) else None


def _unit(token: tinycss2.ast.Node) -> str:
    if isinstance(token, tinycss2.ast.PercentageToken):
        return "%"
    return str(getattr(token, "lower_unit", ""))
