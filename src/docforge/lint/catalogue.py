"""Every code that docforge can report, with what it means, why it matters and how to mend it.

The rules of lint are told by their docstrings, all others by catalogue.toml.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from inspect import getdoc

from docforge.lint.registry import RULES

_PART = re.compile(r"^(Why|Example|Mend): ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CodeDescription:
    """What people can read about a code. `level` is error, warning, note or off."""

    code: str
    level: str
    what: str
    why: str
    example: str
    mend: str


@cache
def catalogue() -> Mapping[str, CodeDescription]:
    """Every entry by its code, in order."""
    text = files("docforge.lint").joinpath("catalogue.toml").read_text(encoding="utf-8")
    entries = [CodeDescription(code=code, **told) for code, told in tomllib.loads(text).items()]
    for rule in RULES:
        what, *parts = _PART.split(getdoc(rule.check) or "")
        told = {
            name.lower(): " ".join(said.split())
            for name, said in zip(parts[::2], parts[1::2], strict=True)
        }
        missing = {"why": "", "example": "", "mend": ""}
        entries.append(
            CodeDescription(
                rule.code, rule.level or "off", " ".join(what.split()), **{**missing, **told}
            )
        )
    return {entry.code: entry for entry in sorted(entries, key=lambda entry: entry.code)}


def codes() -> frozenset[str]:
    """Every code there is."""
    return frozenset(catalogue())
