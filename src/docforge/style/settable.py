"""The properties that a style may set, and how far: a list, and what is not on it is refused.

Invariant: a length is judged on a telephone and on a desk, also one that is computed.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from docforge.style.measures import SCREENS, lengths, untold
from docforge.style.showing import shown_otherwise

_OWN = re.compile(r"var\((--[\w-]{1,60})(?:\s*,([^()]{0,200}))?\)")
_SIDES = re.compile(r"-(top|right|bottom|left|block|inline)(-start|-end)?")
# Of one property the others take the bounds.
_LIKE = {"row-gap": "gap", "column-gap": "gap", "inline-size": "width", "height": "width"}
_LIKE |= {"max-height": "max-width", "max-inline-size": "max-width", "min-inline-size": "min-width"}
_LIKE |= {"min-block-size": "min-height", "block-size": "width", "max-block-size": "max-width"}
_LIKE |= {"border-width": "border", "outline-width": "outline", "font": "font-size"}
_LINE = 20.0  # what 100 % are of, for what is no letter: the width of a telephone
_OF_LETTERS = ("font-size", "line-height", "vertical-align", "letter-spacing", "word-spacing")
_TINY = ("xx-small", "math")
_INHERITED = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})


@cache
def _data(name: str) -> Mapping[str, Any]:
    text = files("docforge.style").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _known() -> frozenset[str]:
    listed = _data("properties.toml")
    refused = (table for kind, table in _data("refused.toml").items() if kind != "but")
    # Those lists say what a value may not be.
    by_value = (name for table in refused for name in table if name != "why")
    return frozenset({*listed["any"], *listed["like"], *listed["between"], *_LIKE, *by_value})


def unsettable(
    name: str, value: str, selectors: Sequence[str], names: Mapping[str, str]
) -> Iterator[str]:
    """Why a style may not set the property `name` to `value`; `names` are its own properties."""
    if name.startswith("--"):
        return
    told, value = f"{name}: {value}", _resolved(value, names)
    listed = _data("properties.toml")
    if name not in _known() and _SIDES.sub("", name) not in _known():
        yield f"{told}: this is no property that a style may set"
        return
    if "@page" in selectors and re.match(r"size|margin|padding|border", name):
        yield f"{told}: pages are measured by style.toml (page-size, margins)"
    yield from shown_otherwise(told, name, value, selectors)
    if value in _INHERITED:
        return
    last = {re.split(r"[\s>+~]+", each)[-1] for each in selectors}
    may = last <= set(listed["but"].get(name, ()))
    pattern = listed["like"].get(name)
    if pattern is not None and not may and not re.fullmatch(pattern, value):
        yield f"{told}: a style may not set it so"
    if name in ("font-size", "font") and any(word in _TINY for word in value.split()):
        yield f"{told}: letters that are too small"
    if name == "font" and "/" in value:
        close = value.partition("/")[2].split()[0]
        yield from unsettable("line-height", close, selectors, names)
    general = _LIKE.get(name) or _LIKE.get(_SIDES.sub("", name)) or _SIDES.sub("", name)
    bounds = listed["between"].get(general)
    if bounds is not None and any(untold(value)):
        yield f"{told}: how long that is cannot be told"
    elif bounds is not None and not (may and name == "line-height"):
        yield from _out_of_bounds(told, general, value, bounds)


def _resolved(value: str, names: Mapping[str, str]) -> str:
    """`value` with own properties by what they are; one of another sheet by what stands for it."""
    for _ in range(5):
        value = _OWN.sub(lambda m: names.get(m[1], m[0] if m[2] is None else m[2]), value)
    return value


def _out_of_bounds(
    told: str, general: str, value: str, bounds: tuple[float, float]
) -> Iterator[str]:
    least, most = bounds
    for screen in SCREENS:
        # Of letters, 100 % are those around them; in the shorthand the first length is theirs.
        found = list(lengths(value.split("/")[0], screen, 1.0 if general in _OF_LETTERS else _LINE))
        if general == "font-size":
            found = found[-1:]
        elif general in ("border", "outline", "text-decoration"):
            found = found[:1]
        if any(not least - 1e-6 <= length <= most + 1e-6 for length in found):
            yield f"{told}: less than {least:g} or more than {most:g} times 16 pixels"
            return
