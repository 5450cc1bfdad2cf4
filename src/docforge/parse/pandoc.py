"""Starts pandoc once for a document and gives back its syntax tree as plain JSON values.

pandoc runs with `--sandbox` (it reads and fetches nothing) and a bounded heap, because real
sources are not trusted (CVE-2023-35936, CVE-2025-51591).
"""

import json
import re
from functools import cache
from typing import Any

from docforge.document import NOWHERE, Position
from docforge.errors import ToolFailed, ToolMissing
from docforge.parse.note_codes import CodedNotes
from docforge.parse.preprocess.lines import SourceLines
from docforge.system.processes import ProcessLimits, run

# JSON as pandoc writes it: elements are {"t": tag, "c": content}.
Json = Any

# A megabyte of Markdown needs some 600 MB of heap and gives some 40 MB of JSON.
HEAP = "-M3072M"
LIMITS = ProcessLimits(seconds=60, output_bytes=1024 * 1024 * 1024)

# Readers that know sourcepos say where each construct stands; the others do not.
_DEFAULT = "commonmark_x+sourcepos-smart-yaml_metadata_block-tex_math_dollars"
READERS = {
    "commonmark_x": _DEFAULT,
    "govspeak": _DEFAULT,
    "commonmark": "commonmark+sourcepos+raw_attribute",
    "gfm": "gfm+sourcepos+attributes+raw_attribute-yaml_metadata_block"
    "-tex_math_dollars-tex_math_gfm",
    "markdown": "markdown-smart-yaml_metadata_block-pandoc_title_block-raw_tex"
    "-tex_math_dollars-tex_math_single_backslash",
}
# Dialects whose straight quotation marks and hyphen pairs mean the typographic ones; gfm and
# commonmark show what was typed.
TYPESET = frozenset({"commonmark_x", "govspeak", "markdown"})
# These copy a note to each reference, also within notes; see note_codes.
COPIES_NOTES = frozenset({"commonmark_x", "govspeak", "gfm"})
_POSITION = re.compile(r"(\d+):(\d+)-")
_POSITION_IN_JSON = re.compile(r'(?<=\["data-pos",")(\d+):(\d+)-')


@cache
def program() -> str:
    import pypandoc

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise ToolMissing(
            "pandoc is not installed, so no Markdown can be read",
            "Install the package pypandoc-binary, which brings pandoc with it.",
        ) from error


def read_blocks(
    lines: SourceLines, dialect: str, path: str, codes: CodedNotes | None = None
) -> list[Json]:
    """The blocks of `lines` as pandoc sees them, with the places where they were typed.

    With `codes`, the first blocks are the paragraphs that ask for its definitions.

    Raises ToolFailed when pandoc gives up on the text or dies, and RecursionError when the
    text nests deeper than Python follows.
    """
    command = [program(), "+RTS", HEAP, "-RTS", "--sandbox", "-f", READERS[dialect], "-t", "json"]
    try:
        done = run(command, input=(codes.text if codes else lines.text).encode(), limits=LIMITS)
    except ToolFailed as error:
        raise ToolFailed(
            f"pandoc could not read {path}: {error.message}",
            error.hint or "Look for unusual constructs, or split it into smaller documents.",
        ) from error
    reply = codes.restore(done.stdout) if codes else done.stdout
    blocks: list[Json] = json.loads(_as_typed(reply, lines))["blocks"]
    return blocks


def _as_typed(tree: str, lines: SourceLines) -> str:
    """pandoc's JSON with the places of the source, where `lines` are not as they were typed."""
    if lines.is_as_typed:
        return tree

    def typed(match: re.Match[str]) -> str:
        line = int(match[1]) - 1
        if line >= len(lines.lines):
            return match[0]
        place = lines.position(line, int(match[2]) - 1)
        return f"{place.line}:{place.column}-"

    return _POSITION_IN_JSON.sub(typed, tree)


def source_position(attributes: list[list[str]]) -> Position:
    """The place that `data-pos` names in pandoc's attributes, or NOWHERE."""
    for key, value in attributes:
        if key == "data-pos" and (match := _POSITION.search(value)):
            return Position(int(match[1]), int(match[2]))
    return NOWHERE
