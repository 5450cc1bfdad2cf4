"""What a style sheet does to a document that no style may do, with its file and line.

Invariant: all sheets are checked when a style is loaded, whatever format is made; what is refused
is data (`refused.toml`), what is measured is here: sizes, contrast, words.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import tinycss2  # type: ignore[import-untyped]  # it has no type information
import tinycss2.ast  # type: ignore[import-untyped]  # nor here
import tinycss2.color3  # type: ignore[import-untyped]  # nor here

from docforge.style.contrast import Colour, contrast
from docforge.style.fonts import is_system
from docforge.style.keys import meant
from docforge.style.settable import unsettable

# The smallest letters: of the size around them, and alone (points, CSS pixels).
_LEAST = {"em": 0.65, "rem": 0.7, "%": 65.0, "pt": 7.0, "px": 9.5, "mm": 2.5, "cm": 0.25}
_LEAST |= {"in": 0.1, "pc": 0.6, "ex": 1.3, "ch": 1.3}
# The most that something may be moved by a margin, an indent or a distance of letters.
_MOST = {"em": 5.0, "rem": 6.0, "%": 15.0, "pt": 72.0, "px": 96.0, "mm": 25.0, "cm": 2.5}
_MOST |= {"in": 1.0, "pc": 6.0, "ex": 10.0, "ch": 10.0}
# The least room for a text.
_ROOM = {"em": 5.0, "rem": 5.0, "%": 50.0, "pt": 60.0, "px": 80.0, "mm": 20.0, "cm": 2.0}
_ROOM |= {"in": 1.0, "pc": 5.0, "ex": 10.0, "ch": 10.0}
_AA = 4.5  # WCAG 2.2, 1.4.3
_AT_RULES = frozenset({"media", "supports", "page"})
_SIGNS = frozenset({"symbol", "wingdings", "webdings", "zapf dingbats", "marlett", "zapfdingbats"})
_SIGNS |= frozenset({"adobe blank", "noto color emoji", "apple color emoji", "segoe ui emoji"})
_SIGNS |= frozenset({"emoji", "fantasy"})
_LEAST_OF_LINES = 3.0  # WCAG 2.2, 1.4.11
_LINES = ("outline", "outline-color", "text-decoration-color")
_RAISED = re.compile(r"\b(sup|sub)\b|doc-noteref")
_LINKS = re.compile(r"(?:^|[\s>+~])a(?:[:\[.][^\s]*)?$")
_IN_PRINT = re.compile(r"(?:^|\s)a\[href[^\]]*\](?::not\([^)]*\))?::after$")
_GROUNDLESS = ("none", "transparent", "inherit", "unset", "initial")
_DARK = "prefers-color-scheme:dark"
Colours = dict[str, str]


@dataclass(frozen=True, slots=True)
class StyleProblem:
    """One thing that a style may not do: `line` counts from 1 in `file`."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class _Declared:
    """A declaration with its selectors and the condition that it stands in ("" for none)."""

    name: str
    value: str
    tokens: Sequence[tinycss2.ast.Node] = field(repr=False)
    selectors: tuple[str, ...]
    line: int
    condition: str
    rule: int


@cache
def _refused() -> Mapping[str, Any]:
    text = files("docforge.style").joinpath("refused.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def problems(file: str, sheet: str, before: str = "") -> tuple[StyleProblem, ...]:
    """What the style sheet `sheet` does that no style may do, in its order.

    `before` is the sheet that it stands behind: its colours hold here, too.
    """
    found = [*_at_rules(file, sheet)]
    declared = _declared(sheet)
    names = {one.name: one.value for one in declared if one.name.startswith("--")}
    for one in declared:
        wrong = (*_wrong(one), *unsettable(one.name, one.value, one.selectors, names))
        found += [StyleProblem(file, one.line, what) for what in wrong]
    found += _pale(file, declared, [*_declared(before), *declared])
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.line))


def unknown_families(file: str, sheet: str, known: Collection[str]) -> Iterator[StyleProblem]:
    """Fonts that a sheet for paper names and that nobody has: another one would stand in."""
    for one in _declared(sheet):
        if one.name not in ("font", "font-family"):
            continue
        for token in one.tokens:
            is_name = isinstance(token, tinycss2.ast.StringToken)
            if is_name and token.value not in known and not is_system(token.value):
                what = f"{one.name}: “{token.value}” is no font of this style"
                yield StyleProblem(file, one.line, f"{what}; {meant(token.value, known)}")


def _declared(sheet: str) -> list[_Declared]:
    return list(_declarations(tinycss2.parse_stylesheet(sheet, skip_comments=True)))


# --- Reading -----------------------------------------------------------------------------


def _at_rules(file: str, sheet: str) -> Iterator[StyleProblem]:
    for node in tinycss2.parse_stylesheet(sheet, skip_comments=True):
        if isinstance(node, tinycss2.ast.AtRule) and node.lower_at_keyword not in _AT_RULES:
            what = f"@{node.at_keyword}: a style fetches nothing and moves nothing"
            yield StyleProblem(file, node.source_line, what)
        if isinstance(node, tinycss2.ast.ParseError):
            yield StyleProblem(file, node.source_line, f"it cannot be read ({node.message})")


def _declarations(
    rules: Sequence[tinycss2.ast.Node], condition: str = "", above: tuple[str, ...] = ()
) -> Iterator[_Declared]:
    for rule in rules:
        if isinstance(rule, tinycss2.ast.AtRule) and rule.content is not None:
            own = "".join(tinycss2.serialize(rule.prelude).split()).strip("()")
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True)
            nested = [n for n in inner if not isinstance(n, tinycss2.ast.Declaration)]
            yield from _declarations(nested, f"{condition} {own}".strip(), above)
            yield from _own(inner, (f"@{rule.lower_at_keyword}",), condition, id(rule))
        elif isinstance(rule, tinycss2.ast.QualifiedRule):
            written = tinycss2.serialize(rule.prelude).split(",")
            selectors = tuple(" ".join(each.split()) for each in written)
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True)
            yield from _own(inner, selectors, condition, id(rule))
            nested = [n for n in inner if not isinstance(n, tinycss2.ast.Declaration)]
            yield from _declarations(nested, condition, selectors)


def _own(
    nodes: Sequence[tinycss2.ast.Node], selectors: tuple[str, ...], condition: str, rule: int
) -> Iterator[_Declared]:
    for node in nodes:
        if isinstance(node, tinycss2.ast.Declaration):
            value = " ".join(tinycss2.serialize(node.value).split()).lower()
            yield _Declared(
                node.lower_name, value, node.value, selectors, node.source_line, condition, rule
            )


# --- What is refused ---------------------------------------------------------------------


def _wrong(one: _Declared) -> Iterator[str]:
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
    if one.name.startswith("text-decoration") and "none" in one.value.split():
        bare = [s for s in one.selectors if _LINKS.search(s) and not s.startswith("#df-contents")]
        if bare or any(re.search(r"\b(del|ins|u|s)$", s) for s in one.selectors):
            yield f"{told}: what is marked is told by colour alone (WCAG 2.2, 1.4.1)"


def _families(value: str) -> set[str]:
    """The names in a list of families; behind a size, in the shorthand, the last of its words."""
    quoted = re.findall(r"[\"']([^\"']+)[\"']", value)
    return {*quoted, *(part.split()[-1] for part in value.split(",") if part.strip())}


def _may(one: _Declared) -> bool:
    allowed = _refused()["but"].get(one.name, ())
    if isinstance(allowed, Mapping):
        allowed = allowed.get(one.condition, ())
    return all(selector in allowed for selector in one.selectors)


def _all(tokens: Sequence[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.Node]:
    for token in tokens:
        yield token
        yield from _all(getattr(token, "arguments", None) or getattr(token, "content", None) or ())


def _calls(one: _Declared, name: str) -> bool:
    calls = (t for t in _all(one.tokens) if isinstance(t, tinycss2.ast.FunctionBlock))
    return any(call.lower_name in (name, "src", "image", "image-set", "element") for call in calls)


def _has_words(token: tinycss2.ast.Node) -> bool:
    is_text = isinstance(token, tinycss2.ast.StringToken)
    return is_text and any(sign.isalnum() for sign in token.value)


def _may_write(one: _Declared) -> bool:
    """Labels of items, page numbers in the contents, and on paper the addresses of links."""
    markers = all(selector.endswith("::marker") for selector in one.selectors)
    contents = all(selector == "#df-contents a::after" for selector in one.selectors)
    addresses = one.condition == "print" and all(map(_IN_PRINT.search, one.selectors))
    return (
        one.selectors == ("@page",)
        or contents
        or (markers and "counter(list-item" in one.value)
        or (addresses and "attr(href" in one.value)
    )


# --- What is measured --------------------------------------------------------------------


def _sizes(one: _Declared, told: str) -> Iterator[str]:
    # What is computed is judged as it comes out (settable.py).
    values = [(_number(t), _unit(t)) for t in one.tokens if _number(t) is not None]
    lengths = [(number or 0.0, unit) for number, unit in values]
    if one.name == "font-size" or one.name == "font":
        letters = lengths[-1:] if one.name == "font-size" else lengths[:1]
        if any(number < _LEAST.get(unit, 1e9 if unit == "" else 0) for number, unit in letters):
            yield f"{told}: smaller than {_LEAST['em']} of the letters around it, or 7 points"
    close = any(number < (100 if unit == "%" else 1) for number, unit in lengths)
    if one.name == "line-height" and close and not all(map(_RAISED.search, one.selectors)):
        yield f"{told}: lines would lie over each other"
    if re.fullmatch(r"margin.*|text-indent|letter-spacing|word-spacing|outline-offset", one.name):
        far = (n < 0 or n > _MOST.get(unit, 0 if unit else 1e9) for n, unit in lengths)
        if any(far):
            yield f"{told}: text would lie over other text or beside the page"
    pictures = all(re.search(r"\b(img|logo|partner)$", each) for each in one.selectors)
    if not pictures and re.fullmatch(r"(max-)?(width|height|inline-size|block-size)", one.name):
        room = [number for number, unit in lengths if number < _ROOM.get(unit, 1)]
        if room and "calc" not in one.value:
            yield f"{told}: there is too little room for the text"


def _number(token: tinycss2.ast.Node) -> float | None:
    kinds = (tinycss2.ast.DimensionToken, tinycss2.ast.PercentageToken, tinycss2.ast.NumberToken)
    return float(token.value) if isinstance(token, kinds) else None


def _unit(token: tinycss2.ast.Node) -> str:
    if isinstance(token, tinycss2.ast.PercentageToken):
        return "%"
    return str(getattr(token, "lower_unit", ""))


def _pale(
    file: str, declared: Sequence[_Declared], whole: Sequence[_Declared]
) -> Iterator[StyleProblem]:
    """Letters of too little contrast against what the same rule or the page puts under them.

    `whole` is what holds beside the sheet's own declarations.
    """
    bright = {one.name: one.value for one in whole if _is_bright(one)}
    own = [one for one in whole if _DARK in one.condition and one.name.startswith("--")]
    dark = {**bright, **{one.name: one.value for one in own}}
    for names in (bright, dark) if dark != bright else (bright,):
        paper, ink = _of_page(whole, names)
        yield from _faint(file, declared, names, paper)
        for rule in dict.fromkeys(one.rule for one in declared):
            mine = {one.name: one for one in declared if one.rule == rule}
            under = mine.get("background-color") or mine.get("background")
            over = mine.get("color")
            said = over or under
            if said is None or "forced-colors" in said.condition:
                continue
            below = _colour(under.value, names) if under else None
            if under and below is None and under.value not in _GROUNDLESS:
                what = f"{under.name}: {under.value}: no colour that is known"
                yield StyleProblem(file, under.line, what)
            above = _colour(over.value, names) if over else None
            if over and above is None and over.value not in ("inherit", "currentcolor", "unset"):
                yield StyleProblem(file, over.line, f"color: {over.value}: no colour that is known")
            if over is None and all(re.search(r"\bimg$", s) for s in said.selectors):
                continue
            ratio = contrast(above or ink, below or paper)
            if ratio < _AA:
                what = f"a contrast of {ratio:.1f}, less than 4.5 (WCAG 2.2, 1.4.3)"
                yield StyleProblem(file, said.line, f"{said.name}: {said.value}: {what}")


def _faint(
    file: str, declared: Sequence[_Declared], names: Colours, paper: Colour
) -> Iterator[StyleProblem]:
    """Lines under links and around what has the focus that nobody sees."""
    grounded = {one.rule for one in declared if one.name in ("background", "background-color")}
    for one in declared:
        is_line = one.name in _LINES and "forced-colors" not in one.condition
        colour = _colour(one.value, names) if is_line and one.rule not in grounded else None
        if colour is not None and contrast(colour, paper) < _LEAST_OF_LINES:
            what = f"{one.name}: {one.value}: a line that is hardly seen (WCAG 2.2, 1.4.11)"
            yield StyleProblem(file, one.line, what)


def _is_bright(one: _Declared) -> bool:
    return one.name.startswith("--") and not one.condition


def _of_page(declared: Sequence[_Declared], names: Colours) -> tuple[Colour, Colour]:
    """What the page is, and its letters: white and black unless `html` or `body` says more."""
    paper, ink = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
    for one in declared:
        if not one.condition and {"html", "body", ":root"} & {*one.selectors}:
            colour = _colour(one.value, names)
            if colour and one.name in ("background", "background-color"):
                paper = colour
            if colour and one.name == "color":
                ink = colour
    return paper, ink


def _colour(value: str, names: Colours) -> Colour | None:
    for _ in range(5):
        value = re.sub(r"var\((--[\w-]{1,60})\)", lambda m: names.get(m[1], ""), value)
    for part in (value, *value.split()):
        colour = tinycss2.color3.parse_color(part)
        if colour is not None and colour != "currentColor":
            share = colour.alpha
            # What shines through is paper, as far as a sheet can tell.
            return tuple(share * each + 1 - share for each in colour[:3])
    return None
