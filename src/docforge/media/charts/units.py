"""Series that have no common scale: ships and pounds.

Invariant: where a name could say the unit itself, or the names are years of one thing, nothing is
refused.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from docforge.document import Position


class PlacedUnit(Struct, frozen=True):
    """The unit that is written beside a number, "" for none, and where."""

    unit: str
    position: Position


def unlike(
    names: Sequence[str], series: Sequence[Sequence[PlacedUnit | None]]
) -> tuple[str, str, Position] | None:
    """What is wrong, its mend and place, when one series has a unit throughout and one has none."""
    given = [[unit for unit in units if unit is not None] for units in series]
    written = {each.unit for units in given for each in units if each.unit}
    if len(written) != 1 or not any(units and all(u.unit for u in units) for units in given):
        return None
    unit = next(iter(written))
    for name, units in zip(names, given, strict=True):
        words = re.findall(r"\w+|[^\w\s]", name)
        says_unit = any(sign in words for sign in re.findall(r"\w+|[^\w\s]", unit))
        if not units or says_unit or any(map(str.isdigit, name)) or any(u.unit for u in units):
            continue
        return (
            f"its numbers are in different units: “{unit}” and none under “{name}”",
            "Write the unit beside each number, or name the columns that are drawn: "
            '{.chart columns="2024, 2025"}.',
            units[0].position,
        )
    return None
