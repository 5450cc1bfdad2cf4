"""Fonts for print: the files of installed packages, and which families serve a language.

Invariant: a font is named by the package that holds it, never by a path of this machine.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from docforge.errors import ToolMissing

_PACKAGE, _FILE = re.compile(r"[A-Za-z0-9_]+"), re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")

Families = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face of an installed font package, for the PDF."""

    family: str
    weight: int
    italic: bool
    path: Path = field(repr=False)


def families_of(table: Mapping[str, Sequence[str]]) -> Families:
    """The table `families` of a style.toml: (tag, families), longest tags last."""
    # A later CSS rule of equal weight wins, so that "zh-Hant" has to stand behind "zh".
    tags = sorted(table, key=lambda tag: (len(tag), tag))
    return tuple((tag, tuple(table[tag])) for tag in tags)


def language_rules(families: Families, fallback: Sequence[str]) -> str:
    """CSS that gives each language its own letter forms (Han above all).

    Attribute selectors, not `:lang()`: only an element that names a language is tested, and the
    family is inherited from there; `:lang()` is tried on every element of a long document.
    """
    rules = [_language_rule((), ":root", fallback)]
    rules += [_language_rule(own, f'[lang|="{tag}"]', fallback) for tag, own in families]
    return "\n".join(["", *rules, ""])


def _language_rule(own: Sequence[str], selector: str, fallback: Sequence[str]) -> str:
    stack = [*own, *(family for family in fallback if family not in own)]
    # Latin letters and digits come from the text font in every language.
    names = ", ".join(f'"{family}"' for family in dict.fromkeys([fallback[0], *stack]))
    return f"{selector} {{ font-family: {names}; }}"


def font_file(entry: Mapping[str, str | int | bool]) -> FontFile:
    """A `[[font]]` of a style.toml. Raises ToolMissing when its package is not installed."""
    package, name = str(entry["package"]), str(entry["file"])
    if not _PACKAGE.fullmatch(package) or not _FILE.fullmatch(name):
        raise ValueError(f"font: {package}, {name} is not a file of a font package")
    # Found without importing it: a style names files, and runs nothing.
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ToolMissing(
            f"The font {entry['family']!r} is not installed.",
            hint=f"Install the package {package.replace('_', '-')}.",
        )
    path = Path(found.origin).parent / "files" / name
    return FontFile(str(entry["family"]), int(entry["weight"]), bool(entry["italic"]), path)
