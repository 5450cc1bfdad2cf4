"""How a colour stands out from its ground (WCAG 2.2, 1.4.3)."""

from functools import lru_cache

from docforge.verify.readers.pdf.paint import Colour


def blended(over: Colour, alpha: float, under: Colour) -> Colour:
    """A colour that covers another as far as `alpha` (0 to 1) says (ISO 32000-1, 11.3.6)."""
    red, green, blue = (o * alpha + u * (1 - alpha) for o, u in zip(over, under, strict=True))
    return (red, green, blue)


@lru_cache(maxsize=256)
def contrast_of(colour: Colour, alpha: float, ground: Colour) -> float:
    """The contrast of a colour that covers so much of its ground (WCAG 2.2, glossary)."""
    shown = blended(colour, alpha, ground)
    light, dark = sorted((_luminance(shown), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2, glossary)."""
    linear = [n / 12.92 if n <= 0.04045 else ((n + 0.055) / 1.055) ** 2.4 for n in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
