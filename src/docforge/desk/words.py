"""The words of the desk in the languages that it speaks, from words/*.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

from docforge.document import languages

DEFAULT = "en"


class DeskWords(Struct, frozen=True):
    """All that the desk says in one language, by key."""

    lang: str
    said: Mapping[str, str]

    @property
    def dir(self) -> str:
        """ "ltr" or "rtl"."""
        return languages.direction(self.lang)

    def __call__(self, key: str, **values: object) -> str:
        """The words of `key` with `values` in their places.

        With a number `n` of 1, those of `key-one` where there are such.
        """
        if values.get("n") == 1 and f"{key}-one" in self.said:
            key = f"{key}-one"
        return self.said[key].format(**values)


@cache
def spoken() -> Mapping[str, DeskWords]:
    """The words of each language, by its tag; the default first."""
    folder = files("docforge.desk").joinpath("words")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    tags = sorted((name.removesuffix(".toml") for name in names), key=lambda tag: tag != DEFAULT)
    return {
        tag: DeskWords(tag, tomllib.loads(folder.joinpath(f"{tag}.toml").read_text("utf-8")))
        for tag in tags
    }


def chosen(wanted: str, accepted: str) -> DeskWords:
    """The words of the language `wanted`, or the first that a browser `accepted` (RFC 9110)."""
    known = spoken()
    if wanted in known:
        return known[wanted]
    ranked: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted[:500].split(",")):
        tag, _, rest = part.partition(";")
        name, _, quality = rest.strip().partition("=")
        try:
            weight = float(quality) if name == "q" else 1.0
        except ValueError:
            weight = 0.0
        ranked.append((-weight, place, tag.strip().lower().partition("-")[0]))
    return next((known[tag] for _, _, tag in sorted(ranked) if tag in known), known[DEFAULT])
