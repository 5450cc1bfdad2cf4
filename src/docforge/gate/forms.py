"""Dictionaries of a PDF against the forms that they may have, from the catalog down.

Invariant: a key that a form does not name may not be there, and one that it names without a
question mark must be; each object is looked at once.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf
from msgspec import Struct

from docforge.gate.hits import PDF, Hit, quoted
from docforge.gate.vocabulary import pattern, table

_KEY = re.compile(
    r"(?P<key>[A-Za-z0-9-]+)(?P<may>\?)?(?::(?P<many>\[\]|\{\}|\(\))?(?P<form>[a-z-]+)|=(?P<value>.+))?"
)


class _Child(Struct, frozen=True):
    """What may be under a key: the form of a dictionary, of each of `many`, or a written value."""

    form: str
    many: str
    value: str


class _Form(Struct, frozen=True):
    parts: dict[str, _Child]
    must: frozenset[str]


@cache
def _form(name: str) -> _Form:
    parts, must = {}, set()
    for written in table()["pdf"]["forms"][name]:
        found = _KEY.fullmatch(written)
        if found is None:
            raise ValueError(f"{written!r} is no key of a form.")
        key = f"/{found['key']}"
        parts[key] = _Child(found["form"] or "", found["many"] or "", found["value"] or "")
        if not found["may"]:
            must.add(key)
    return _Form(parts, frozenset(must))


def formed(file: pikepdf.Pdf) -> Iterator[Hit]:
    """What is not of the form that it may have."""
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Any, str]] = [(file.Root, "catalog")]
    while waiting:
        found, name = waiting.pop()
        if isinstance(found, pikepdf.Object) and found.is_indirect:
            if found.objgen in seen:
                continue
            seen.add(found.objgen)
        if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            yield Hit(PDF, f"what is no {name}")
            continue
        form, keys = _form(name), set(found.keys())
        for key in sorted(keys - form.parts.keys()):
            yield Hit(PDF, f"the key {quoted(key)}", f"in a {name}")
        for key in sorted(form.must - keys):
            yield Hit(PDF, f"a {name} without its {quoted(key)}")
        for key in sorted(keys & form.parts.keys()):
            part = form.parts[key]
            if part.value and not pattern(part.value).fullmatch(_written(found[key])):
                yield Hit(PDF, f"{quoted(key)} {quoted(_written(found[key])[:60])}", f"in a {name}")
            waiting += [(each, part.form) for each in _below(found[key], part)]
    yield from _agreeing(file)


def _below(value: Any, part: _Child) -> list[Any]:
    if not part.form:
        return []
    match part.many:
        case "[]":
            return list(value)
        case "()":
            return list(value)[1::2]
        case "{}":
            return [value[key] for key in value.keys()]  # noqa: SIM118  # no mapping
        case _:
            return [value]


def _written(value: Any) -> str:
    """A value as it stands in the file, what it refers to in its place."""
    if not isinstance(value, pikepdf.Object):
        return (
            {True: "true", False: "false"}.get(value, str(value))
            if isinstance(value, bool)
            else str(value)
        )
    return value.unparse(resolved=value.is_indirect).decode("latin-1")


# --- What has to agree -------------------------------------------------------------------


def _agreeing(file: pikepdf.Pdf) -> Iterator[Hit]:
    """Numbers and names that are said twice, and the profile of colours, which is known."""
    pages = file.Root.Pages
    if int(pages.get("/Count", -1)) != len(list(pages.get("/Kids") or ())):
        yield Hit(PDF, "another count of pages than there are pages")
    for page in file.pages:
        if page.obj.get("/Parent") is None or page.obj.Parent.objgen != pages.objgen:
            yield Hit(PDF, "a page with another parent")
    for intent in file.Root.get("/OutputIntents") or ():
        profile = intent.get("/DestOutputProfile")
        known = table()["pdf"]["profile"]
        if profile is None or hashlib.sha256(profile.read_bytes()).hexdigest() != known:
            yield Hit(PDF, "a profile of colours that is not sRGB")
    yield from _states(file)
    yield from _fonts(file)
    for found in file.objects:
        if isinstance(found, pikepdf.Stream) and found.get("/Type") == "/EmbeddedFile":
            said: Any = found.get("/Params")
            if said is None or int(said.get("/Size", -1)) != len(found.read_bytes()):
                yield Hit(PDF, "an embedded file of another size than it says")


def _resources(file: pikepdf.Pdf) -> Iterator[Any]:
    seen = set()
    for page in file.pages:
        held = page.obj.get("/Resources")
        if held is not None and held.objgen not in seen:
            seen.add(held.objgen)
            yield held


def _states(file: pikepdf.Pdf) -> Iterator[Hit]:
    """A graphics state of transparency is called what it says: a0.5, A1."""
    for resources in _resources(file):
        for name, state in (resources.get("/ExtGState") or {}).items():
            if name[1] in "aA":
                key = "/ca" if name[1] == "a" else "/CA"
                if set(state.keys()) != {key} or float(state[key]) != float(name[2:]):
                    yield Hit(PDF, f"the graphics state {quoted(name)} that says something else")


def _fonts(file: pikepdf.Pdf) -> Iterator[Hit]:
    """A font has one name, in each of its dictionaries (ISO 32000-1, 9.7.6.2)."""
    for resources in _resources(file):
        for name, font in (resources.get("/Font") or {}).items():
            inner = font.get("/DescendantFonts")
            if inner is None or len(inner) != 1:
                yield Hit(PDF, "a font without glyphs")
                continue
            names = {str(font.get("/BaseFont")), str(inner[0].get("/BaseFont"))}
            names.add(str((inner[0].get("/FontDescriptor") or {}).get("/FontName")))
            subset = name.removeprefix("/").upper()
            if len(names) != 1 or not names.pop().startswith(f"/{subset}+"):
                yield Hit(PDF, "a font with two names")
