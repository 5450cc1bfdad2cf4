"""The settings of one document, and how the value of each key is read.

One table serves docforge.toml and front matter: a key means the same in both.
"""

import html
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from urllib.parse import urlsplit

from docforge import langtags
from docforge.document import Direction
from docforge.findings import Finding

DIALECTS = ("commonmark_x", "commonmark", "gfm", "markdown")


@dataclass(frozen=True, slots=True)
class Settings:
    """One document's front matter over overrides over defaults; flags win over all.

    `lang` is a BCP 47 tag, or None when nothing says it; `dir` None follows the language.
    `resource_root` is the absolute folder where addresses that begin with "/" are looked up.
    """

    title: str | None = None
    subtitle: str = ""
    lang: str | None = None
    dir: Direction | None = None
    date: str = ""
    authors: tuple[str, ...] = ()
    organisation: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    slug: str = ""
    style: str = "briefing"
    toc: bool | None = None
    contact: str = ""
    dialect: str = "commonmark_x"
    embed_source: bool = False
    base_url: str | None = None
    resource_root: Path | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A source's settings, and its text with the lines of the front matter left blank."""

    settings: Settings
    body: str
    findings: tuple[Finding, ...] = ()


# What a value in front matter or TOML can be; None is a key without a value.
Value = str | bool | int | float | date | time | list["Value"] | dict[str, "Value"] | None


def text(value: Value) -> str:
    """A line of text; numbers and dates become what the writer sees."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str | int | float | date | time):
        return " ".join(str("" if value is None else value).split())
    raise ValueError("must be text")


_LONGEST_LINE = 1000
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKED = re.compile(r"(?<![\w*`])(\*\*|\*|__|_|`)(?=\S)(.+?)(?<=\S)\1(?![\w*`])")


def plain(value: Value) -> str:
    """A line of text without HTML tags and without paired marks of emphasis or code."""
    line = text(value)
    if len(line) > _LONGEST_LINE:
        raise ValueError(f"must be shorter than {_LONGEST_LINE} characters")
    line = _TAG.sub("", line)
    while (bare := _MARKED.sub(r"\2", line)) != line:
        line = bare
    return " ".join(html.unescape(line).split())


def _texts(value: Value) -> tuple[str, ...]:
    items = value if isinstance(value, list) else re.split(r"[,;]", text(value))
    return tuple(filter(None, map(text, items)))


def _people(value: Value) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(filter(None, map(_person, items)))


def _person(value: Value) -> str:
    """A name, also as the mapping that pandoc and Quarto know: name, or given and family."""
    if not isinstance(value, dict):
        return text(value)
    if isinstance(value.get("name"), dict):
        return _person(value["name"])
    names = [value.get("name") or value.get("literal")]
    if not names[0]:
        names = [value.get("given"), value.get("family")]
    joined = text(" ".join(filter(None, map(text, names))))
    if not joined:
        raise ValueError("must be names; an author written as a mapping needs a name")
    return joined


def _language(value: Value) -> str | None:
    tag = text(value)
    return langtags.normalise(tag) if tag else None


def _direction(value: Value) -> Direction | None:
    match text(value).lower():
        case "ltr":
            return "ltr"
        case "rtl":
            return "rtl"
        case "":
            return None
    raise ValueError("must be ltr or rtl")


def _flag(value: Value) -> bool:
    match value if isinstance(value, bool) else text(value).lower():
        case True | "true" | "yes" | "on":
            return True
        case False | "false" | "no" | "off":
            return False
    raise ValueError("must be true or false")


def _optional_flag(value: Value) -> bool | None:
    return None if value is None else _flag(value)


def _dialect(value: Value) -> str:
    if (name := text(value)) in DIALECTS:
        return name
    raise ValueError(f"must be one of {', '.join(DIALECTS)}")


def _base_url(value: Value) -> str | None:
    url = text(value)
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("must be a whole address that begins with https://")
    return url if url.endswith("/") else url + "/"


def _style(value: Value) -> str:
    name = text(value)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        raise ValueError("must be the name of a style, without folders")
    return name


def _slug(value: Value) -> str:
    name = text(value).strip("/")
    if name and not re.search(r"\w", name):
        raise ValueError("must contain letters or digits")
    return posixpath.basename(name)


# Every key of a document, with what reads its value and raises ValueError saying what it
# must be. `resource_root` is a path and only docforge.toml may set it: see config.file.
READERS: Mapping[str, Callable[[Value], object]] = {
    "title": lambda value: plain(value) or None,
    "subtitle": plain,
    "lang": _language,
    "dir": _direction,
    "date": text,
    "authors": _people,
    "organisation": text,
    "description": text,
    "keywords": _texts,
    "slug": _slug,
    "style": _style,
    "toc": _optional_flag,
    "contact": text,
    "dialect": _dialect,
    "embed_source": _flag,
    "base_url": _base_url,
}
OTHER_NAMES: Mapping[str, str] = {
    "author": "authors",
    "language": "lang",
    "direction": "dir",
    "organization": "organisation",
}
