"""Codes for footnotes, so that pandoc says which of them there are but never resolves one.

pandoc copies a note's content to each reference, which never ends where notes refer to
themselves and doubles with each note of a chain (52 bytes take 2.5 GB). So pandoc never sees a
reference to a note: characters that the source does not use stand for it, as many as it has.
Each definition gets a label that nothing in the text refers to, and paragraphs before the text
ask for each of them once. What is a definition, and what is only code, is thus for pandoc to say.

Invariant: what comes back has every place and every character of the source as written.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from docforge.errors import UnreadableSource

# A label as pandoc reads it: on one line, with brackets only behind a backslash.
_MARK = r"\[\^((?:\\.|[^\[\]\\\n])+)\]"
_DEFINITION = re.compile(rf"{_MARK}:")
_REFERENCE = re.compile(rf"\\.|{_MARK}")
# Where a place in pandoc's JSON says its line.
_LINE = re.compile(r'(?<=\["data-pos",")\d+(?=:)')
# What can stand in a line before a definition: quotation, list items, another definition.
_HEAD = re.compile(
    r"(?:[ \t>]|[-*+:~](?=[ \t])|\(?(?:[0-9]{1,9}|[A-Za-z]{1,9})[.)](?=[ \t])"
    r"|\[\^(?:\\.|[^\[\]\\\n])+\]:)*"
)
# Private use: pandoc takes them for neither letters nor punctuation, and drops them from idents.
_CODES = range(0xF0000, 0xFFFFE)
# Brackets have to be taken for punctuation, or emphasis before them would not end.
_BRACKETS = tuple(zip("⁅⸨⦗⧼⟅⸤⸢⦇⦉⦋⧘⧚", "⁆⸩⦘⧽⟆⸥⸣⦈⦊⦌⧙⧛", strict=True))


class NoteDefinition(Struct, frozen=True):
    """What looks like a definition: its label, and the line (from 1) where it stands."""

    label: str
    line: int


@dataclass(frozen=True)
class CodedNotes:
    """A text that pandoc can read in linear time, and what its codes stand for.

    `written` has what the source says for each code; `definitions` the definitions that the
    source seems to have, by code and in its order.
    """

    text: str
    brackets: tuple[str, str]
    written: Mapping[str, str]
    definitions: Mapping[str, NoteDefinition]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The label that each code stands for, as labels are compared."""
        return {code: fold_label(mark[2:-1]) for code, mark in self.written.items()}

    @cached_property
    def _in_strings(self) -> re.Pattern[str]:
        opening, closing = self.brackets
        code = f"[{chr(_CODES.start)}-{chr(_CODES.stop - 1)}]"
        return re.compile(rf"(?:{opening}|\[\^)({code})\1*(?:{closing}|\])")

    def restore(self, reply: str) -> str:
        """pandoc's JSON with the source's lines, and what it says in code, addresses and HTML.

        In text each character is a string of its own, so that only there the codes stay.
        """

        def written(match: re.Match[str]) -> str:
            mark = self.written.get(match[1])
            return match[0] if mark is None else json.dumps(mark)[1:-1]

        before = 2 * len(self.definitions)
        placed = _LINE.sub(lambda match: f"{max(1, int(match[0]) - before)}", reply)
        return self._in_strings.sub(written, placed)


def code_notes(body: str, path: str) -> CodedNotes | None:
    """`body` with codes for its notes, or None when it has none.

    Raises UnreadableSource when it uses every character that could be a code.
    """
    lines = body.split("\n")
    heads = [_HEAD.match(line) for line in lines]
    labels = {fold_label(m[1]) for head in heads if head for m in _DEFINITION.finditer(head[0])}
    # Marks of notes that nothing defines are text, and "^" in two of them is no superscript.
    if not labels and body.count("[^") < 2:
        return None
    present = set(body)
    free = (chr(code) for code in _CODES if chr(code) not in present)
    brackets = next((pair for pair in _BRACKETS if present.isdisjoint(pair)), None)
    if brackets is None:
        raise _too_many(path)
    coder = _Coder(free, brackets, labels, path)
    text = "\n".join(
        coder.line(line, len(head[0]) if head else 0, number)
        for number, (line, head) in enumerate(zip(lines, heads, strict=True), 1)
    )
    asked = "".join(f"[^{code * coder.lengths[code]}]\n\n" for code in coder.definitions)
    return CodedNotes(asked + text, brackets, coder.written, coder.definitions)


def _too_many(path: str) -> UnreadableSource:
    return UnreadableSource(
        f"{path} has more notes, or more unusual characters, than can be told apart",
        f"Divide it; a document has room for {len(_CODES) // 2:,} notes.",
    )


def fold_label(label: str) -> str:
    """Labels are compared without regard to case and to the amount of white space."""
    return " ".join(label.split()).casefold()


class _Coder:
    """Gives out the codes of one text."""

    def __init__(
        self, free: Iterator[str], brackets: tuple[str, str], labels: set[str], path: str
    ) -> None:
        self.free, self.brackets, self.labels, self.path = free, brackets, labels, path
        self.codes: dict[str, str] = {}
        self.written: dict[str, str] = {}
        self.lengths: dict[str, int] = {}
        self.definitions: dict[str, NoteDefinition] = {}

    def line(self, line: str, head: int, number: int) -> str:
        def definition(match: re.Match[str]) -> str:
            code = self._new(match[0][:-1])
            self.definitions[code] = NoteDefinition(fold_label(match[1]), number)
            self.lengths[code] = len(match[1])
            return f"[^{code * len(match[1])}]:"

        if "[^" not in line:
            return line
        return _DEFINITION.sub(definition, line[:head]) + _REFERENCE.sub(
            self._reference, line[head:]
        )

    def _reference(self, match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        following = match.string[match.end() : match.end() + 1]
        if fold_label(match[1]) not in self.labels and following in ("(", "["):
            return match[0]  # the words of a link
        code = self.codes.get(match[0])
        if code is None:
            code = self.codes[match[0]] = self._new(match[0])
        return f"{self.brackets[0]}{code * (len(match[1]) + 1)}{self.brackets[1]}"

    def _new(self, written: str) -> str:
        code = next(self.free, None)
        if code is None:
            raise _too_many(self.path)
        self.written[code] = written
        return code
