"""Style sheets with the style's own measures in them: `var(--df-text)` becomes "11pt".

Invariant: a sheet that is delivered names no custom property of docforge: reading systems are
not asked to know `var()`, and a value stands in `style.toml` alone.
"""

import re
from collections.abc import Mapping
from dataclasses import fields

from docforge.style.keys import meant
from docforge.style.page import PageGeometry, points

_VALUE = re.compile(r"var\(--(df-[a-z-]{1,40})\)")
# Shares of what a page holds: a picture leaves room for its caption, and a caption that stands
# over a narrow table is this broad at least.
_PICTURE, _CAPTION = 7 / 8, 6 / 17


def with_values(sheet: str, page: PageGeometry) -> str:
    """`sheet` with the values of `page`. Raises ValueError for a name that is not known."""
    values = _values(page)

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise ValueError(f"var(--{match[1]}) is not known; {meant(match[1], values.keys())}")
        return values[match[1]]

    return _VALUE.sub(value, sheet)


def _values(page: PageGeometry) -> Mapping[str, str]:
    return {
        **{
            f"df-{part.name}": f"{getattr(page.letters, part.name):g}pt"
            for part in fields(page.letters)
        },
        **{
            f"df-cell-{part.name}": f"{getattr(page.cells, part.name):g}mm"
            for part in fields(page.cells)
        },
        "df-measure": page.measure,
        "df-picture-height": _share(page.text_height, _PICTURE),
        "df-turned-picture-height": _share(page.turned.text_height, _PICTURE),
        "df-caption-width": _share(page.text_width, _CAPTION),
    }


def _share(whole: float, share: float) -> str:
    return f"{round(whole * share / points(1))}mm"
