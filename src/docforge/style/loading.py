"""Styles: folders of data become frozen values.

A style is a folder with `style.toml` and its style sheets. Nothing here depends on a document:
the same name gives the same `Style`, wherever it is installed.
"""

import hashlib
import os
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from pathlib import Path

from docforge.errors import DocforgeError, UsageError
from docforge.style.checks import StyleProblem, problems
from docforge.style.fonts import Families, FontFile, families_of, font_file, language_rules
from docforge.style.keys import check_keys
from docforge.style.page import PageGeometry, read_geometry
from docforge.style.reflow import reflow_rules
from docforge.style.sheets import with_values
from docforge.style.words import Words, load_words

_PACKAGE = Path(str(files("docforge")))
# In the wheel the styles lie inside the package, in a checkout beside `src`.
SHIPPED = (_PACKAGE / "styles", _PACKAGE.parents[1] / "styles")
_LARGEST = 1_000_000  # bytes of a file of a style
_SHEETS = ("screen.css", "print.css", "epub.css")
_KEYS = (
    *("toc-from", "page-size", "margins", "text-size", "measure", "image-line"),
    *("letters", "cells", "fallback", "families", "font"),
)


@dataclass(frozen=True, slots=True)
class Style:
    """How outputs look. Style sheets are CSS text, with the values of `page` in them.

    `families` names the font families that serve a language: (tag, families), longest tags last.
    `problems` are what the sheets do that no style may do.
    """

    name: str
    screen_css: str = field(repr=False)
    print_css: str = field(repr=False)
    epub_css: str = field(repr=False)
    fonts: tuple[FontFile, ...] = field(repr=False)
    toc_from: int
    page: PageGeometry
    families: Families = field(default=(), repr=False)
    problems: tuple[StyleProblem, ...] = field(default=(), repr=False)

    def words(self, lang: str) -> Words:
        """The words for a document in `lang` (a BCP 47 tag)."""
        return load_words(lang)


def load_style(name: str, folders: Sequence[Path] = ()) -> Style:
    """The style `name`, looked for in `folders` first, then among the shipped ones.

    Raises UsageError when no such style exists or its `style.toml` is wrong, ToolMissing when a
    font package that the style needs is not installed.
    """
    return _load(name, tuple(folders))


def style_answer(name: str, folders: Sequence[Path] = ()) -> str:
    """The hash of what the style `name` consists of, or why it cannot be used (see Dependency)."""
    return _hashed(name, tuple(folders))


def forget_styles() -> None:
    """Read styles anew from now on: their files may have changed."""
    _load.cache_clear()
    _unchecked.cache_clear()
    _hashed.cache_clear()


@cache
def _hashed(name: str, folders: tuple[Path, ...]) -> str:
    try:
        style = _load(name, folders)
    except DocforgeError as error:
        return error.message
    parts = [repr(getattr(style, part.name)) for part in fields(style) if part.name != "fonts"]
    for font in style.fonts:
        content = hashlib.sha256(font.path.read_bytes()).hexdigest()
        parts.append(f"{font.family} {font.weight} {font.italic} {content}")
    return f"sha256:{hashlib.sha256(repr(parts).encode()).hexdigest()}"


def style_problems(name: str, folders: Sequence[Path] = ()) -> tuple[StyleProblem, ...]:
    """What the sheets of the style `name` do that no style may do. Raises as `load_style` does."""
    return _unchecked(name, tuple(folders)).problems


@cache
def _load(name: str, folders: tuple[Path, ...]) -> Style:
    style = _unchecked(name, folders)
    found = style.problems
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise UsageError(
            f"The style {name!r} cannot be used: {found[0]}{more}.",
            hint=f"docforge doctor --style {name} lists what it does that no style may do.",
        )
    return style


@cache
def _unchecked(name: str, folders: tuple[Path, ...]) -> Style:
    places = (*folders, *SHIPPED)
    known = sorted(set(_style_names(places)))
    if name not in known:
        raise UsageError(
            f"There is no style named {name!r}.",
            hint=f"Known styles: {', '.join(known) or 'none'}.",
        )
    place = next(place for place in places if os.path.lexists(place / name / "style.toml"))
    # A package that is installed by links is as trusted as docforge is.
    bounds = None if place in SHIPPED else place.parent.resolve()
    return _read_style(name, place / name, bounds)


def _style_names(places: Sequence[Path]) -> Iterator[str]:
    for place in places:
        for path in place.glob("*/style.toml"):
            yield path.parent.name


def _read_style(name: str, folder: Path, bounds: Path | None) -> Style:
    try:
        table = tomllib.loads(_text(folder, "style.toml", bounds))
        check_keys(table, _KEYS)
        families = families_of(table["families"])
        page = read_geometry(table)
        own = {sheet: _sheet(folder, sheet, page, bounds) for sheet in _SHEETS}
        return Style(
            name=name,
            screen_css=own["screen.css"],
            print_css=own["print.css"] + language_rules(families, table["fallback"]),
            epub_css=reflow_rules() + own["epub.css"],
            fonts=tuple(font_file(entry) for entry in table["font"]),
            toc_from=int(table["toc-from"]),
            page=page,
            families=families,
            problems=tuple(found for sheet in own for found in problems(sheet, own[sheet])),
        )
    except (tomllib.TOMLDecodeError, KeyError, OSError, ValueError) as error:
        raise UsageError(
            f"The style {name!r} cannot be used: {_without_folder(error)}",
            hint="Compare its folder with the style 'briefing': style.toml and three style sheets.",
        ) from error


def _without_folder(error: Exception) -> str:
    """What `error` says; of a file, its name and not where this machine keeps it."""
    if isinstance(error, OSError) and error.filename:
        return f"{Path(error.filename).name}: {error.strerror}"
    return str(error)


def _text(folder: Path, name: str, bounds: Path | None) -> str:
    """The text of a file of a style. Raises ValueError when it leads out of `bounds`."""
    file = folder / name
    if bounds is not None and not Path(os.path.realpath(file)).is_relative_to(bounds):
        raise ValueError(f"{name} leads out of the project: a style has its own files")
    if file.exists() and not file.is_file():  # a pipe would be waited for
        raise ValueError(f"{name} is no file")
    if file.exists() and file.stat().st_size > _LARGEST:
        raise ValueError(f"{name} is larger than {_LARGEST // 1000} kB")
    return file.read_text(encoding="utf-8")


def _sheet(folder: Path, name: str, page: PageGeometry, bounds: Path | None) -> str:
    text = _text(folder, name, bounds)
    try:
        return with_values(text, page)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
