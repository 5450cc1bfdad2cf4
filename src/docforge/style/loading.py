"""Styles: folders of data become frozen values.

A style is a folder with `style.toml` and its style sheets. Nothing here depends on a document:
the same name gives the same `Style`, wherever it is installed.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from docforge.errors import DocforgeError, UsageError
from docforge.source.config.brand import BrandTable
from docforge.style.brand import Brand, read_brand
from docforge.style.checks import StyleProblem, problems, unknown_families
from docforge.style.colours import Colours, read_colours
from docforge.style.editions import laid_over, parts_of, told_of
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
from docforge.style.keys import WrongValue, check_keys, meant
from docforge.style.layers import SHEETS, Layer, StyleFolder, layers_of, merged, placed
from docforge.style.own_rules import book_colours, own_rules
from docforge.style.page import PageGeometry, read_geometry
from docforge.style.reflow import reflow_rules
from docforge.style.sheets import values_of, with_values
from docforge.style.words import Words, load_words

_PACKAGE = Path(str(files("docforge")))
# In the wheel the styles lie inside the package, in a checkout beside `src`.
SHIPPED = (_PACKAGE / "styles", _PACKAGE.parents[1] / "styles")
_KEYS = (
    *("extends", "toc-from", "toc-depth", "toc-most", "cover-from"),
    *("page-size", "margins", "text-size", "measure", "paper-measure", "image-line"),
    "wide-tables",
    *("letters", "cells", "brand", "fallback", "families", "font"),
)


# By sheet: each layer's part of it, with the name that problems have.
SheetParts = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Style:
    """How outputs look. Style sheets are CSS text, with the values of `page` in them.

    `families` names the font families that serve a language: (tag, families), longest tags last.
    `parts` are the sheets by layer, as the writers of styles know them; `is_shipped` says that
    all of them come with docforge.
    """

    name: str
    screen_css: str = field(repr=False)
    print_css: str = field(repr=False)
    epub_css: str = field(repr=False)
    fonts: tuple[FontFile, ...] = field(repr=False)
    uses: FontUses
    contents: ContentsRule
    page: PageGeometry
    colours: Colours
    brand: Brand
    families: Families = field(default=(), repr=False)
    parts: SheetParts = field(default_factory=dict, repr=False, compare=False)
    is_shipped: bool = False

    def words(self, lang: str) -> Words:
        """The words for a document in `lang` (a BCP 47 tag)."""
        return load_words(lang)


def load_style(name: str, folders: Sequence[Path] = (), brand: BrandTable | None = None) -> Style:
    """The style `name`, looked for in `folders` first, then among the shipped ones.

    `brand` is what docforge.toml says over the style. An edition has a name of `in_edition`.

    Raises UsageError when no such style exists or its `style.toml` is wrong, ToolMissing when a
    font package that the style needs is not installed.
    """
    return _load(name, tuple(folders), brand)


def style_answer(name: str, folders: Sequence[Path] = (), brand: BrandTable | None = None) -> str:
    """The hash of what the style `name` consists of, or why it cannot be used (see Dependency)."""
    return _hashed(name, tuple(folders), brand)


def style_names(folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """The names of all styles: shipped, or of a project's `folders`."""
    return tuple(sorted({*_style_names((*folders, *SHIPPED))}))


def forget_styles() -> None:
    """Read styles anew from now on: their files may have changed."""
    _load.cache_clear()
    _unchecked.cache_clear()
    _hashed.cache_clear()


@cache
def _hashed(name: str, folders: tuple[Path, ...], brand: BrandTable | None) -> str:
    try:
        style = _load(name, folders, brand)
    except DocforgeError as error:
        return error.message
    told = (part.name for part in fields(style) if part.name not in ("fonts", "parts"))
    parts = [repr(getattr(style, name)) for name in told]
    for font in style.fonts:
        content = hashlib.sha256(font.content).hexdigest()
        parts.append(f"{font.family} {font.weight} {font.italic} {content}")
    return f"sha256:{hashlib.sha256(repr(parts).encode()).hexdigest()}"


def style_problems(
    name: str, folders: Sequence[Path] = (), brand: BrandTable | None = None
) -> tuple[StyleProblem, ...]:
    """What the sheets of the style `name` do that no style may do. Raises as `load_style` does."""
    return _problems(_unchecked(name, tuple(folders), brand))


@cache
def _load(name: str, folders: tuple[Path, ...], brand: BrandTable | None) -> Style:
    style = _unchecked(name, folders, brand)
    # What comes with docforge is checked when docforge is, and not again by each worker.
    found = () if style.is_shipped else _problems(style)
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise UsageError(
            f"The style {told_of(name)} cannot be used: {found[0]}{more}.",
            hint=f"docforge doctor --style {name} lists what it does that no style may do.",
        )
    return style


@cache
def _unchecked(name: str, folders: tuple[Path, ...], brand: BrandTable | None) -> Style:
    places = (*folders, *SHIPPED)
    known = sorted(set(_style_names(places)))
    for part in parts_of(name):
        if part not in known:
            raise UsageError(
                f"There is no style named {part!r}; {meant(part, known)}",
                hint=f"Known styles: {', '.join(known) or 'none'}.",
            )
    try:
        return _read_style(name, (*_layers(name, places, known), *_house(brand)))
    except (KeyError, OSError, ValueError) as error:
        raise UsageError(
            f"The style {told_of(name)} cannot be used: {_without_folder(error)}",
            hint="docs/guide/style.md says what each key means.",
        ) from error


def _layers(name: str, places: Sequence[Path], known: Sequence[str]) -> Sequence[Layer]:
    """The layers of the style `name`, with those of an edition over them."""
    layers: tuple[Layer, ...] = ()
    for part in parts_of(name):
        own = layers_of(_folder(part, places), lambda base: _folder(base, places), known)
        layers = tuple(laid_over(layers, own)) if layers else own
    return layers


def _house(brand: BrandTable | None) -> Iterator[Layer]:
    """What docforge.toml says over every style."""
    if brand is not None:
        yield Layer("", brand.name, {"brand": brand.table}, brand.text, {}, brand.read)


def _folder(name: str, places: Sequence[Path]) -> StyleFolder:
    place = next(place for place in places if os.path.lexists(place / name / "style.toml"))
    # A package that is installed by links is as trusted as docforge is.
    bounds = None if place in SHIPPED else place.parent.resolve()
    return StyleFolder(name, place / name, bounds)


def _style_names(places: Sequence[Path]) -> Iterator[str]:
    for place in places:
        for path in place.glob("*/style.toml"):
            yield path.parent.name


def _read_style(name: str, layers: Sequence[Layer]) -> Style:
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


def _problems(style: Style) -> tuple[StyleProblem, ...]:
    """What each part of a sheet does that no style may do, on top of the parts before it."""
    known = list(dict.fromkeys(face.family for face in style.fonts))
    return (
        *(
            found
            for parts in style.parts.values()
            for at, (name, text) in enumerate(parts)
            for found in problems(name, text, "".join(before for _, before in parts[:at]))
        ),
        *(
            found
            for name, text in style.parts["print.css"]
            for found in unknown_families(name, text, known)
        ),
    )


def _without_folder(error: Exception) -> str:
    """What `error` says; of a file, its name and not where this machine keeps it."""
    if isinstance(error, OSError) and error.filename:
        return f"{Path(error.filename).name}: {error.strerror}"
    if isinstance(error, KeyError):
        return f"style.toml does not say {error.args[0]}"
    return str(error)
