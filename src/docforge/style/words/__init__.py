"""The style's own words (furniture), one TOML file a language.

Invariant: every list has the same keys; a language without a list gets English words that say so.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from docforge.document import Direction
from docforge.errors import ToolMissing

FALLBACK = "en"
_CALLOUT = re.compile(r'^callout-(\w+) = "([^"]+)"$', re.MULTILINE)
_LISTS = Path(str(files("docforge.style.words")))
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


class Words(Struct, frozen=True):
    """The style's own words (furniture) in the document's language.

    `lang` is the language that the words are in: the document's, or "en" when there is no list
    for it; then furniture has to carry `lang` and `dir` of its own (WCAG 2.2, 3.1.2).
    """

    lang: str
    dir: Direction
    entries: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.entries[key]

    def say(self, key: str, **values: object) -> str:
        """The words of `key` with its {placeholders} filled."""
        return self.entries[key].format_map(values)


def words_in(lang: str | None, around: Words) -> Words:
    """The words for a passage in `lang`: those of its language where there are any."""
    if not lang:
        return around
    own = load_words(lang)
    return own if own.lang == lang else around


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


@cache
def caption_words(key: str, lang: str | None = None) -> tuple[str, ...]:
    """The words that begin captions: `key` is "table" or "figure".

    Those of `lang`, its own one first, and the English ones, which are read in every language;
    without a language, those of all of them.
    """
    others = _other_caption_words()[key]
    if lang is not None:
        primary = lang.partition("-")[0].lower()
        own = (load_words(lang)[key], *others.get(primary, ()))
        return own if primary == FALLBACK else (*own, *caption_words(key, FALLBACK))
    # Reading fifty lists whole takes a tenth of a second, and two lines of each are asked for.
    entry = re.compile(rf'^{key} = "([^"]+)"$', re.MULTILINE)
    lists = "\n".join(path.read_text("utf-8") for path in sorted(_LISTS.glob("*.toml")))
    return (*entry.findall(lists), *(word for words in others.values() for word in words))


@cache
def callout_words(lang: str | None = None) -> Mapping[str, str]:
    """The words for kinds of callouts, in small letters, and the kind: of `lang`, or of all."""
    if lang is not None:
        said = load_words(lang).entries.items()
        found = [(key.removeprefix("callout-"), w) for key, w in said if key[:8] == "callout-"]
    else:
        lists = "\n".join(path.read_text("utf-8") for path in sorted(_LISTS.glob("*.toml")))
        found = _CALLOUT.findall(lists)
    return {word.casefold().strip("! "): kind for kind, word in found}


@cache
def _other_caption_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = files("docforge.style").joinpath("caption_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _candidates(lang: str) -> Iterator[str]:
    """`lang` and its prefixes, longest first, each with its replacement (RFC 4647, 3.4)."""
    parts = lang.split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        yield _ALIASES.get(tag.lower(), tag)


@cache
def _word_list(tag: str) -> Mapping[str, str] | None:
    for path in sorted(_LISTS.glob("*.toml")):
        if path.stem.lower() == tag.lower():
            return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))
    return None


def _direction(entries: Mapping[str, str]) -> Direction:
    return "rtl" if entries["dir"] == "rtl" else "ltr"
