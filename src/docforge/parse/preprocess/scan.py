"""What each line of a Markdown source is: prose, code, HTML; and what in prose is not words.

The block structure is read by markdown-it-py (CommonMark 0.31); only the inline constructs that
hide signs from their usual meaning are looked for here. Both are linear in the source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Region(Struct, frozen=True):
    """Lines from index `start` to before `end` whose text is read as inlines.

    `kind` is the block that holds them: "paragraph", "heading" or "row" (of a pipe table).
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class SourceScan:
    """The regions of prose, and the indexes of lines of code (`fenced`, `indented`) and HTML.

    `fences` are blocks of fenced code, from their first line to behind their last one. In the
    `verbatim` lines no sign means anything to Markdown.
    """

    regions: tuple[Region, ...]
    fenced: frozenset[int]
    indented: frozenset[int]
    html: frozenset[int]
    fences: tuple[tuple[int, int], ...] = ()
    verbatim: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "verbatim", self.fenced | self.indented | self.html)


# Labels that pandoc reads as those of lists and CommonMark does not: (a), iv., #.
_FANCY = re.compile(
    r"^((?:[ \t]*>)*[ \t]*)(\(?)([A-Za-z]{1,4}|\d{1,9}|#)([.)])(?=[ \t])", re.MULTILINE
)


def scan(text: str) -> SourceScan:
    """What each line of `text` is."""
    fenced: set[int] = set()
    indented: set[int] = set()
    html: set[int] = set()
    regions: list[Region] = []
    fences: list[tuple[int, int]] = []
    for token in _blocks(_FANCY.sub(_plain_label, text)):
        if token.map is None:
            continue
        start, end = token.map
        match token.type:
            case "fence":
                fenced.update(range(start, end))
                fences.append((start, end))
            case "code_block":
                indented.update(range(start, end))
            case "html_block":
                html.update(range(start, end))
            case "paragraph_open":
                regions.append(Region(start, end, "paragraph"))
            case "heading_open":
                regions.append(Region(start, end, "heading"))
            case "tr_open":
                regions.append(Region(start, end, "row"))
            case "dt_open":  # which ends where it begins, to its reader
                regions.append(Region(start, max(end, start + 1), "paragraph"))
    verbatim = frozenset(fenced), frozenset(indented), frozenset(html)
    return SourceScan(tuple(regions), *verbatim, tuple(fences))


def _plain_label(match: re.Match[str]) -> str:
    """A label of the same width that CommonMark knows."""
    first = match[3].lower() in ("a", "i", "1", "#")
    width = len(match[2]) + len(match[3])
    number = ("1" if first else "2").rjust(width, "0")
    return f"{match[1]}{number}{match[4]}"


def _blocks(text: str) -> "list[Token]":
    return _reader().parse(text)


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    reader = MarkdownIt("commonmark", {"maxNesting": 60}).enable("table")
    return reader.use(footnote_plugin).use(deflist_plugin).disable(["inline", "footnote_tail"])


# --- Inlines -----------------------------------------------------------------------------

# Each alternative begins with a sign of its own and ends within its line or its brackets; code
# spans are paired afterwards, since their ends have to be as long as their beginnings.
_HIDING = re.compile(
    r"\\[!-/:-@\[-`{-~]"  # an escaped sign
    r"|`+"
    r"|<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*>"  # an autolink
    r"|<!--(?:[^-]|-(?!->))*-->"
    r"|</?[A-Za-z][^<>]*>"
    r"|\]\(<[^<>\n]*>|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*"  # the destination of a link
    r"|\{[.#:][^{}\n]*\}|\{[A-Za-z][\w-]*=[^{}\n]*\}"  # attributes
)


def hidden(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of `text` (inlines of one block) in which signs have not their usual meaning.

    Code spans, escaped signs, autolinks, tags, comments, destinations and attributes, in order.
    """
    runs = _closing_runs(text)
    end = 0
    for match in _HIDING.finditer(text):
        if match.start() < end:
            continue
        end = match.end()
        if match[0][0] == "`":
            after = runs.get(match.start())
            if after is None:
                end = match.end()
                continue
            end = after
        yield match.start(), end


def _closing_runs(text: str) -> dict[int, int]:
    """The end of the code span that each run of backticks may begin (CommonMark 6.1)."""
    runs = [(m.start(), m.end()) for m in re.finditer(r"(?<!`)`+", text)]
    nearest: dict[int, int] = {}
    ends: dict[int, int] = {}
    for start, end in reversed(runs):
        if end - start in nearest:
            ends[start] = nearest[end - start]
        nearest[end - start] = end
    return ends
