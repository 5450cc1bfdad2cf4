"""Every code that docforge can report, with what it means, why it matters and how to mend it.

The rules of lint are told by their docstrings, all others by catalogue.toml.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from inspect import getdoc

from msgspec import Struct

from docforge.conformance import bearing, claims_resting_on, criterion
from docforge.lint.registry import RULES

_PART_OF_A_STANDARD = re.compile(r"(?<=PDF/UA)-\d|(?<=WTPDF 1.0) \w+|-\da$")
_PART = re.compile(r"^(Why|Example|Mend): ", re.MULTILINE)


class CodeDescription(Struct, frozen=True):
    """What people can read about a code. `level` is error, warning, note or off."""

    code: str
    level: str
    what: str
    why: str
    example: str
    mend: str

    @property
    def bearing(self) -> tuple[str, ...]:
        """What the finding fails or hints at, a sentence each."""
        said = bearing(self.code)
        fails = (f"It fails {_named(name)}{_cost(name)}." for name in said.fails)
        return (*fails, *(f"It is a hint of {_named(name)}." for name in said.hints))


def _named(name: str) -> str:
    return str(criterion(name))


def _cost(name: str) -> str:
    """The claims that a failure costs; the parts of a standard are told together."""
    claims = (claim.partition(" - ")[0] for claim in claims_resting_on(name))
    standards = [*dict.fromkeys(_PART_OF_A_STANDARD.sub("", claim) for claim in claims)]
    return f", which costs the claim of {', '.join(standards)}" if standards else ""


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
