"""Style sheets with the style's own values in them: `var(--df-text)` becomes "11pt".

Invariant: a sheet that is delivered names no custom property of docforge: reading systems are
not asked to know `var()`, and a value stands in `style.toml` alone.
"""

import re
from collections.abc import Mapping

from msgspec.structs import fields

from docforge.style.brand import Brand, Logo
from docforge.style.colours import Colours
from docforge.style.fonts import FontUses
from docforge.style.keys import meant
from docforge.style.page import PageGeometry, points

_VALUE = re.compile(r"var\(--(df-[a-z-]{1,40})\)")
# Shares of what a page holds: a picture leaves room for its caption, and a caption that stands
# over a narrow table is this broad at least.
_PICTURE, _CAPTION = 7 / 8, 6 / 17
# One that stands in the text has more room.
_CAPTION_IN_TEXT = 1 / 2
# Points that a style may claim for the breadth of one element: `checks` refuses more.
_BROADEST = 239
# Letters in points that a logo's height is told for.
_TEXT = 12


def with_values(sheet: str, values: Mapping[str, str]) -> str:
    """`sheet` with `values` by name. Raises ValueError for a name that is not known."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise ValueError(f"var(--{match[1]}) is not known; {meant(match[1], values.keys())}")
        return values[match[1]]

    return _VALUE.sub(value, sheet)


def values_of(
    page: PageGeometry, colours: Colours, uses: FontUses, brand: Brand
) -> Mapping[str, str]:
    """All that a sheet may name, by name."""
    return {
        **{
            f"df-{part.name}": f"{getattr(page.letters, part.name):g}pt"
            for part in fields(page.letters)
        },
        **{
            f"df-cell-{part.name}": f"{getattr(page.cells, part.name):g}mm"
            for part in fields(page.cells)
        },
        **{f"df-colour-{role}": value for role, value in colours.light},
        **{f"df-dark-{role}": value for role, value in colours.dark},
        **{f"df-font-{part.name}": f'"{getattr(uses, part.name)}"' for part in fields(uses)},
        "df-logo-height": _height(brand.logo, page),
        "df-partner-height": _height(brand.partner, page),
        "df-measure": page.measure,
        "df-paper-measure": page.paper_measure,
        "df-picture-height": _share(page.text_height, _PICTURE),
        "df-turned-picture-height": _share(page.turned.text_height, _PICTURE),
        "df-caption-width": _claimed(page.text_width * _CAPTION),
        "df-caption-room": _claimed(page.text_width * _CAPTION_IN_TEXT),
    }


def _height(logo: Logo | None, page: PageGeometry) -> str:
    """How tall a logo is on paper: it grows with the letters beside it."""
    return f"{logo.height * page.letters.text / _TEXT:g}mm" if logo else "auto"


def _claimed(breadth: float) -> str:
    """`breadth` points, or the most that a style may claim for one element."""
    return _share(min(breadth, _BROADEST), 1)


def _share(whole: float, share: float) -> str:
    return f"{round(whole * share / points(1))}mm"
