"""Finds every regular expression of the project: in its syntax trees, and in what it imports.

The syntax tree tells how many there are and how each is used; the imported modules tell what
those are that are put together from parts or from data files.
"""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import docforge

SOURCE = Path(docforge.__file__).parent
_CALLS = ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function of `re` in the source; `pattern` is None when it is put together."""

    module: str
    line: int
    function: str
    pattern: str | None
    flags: int


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, where it is, and whether it may begin anywhere in what it is given."""

    where: str
    pattern: re.Pattern[str]
    is_searched: bool

    @property
    def room(self) -> str:
        """The part of docforge that it is in."""
        return re.split(r"[.:]", self.where)[1]


def rooms() -> list[str]:
    """The parts of docforge, packages and modules."""
    return sorted(info.name for info in pkgutil.iter_modules(docforge.__path__))


def calls() -> list[Call]:
    """Every call of `re` in the source, in order."""
    return [call for file in sorted(SOURCE.rglob("*.py")) for call in _calls_of(file)]


def _calls_of(file: Path) -> Iterator[Call]:
    module = _module(file)
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Call(ast.Attribute(ast.Name("re"), name), [first, *rest]) if name in _CALLS:
                given = [*rest, *(word.value for word in node.keywords if word.arg == "flags")]
                flags = sum(_flag(part) for one in given for part in ast.walk(one))
                yield Call(module, node.lineno, name, _constant(first), flags)


def _module(file: Path) -> str:
    name = ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts)
    return name.removesuffix(".__init__")


def _constant(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(str(text)):
            return text
    return None


def _flag(node: ast.AST) -> int:
    match node:
        case ast.Attribute(ast.Name("re"), name) if name.isupper():
            return int(getattr(re, name))
    return 0


# --- Patterns ----------------------------------------------------------------------------


@cache
def patterns() -> tuple[Found, ...]:
    """Every pattern of text that the source writes out or that a module holds, once."""
    found: dict[tuple[str, int], Found] = {}
    for one in [*_held(), *_written()]:
        key = one.pattern.pattern, one.pattern.flags
        known = found.get(key)
        if known is None or (one.is_searched and not known.is_searched):
            found[key] = one
    return tuple(found.values())


def _written() -> Iterator[Found]:
    """Patterns that are constants in calls which use them at once."""
    for call in calls():
        if call.pattern is not None and call.function != "compile":
            pattern = re.compile(call.pattern, call.flags)
            yield Found(f"{call.module}:{call.line}", pattern, call.function not in _ANCHORED)


_ANCHORED = ("match", "fullmatch")


def _held() -> Iterator[Found]:
    """Patterns that modules hold by a name, in tuples and mappings, too."""
    asked = _asked()
    for info in pkgutil.walk_packages(docforge.__path__, "docforge."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            # A private name is asked where it stands; a public one perhaps anywhere.
            ways = asked.get((info.name if name.startswith("_") else "", name), {"handed on"})
            for pattern in _patterns_in(value):
                yield Found(f"{info.name}.{name}", pattern, not ways <= set(_ANCHORED))


def _patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    match value:
        case re.Pattern() if isinstance(value.pattern, str):
            yield value
        case Mapping() if depth < 4:
            yield from (p for one in value.values() for p in _patterns_in(one, depth + 1))
        case list() | tuple() | set() | frozenset() if depth < 4:
            yield from (p for one in value for p in _patterns_in(one, depth + 1))
    fields = getattr(type(value), "__struct_fields__", None)
    if fields and not isinstance(value, type) and depth < 4:
        for name in fields:
            yield from _patterns_in(getattr(value, name, None), depth + 1)


def _asked() -> dict[tuple[str, str], set[str]]:
    """What is asked of each name, by its module (none for public ones): methods, or "handed on"."""
    found: dict[tuple[str, str], set[str]] = {}
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        methods = {
            id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Name(name, ast.Load()) | ast.Attribute(_, name):
                    module = _module(file) if name.startswith("_") else ""
                    ways = found.setdefault((module, name), set())
                    ways.add(methods.get(id(node), "handed on"))
    return found


def built() -> set[str]:
    """The functions in which a pattern is put together, so that no module holds it."""
    sources = ((file, file.read_text("utf-8")) for file in SOURCE.rglob("*.py"))
    return {
        f"{_module(file)}.{function.name}"
        for file, source in sources
        if "import re\n" in source
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if _is_built(node)
    }


def _is_built(node: ast.AST) -> bool:
    match node:
        case ast.Call(ast.Attribute(ast.Name("re"), name), [first, *_]) if name in _CALLS:
            return _constant(first) is None
    return False
