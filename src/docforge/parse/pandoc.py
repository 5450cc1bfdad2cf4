"""Starts pandoc once for a document and gives back its syntax tree as plain JSON values.

pandoc runs with `--sandbox` (it reads and fetches nothing) and a bounded heap, because real
sources are not trusted (CVE-2023-35936, CVE-2025-51591).
"""

import json
import math
import os
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docforge.document import NOWHERE, Position
from docforge.errors import ToolFailed, ToolMissing
from docforge.parse.note_codes import CodedNotes
from docforge.parse.preprocess.lines import SourceLines
from docforge.source import MEGABYTE, Source
from docforge.source.config import Limits
from docforge.system.process_limits import ProcessLimits
from docforge.system.processes import run

# JSON as pandoc writes it: elements are {"t": tag, "c": content}.
Json = Any

# A megabyte of Markdown needs some 600 MB of heap, 6 seconds and gives some 40 MB of JSON. What
# pandoc may take grows with the text, so that a short one cannot take what a long one needs. Its
# seconds of processor are a share of those of the document: 5 of 120, and 25 a megabyte.
_LEAST_HEAP_MB, _HEAP_MB_EACH = 320, 1500
_LEAST_SHARE, _SHARE_EACH = 5 / 120, 25 / 120
_LEAST_OUTPUT_MB, _OUTPUT_MB_EACH = 32, 256
# Python waits for pandoc meanwhile, with little in its own memory.
_SHARE_OF_MEMORY = 0.75

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
# “&#147;” was a quotation mark to whoever wrote it, and is one to browsers (HTML, 13.2.5.80);
# pandoc takes it for a control character, which no source may hold.
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_TAB_STOP = 4
_POSITION = re.compile(r"(?<!\d)(\d++):(\d++)-")
_POSITION_IN_JSON = re.compile(r'(?<=\["data-pos",")(\d+):(\d+)-')
# A word or the space behind it, in the span that carries nothing but its place. Quotation marks
# in a string stand behind backslashes, so that no text of a document looks like it.
_PLACED_WORD = re.compile(
    r'\{"t":"Span","c":\[\["",\[\],\[\["wrapper","1"\],\["data-pos","([^"\\]*+)"\]\]\],\['
    r'(\{"t":"(?:Str","c":"[^"\\]*+(?:\\.[^"\\]*+)*|Space|SoftBreak)")\}\]\]\}'
)


@cache
def program() -> str:
    """Where pandoc is: the one that the package brings, whichever others this machine has.

    pypandoc would start each that it finds, to ask which is the newest.
    """
    spec = find_spec("pypandoc")
    for folder in (spec and spec.submodule_search_locations) or ():
        brought = Path(folder, "files", "pandoc")
        if os.access(brought, os.X_OK):
            return str(brought)
    import pypandoc

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        if any(Path(pypandoc.__file__).parent.glob("files/pandoc*")):
            raise ToolFailed(
                "pandoc is here, and could not be started",
                "Often there is too little memory: raise its limit (ulimit -v).",
            ) from error
        raise ToolMissing(
            "pandoc is not installed, so no Markdown can be read",
            "Install the package pypandoc-binary, which brings pandoc with it.",
        ) from error


def read_blocks(
    lines: SourceLines, dialect: str, source: Source, codes: CodedNotes | None = None
) -> list[Json]:
    """The blocks of `lines` of `source` as pandoc sees them, with the places where they were typed.

    With `codes`, the first blocks are the paragraphs that ask for its definitions.

    Raises ToolFailed when pandoc gives up on the text or dies, and RecursionError when the
    text nests deeper than Python follows.
    """
    text = (codes.text if codes else lines.text).encode()
    heap, limits = _allowance(len(text) / MEGABYTE, source.origin.limits)
    rts = ["+RTS", f"-M{heap}M", "-RTS"]
    command = [program(), *rts, "--sandbox", "-f", READERS[dialect], "-t", "json"]
    try:
        done = run(command, input=text, limits=limits)
    except ToolFailed as error:
        raise ToolFailed(
            f"pandoc could not read {source.path}: {error.message}",
            "Look for unusual constructs, split it into smaller documents, or raise seconds or "
            "memory_mb under [limits] in docforge.toml. Where short ones fail, too, there is too "
            "little memory: raise its limit (ulimit -v).",
        ) from error
    reply = codes.restore(done.stdout) if codes else done.stdout
    if "&#" in lines.text:
        reply = reply.translate(_WINDOWS)
    blocks: list[Json] = json.loads(_with_places(_as_typed(reply, lines)))["blocks"]
    return blocks


def _with_places(tree: str) -> str:
    """pandoc's JSON with the place of each word `at` the word: less than half as long."""
    return _PLACED_WORD.sub(r'\2,"at":"\1"}', tree)


def _allowance(megabytes: float, limits: Limits) -> tuple[int, ProcessLimits]:
    """What pandoc may take for so much text: MB of heap, seconds of processor and wall, output."""
    heap = min(limits.memory_mb * _SHARE_OF_MEMORY, _LEAST_HEAP_MB + _HEAP_MB_EACH * megabytes)
    seconds = math.ceil(limits.seconds * (_LEAST_SHARE + _SHARE_EACH * megabytes))
    output = int((_LEAST_OUTPUT_MB + _OUTPUT_MB_EACH * megabytes) * MEGABYTE)
    return int(heap), ProcessLimits(limits.seconds, output, processor_seconds=seconds)


def _as_typed(tree: str, lines: SourceLines) -> str:
    """pandoc's JSON with the places of the source, where `lines` are not as they were typed.

    pandoc counts a tab as the spaces up to the next tab stop; in a source it is one character.
    """
    shifts = [None if "\t" in line.text else line.shift for line in lines.lines]
    if lines.is_as_typed and None not in shifts:
        return tree

    def typed(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        if index >= len(shifts):
            return match[0]
        line, shift = lines.lines[index], shifts[index]
        if shift is not None:  # so stand most of the thousands of places
            return f"{line.number}:{int(match[2]) + shift}-"
        place = lines.position(index, _offset(line.text, int(match[2]) - 1))
        return f"{place.line}:{place.column}-"

    return _POSITION_IN_JSON.sub(typed, tree)


def _offset(text: str, column: int) -> int:
    """The offset in `text` of what stands at `column` (from 0) when tabs reach to their stops."""
    if "\t" not in text:
        return column
    reached = 0
    for offset, character in enumerate(text):
        if reached >= column:
            return offset
        reached += _TAB_STOP - reached % _TAB_STOP if character == "\t" else 1
    return len(text) + column - reached


def source_position(attributes: list[list[str]]) -> Position:
    """The place that `data-pos` names in pandoc's attributes, or NOWHERE."""
    return position_at(place_of(attributes))


def place_of(attributes: list[list[str]]) -> str:
    """What `data-pos` says in pandoc's attributes, or "" without it."""
    return next((value for key, value in attributes if key == "data-pos"), "")


def position_at(place: str) -> Position:
    """Where a place begins, or NOWHERE when it is none."""
    match = _POSITION.search(place)
    return Position(int(match[1]), int(match[2])) if match else NOWHERE
