"""Where the outputs of each source go, what they are called, and which documents are translations.

A document and its translations are one group: those that name it, and those whose names differ
in nothing but a language, such as fund.md and fund.cy.md.
"""

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import languages
from docforge.document.restrictions import FREE
from docforge.export import Failure
from docforge.run.reading import read_each
from docforge.source import PlacedSource, SourceFile, placed
from docforge.source.config import Config, Settings
from docforge.source.names import stem_of, with_marks
from docforge.source.options import Translations

# "fund.cy" of fund.cy.md: a name and the tag of a language.
_TAGGED = re.compile(r"(.+)\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})")
_ENDINGS = (".md", ".markdown")


class Placing(Struct, frozen=True):
    """Sources where they go, and of each path the other languages that it is there in."""

    places: tuple[SourceFile, ...]
    translations: Translations


def place_all(
    sources: Sequence[SourceFile], config: Config, *, drafts: frozenset[str] = frozenset()
) -> Placing:
    """`sources` as their front matter places them; `drafts` are the paths of those made as drafts.

    What cannot be read stays as it is: its own export says why, under its own limits.
    """
    found = _read(sources, config)
    families = _families(found)
    silent = [one.place for one in found if one.place.path in families and one.lang is None]
    again = {one.place.path: one for one in _read(silent, config, with_language=True)}
    found = [again.get(one.place.path, one) for one in found]
    places = tuple(_named(one, is_draft=one.place.path in drafts) for one in found)
    return Placing(places, _translations(found, families))


def _read(
    sources: Sequence[SourceFile], config: Config, *, with_language: bool = False
) -> list[PlacedSource]:
    questions = [(place, config.settings(place.path)) for place in sources]
    answers = read_each(partial(_placed, with_language=with_language), questions)
    return [
        PlacedSource(place) if isinstance(one, Failure) else one
        for place, one in zip(sources, answers, strict=True)
    ]


def _placed(question: tuple[SourceFile, Settings], *, with_language: bool) -> PlacedSource:
    return placed(*question, with_language=with_language)


def _named(one: PlacedSource, *, is_draft: bool) -> SourceFile:
    restrictions = replace(one.restrictions, is_draft=one.restrictions.is_draft or is_draft)
    if restrictions == FREE:
        return one.place
    # Its words are those of a style, which most runs do not need here.
    from docforge.style.restrictions import in_name

    return replace(one.place, stem=with_marks(one.place.stem, in_name(restrictions, one.lang)))


# --- Translations ------------------------------------------------------------------------


def _families(found: Sequence[PlacedSource]) -> Mapping[str, str]:
    """Of each source that may have translations, what its group is called."""
    paths = {one.place.path for one in found}
    groups: dict[str, set[str]] = {}
    for path in paths:
        groups.setdefault(_family(path), set()).add(path)
    families = {path: name for name, group in groups.items() if len(group) > 1 for path in group}
    for one in found:
        if one.translation_of:
            original = _original(one, paths)
            families.setdefault(original, _family(original))
            families[one.place.path] = families[original]
    return families


def _family(path: str) -> str:
    """`path` without its ending and without the tag of a language."""
    stem = stem_of(path)
    tagged = _TAGGED.fullmatch(stem)
    return tagged[1] if tagged and tag_in_name(path) else stem


def tag_in_name(path: str) -> str:
    """The language that a file's name says, as in fund.cy.md; "" for none."""
    tagged = _TAGGED.fullmatch(stem_of(path))
    if tagged is None:
        return ""
    try:
        return languages.normalise(tagged[2])
    except ValueError:
        return ""


def named_alike(file: Path) -> Iterator[Path]:
    """The sources beside `file` whose names differ from its own in nothing but a language."""
    for other in sorted(file.parent.glob("*")):
        is_source = other.suffix.lower() in _ENDINGS and other.is_file()
        if is_source and other != file and _family(other.name) == _family(file.name):
            yield other


def _original(one: PlacedSource, paths: set[str]) -> str:
    """The path that `translation_of` means, whether there is such a source or not."""
    written = unicodedata.normalize("NFC", unquote(one.translation_of))
    path = posixpath.normpath(posixpath.join(posixpath.dirname(one.place.path), written))
    return next((path + end for end in ("", *_ENDINGS) if path + end in paths), path)


def _translations(found: Sequence[PlacedSource], families: Mapping[str, str]) -> Translations:
    groups: dict[str, list[PlacedSource]] = {}
    for one in found:
        if one.place.path in families and _speaks_as_named(one):
            groups.setdefault(families[one.place.path], []).append(one)
    return {
        one.place.path: others
        for group in groups.values()
        for one in group
        if (others := _others(one, group))
    }


def _speaks_as_named(one: PlacedSource) -> bool:
    """Whether a source has a language, and none that its name contradicts."""
    tag, lang = tag_in_name(one.place.path), one.lang
    named = bool(one.translation_of) or not tag
    return lang is not None and (named or _primary(tag) == _primary(lang))


def _primary(tag: str) -> str:
    return tag.partition("-")[0]


def _others(one: PlacedSource, group: Sequence[PlacedSource]) -> tuple[tuple[str, str], ...]:
    """The path and language of each translation, in the order of their languages.

    The team's document leads to none that is not trusted: whoever sends one would put a link
    into it.
    """
    others = {
        other.lang: other.place.path
        for other in sorted(group, key=lambda each: each.place.path, reverse=True)
        if other.lang
        and other.lang != one.lang
        and (other.place.is_trusted or not one.place.is_trusted)
    }
    return tuple((path, lang) for lang, path in sorted(others.items()))
