"""Keys of front matter: what docforge calls them, and which unknown ones are worth a warning.

Real front matter is full of keys for site generators, so an unknown key is no error.
"""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from docforge.findings import Finding, Severity
from docforge.source.config.settings import FrontMatterKeys, key_names
from docforge.source.config.values import text
from docforge.source.front_matter.block import FrontMatterEntry
from docforge.source.front_matter.problems import finding_at

_NAMES = key_names(FrontMatterKeys)


def own_key(key: str) -> str:
    """The key as docforge calls it, whatever its capitals."""
    folded = _folded(key)
    return _NAMES.get(folded, folded)


def _folded(key: str) -> str:
    return key.lower().replace("-", "_").replace(" ", "_")


@cache
def _weighty() -> Mapping[str, str]:
    """Each key that someone may rely on, with the line that says it to docforge, if one does."""
    table = tomllib.loads(
        files("docforge.source.front_matter").joinpath("weighty.toml").read_text("utf-8")
    )
    instead = table["instead"]
    return {key.replace("-", "_"): instead.get(key, "") for key in table["keys"]}


def _is_weighty(entry: FrontMatterEntry) -> bool:
    """Whether a reader or an editor would miss it: `draft: false` says what is so anyway."""
    if entry.value is None or isinstance(entry.value, list | dict):
        return _folded(entry.key) in _weighty() and bool(entry.value)
    is_off = text(entry.value).lower() in ("false", "no", "off", "0", "")
    if _folded(entry.key) in ("publish", "published"):
        return is_off
    return _folded(entry.key) in _weighty() and not is_off


def unknown_keys(path: str, entries: list[FrontMatterEntry]) -> Iterator[Finding]:
    """A warning for what looks important or like a typing error, one note for other keys."""
    others: list[FrontMatterEntry] = []
    for entry in entries:
        close = get_close_matches(own_key(entry.key), _NAMES, 1, 0.8)
        if _is_weighty(entry):
            message = f"“{entry.key}” looks important, and docforge does not know it"
            instead = _weighty().get(_folded(entry.key), "")
            hint = (
                f"Write “{instead}” in its place."
                if instead
                else "No output says it: write it into the text, or delete the line."
            )
            yield finding_at(path, "CFG010", Severity.WARNING, message, entry.position, hint)
        elif close:
            message = f"“{entry.key}” is not a key of docforge"
            hint = f"Did you mean “{close[0]}”? As it is, the line has no effect."
            yield finding_at(path, "CFG003", Severity.WARNING, message, entry.position, hint)
        else:
            others.append(entry)
    if others:
        names = ", ".join(dict.fromkeys(entry.key for entry in others))
        message = f"front matter that docforge does not use: {names}"
        yield finding_at(path, "CFG004", Severity.NOTE, message, others[0].position)
