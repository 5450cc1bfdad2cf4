"""Front matter: YAML between `---`, TOML between `+++`, or pandoc's title block of `%` lines.

YAML is only composed, never constructed: every scalar stays the text that the writer typed,
and no tag can make an object. What cannot be read is a finding, and the document goes on.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import yaml

from docforge import langtags
from docforge.config import FrontMatter, Settings
from docforge.config.settings import OTHER_NAMES, READERS, Value, plain, text
from docforge.document import Span
from docforge.errors import UnreadableSource
from docforge.findings import Finding, Severity, Where
from docforge.source import Source, SourcePlace, output_stem, read_source

_LARGEST = 64_000
_MOST_ALIASES = 10
_DEEPEST = 20
_KEY_LINE = re.compile(r"[A-Za-z_][\w.-]*[ \t]*:(?:[ \t]|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of the front matter with its value and the place of its key."""

    key: str
    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class _Block:
    """the front matter's own text, how many lines of the source it takes, and its kind."""

    kind: str
    content: str
    lines: int


class _Broken(Exception):
    def __init__(self, message: str, span: Span, hint: str) -> None:
        super().__init__(message)
        self.finding_parts = (message, span, hint)


def read_front_matter(
    source: Source, defaults: Settings, flags: Mapping[str, Any] | None = None
) -> FrontMatter:
    """The settings of `source`: `flags` over its front matter over `defaults`.

    Never raises: front matter that is broken is an error finding, and so is a document
    whose language nothing says (WCAG 2.2, 3.1.1).
    """
    flags = flags or {}
    findings: list[Finding] = []
    block = _find(source.text)
    settings = defaults
    if block is not None:
        try:
            entries = [entry for entry in _read(block) if _own(entry.key) not in flags]
        except _Broken as broken:
            message, span, hint = broken.finding_parts
            findings.append(_finding(source, "CFG001", Severity.ERROR, message, span, hint))
        else:
            settings = _apply(entries, defaults, source, findings)
    settings = replace(settings, **flags)
    if settings.lang is None:
        findings.append(_no_language(source))
    elif settings.dir is None:
        settings = replace(settings, dir=langtags.direction(settings.lang))
    return FrontMatter(settings, _blank(source.text, block), tuple(findings))


def placed(place: SourcePlace) -> SourcePlace:
    """`place` with the stem that a slug in its front matter gives it.

    What cannot be read keeps its stem; the document's own export says why.
    """
    try:
        source = read_source(place)
    except UnreadableSource:
        return place
    if not re.search(r"^[\"']?slug\b", source.text[:_LARGEST], re.MULTILINE):
        return place
    slug = read_front_matter(source, Settings()).settings.slug
    return replace(place, stem=output_stem(place.path, slug))


# --- Finding and blanking ----------------------------------------------------------------


def _find(body: str) -> _Block | None:
    """the front matter at the start of `body`; a thematic break there is none."""
    lines = body.split("\n")
    match lines[0].rstrip():
        case "---":
            return _fenced("yaml", lines, ("---", "..."))
        case "+++":
            return _fenced("toml", lines, ("+++",))
        case first if re.match(r"%(?:\s|$)", first):
            return _title_block(lines)
    return None


def _fenced(kind: str, lines: list[str], ends: tuple[str, ...]) -> _Block | None:
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ends:
            content = "\n".join(lines[1:number])
            if kind == "yaml" and not _is_mapping(content):
                return None
            return _Block(kind, content, number + 1)
    if len(lines) > 1 and (kind == "toml" or _KEY_LINE.match(lines[1])):
        end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
        return _Block("unclosed", "", end)
    return None


def _is_mapping(content: str) -> bool:
    """Whether YAML was meant: prose between two thematic breaks is not."""
    lines = [line for line in content.split("\n") if line.strip() and line[0] != "#"]
    return not lines or bool(_KEY_LINE.match(lines[0])) or lines[0].lstrip()[0] in "\"'{<&?"


def _title_block(lines: list[str]) -> _Block:
    end = 1
    while end < len(lines) and re.match(r"%|[ \t]+\S", lines[end]):
        end += 1
    return _Block("pandoc", "\n".join(lines[:end]), end)


def _blank(body: str, block: _Block | None) -> str:
    if block is None:
        return body
    lines = body.split("\n")
    return "\n".join([""] * block.lines + lines[block.lines :])


# --- Reading the three kinds -------------------------------------------------------------


def _read(block: _Block) -> list[Entry]:
    if len(block.content) > _LARGEST:
        raise _Broken(
            f"the front matter is larger than {_LARGEST // 1000} kB",
            Span(1, 1),
            "Keep only the keys that describe the document.",
        )
    match block.kind:
        case "yaml":
            return list(_read_yaml(block.content))
        case "toml":
            return list(_read_toml(block.content))
        case "pandoc":
            return list(_read_title_block(block.content))
    raise _Broken(
        "the front matter has no end",
        Span(1, 1),
        "Close it with a line of its own that repeats the first line.",
    )


def _read_yaml(content: str) -> Iterator[Entry]:
    try:
        _check_events(content)
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _broken_yaml(error) from error
    except yaml.YAMLError as error:
        raise _Broken(str(error).split("\n")[0], Span(1, 1), "Correct the front matter.") from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise _Broken(
            "the front matter is not a list of keys with values",
            Span(2, 1),
            "Write one “key: value” a line between the two “---” lines.",
        )
    for key, value in root.value:
        yield Entry(str(key.value), _yaml_value(value), _place(key.start_mark))


def _place(mark: Any) -> Span:
    """PyYAML's mark, which counts from 0 below the first line, as a place in the source."""
    return Span(mark.line + 2, mark.column + 1) if mark else Span(1, 1)


def _check_events(content: str) -> None:
    """Refuse what would cost more than it says: many aliases, deep nesting, circles."""
    aliases = depth = 0
    for event in yaml.parse(content, Loader=yaml.SafeLoader):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if aliases > _MOST_ALIASES or depth > _DEEPEST:
            many = f"more than {_MOST_ALIASES} aliases (*name)"
            deep = f"more than {_DEEPEST} levels of nesting"
            raise _Broken(
                f"the front matter has {many if aliases > _MOST_ALIASES else deep}",
                _place(event.start_mark),
                "Write the values out, and flat.",
            )


def _broken_yaml(error: yaml.MarkedYAMLError) -> _Broken:
    hint = "Put a value that contains a colon, a hash or quotation marks between quotation marks."
    if error.problem and "\\t" in error.problem:
        hint = "Use spaces instead of tabs."
    return _Broken(
        f"the front matter is not valid YAML: {error.problem}", _place(error.problem_mark), hint
    )


def _yaml_value(node: yaml.Node, depth: int = 0) -> Value:
    if depth > _DEEPEST:  # an alias that contains itself
        return None
    match node:
        case yaml.ScalarNode():
            empty = node.style is None and node.value in ("", "~", "null", "Null", "NULL")
            return None if empty else str(node.value)
        case yaml.SequenceNode():
            return [_yaml_value(item, depth + 1) for item in node.value]
        case yaml.MappingNode():
            return {str(key.value): _yaml_value(item, depth + 1) for key, item in node.value}
    return None


def _read_toml(content: str) -> Iterator[Entry]:
    try:
        data: dict[str, Value] = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        span = Span(int(place[1]) + 1, int(place[2])) if place else Span(1, 1)
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise _Broken(
            f"the front matter is not valid TOML: {reason}", span, 'Write key = "value".'
        ) from error
    for key, value in data.items():
        yield Entry(key, value, _toml_place(content, key))


def _toml_place(content: str, key: str) -> Span:
    match = re.search(rf"^[ \t]*\[*[\"']?{re.escape(key)}\b", content, re.MULTILINE)
    if match is None:
        return Span(1, 1)
    return Span(content.count("\n", 0, match.start()) + 2, 1)


def _read_title_block(content: str) -> Iterator[Entry]:
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
            yield Entry(key, value, Span(number, 1))


# --- From entries to settings ------------------------------------------------------------


def _own(key: str) -> str:
    """The key as docforge calls it, whatever its capitals."""
    folded = key.lower().replace("-", "_")
    return OTHER_NAMES.get(folded, folded)


def _apply(
    entries: list[Entry], defaults: Settings, source: Source, findings: list[Finding]
) -> Settings:
    values: dict[str, Any] = {}
    foreign: list[Entry] = []
    for entry in entries:
        key = _own(entry.key)
        if key not in READERS:
            foreign.append(entry)
            continue
        if key in values:
            findings.append(_given_twice(source, entry))
        if entry.value is None:
            continue
        try:
            values[key] = READERS[key](entry.value)
        except ValueError as error:
            message = f"the value of “{entry.key}” cannot be used: {error}"
            findings.append(_finding(source, "CFG002", Severity.ERROR, message, entry.span))
            continue
        findings.extend(_marks_dropped(source, entry, key))
    findings.extend(_unknown(source, foreign))
    return replace(defaults, **values)


def _unknown(source: Source, entries: list[Entry]) -> Iterator[Finding]:
    """A warning for what looks like a typing error, one note for keys of other systems.

    Real front matter is full of keys for site generators, so an unknown key is no error.
    """
    others: list[Entry] = []
    for entry in entries:
        close = get_close_matches(_own(entry.key), [*READERS, *OTHER_NAMES], 1, 0.8)
        if close:
            message = f"“{entry.key}” is not a key of docforge"
            hint = f"Did you mean “{close[0]}”? As it is, the line has no effect."
            yield _finding(source, "CFG003", Severity.WARNING, message, entry.span, hint)
        else:
            others.append(entry)
    if others:
        names = ", ".join(dict.fromkeys(entry.key for entry in others))
        message = f"front matter that docforge does not use: {names}"
        yield _finding(source, "CFG004", Severity.NOTE, message, others[0].span)


def _given_twice(source: Source, entry: Entry) -> Finding:
    message = f"“{entry.key}” is given more than once; the last one counts"
    return _finding(
        source, "CFG005", Severity.WARNING, message, entry.span, "Delete the other lines."
    )


def _marks_dropped(source: Source, entry: Entry, key: str) -> Iterator[Finding]:
    if key in ("title", "subtitle") and plain(entry.value) != text(entry.value):
        message = f"marks and tags in “{entry.key}” are dropped: it is plain text"
        yield _finding(source, "CFG006", Severity.NOTE, message, entry.span)


def _no_language(source: Source) -> Finding:
    return _finding(
        source,
        "CFG007",
        Severity.ERROR,
        "the document does not say which language it is in",
        Span(1, 1),
        "Add “lang: en-GB” (or its own language) to the front matter, or set lang under "
        "[document] in docforge.toml.",
    )


def _finding(
    source: Source, code: str, severity: Severity, message: str, span: Span, hint: str = ""
) -> Finding:
    return Finding(code, severity, message, Where(source.path, span.line, span.column), hint)
