"""Kinds of callouts that are named in the language of the document, or with a slip of the finger.

A division of any other class is none, and is not told of: other programs lay pages out with them.
"""

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from docforge.document import CALLOUT_KINDS, Position
from docforge.parse.context import ParseContext
from docforge.style import callout_words

# Words of other languages that English documents call other things by.
_ALSO_ENGLISH = frozenset({"citation", "not", "merk"})
_SHORTEST, _NEAR = 4, 0.86


def tell_unknown_kind(
    context: ParseContext, classes: Iterable[str], lang: str | None, position: Position
) -> None:
    """A warning where a class of a division names a kind of callout, and not as it is read."""
    for name in classes:
        if kind := _meant(name, lang or context.settings.lang or "en"):
            context.warn(
                "MRK014",
                f"“{name}” is no kind of callout: its text stands without a word for it",
                position,
                f"Write “::: {kind}”: readers get the word for it in the language of the document.",
            )
            return


def _meant(name: str, lang: str) -> str | None:
    """The kind that is meant by `name`, in `lang` before other languages."""
    folded = name.casefold().removeprefix("callout-").replace("-", " ").strip("! ")
    primary = lang.partition("-")[0].lower()
    known = {**callout_words(lang), **_others().get(primary, {})}
    return known.get(folded) or _in_any().get(folded) or _near(name, folded)


def _near(name: str, folded: str) -> str | None:
    # “notes” are a speaker's elsewhere; behind “callout-” nothing else can be meant.
    if folded.endswith("s") and not name.startswith("callout-"):
        return None
    classes = {name: kind.name for kind in CALLOUT_KINDS.values() for name in kind.classes}
    near = get_close_matches(folded, classes, 1, _NEAR) if len(folded) >= _SHORTEST else []
    return classes[near[0]] if near else None


@cache
def _in_any() -> Mapping[str, str]:
    others = {word: kind for words in _others().values() for word, kind in words.items()}
    known = {**others, **callout_words()}
    return {word: kind for word, kind in known.items() if word not in _ALSO_ENGLISH}


@cache
def _others() -> Mapping[str, dict[str, str]]:
    """Other words for a kind than docforge says itself, by language."""
    text = files("docforge.parse").joinpath("callout_names.toml").read_text(encoding="utf-8")
    return {
        lang: {word: kind for kind, words in kinds.items() for word in words}
        for lang, kinds in tomllib.loads(text).items()
    }
