"""The head of a house on the report's page: who speaks, in which colour.

Invariant: what report.json has of it gives the same head again, so that the report keeps its head
when somebody brings it up to date who knows no configuration.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from msgspec import Struct

from docforge.document import Asset
from docforge.formats.markup import element
from docforge.style import Style
from docforge.style.masthead import MastheadPart, masthead

# The page is in English, whatever its documents are in.
_LANG = "en"
_DARK = "(prefers-color-scheme: dark)"


class HousePart(Struct, frozen=True):
    """A part of the head: its words, or a picture that they describe; addresses are data: URIs.

    `lang` is the language of the words where it is not English.
    """

    name: str
    text: str
    lang: str = ""
    source: str = ""
    dark: str = ""
    width: int = 0
    height: int = 0


class House(Struct, frozen=True):
    """The parts of the head, and the colour of its rule on light and on dark ground."""

    parts: tuple[HousePart, ...] = ()
    accent: str = ""
    dark_accent: str = ""


def house_of(style: Style) -> House | None:
    """The house of `style`; None when it puts no head on documents."""
    parts = tuple(map(_part, masthead(style.brand, _LANG)))
    light, dark = (dict(scheme)["accent"] for scheme in (style.colours.light, style.colours.dark))
    return House(parts, light, dark) if parts else None


def _part(part: MastheadPart) -> HousePart:
    said, logo = part.said, part.logo
    if logo is None:
        return HousePart(part.name, said.text, said.lang)
    dark = _address(logo.dark) if logo.dark else ""
    return HousePart(part.name, said.text, said.lang, _address(logo.asset), dark, *logo.size)


def _address(asset: Asset) -> str:
    return f"data:{asset.media_type};base64,{b64encode(asset.data).decode('ascii')}"


def head(house: House) -> Element:
    """`p.masthead` of the page."""
    return element("p", {"class": "masthead"}, _shown(house))


def _shown(house: House) -> Iterator[str | Element]:
    for number, part in enumerate(house.parts):
        if number:
            yield " "
        spoken = {"lang": part.lang} if part.lang else {}
        if not part.source:
            yield element("span", spoken, [part.text])
            continue
        size = {"width": str(part.width), "height": str(part.height)}
        image = element("img", {"src": part.source, "alt": part.text, **spoken, **size})
        if part.dark:
            source = element("source", {"media": _DARK, "srcset": part.dark})
            image = element("picture", {}, [source, image])
        yield image


def sheet(house: House) -> str:
    """What the page's style sheet says in the colours of the house."""
    return (
        f":root {{ --accent: {house.accent}; }}\n"
        f"@media {_DARK} {{ :root {{ --accent: {house.dark_accent}; }} }}\n"
    )


def read_house(content: bytes) -> House | None:
    """The house of a report.json; None when it has none, or what cannot be read."""
    try:
        told: Mapping[str, Any] = json.loads(content)["house"]
        parts = tuple(HousePart(**part) for part in told["parts"])
        return House(parts, str(told["accent"]), str(told["dark_accent"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
