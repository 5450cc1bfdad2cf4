"""Styles and words: folders of data become frozen values.

A style is a folder with `style.toml` and its style sheets; words are one file a language.
Nothing here depends on a document: the same name gives the same `Style`, wherever it is installed.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docforge.document import Direction
from docforge.errors import DocforgeError, ToolMissing, UsageError

FALLBACK = "en"
_PACKAGE = Path(str(files("docforge")))
# In the wheel the styles lie inside the package, in a checkout beside `src`.
_SHIPPED = (_PACKAGE / "styles", _PACKAGE.parents[1] / "styles")
# Tags that BCP 47 replaced or that name a script only by their region.
_ALIASES = {
    "iw": "he",
    "no": "nb",
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The style's own words (furniture) in the document's language.

    `lang` is the language that the words are in: the document's, or "en" when there is no list
    for it; then furniture has to carry `lang` and `dir` of its own (WCAG 2.2, 3.1.2).
    """

    lang: str
    dir: Direction
    entries: Mapping[str, str] = field(repr=False)

    def __getitem__(self, key: str) -> str:
        return self.entries[key]

    def say(self, key: str, **values: object) -> str:
        """The words of `key` with its {placeholders} filled."""
        return self.entries[key].format_map(values)


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face of an installed font package, for the PDF."""

    family: str
    weight: int
    italic: bool
    path: Path = field(repr=False)


@dataclass(frozen=True, slots=True)
class Style:
    """How outputs look. `page_size` is a CSS page size ("A4"); style sheets are CSS text.

    `families` names the font families that serve a language: (tag, families), longest tags last.
    """

    name: str
    screen_css: str = field(repr=False)
    print_css: str = field(repr=False)
    epub_css: str = field(repr=False)
    fonts: tuple[FontFile, ...] = field(repr=False)
    toc_from: int
    page_size: str = "A4"
    families: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), repr=False)

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


@cache
def _load(name: str, folders: tuple[Path, ...]) -> Style:
    places = (*folders, *_SHIPPED)
    known = sorted(set(_style_names(places)))
    if name not in known:
        raise UsageError(
            f"There is no style named {name!r}.",
            hint=f"Known styles: {', '.join(known) or 'none'}.",
        )
    folder = next(place / name for place in places if (place / name / "style.toml").is_file())
    return _read_style(name, folder)


def _style_names(places: Sequence[Path]) -> Iterator[str]:
    for place in places:
        for path in place.glob("*/style.toml"):
            yield path.parent.name


def _read_style(name: str, folder: Path) -> Style:
    try:
        table = tomllib.loads((folder / "style.toml").read_text(encoding="utf-8"))
        families = _families(table["families"])
        return Style(
            name=name,
            screen_css=_sheet(folder, "screen.css"),
            print_css=_sheet(folder, "print.css") + _language_rules(families, table["fallback"]),
            epub_css=_sheet(folder, "epub.css"),
            fonts=tuple(_font_file(entry) for entry in table["font"]),
            toc_from=int(table["toc-from"]),
            page_size=str(table["page-size"]),
            families=families,
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


def _sheet(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def _families(table: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    # A later CSS rule of equal weight wins, so that "zh-Hant" has to stand behind "zh".
    tags = sorted(table, key=lambda tag: (len(tag), tag))
    return tuple((tag, tuple(table[tag])) for tag in tags)


def _language_rules(
    families: tuple[tuple[str, tuple[str, ...]], ...], fallback: Sequence[str]
) -> str:
    """CSS that gives each language its own letter forms (Han above all).

    Attribute selectors, not `:lang()`: only an element that names a language is tested, and the
    family is inherited from there; `:lang()` is tried on every element of a long document.
    """
    rules = [_language_rule((), ":root", fallback)]
    rules += [_language_rule(own, f'[lang|="{tag}"]', fallback) for tag, own in families]
    return "\n".join(["", *rules, ""])


def _language_rule(own: Sequence[str], selector: str, fallback: Sequence[str]) -> str:
    stack = [*own, *(family for family in fallback if family not in own)]
    # Latin letters and digits come from the text font in every language.
    names = ", ".join(f'"{family}"' for family in dict.fromkeys([fallback[0], *stack]))
    return f"{selector} {{ font-family: {names}; }}"


def _font_file(entry: Mapping[str, Any]) -> FontFile:
    package, name = str(entry["package"]), str(entry["file"])
    try:
        path = Path(str(files(package) / "files" / name))
    except ModuleNotFoundError as error:
        raise ToolMissing(
            f"The font {entry['family']!r} is not installed.",
            hint=f"Install the package {package.replace('_', '-')}.",
        ) from error
    return FontFile(str(entry["family"]), int(entry["weight"]), bool(entry["italic"]), path)


def load_words(lang: str) -> Words:
    """The words for `lang`: the list with the longest fitting tag, else English."""
    for tag in _candidates(lang):
        entries = _word_list(tag)
        if entries is not None:
            return Words(lang, _direction(entries), entries)
    english = _word_list(FALLBACK)
    if english is None:
        raise ToolMissing("The English word list is missing.", hint="Install docforge again.")
    return Words(FALLBACK, _direction(english), english)


def _candidates(lang: str) -> Iterator[str]:
    """`lang` and its prefixes, longest first, each with its replacement (RFC 4647, 3.4)."""
    parts = lang.split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        yield _ALIASES.get(tag.lower(), tag)


@cache
def _word_list(tag: str) -> Mapping[str, str] | None:
    for path in sorted((_PACKAGE / "style" / "words").glob("*.toml")):
        if path.stem.lower() == tag.lower():
            return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))
    return None


def _direction(entries: Mapping[str, str]) -> Direction:
    return "rtl" if entries["dir"] == "rtl" else "ltr"


def page_rule(style: Style, words: Words, direction: Direction) -> str:
    """The `@page` rules that depend on the document: page size, running title, "Page 1 of 3".

    The first page shows its title itself. `direction` is the document's. Each running text has
    the whole width, or WeasyPrint would measure it anew for every page.
    """
    before, _, rest = words["page"].partition("{page}")
    between, _, after = rest.partition("{pages}")
    number = f'"{before}" counter(page) "{between}" counter(pages) "{after}"'
    start, end = ("right", "left") if direction == "rtl" else ("left", "right")
    return (
        f"@page {{ size: {style.page_size};"
        f" @top-{start} {{ content: string(title); width: 100%; font-size: 9pt;"
        f" line-height: 1.2; overflow-wrap: anywhere; }}"
        f" @bottom-{end} {{ content: {number}; width: 100%; font-size: 9pt; }} }}\n"
        f"@page :first {{ @top-{start} {{ content: none; }} }}\n"
        f"@page turned {{ size: {style.page_size} landscape; }}\n"
    )
