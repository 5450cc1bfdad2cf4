"""Layers of data become a `Style`: tables laid over each other, sheets with values in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from docforge.style.brand import Brand, read_brand
from docforge.style.colours import Colours, read_colours
from docforge.style.fonts import (
    Families,
    FontFile,
    FontUses,
    families_of,
    language_rules,
    read_faces,
    read_uses,
    screen_rules,
    stack,
)
from docforge.style.furniture import ContentsRule
from docforge.style.keys import WrongValue, check_keys
from docforge.style.layers import SHEETS, Layer, merged, placed
from docforge.style.own_rules import book_colours, own_rules
from docforge.style.page import PageGeometry, read_geometry
from docforge.style.reflow import reflow_rules
from docforge.style.sheets import values_of, with_values
from docforge.style.words import Words, load_words

_KEYS = (
    *("extends", "toc-from", "toc-depth", "toc-most", "cover-from"),
    *("page-size", "margins", "text-size", "measure", "paper-measure", "image-line"),
    "wide-tables",
    *("letters", "cells", "brand", "fallback", "families", "font"),
)
# By sheet: each layer's part of it, with the name that problems have.
SheetParts = Mapping[str, Sequence[tuple[str, str]]]


class Style(Struct, frozen=True, eq=False):
    """How outputs look. Style sheets are CSS text, with the values of `page` in them.

    `families` names the font families that serve a language: (tag, families), longest tags last.
    `parts` are the sheets by layer, as the writers of styles know them; `is_shipped` says that
    all of them come with docforge.
    """

    name: str
    screen_css: str
    print_css: str
    epub_css: str
    fonts: tuple[FontFile, ...]
    uses: FontUses
    contents: ContentsRule
    page: PageGeometry
    colours: Colours
    brand: Brand
    families: Families = ()
    parts: SheetParts = field(default_factory=dict)
    is_shipped: bool = False

    # The parts are what the sheets were put together from.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Style) and self._compared == other._compared

    def __hash__(self) -> int:
        return hash(self._compared)

    @property
    def _compared(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "parts")

    def words(self, lang: str) -> Words:
        """The words for a document in `lang` (a BCP 47 tag)."""
        return load_words(lang)


def build_style(name: str, layers: Sequence[Layer]) -> Style:
    try:
        return _style(name, layers)
    except WrongValue as wrong:
        raise placed(wrong, layers) from wrong


def _style(name: str, layers: Sequence[Layer]) -> Style:
    for layer in layers:
        check_keys(layer.table, _KEYS)
    table = _whole_table(layers)
    families, page, faces = families_of(table["families"]), read_geometry(table), read_faces(layers)
    brand = read_brand(layers)
    uses = read_uses(table.get("brand", {}).get("fonts", {}), faces, table["fallback"][0])
    fallback = stack(uses, table["fallback"])
    said = [layer.table.get("brand", {}).get("colours", {}) for layer in layers]
    colours = read_colours(said, "brand.colours")
    values = values_of(page, colours, uses, brand)
    sheets = _sheets(name, layers, values)
    whole = {sheet: "".join(text for _, text in parts) for sheet, parts in sheets.items()}
    return Style(
        name=name,
        screen_css=own_rules() + whole["screen.css"] + screen_rules(uses),
        print_css=whole["print.css"] + language_rules(families, fallback, uses),
        epub_css=own_rules() + reflow_rules() + book_colours(values) + whole["epub.css"],
        fonts=faces,
        uses=uses,
        contents=_contents(table),
        page=page,
        colours=colours,
        brand=brand,
        families=families,
        parts=sheets,
        is_shipped=all(layer.is_shipped for layer in layers),
    )


def _whole_table(layers: Sequence[Layer]) -> Mapping[str, Any]:
    """What all layers say; letters in points count over a size that was said before them."""
    whole: dict[str, Any] = {}
    for layer in layers:
        if "text" in layer.table.get("letters", {}):
            whole.pop("text-size", None)
        whole = merged([whole, layer.table])
    return whole


def _contents(table: Mapping[str, Any]) -> ContentsRule:
    default = ContentsRule(table["toc-from"])
    for key in ("toc-from", "toc-depth", "toc-most", "cover-from"):
        value = table.get(key, default.depth)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise WrongValue(key, f"is {value}: write a whole number above 0")
    return ContentsRule(
        table["toc-from"],
        table.get("toc-depth", default.depth),
        table.get("cover-from", default.cover),
        table.get("toc-most", default.most),
    )


def _sheets(name: str, layers: Sequence[Layer], values: Mapping[str, str]) -> SheetParts:
    return {
        sheet: [
            (
                sheet if layer.name == name else f"{layer.name}/{sheet}",
                _with_values(layer, sheet, values),
            )
            for layer in layers
            if sheet in layer.sheets
        ]
        for sheet in SHEETS
    }


def _with_values(layer: Layer, sheet: str, values: Mapping[str, str]) -> str:
    try:
        return with_values(layer.sheets[sheet], values)
    except ValueError as error:
        raise ValueError(f"{sheet}: {error}") from error
