"""Letters and lines of a style sheet that are hardly seen on what is under them.

Invariant: a colour that is not known is told; what shines through is paper, as far as a sheet
can tell.
"""

import re
from collections.abc import Iterator, Sequence

import tinycss2.color4  # type: ignore[import-untyped]  # it has no type information

from docforge.style.contrast import Colour, contrast
from docforge.style.declared import Declared
from docforge.style.showing import kinds_of

_AA = 4.5  # WCAG 2.2, 1.4.3
_LEAST_OF_LINES = 3.0  # WCAG 2.2, 1.4.11
_LINES = ("outline", "outline-color", "text-decoration", "text-decoration-color")
_GROUNDS = ("background", "background-color")
_GROUNDLESS = ("none", "transparent", "inherit", "unset", "initial")
_KNOWN_SPACES = ("srgb", "hsl", "hwb")
_DARK, _FORCED = "prefers-color-scheme:dark", "forced-colors"
# What letters and grounds are among the colours that a reader has chosen (CSS Color 4, 6.2).
_LETTERS = re.compile(r"\w*text|inherit|currentcolor|unset")
_GROUNDS_CHOSEN = re.compile(r"canvas|field|mark|highlight|buttonface|none|transparent|inherit")
_PICTURES = frozenset({"img", "picture", "svg"})
Colours = dict[str, str]
Told = Iterator[tuple[int, str]]


def pale(declared: Sequence[Declared], whole: Sequence[Declared]) -> Told:
    """The lines of a sheet with letters of too little contrast, each with what is wrong.

    They are held against what the same rule or the page puts under them; `whole` is what holds
    beside the sheet's own declarations.
    """
    bright = {one.name: one.value for one in whole if _is_bright(one)}
    own = [one for one in whole if _DARK in one.condition and one.name.startswith("--")]
    dark = {**bright, **{one.name: one.value for one in own}}
    rules: dict[int, list[Declared]] = {}
    for one in declared:
        rules.setdefault(one.rule, []).append(one)
    for rule in rules.values():
        if _FORCED in rule[0].condition:
            yield from _forced(rule)
            continue
        # What holds in the dark alone is held against the dark alone.
        if _DARK not in rule[0].condition:
            yield from _rule(rule, bright, *_of_page(whole, bright, is_dark=False))
        if dark != bright or _DARK in rule[0].condition:
            yield from _rule(rule, dark, *_of_page(whole, dark, is_dark=True))


def _rule(rule: Sequence[Declared], names: Colours, paper: Colour, ink: Colour) -> Told:
    mine = {one.name: one for one in rule}
    under = mine.get("background-color") or mine.get("background")
    over = mine.get("color")
    if under is None:
        yield from _faint(rule, names, paper)
    said = over or under
    if said is None:
        return
    below = _colour(under.value, names) if under else None
    if under and below is None and under.value not in _GROUNDLESS:
        yield under.line, f"{under.name}: {under.value}: no colour that is known"
    above = _colour(over.value, names) if over else None
    if over and above is None and over.value not in ("inherit", "currentcolor", "unset"):
        yield over.line, f"color: {over.value}: no colour that is known"
    if over is None and all(re.search(r"\bimg$", s) for s in said.selectors):
        return
    ratio = contrast(above or ink, below or paper)
    if ratio < _AA:
        what = f"a contrast of {ratio:.1f}, less than 4.5 (WCAG 2.2, 1.4.3)"
        yield said.line, f"{said.name}: {said.value}: {what}"


def _forced(rule: Sequence[Declared]) -> Told:
    """Where readers have chosen all colours, letters are letters and grounds are grounds.

    Pictures keep the white ground that they are drawn for.
    """
    for one in rule:
        if kinds_of(one.selectors) <= _PICTURES:
            continue
        letters = one.name == "color" and not _LETTERS.fullmatch(one.value)
        ground = one.name in _GROUNDS and not _GROUNDS_CHOSEN.fullmatch(one.value)
        if letters or ground:
            yield one.line, f"{one.name}: {one.value}: a colour that is chosen for something else"


def _faint(rule: Sequence[Declared], names: Colours, paper: Colour) -> Told:
    """Lines under links and around what has the focus that nobody sees."""
    for one in rule:
        colour = _colour(one.value, names) if one.name in _LINES else None
        if colour is not None and contrast(colour, paper) < _LEAST_OF_LINES:
            what = "a line that is hardly seen (WCAG 2.2, 1.4.11)"
            yield one.line, f"{one.name}: {one.value}: {what}"


def _is_bright(one: Declared) -> bool:
    return one.name.startswith("--") and not one.condition


def _of_page(
    declared: Sequence[Declared], names: Colours, *, is_dark: bool
) -> tuple[Colour, Colour]:
    """What the page is, and its letters: white and black unless `html` or `body` says more."""
    paper, ink = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
    for one in declared:
        holds = not one.condition or (is_dark and _DARK in one.condition)
        if holds and {"html", "body", ":root"} & {*one.selectors}:
            colour = _colour(one.value, names)
            if colour and one.name in _GROUNDS:
                paper = colour
            if colour and one.name == "color":
                ink = colour
    return paper, ink


def _colour(value: str, names: Colours) -> Colour | None:
    for _ in range(5):
        value = re.sub(r"var\((--[\w-]{1,60})\)", lambda m: names.get(m[1], ""), value)
    for part in (value, *value.split()):
        colour = tinycss2.color4.parse_color(part)
        if colour is not None and not isinstance(colour, str) and colour.space in _KNOWN_SPACES:
            red, green, blue = colour.to("srgb").coordinates
            share = colour.alpha
            return (
                share * red + 1 - share,
                share * green + 1 - share,
                share * blue + 1 - share,
            )
    return None
