"""Who speaks: a house's name, logos, and what it says on every document.

Invariant: a picture comes from the folder of the file that names it, and is whole: what an output
could not carry of it is refused when the style is loaded.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import Asset, Direction, languages
from docforge.errors import ImageError
from docforge.source.characters import FORBIDDEN
from docforge.source.invisible import visible
from docforge.style.keys import WrongValue, check_keys, meant
from docforge.style.layers import Layer
from docforge.style.page import millimetres

BRAND_KEYS = (
    *("name", "lang", "logo", "partner", "masthead", "footer", "back"),
    *("colours", "fonts", "font"),
)
_LOGO_KEYS = ("file", "dark", "description", "decorative", "height")
_BACK_KEYS = ("contact", "formats", "accessibility")
_PARTS = ("logo", "name", "partner")
_SVG, _PNG = "image/svg+xml", "image/png"
_HEIGHT, _LOWEST, _TALLEST = "14mm", 5.0, 60.0
_LETTERS = re.compile(rb"<(?:\w+:)?text[\s>]")
_LONGEST = 500  # characters of a line
_PIXELS = 96 / 25.4  # In a millimetre.


class HouseText(Struct, frozen=True):
    """What a house says, in one language or in several: (tag, text).

    A tag of "" is the language of the document, whatever that is.
    """

    texts: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts)

    def said(self, lang: str) -> "Said":
        """The text for a document in `lang`: in its language, or else the first one."""
        primary = lang.partition("-")[0]
        fitting = [one for one in self.texts if one[0] in ("", lang)]
        fitting += [one for one in self.texts if one[0].partition("-")[0] == primary]
        tag, text = [*fitting, *self.texts, ("", "")][0]
        return Said(text, "" if tag.partition("-")[0] in ("", primary) else tag)


class Said(Struct, frozen=True):
    """A text, and its language where that is another than the document's."""

    text: str
    lang: str = ""

    @property
    def dir(self) -> Direction:
        return languages.direction(self.lang)


class Logo(Struct, frozen=True):
    """A picture of the masthead, and one for dark ground; `height` in millimetres on paper.

    Without a description it is decorative.
    """

    asset: Asset
    dark: Asset | None
    description: HouseText
    height: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height on a screen, in CSS pixels."""
        height = self.height * _PIXELS
        return round(height * self.asset.width / self.asset.height), round(height)


class Brand(Struct, frozen=True):
    """A house. `masthead` names the parts of its head, in order; () for none."""

    name: HouseText = HouseText()
    logo: Logo | None = None
    partner: Logo | None = None
    masthead: tuple[str, ...] = ()
    footer: HouseText = HouseText()
    contact: HouseText = HouseText()
    formats: HouseText = HouseText()
    accessibility: HouseText = HouseText()

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The pictures of the masthead, each once, with those for dark ground."""
        own = {"logo": self.logo, "partner": self.partner}
        logos = [logo for part in self.masthead if (logo := own.get(part)) is not None]
        pictures = [picture for logo in logos for picture in (logo.asset, logo.dark) if picture]
        return tuple({picture.name: picture for picture in pictures}.values())


# A house that says nothing of itself.
NO_BRAND = Brand()


def read_brand(layers: Sequence[Layer]) -> Brand:
    """What the tables `brand` of all `layers` say; the last one that says a key counts.

    Raises WrongValue for what cannot be used.
    """
    said: dict[str, Any] = {}
    for layer in layers:
        said |= _said(layer, layer.table.get("brand", {}))
    brand = Brand(**said)
    usual = _PARTS if brand.logo is None or not brand.logo.description else ("logo", "partner")
    there = {"logo": brand.logo, "name": brand.name, "partner": brand.partner}
    wanted = said.get("masthead", usual)
    return replace(brand, masthead=tuple(part for part in wanted if there[part]))


def _said(layer: Layer, table: Mapping[str, Any]) -> dict[str, Any]:
    """What one table says, by the field of `Brand`."""
    check_keys(table, BRAND_KEYS, "brand.")
    back = _table(table, "back", _BACK_KEYS)
    lang = _tag("brand.lang", str(table["lang"])) if "lang" in table else ""
    texts = {key: table[key] for key in ("name", "footer") if key in table}
    said: dict[str, Any] = {key: _text(f"brand.{key}", each, lang) for key, each in texts.items()}
    said |= {key: _text(f"brand.back.{key}", each, lang) for key, each in back.items()}
    said |= {
        part: _logo(layer, f"brand.{part}", _table(table, part, _LOGO_KEYS), lang)
        for part in ("logo", "partner")
        if part in table
    }
    if "masthead" in table:
        said["masthead"] = _masthead(table["masthead"])
    return said


def _table(above: Mapping[str, Any], key: str, known: Sequence[str]) -> Mapping[str, Any]:
    table = above.get(key, {})
    if not isinstance(table, Mapping):
        raise WrongValue(f"brand.{key}", f"is no table: write [brand.{key}] on a line of its own")
    check_keys(table, known, f"brand.{key}.")
    return table


def _masthead(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else [value]
    for part in parts:
        if part not in _PARTS:
            told = f"“{part}” is no part of it; {meant(str(part), _PARTS)}"
            raise WrongValue("brand.masthead", told)
    return tuple(dict.fromkeys(parts))


# --- Words -------------------------------------------------------------------------------


def _text(key: str, value: object, lang: str) -> HouseText:
    """A text in `lang`, or a table of texts by language."""
    if isinstance(value, str):
        return HouseText(((lang, _line(key, value)),) if value.strip() else ())
    if not isinstance(value, Mapping) or not value:
        raise WrongValue(key, "is no text: write it in quotation marks")
    keyed = ((f"{key}.{tag}", tag, each) for tag, each in value.items())
    return HouseText(tuple((_tag(own, tag), _line(own, each)) for own, tag, each in keyed))


def _line(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise WrongValue(key, "is no text: write it in quotation marks")
    text = " ".join(value.split())
    if visible(FORBIDDEN.sub("", text)) != text:
        raise WrongValue(key, "holds a sign that cannot be seen: write the line anew")
    if len(text) > _LONGEST:
        raise WrongValue(key, f"is longer than {_LONGEST} characters")
    return text


def _tag(key: str, tag: str) -> str:
    try:
        return languages.normalise(tag)
    except ValueError as error:
        raise WrongValue(key, f"is no language: {error}") from error


# --- Pictures ----------------------------------------------------------------------------


def _logo(layer: Layer, key: str, table: Mapping[str, Any], lang: str) -> Logo:
    if "file" not in table:
        raise WrongValue(f"{key}.file", f"is missing: {key} names its file")
    decorative = table.get("decorative", False)
    if decorative not in (True, False) or decorative == ("description" in table):
        raise WrongValue(
            f"{key}.description",
            "says what the picture says, or decorative = true says that it says nothing: "
            "write one of the two (WCAG 2.2, 1.1.1)",
        )
    height = millimetres(f"{key}.height", str(table.get("height", _HEIGHT)))
    if not _LOWEST <= height <= _TALLEST:
        raise WrongValue(f"{key}.height", f"is not from {_LOWEST:g}mm to {_TALLEST:g}mm")
    return Logo(
        asset=_picture(layer, f"{key}.file", table["file"]),
        dark=_picture(layer, f"{key}.dark", table["dark"]) if "dark" in table else None,
        description=HouseText()
        if decorative
        else _text(f"{key}.description", table["description"], lang),
        height=height,
    )


def _picture(layer: Layer, key: str, name: object) -> Asset:
    # Late, because it loads a library for pictures, and most styles have none.
    from docforge.media.images import read_image

    try:
        read = read_image(layer.read(str(name)), str(name))
    except ImageError as error:
        raise WrongValue(key, f"{name} cannot be used: {error.message} {error.hint}") from error
    except (OSError, ValueError) as error:
        raise WrongValue(key, f"{name} cannot be read: {_reason(error)}") from error
    if read.asset.media_type not in (_SVG, _PNG):
        raise WrongValue(key, f"{name} is neither SVG nor PNG: save it as one of the two")
    if read.losses:
        raise WrongValue(key, f"{name} holds what no output can carry: {', '.join(read.losses)}")
    if read.asset.media_type == _SVG and _LETTERS.search(read.asset.data):
        raise WrongValue(
            key,
            f"{name} has letters in a font, which a picture cannot bring along: convert its text "
            "to outlines (paths) in the program that made it",
        )
    return read.asset


def _reason(error: Exception) -> str:
    return (error.strerror or "") if isinstance(error, OSError) else str(error)
