"""What is said of YAML that cannot be read: where, why, and the line as it should be.

A line is shown as mended only when the front matter can be read with it, so that no advice leads
back to the same error.
"""

import re
from collections.abc import Iterator

import yaml

from docforge.document import Position

_LINE = re.compile(r"([ \t]*(?:-[ \t]+)?)([^:#\s][^:]{0,60}?)[ \t]*:[ \t]*(\S.*?)[ \t]*")
_CURLY = "“”„‟‘’‚«»"
_TO_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚", "'"))
_CLOSING = {"“": "”", "”": "”", "„": "“”", "‟": "”", "‘": "’", "’": "’", "‚": "‘’", "«": "»"}
_CLOSING |= {"»": "«", '"': '"', "'": "'"}
_ELISION = re.compile(r"['’](?:tis|twas|til|em|cause|\d)\b", re.IGNORECASE)
_GLUED = re.compile(r"[ \t]*-[^\s-]")
_GENERAL = "Put a value that contains a colon, a hash or quotation marks between quotation marks."


def advice(content: str, error: yaml.MarkedYAMLError) -> str:
    """What to do about `error` in the YAML `content`."""
    lines = content.split("\n")
    if error.problem and "\\t" in error.problem:
        return "Use spaces instead of tabs."
    for number in _suspects(lines, error):
        for mended in _mends(lines[number]):
            if _is_read([*lines[:number], mended, *lines[number + 1 :]]):
                return _advice(lines[number], mended, number)
    if any(_GLUED.match(lines[number]) for number in _suspects(lines, error)):
        return "Write a space behind the hyphen of each item: “- words”."
    return _GENERAL


def _suspects(lines: list[str], error: yaml.MarkedYAMLError) -> Iterator[int]:
    """The lines at which PyYAML stumbled, and the one before: at most three."""
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark]
    for number in dict.fromkeys((*marks, *(line - 1 for line in marks[:1]))):
        if 0 <= number < len(lines):
            yield number


def _mends(line: str) -> Iterator[str]:
    parts = _LINE.fullmatch(line)
    if parts is None:
        return
    indent, key, value = parts.groups()
    key = key.strip(_CURLY + "\"'")
    yield f"{indent}{key}: {quoted(value)}"
    if value[0] not in _CURLY and any(mark in value for mark in _CURLY):
        yield f"{indent}{key}: {value.translate(_TO_STRAIGHT)}"


def quoted(value: str) -> str:
    """`value` between straight quotation marks, without those that it has around it already."""
    words = value
    if words[0] in _CURLY + "\"'" and not _ELISION.match(words):
        inner = words[1:-1] if words[-1] in _CURLY + "\"'" and len(words) > 1 else words[1:]
        # Marks that are closed before the end belong to the text.
        first = min((inner.find(mark) for mark in _CLOSING[words[0]] if mark in inner), default=-1)
        opens = first > 0 and inner[first - 1].isspace() and words[-1] in "\"'"
        words = inner if first < 0 or opens else words
    if '"' in words or "\\" in words:
        return "'" + words.replace("'", "''") + "'"
    return f'"{words}"'


def _is_read(lines: list[str]) -> bool:
    try:
        return isinstance(yaml.compose("\n".join(lines), Loader=yaml.SafeLoader), yaml.MappingNode)
    except yaml.YAMLError:
        return False


def _advice(line: str, mended: str, number: int) -> str:
    place = Position(number + 2, 1).line
    curly = any(mark in line for mark in _CURLY)
    why = (
        " Curly quotation marks (“ ”) mean nothing in YAML: only straight ones do." if curly else ""
    )
    return f"Write line {place} so: {mended.strip()}{why}"
