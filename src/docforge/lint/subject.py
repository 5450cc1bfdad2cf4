"""What a rule looks at: one source, the document it became, and its language's words.

Everything a rule asks for twice is worked out once; nothing here changes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from msgspec import Struct

from docforge.document import CodeBlock, Document, Node, Paragraph, Position, walk
from docforge.findings import Finding
from docforge.lint.vocabulary import Vocabulary
from docforge.source import Source

N = TypeVar("N")

_CODE = re.compile(r"(?<!`)(`++).+?(?<!`)\1(?!`)")
# The marks of typography, as they are typed.
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})
_KEY = re.compile(r"[ \t]*[\"']?(\w+)[\"']?[ \t]*[:=]")
_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})")


class RuleHit(Struct, frozen=True):
    """A place where a rule is broken, what is wrong there, and what to do about it."""

    position: Position
    message: str
    hint: str = ""


@dataclass(frozen=True)
class LintSubject:
    """A source to be checked.

    `vocabulary` is None when there are no lists of words for the document's language; `earlier`
    is what reading and parsing found, so that a rule does not tell the same cause again.
    """

    source: Source
    document: Document
    vocabulary: Vocabulary | None
    earlier: tuple[Finding, ...] = ()

    @cached_property
    def _by_kind(self) -> dict[type, list[Node]]:
        kinds: dict[type, list[Node]] = {}
        for node in walk(self.document):
            kinds.setdefault(type(node), []).append(node)
        return kinds

    def every(self, kind: type[N]) -> list[N]:
        """Every node of a kind, in reading order, the title and the notes included."""
        return cast(list[N], self._by_kind.get(kind, []))

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the body with code left out: spaces stand in its place."""
        raw = self.source.body.split("\n")
        lines = [_CODE.sub(_spaces, line) if "`" in line else line for line in raw]
        for block in self.every(CodeBlock):
            for number in _lines_of(block, raw):
                lines[number] = ""
        return lines

    @cached_property
    def paragraph_starts(self) -> list[int]:
        """The indexes of the lines on which paragraphs begin, in order."""
        return sorted({one.position.line - 1 for one in self.every(Paragraph)})

    @cached_property
    def language_place(self) -> Position:
        """Where the front matter says the language, or where the text begins if it does not."""
        first = self.paragraph_starts[0] + 1 if self.paragraph_starts else 1
        named = self._place_of("lang", "language", "locale")
        return named or Position(max(1, first), 1)

    def front_place(self, key: str) -> Position:
        """Where the front matter has `key`: what it says stands on no line of the document."""
        return self._place_of(key) or Position(1, 1)

    def _place_of(self, *keys: str) -> Position | None:
        """The first line of the front matter that begins with one of `keys`."""
        lines, body = self.source.text.split("\n"), self.source.body.split("\n")
        for number, (line, rest) in enumerate(zip(lines, body, strict=False), 1):
            if rest.strip():
                break
            if (found := _KEY.match(line)) and found[1].lower() in keys:
                return Position(number, 1)
        return None

    def locate(self, words: str, position: Position) -> Position:
        """Where `words` stand at or after `span`, or `span` when they are written otherwise."""
        first = max(0, position.line - 1)
        for typed in dict.fromkeys((words, words.translate(_STRAIGHT))):
            for number, line in enumerate(self.lines[first : first + 40], first + 1):
                column = line.find(typed, position.column - 1 if number == position.line else 0)
                if column >= 0:
                    return Position(number, column + 1)
        return position


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _lines_of(block: CodeBlock, lines: list[str]) -> Iterator[int]:
    """The indexes of the lines that a code block takes, its fences included."""
    start = block.position.line - 1
    if not 0 <= start < len(lines):
        return
    yield start
    count = block.text.count("\n") + 1
    fence = _FENCE.match(lines[start])
    end = start + 1 if fence else start + count
    if fence:
        mark = fence[1]
        while end < len(lines) and not lines[end].strip("> \t").startswith(mark):
            end += 1
        end += 1
    yield from range(start + 1, min(end, len(lines)))
