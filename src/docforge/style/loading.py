"""Styles: folders of data become frozen values.

A style is a folder with `style.toml` and its style sheets. Nothing here depends on a document:
the same name gives the same `Style`, wherever it is installed.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec.structs import fields

from docforge.errors import DocforgeError, UsageError
from docforge.source.config.brand import BrandTable
from docforge.style.building import Style, build_style
from docforge.style.checks import StyleProblem, problems, unknown_families
from docforge.style.editions import laid_over, parts_of, told_of
from docforge.style.keys import meant
from docforge.style.layers import Layer, StyleFolder, layers_of

_PACKAGE = Path(str(files("docforge")))
# In the wheel the styles lie inside the package, in a checkout beside `src`.
SHIPPED = (_PACKAGE / "styles", _PACKAGE.parents[1] / "styles")


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
        return build_style(name, (*_layers(name, places, known), *_house(brand)))
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
