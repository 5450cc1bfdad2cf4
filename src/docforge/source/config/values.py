"""The types of values in docforge.toml and front matter, and how each is read.

What a value must be is said by the reader that refuses it, or by `problems`.
"""

import html
import posixpath
import re
from collections.abc import Iterable
from datetime import date, time
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationInfo

from docforge.document import Direction, PdfProfile, languages
from docforge.document.kinds import KINDS, NO_KIND, kind_named
from docforge.export import EDITIONS
from docforge.source.characters import FORBIDDEN
from docforge.source.invisible import visible

# What a value in front matter or TOML can be; None is a key without a value.
Value = str | bool | int | float | date | time | list["Value"] | dict[str, "Value"] | None


# Spaces that a line of one width has between its words; no-break and ideographic ones are signs.
_SPACES = re.compile(r"[^\S\u00a0\u202f\u3000]+")


def text(value: Value) -> str:
    """A line of text; numbers and dates become what the writer sees.

    YAML and TOML can escape what a source may not hold as such (`"\\u0007"`): it is left out.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(_line(value).split())


def _line(value: Value) -> str:
    """What readers see of a value: spaces that were typed on purpose stay, as in the body."""
    if isinstance(value, bool):
        return text(value)
    if value is None or isinstance(value, str | int | float | date | time):
        seen = visible(FORBIDDEN.sub("", str("" if value is None else value)))
        return _SPACES.sub(" ", seen).strip()
    raise ValueError("must be text")


_LONGEST_LINE = 1000
# Code, in which no tag is one, or a tag.
_TAG = re.compile(
    r"(?<!`)(?P<code>(?P<ticks>`{1,3})(?!`)[^`]{1,1000}(?P=ticks))(?!`)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})(?=[\s/>])[^<>]*>"
)
_END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]{0,20})")
# What a title may hold of HTML, and what of it has no end tag.
_VOID = frozenset({"br", "hr", "img", "wbr"})
_ELEMENTS = _VOID | frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "center", "cite", "code", "del", "dfn"}
    | {"div", "em", "font", "h1", "h2", "h3", "i", "ins", "kbd", "label", "mark", "nobr", "p", "q"}
    | {"rp", "rt", "ruby", "s", "samp", "script", "section", "small", "span", "strike", "strong"}
    | {"style", "sub", "sup", "svg", "time", "tt", "u", "var"}
)
_MARKED = re.compile(r"(?<![\w*`])(\*\*|\*|__|_|`)(?=\S)(.+?)(?<=\S)\1(?![\w*`])")


def plain(value: Value) -> str:
    """A line of text without HTML tags and without paired marks of emphasis or code."""
    line = _line(value)
    if len(line) > _LONGEST_LINE:
        raise ValueError(f"must be shorter than {_LONGEST_LINE} characters")
    line = _without_tags(line)
    while (bare := _MARKED.sub(r"\2", line)) != line:
        line = bare
    return _SPACES.sub(" ", html.unescape(line)).strip()


def _without_tags(line: str) -> str:
    """`line` without tags of HTML; “<stdio.h>”, “List<String>” and what is in code are words."""
    ended = frozenset(name.lower() for name in _END_TAG.findall(line))

    def dropped(found: re.Match[str]) -> str:
        name = (found["name"] or "").lower()
        if name not in _ELEMENTS:
            return found[0]
        if name in _VOID:
            return " " if name in ("br", "hr") else ""
        return "" if found["end"] or name in ended else found[0]

    return _TAG.sub(dropped, line)


_IN_LANGUAGE = re.compile(r"\[([^\[\]{}]{1,300})\]\{[ ]?lang=[\"']?[\w-]{2,35}[\"']?[ ]?\}")


def unmarked(value: Value) -> str:
    """A line of text without any marks, those of languages included."""
    return plain(_IN_LANGUAGE.sub(r"\1", _line(value)))


def _words(value: Value) -> tuple[str, ...]:
    items = value if isinstance(value, list | tuple) else re.split(r"[,;]", text(value))
    return tuple(filter(None, map(text, items)))


def _people(value: Value) -> tuple[str, ...]:
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(filter(None, map(_person, items)))


def _person(value: Value) -> str:
    """A name, also as the mapping that pandoc and Quarto know: name, or given and family."""
    if not isinstance(value, dict):
        return _line(value)
    if isinstance(value.get("name"), dict):
        return _person(value["name"])
    names = [value.get("name") or value.get("literal")]
    if not names[0]:
        names = [value.get("given"), value.get("family")]
    joined = " ".join(filter(None, map(_line, names)))
    if not joined:
        raise ValueError("must be names; an author written as a mapping needs a name")
    return joined


def _language(value: Value) -> str | None:
    """A tag, also as the only one of a list, as site generators write it."""
    if isinstance(value, list):
        if len(value) > 1:
            raise ValueError("must be one language: mark passages in others where they stand")
        value = value[0] if value else None
    tag = text(value)
    return languages.normalise(tag) if tag else None


def _address(value: Value) -> str | None:
    url = text(value)
    if not url:
        return None
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.netloc)
    except ValueError:  # brackets that are no IPv6 address
        whole = False
    if not whole:
        raise ValueError("must be a whole address that begins with https://")
    return url if url.endswith("/") else url + "/"


def _switch(value: Value) -> bool:
    """YAML 1.1 and 1.2 differ in what `off` is, so that all ways of saying it are known."""
    match text(value).lower():
        case "true" | "on" | "yes":
            return True
        case "false" | "off" | "no":
            return False
    raise ValueError("must be on or off")


_COARSEST, _FINEST = 72, 600


def _dots(value: Value) -> int:
    """Dots an inch: below, letters in a picture cannot be read; above, printers show no more."""
    written = text(value)
    if not written.isdecimal() or not _COARSEST <= int(written) <= _FINEST:
        raise ValueError(f"must be a whole number from {_COARSEST} to {_FINEST}")
    return int(written)


def _slug(value: Value) -> str:
    name = text(value).strip("/")
    if name and not re.search(r"\w", name):
        raise ValueError("must contain letters or digits")
    return posixpath.basename(name)


def _day(value: Value) -> str:
    written = text(value)
    try:
        return written and date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise ValueError("must be a day such as 2026-11-30") from error


def _kind(value: Value) -> str:
    """The name of a kind of document, "" for none."""
    written = text(value)
    kind = kind_named(written)
    if kind is None:
        raise ValueError(f"“{written}” is no kind of document; {_meant(written, KINDS)}")
    return "" if kind is NO_KIND else kind.name


STATUSES = ("draft", "embargoed", "final")


def _status(value: Value) -> str:
    written = text(value)
    if written and written.lower() not in STATUSES:
        raise ValueError(f"“{written}” is no status; {_meant(written, STATUSES)}")
    return written.lower()


_STANDARD = "standard"


def _editions(value: Value) -> tuple[str, ...]:
    """The editions beside the standard one, which is always made, in docforge's order."""
    chosen = {_folded(written): written for written in _words(value)}
    known = (_STANDARD, *EDITIONS)
    for written in (chosen[name] for name in chosen if name not in known):
        raise ValueError(f"“{written}” is no edition; {_meant(written, known)}")
    return tuple(name for name in EDITIONS if name in chosen)


def _meant(written: str, known: Iterable[str]) -> str:
    close = get_close_matches(_folded(written), known := tuple(known), 1)
    return f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"


def _folded(written: str) -> str:
    return re.sub(r"[\s_]+", "-", written.lower())


_LONGEST_MARK = 100


def _mark(value: Value) -> str:
    """What stands on every page and in the file's name."""
    line = plain(value)
    if len(line) > _LONGEST_MARK:
        raise ValueError(f"must be shorter than {_LONGEST_MARK} characters")
    return line


def _folder(value: Value, info: ValidationInfo) -> Path:
    """A folder in the one that docforge.toml lies in, which the context is."""
    above = Path(info.context or "")
    if not isinstance(value, str) or not (named := above / value).is_dir():
        raise ValueError(f"names no folder: {value}")
    if not named.resolve().is_relative_to(above.resolve()):
        raise ValueError(f"names a folder outside the one of docforge.toml: {value}")
    return named.resolve()


Line = Annotated[str, BeforeValidator(text)]
Unmarked = Annotated[str, BeforeValidator(unmarked)]
Title = Annotated[str | None, BeforeValidator(lambda value: plain(value) or None)]
Language = Annotated[str | None, BeforeValidator(_language)]
ReadingDirection = Annotated[
    Direction | None, BeforeValidator(lambda value: text(value).lower() or None)
]
People = Annotated[tuple[str, ...], BeforeValidator(_people)]
Keywords = Annotated[tuple[str, ...], BeforeValidator(_words)]
Slug = Annotated[str, BeforeValidator(_slug)]
Day = Annotated[str, BeforeValidator(_day)]
Name = Annotated[str, BeforeValidator(text), Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Dialect = Annotated[
    Literal["commonmark_x", "commonmark", "gfm", "govspeak", "markdown"], BeforeValidator(text)
]
Profile = Annotated[PdfProfile, BeforeValidator(lambda value: text(value).lower())]
Switch = Annotated[bool, BeforeValidator(_switch)]
Kind = Annotated[str, BeforeValidator(_kind)]
PublicationStatus = Annotated[str, BeforeValidator(_status)]
Editions = Annotated[tuple[str, ...], BeforeValidator(_editions)]
Mark = Annotated[str, BeforeValidator(_mark)]
Dots = Annotated[int, BeforeValidator(_dots)]
WebAddress = Annotated[str | None, BeforeValidator(_address)]
Folder = Annotated[Path, BeforeValidator(_folder)]
Amount = Annotated[float, Field(gt=0, strict=True, allow_inf_nan=False, le=1e9)]
Count = Annotated[int, Field(gt=0, strict=True, le=10**9)]
