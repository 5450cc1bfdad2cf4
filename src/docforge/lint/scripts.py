"""Which script a language is written in, and which script the letters of a text belong to."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from msgspec import Struct


class Script(Struct, frozen=True):
    """A script: its name for people, a pattern of its letters, and what is written in it."""

    name: str
    letters: re.Pattern[str]
    tags: frozenset[str]
    languages: frozenset[str]


@cache
def scripts() -> tuple[Script, ...]:
    text = files("docforge.lint").joinpath("scripts.toml").read_text(encoding="utf-8")
    return tuple(
        Script(
            data["name"],
            re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in data["ranges"]) + "]"),
            frozenset(data["tags"]),
            frozenset(data["languages"]),
        )
        for data in tomllib.loads(text)["script"]
    )


def script_of(lang: str) -> Script:
    """The script that a BCP 47 tag is written in: its script subtag's, or its language's."""
    subtags = lang.split("-")
    for script in scripts():
        if any(subtag.title() in script.tags for subtag in subtags[1:]):
            return script
    for script in scripts():
        if subtags[0].lower() in script.languages:
            return script
    return scripts()[0]


def others(expected: Script) -> Iterator[Script]:
    """Every script that a text in `expected` does not use by itself.

    Korean and Japanese use Chinese characters, and every language uses Latin names.
    """
    east = {"Korean", "Chinese or Japanese"}
    for script in scripts():
        together = {script.name, expected.name} <= east
        if script is not expected and script.name != "Latin" and not together:
            yield script
