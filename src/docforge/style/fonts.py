"""Fonts for print: the files of installed packages, and which families serve a language.

Invariant: a font is named by the package that holds it, or lies in the style's own folder;
never by a path of this machine.
"""

import re
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from docforge.errors import ToolMissing
from docforge.style.font_files import unfit
from docforge.style.keys import WrongValue, check_keys, meant
from docforge.style.layers import Layer, placed_in

_PACKAGE, _FILE = re.compile(r"[A-Za-z0-9_]+"), re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._,\[\]-]*")
_KEYS = ("family", "package", "file", "weight", "italic")
_USES = ("text", "headings", "code")
# Families of the system that style.toml names for scripts (Debian: fonts-noto).
_SYSTEM = re.compile(r"Noto (?:Sans|Serif|Naskh|Nastaliq|Kufi|Rashi)(?: [A-Z][A-Za-z0-9]*)*")

Families = tuple[tuple[str, tuple[str, ...]], ...]


class FontFile(Struct, frozen=True):
    """One face: `content` is its file, a TrueType or OpenType font.

    `is_own` says that the house brings it, so that screens are not asked to have it.
    """

    family: str
    weight: int
    italic: bool
    content: bytes
    is_own: bool = False


class FontUses(Struct, frozen=True):
    """The families of text, headings and code."""

    text: str
    headings: str
    code: str


def families_of(table: Mapping[str, Sequence[str]]) -> Families:
    """The table `families` of a style.toml: (tag, families), longest tags last."""
    # A later CSS rule of equal weight wins, so that "zh-Hant" has to stand behind "zh".
    tags = sorted(table, key=lambda tag: (len(tag), tag))
    return tuple((tag, tuple(table[tag])) for tag in tags)


def read_uses(table: Mapping[str, object], faces: Sequence[FontFile], first: str) -> FontUses:
    """The table `fonts` of a style.toml; what it does not say is the family `first`.

    Raises WrongValue for a family that is neither one of `faces` nor one of the system's.
    """
    check_keys(table, _USES, "brand.fonts.")
    known = list(dict.fromkeys(face.family for face in faces))
    for use, family in table.items():
        if family not in known and not is_system(str(family)):
            told = f"“{family}” is no font of this style; {meant(str(family), known)}"
            raise WrongValue(f"brand.fonts.{use}", told)
    said = {use: str(table.get(use, first)) for use in _USES}
    if "headings" not in table:
        said["headings"] = said["text"]
    return FontUses(**said)


def is_system(family: str) -> bool:
    """Whether a family is one of those that systems have for scripts."""
    return _SYSTEM.fullmatch(family) is not None


def stack(uses: FontUses, fallback: Sequence[str]) -> tuple[str, ...]:
    """The families of a text, first to last."""
    return tuple(dict.fromkeys([uses.text, *fallback]))


def language_rules(families: Families, fallback: Sequence[str], uses: FontUses) -> str:
    """CSS that gives each language its own letter forms (Han above all).

    Attribute selectors, not `:lang()`: only an element that names a language is tested, and the
    family is inherited from there; `:lang()` is tried on every element of a long document.
    """
    rules = [_language_rule((), ":root", fallback, uses)]
    rules += [_language_rule(own, f'[lang|="{tag}"]', fallback, uses) for tag, own in families]
    return "\n".join(["", *rules, ""])


def screen_rules(uses: FontUses) -> str:
    """CSS that sets headings on screens in a font of their own; "" where they have none."""
    if uses.headings == uses.text:
        return ""
    names = f'"{uses.headings}", "{uses.text}", system-ui, sans-serif'
    return f"{', '.join(_HEADINGS)} {{ font-family: {names}; }}\n"


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def _language_rule(
    own: Sequence[str], selector: str, fallback: Sequence[str], uses: FontUses
) -> str:
    stack = [*own, *(family for family in fallback if family not in own)]
    # Latin letters and digits come from the text font in every language.
    rule = f"{selector} {{ font-family: {_names([fallback[0], *stack])}; }}"
    if uses.headings == uses.text:
        return rule
    headings = ", ".join(f"{selector} {tag}" for tag in _HEADINGS)
    if selector != ":root":
        headings += "".join(f", {tag}{selector}" for tag in _HEADINGS)
    return f"{rule}\n{headings} {{ font-family: {_names([uses.headings, *stack])}; }}"


def _names(families: Sequence[str]) -> str:
    return ", ".join(f'"{family}"' for family in dict.fromkeys(families))


def read_faces(layers: Sequence[Layer]) -> tuple[FontFile, ...]:
    """The faces of the tables `font` of all `layers`; a later one of the same kind counts.

    Raises ValueError, with file and line, and ToolMissing when a package is not installed.
    """
    faces: dict[tuple[str, int, bool], FontFile] = {}
    for layer in layers:
        tables = {"font": layer.table, "brand.font": layer.table.get("brand", {})}
        for key, table in tables.items():
            for item, entry in enumerate(table.get("font", ())):
                try:
                    face = _face(entry, layer, key, item)
                except WrongValue as wrong:
                    raise placed_in(wrong, layer) from wrong
                faces[face.family, face.weight, face.italic] = face
    return tuple(faces.values())


def _face(entry: object, layer: Layer, key: str, item: int) -> FontFile:
    if not isinstance(entry, Mapping):
        raise WrongValue(key, f"is no table: write [[{key}]] on a line of its own", item)
    for each in entry:
        if each not in _KEYS:
            told = f"is not a key of a style; {meant(str(each), _KEYS)}"
            raise WrongValue(f"{key}.{each}", told, item)
    for each in ("family", "file"):
        if not isinstance(entry.get(each), str):
            raise WrongValue(f"{key}.{each}", "is missing: each font has a family and a file", item)
    weight, italic = entry.get("weight", 400), entry.get("italic", False)
    if weight not in range(1, 1001) or not isinstance(italic, bool):
        raise WrongValue(
            f"{key}.weight", "is a number such as 400 or 700, and italic true or false", item
        )
    try:
        content = _packaged(entry) if "package" in entry else layer.read(str(entry["file"]))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        told = f"{entry['file']} cannot be read: {reason}"
        raise WrongValue(f"{key}.file", told, item) from error
    if not layer.is_shipped and (wrong := unfit(content)):
        raise WrongValue(f"{key}.file", f"{entry['file']} {wrong}", item)
    return FontFile(str(entry["family"]), weight, italic, content, not layer.is_shipped)


def _packaged(entry: Mapping[str, object]) -> bytes:
    """A file of a package. Raises ValueError, and ToolMissing when it is not installed."""
    package, name = str(entry["package"]).replace("-", "_"), str(entry["file"])
    if not _PACKAGE.fullmatch(package) or not _FILE.fullmatch(name):
        raise ValueError(f"{package} is no font package, or {name} no file of one")
    # Found without importing it: a style names files, and runs nothing.
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ToolMissing(
            f"The font {entry['family']!r} is not installed.",
            hint=f"Install the package {package.replace('_', '-')}.",
        )
    folder = Path(found.origin).parent / "files"
    if not (folder / name).is_file():
        known = sorted(file.name for file in folder.glob("*.[to]tf"))
        raise ValueError(f"it is not in {package}; {meant(name, known)}")
    return (folder / name).read_bytes()
