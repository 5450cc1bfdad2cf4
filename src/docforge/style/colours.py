"""Colours by what they are for, in light and in dark; a pair that cannot be read is refused.

Invariant: every pair that a sheet may put together has the contrast that WCAG 2.2 AA asks for.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from docforge.style.contrast import Colour, contrast, hex_of, of_hex, passing
from docforge.style.keys import WrongValue, check_keys

_LETTERS, _LINES = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
# What is made of a light colour for dark ground is easy to read there (WCAG 2.2, 1.4.6).
_EASY = 7.0


# Each role with its value ("#0b4f6c").
Values = tuple[tuple[str, str], ...]


class Colours(Struct, frozen=True):
    """The value of each role on light and on dark ground."""

    light: Values
    dark: Values


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("docforge.style").joinpath("colours.toml").read_text("utf-8"))


def roles() -> Sequence[str]:
    """What a colour can be for."""
    return tuple(_table()["role"])


def read_colours(layers: Sequence[Mapping[str, object]], table: str) -> Colours:
    """The colours that the tables `layers` say, one over the other.

    `table` is what each of them is called ("brand.colours"). Raises WrongValue for a role or
    colour that is not known, and for a pair that cannot be read.
    """
    light, dark = (_Scheme(at) for at in (0, 1))
    for layer in layers:
        own = _own(layer, table)
        own_dark = _own(_dark_of(layer, table), f"{table}.dark")
        for follower, leader in _table()["follows"].items():
            for said in (own, own_dark):
                if leader in said:
                    said.setdefault(follower, said[leader])
        light.say(own)
        dark.say(own_dark)
        made = [role for role in _table()["dark"]["made"] if role in own and role not in own_dark]
        dark.say({role: _lighter(own[role], dark.values) for role in made})
    light.refuse(table)
    dark.refuse(f"{table}.dark")
    return Colours(tuple(light.values.items()), tuple(dark.values.items()))


def _own(layer: Mapping[str, object], table: str) -> dict[str, str]:
    said = {key: value for key, value in layer.items() if key != "dark"}
    check_keys(said, roles(), f"{table}.")
    return {role: _read(f"{table}.{role}", value) for role, value in said.items()}


def _dark_of(layer: Mapping[str, object], table: str) -> Mapping[str, object]:
    dark = layer.get("dark", {})
    if not isinstance(dark, Mapping):
        raise WrongValue(f"{table}.dark", "is not a table of colours")
    return dark


def _read(key: str, value: object) -> str:
    try:
        return hex_of(of_hex(str(value).strip().lower()))
    except ValueError:
        raise WrongValue(key, f"“{value}” is not a colour: write it as “#0b4f6c”") from None


def _lighter(colour: str, dark: Mapping[str, str]) -> str:
    grounds = [(of_hex(dark[name]), _EASY) for name in ("ground", "callout")]
    found = passing(of_hex(colour), grounds)
    return hex_of(found) if found else dark["text"]


class _Scheme:
    """Colours on light or on dark ground while they are gathered, and which were said last."""

    def __init__(self, place: int) -> None:
        self.values = {role: str(pair[place]) for role, pair in _table()["role"].items()}
        self._order = list(self.values)

    def say(self, said: Mapping[str, str]) -> None:
        """Put `said` over what was said before."""
        self.values |= said
        self._order = [*(role for role in self._order if role not in said), *said]

    def refuse(self, table: str) -> None:
        """Raise WrongValue for the first pair of too little contrast, with what would pass.

        Of the two, the one that was said last is to change.
        """
        for role, ground, least in _pairs():
            # Never rounded up to what would do.
            ratio = int(contrast(self._colour(role), self._colour(ground)) * 10) / 10
            if ratio < least:
                last = max(role, ground, key=self._order.index)
                other, how = (ground, "on") if last == role else (role, "under")
                raise WrongValue(
                    f"{table}.{last}",
                    f"“{self.values[last]}” {how} {other} “{self.values[other]}” has a contrast of "
                    f"{ratio}:1, and {least}:1 is needed (WCAG 2.2 AA); {self._advice(last)}",
                )

    def _advice(self, role: str) -> str:
        """The nearest colour that passes with all that it stands with."""
        beside = [(ground, least) for own, ground, least in _pairs() if own == role]
        beside += [(own, least) for own, ground, least in _pairs() if ground == role]
        others = [(self._colour(name), least) for name, least in beside]
        found = passing(self._colour(role), others)
        if found is None:
            return "no colour passes with all that it stands with: bring these closer together"
        return f"“{hex_of(found)}” would pass"

    def _colour(self, role: str) -> Colour:
        return of_hex(self.values[role])


def pairs_of(values: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    """Each role with what it stands on, and the contrast of the two."""
    for role, ground, _ in _pairs():
        ratio = contrast(of_hex(values[role]), of_hex(values[ground]))
        # Never rounded up to what would do.
        yield role, ground, int(ratio * 10) / 10


def _pairs() -> Iterator[tuple[str, str, float]]:
    """What stands on what, and the contrast that it needs."""
    for least, kind in ((_LETTERS, "letters"), (_LINES, "lines")):
        for role, grounds in _table()[kind].items():
            yield from ((role, ground, least) for ground in grounds)
