"""Language tags: well-formed as RFC 5646 (BCP 47) says, with the direction of their script.

A tag that leaves this module is one that PDF, EPUB and HTML all accept.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from docforge.document import Direction

# RFC 5646, 2.1, without the grandfathered tags; a primary subtag of 4 to 8 letters is reserved.
_TAG = re.compile(
    r"""(?P<language>[a-z]{2,3}) (?:-[a-z]{3}){0,3}
        (?:-(?P<script>[a-z]{4}))?
        (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
        (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*
        (?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*
        (?:-x(?:-[a-z0-9]{1,8})+)?""",
    re.IGNORECASE | re.VERBOSE,
)


@cache
def _data() -> Mapping[str, Any]:
    text = files("docforge.document").joinpath("languages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def normalise(tag: str) -> str:
    """`tag` in its usual spelling: "EN-gb" gives "en-GB", the old "iw" gives "he".

    Raises ValueError, with what to write instead, when it is not a well-formed tag.
    """
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        better = _suggestion(tag)
        hint = f"write {better}" if better else "write a tag such as en, cy or pt-BR"
        raise ValueError(f"“{tag}” is not a language tag; {hint}")
    language = match["language"].lower()
    rest = tag.strip().split("-")[1:]
    return "-".join([_data()["replaced"].get(language, language), *_cased(rest)])


def direction(tag: str) -> Direction:
    """The direction in which the tag's script is written."""
    match = _TAG.fullmatch(tag)
    if match is None:
        return "ltr"
    rtl = _data()["rtl"]
    if match["script"]:
        return "rtl" if match["script"].title() in rtl["scripts"] else "ltr"
    return "rtl" if match["language"].lower() in rtl["languages"] else "ltr"


def _cased(subtags: list[str]) -> list[str]:
    """RFC 5646, 2.1.1: regions in capitals, scripts in title case, all else in small letters."""
    cased: list[str] = []
    for subtag in subtags:
        after_singleton = any(len(earlier) == 1 for earlier in cased)
        if len(subtag) == 2 and not after_singleton:
            cased.append(subtag.upper())
        elif len(subtag) == 4 and subtag.isalpha() and not after_singleton:
            cased.append(subtag.title())
        else:
            cased.append(subtag.lower())
    return cased


def _suggestion(tag: str) -> str | None:
    cleaned = tag.strip().partition(".")[0].replace("_", "-")
    named: str | None = _data()["names"].get(cleaned.casefold())
    if named:
        return named
    return normalise(cleaned) if cleaned != tag and _TAG.fullmatch(cleaned) else None
