"""Contrast of colours (WCAG 2.2), and the nearest colour of the same hue that has enough of it.

Colours are sRGB, each channel from 0 to 1.
"""

from collections.abc import Sequence

Colour = tuple[float, float, float]

_WHITE: Colour = (1.0, 1.0, 1.0)
_BLACK: Colour = (0.0, 0.0, 0.0)
_STEPS = 256


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def passing(colour: Colour, others: Sequence[tuple[Colour, float]]) -> Colour | None:
    """The colour nearest to `colour`, on the way to black or to white, that passes.

    `others` are colours, each with the contrast that is needed with it. None when neither way
    leads there.
    """
    for step in range(_STEPS + 1):
        for end in (_BLACK, _WHITE):
            found = of_hex(hex_of(_mixed(colour, end, step / _STEPS)))
            if all(contrast(found, other) >= least for other, least in others):
                return found
    return None


def of_hex(text: str) -> Colour:
    """ "#0b4f6c" or "#fff" as a colour. Raises ValueError for what is written otherwise."""
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if not text.startswith("#") or len(digits) != 6:
        raise ValueError(text)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def hex_of(colour: Colour) -> str:
    """A colour as "#0b4f6c"."""
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)


def _mixed(colour: Colour, end: Colour, share: float) -> Colour:
    red, green, blue = (
        one * (1 - share) + other * share for one, other in zip(colour, end, strict=True)
    )
    return red, green, blue


def _luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2, glossary)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
