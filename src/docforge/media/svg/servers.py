"""What areas and lines of a drawing are painted with: colours, and paint servers (SVG 1.1, 13)."""

import re
from collections.abc import Mapping

from lxml import etree

from docforge.media.svg.painting import PaintSheet, colour_of, is_clear, said_of

_LINK = re.compile(r"""url\(\s*["']?#([^"')\s]+)["']?\s*\)\s*(.*)""", re.IGNORECASE)
_GRADIENTS = frozenset({"linearGradient", "radialGradient"})


def target_of(said: str, targets: Mapping[str, etree._Element]) -> etree._Element | None:
    """The element that a value leads to; None for no link, or a broken one."""
    found = _LINK.match(said)
    return targets.get(found[1]) if found else None


def is_visible(
    said: str, opacity: float, targets: Mapping[str, etree._Element], sheet: PaintSheet
) -> bool:
    """Whether something may be seen that is painted with `said`."""
    if said == "none" or opacity <= 0 or is_clear(said):
        return False
    found = _LINK.match(said)
    if found is None:
        return True
    server = targets.get(found[1])
    if server is None:
        return bool(found[2]) and is_visible(found[2].lower(), opacity, targets, sheet)
    return etree.QName(server).localname not in _GRADIENTS or _has_stops(server, targets, sheet)


def _has_stops(
    gradient: etree._Element, targets: Mapping[str, etree._Element], sheet: PaintSheet
) -> bool:
    """Whether a gradient has a colour that is seen, perhaps one of another that it follows."""
    stops = [child for child in gradient if etree.QName(child).localname == "stop"]
    if stops:
        return any(_is_seen(said_of(stop, sheet)) for stop in stops)
    links = [value for key, value in gradient.items() if etree.QName(key).localname == "href"]
    other = targets.get(links[0].strip().removeprefix("#")) if links else None
    return other is not None and _has_stops(other, targets, sheet)


def _is_seen(said: Mapping[str, str]) -> bool:
    share = said.get("stop-opacity", "1").rstrip("%")
    try:
        is_through = float(share) <= 0
    except ValueError:
        is_through = False
    return not is_through and not is_clear(said.get("stop-color", "black"))


def is_black(said: str) -> bool:
    """Whether a mask painted with `said` lets nothing through (CSS Masking 1, 7.10.1)."""
    return said == "none" or is_clear(said) or colour_of(said) == (0.0, 0.0, 0.0)
