"""The block of front matter at the top of a source: found, read to entries, left blank.

YAML is only composed, never constructed: every scalar stays the text that the writer typed,
and no tag can make an object.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct

from docforge.document import Position
from docforge.source.config import Limits
from docforge.source.config.values import Value
from docforge.source.front_matter.missed import MissedFrontMatter, find_missed
from docforge.source.front_matter.yaml_repair import advice

_DOTTED = re.compile(r"(?<![\w\"'-])[\w\"'-]++(?:[ \t]*+\.[ \t]*+[\w\"'-]++)+")
_KEY_TAB = re.compile(r"(?<=:)[ ]*+\t[ \t]*+|(?<!\t)\t++$")
_KEY_LINE = re.compile(r"[A-Za-z_][\w.-]*[ \t]*:(?:[ \t]|$)")


class FrontMatterEntry(Struct, frozen=True):
    """One key of the front matter with its value and the place of its key."""

    key: str
    value: Value
    position: Position


class FrontMatterBlock(Struct, frozen=True):
    """The front matter's own text, how many lines of the source it takes, and its kind.

    `missed` says why it is not read, when it only looks like front matter.
    """

    kind: str
    content: str
    lines: int
    missed: MissedFrontMatter | None = None


class FrontMatterError(Exception):
    """Front matter that cannot be read: what is wrong, where, what to do, and its code."""

    def __init__(self, message: str, position: Position, hint: str, code: str = "CFG001") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.position = position
        self.hint = hint


# --- Finding and blanking ----------------------------------------------------------------


def find_block(body: str) -> FrontMatterBlock | None:
    """What begins `body` and is front matter or meant for it; a thematic break is none."""
    lines = body.split("\n")
    block = None
    match lines[0].rstrip():
        case "---":
            block = _fenced("yaml", lines, ("---", "..."))
        case "+++":
            block = _fenced("toml", lines, ("+++",))
        case first if re.match(r"%(?:\s|$)", first):
            return _title_block(lines)
    if block is None and (missed := find_missed(lines)):
        return FrontMatterBlock("missed", "", missed.lines, missed)
    return block


def _fenced(kind: str, lines: list[str], ends: tuple[str, ...]) -> FrontMatterBlock | None:
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ends:
            # A tab parts a key from its value, too (YAML 1.2, 6.2), and PyYAML knows none.
            content = "\n".join(_KEY_TAB.sub(_spaces, line) for line in lines[1:number])
            if kind == "yaml" and not _is_mapping(content):
                return None
            return FrontMatterBlock(kind, content, number + 1)
    return None


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _is_mapping(content: str) -> bool:
    """Whether YAML was meant: prose between two thematic breaks is not."""
    lines = [line for line in content.split("\n") if line.strip() and line[0] != "#"]
    return not lines or bool(_KEY_LINE.match(lines[0])) or lines[0].lstrip()[0] in "\"'{<&?"


def _title_block(lines: list[str]) -> FrontMatterBlock:
    end = 1
    while end < len(lines) and re.match(r"%|[ \t]+\S", lines[end]):
        end += 1
    return FrontMatterBlock("pandoc", "\n".join(lines[:end]), end)


def without_block(body: str, block: FrontMatterBlock | None) -> str:
    """`body` with the block's lines left empty, so that line numbers stay true."""
    if block is None:
        return body
    lines = body.split("\n")
    return "\n".join([""] * block.lines + lines[block.lines :])


# --- Reading the three kinds -------------------------------------------------------------


def read_entries(block: FrontMatterBlock, limits: Limits) -> list[FrontMatterEntry]:
    """The keys of the block, in order. Raises FrontMatterError, also above the `limits`."""
    if len(block.content) > limits.front_matter_kb * 1000:
        what = f"is larger than {limits.front_matter_kb:g} kB"
        raise _too_much(what, "front_matter_kb", Position(1, 1))
    if found := _long_number(limits.digits).search(block.content):
        line = block.content.count("\n", 0, found.start()) + 2
        raise _too_much(
            f"has a number of more than {limits.digits} digits", "digits", Position(line, 1)
        )
    match block.kind:
        case "yaml":
            return list(_read_yaml(block.content, limits))
        case "toml":
            return list(_read_toml(block.content, limits))
        case "pandoc":
            return list(_read_title_block(block.content))
    missed = block.missed
    assert missed is not None
    code = "CFG001" if missed.is_open else "CFG012"
    raise FrontMatterError(missed.message, Position(missed.line, 1), missed.hint, code)


def _long_number(digits: int) -> re.Pattern[str]:
    """A pattern of numbers of more than `digits` digits, also hexadecimal (0xff) and parted (1_0).

    Python reads such numbers in any length, but writes none of more than some thousand digits.
    """
    return re.compile(rf"0[xXoObB](?:_?[\da-fA-F]){{{digits + 1}}}|\d(?:_?\d){{{digits}}}")


def _too_much(what: str, key: str, position: Position) -> FrontMatterError:
    return FrontMatterError(
        f"the front matter {what}",
        position,
        f"Keep only the keys that describe the document, or raise {key} under [limits] in "
        "docforge.toml.",
    )


def _read_yaml(content: str, limits: Limits) -> Iterator[FrontMatterEntry]:
    try:
        _check_events(content, limits)
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _broken_yaml(content, error) from error
    except yaml.YAMLError as error:
        raise FrontMatterError(
            str(error).split("\n")[0], Position(1, 1), "Correct the front matter."
        ) from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterError(
            "the front matter is not a list of keys with values",
            Position(2, 1),
            "Write one “key: value” a line between the two “---” lines.",
        )
    meter = _Meter(limits)
    for key, value in root.value:
        yield FrontMatterEntry(str(key.value), _yaml_value(value, meter), _place(key.start_mark))


def _place(mark: Any) -> Position:
    """PyYAML's mark, which counts from 0 below the first line, as a place in the source."""
    return Position(mark.line + 2, mark.column + 1) if mark else Position(1, 1)


def _check_events(content: str, limits: Limits) -> None:
    """Refuse what would cost more than it says: many values, deep nesting."""
    depth = 0
    meter = _Meter(limits)
    for event in yaml.parse(content, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.NodeEvent):
            meter.count(depth, _place(event.start_mark))


class _Meter(Struct):
    """Counts the values of front matter, each time that an alias (*name) stands for them."""

    limits: Limits
    counted: int = 0

    def count(self, depth: int, position: Position) -> None:
        self.counted += 1
        most, deepest = self.limits.front_matter_values, self.limits.front_matter_depth
        if depth > deepest:
            what = f"has more than {deepest} levels of nesting"
            raise _too_much(what, "front_matter_depth", position)
        if self.counted > most:
            what = f"has more than {most} values once its aliases (*name) are written out"
            raise _too_much(what, "front_matter_values", position)


def _broken_yaml(content: str, error: yaml.MarkedYAMLError) -> FrontMatterError:
    return FrontMatterError(
        f"the front matter is not valid YAML: {error.problem}",
        _place(error.problem_mark),
        advice(content, error),
    )


def _yaml_value(node: yaml.Node, meter: _Meter, depth: int = 1) -> Value:
    # An alias that contains itself ends at the depth.
    meter.count(depth, _place(node.start_mark))
    match node:
        case yaml.ScalarNode():
            empty = node.style is None and node.value in ("", "~", "null", "Null", "NULL")
            return None if empty else str(node.value)
        case yaml.SequenceNode():
            return [_yaml_value(item, meter, depth + 1) for item in node.value]
        case yaml.MappingNode():
            return {str(key.value): _yaml_value(item, meter, depth + 1) for key, item in node.value}
    return None


def _read_toml(content: str, limits: Limits) -> Iterator[FrontMatterEntry]:
    for dotted in _DOTTED.finditer(content):  # tomllib takes the square of what they are long
        if dotted[0].count(".") >= limits.front_matter_depth:
            what = f"has more than {limits.front_matter_depth} levels of nesting"
            line = content.count("\n", 0, dotted.start()) + 2
            raise _too_much(what, "front_matter_depth", Position(line, 1))
    try:
        data: dict[str, Value] = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        position = Position(int(place[1]) + 1, int(place[2])) if place else Position(1, 1)
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise FrontMatterError(
            f"the front matter is not valid TOML: {reason}", position, 'Write key = "value".'
        ) from error
    except (RecursionError, ValueError) as error:  # nested deeply, or an impossible date
        raise FrontMatterError(
            "the front matter is nested too deeply, or holds a value that cannot be",
            Position(1, 1),
            "Keep only the keys that describe the document.",
        ) from error
    meter = _Meter(limits)
    for value in data.values():
        _count_toml(value, meter)
    for key, value in data.items():
        yield FrontMatterEntry(key, value, _toml_place(content, key))


def _count_toml(value: Value, meter: _Meter, depth: int = 1) -> None:
    meter.count(depth, Position(1, 1))
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        _count_toml(item, meter, depth + 1)


def _toml_place(content: str, key: str) -> Position:
    match = re.search(rf"^[ \t]*\[*[\"']?{re.escape(key)}\b", content, re.MULTILINE)
    if match is None:
        return Position(1, 1)
    return Position(content.count("\n", 0, match.start()) + 2, 1)


def _read_title_block(content: str) -> Iterator[FrontMatterEntry]:
    """Title, authors and date (pandoc's manual, pandoc_title_block)."""
    parts: list[tuple[int, list[str]]] = []
    for number, line in enumerate(content.split("\n"), 1):
        if line.startswith("%"):
            parts.append((number, [line[1:].strip()]))
        else:
            parts[-1][1].append(line.strip())
    for key, (number, lines) in zip(("title", "authors", "date"), parts, strict=False):
        value: Value = " ".join(lines)
        if key == "authors":
            value = [name.strip() for line in lines for name in line.split(";")]
        if any(lines):
            yield FrontMatterEntry(key, value, Position(number, 1))
