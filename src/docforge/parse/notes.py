"""Footnotes: pandoc repeats a note's content at each reference; here it is one note again.

Notes that refer to each other in a circle would never end, so they are refused before pandoc.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from docforge.document import NoteReference, Position
from docforge.errors import UnreadableSource
from docforge.parse.context import Context, NoteDraft
from docforge.parse.pandoc import Json

_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_END = re.compile(r"\n[ \t]*\n(?=\S)")


def refer(context: Context, content: list[Json], position: Position) -> NoteReference:
    """A reference to the note with that content.

    Its places are part of the content, so only one and the same note of the source is equal.
    """
    for index, note in enumerate(context.notes):
        if note.content == content:
            note.references += 1
            return NoteReference(index, note.references, position)
    context.notes.append(NoteDraft(content, position))
    return NoteReference(len(context.notes) - 1, 1, position)


def refuse_circles(body: str, path: str) -> None:
    """Raises UnreadableSource when a note leads back to itself."""
    notes = {note.name: note for note in _definitions(body)}
    for note in notes.values():
        if _reaches(note.name, note, notes, set()):
            raise UnreadableSource(
                f"{path}:{note.line}:1 the note [^{note.name}] leads back to itself",
                "Take out the reference that closes the circle.",
            )


@dataclass(frozen=True, slots=True)
class _Definition:
    """a note's definition: its name, line, and the notes that its text refers to."""

    name: str
    line: int
    refers_to: frozenset[str]


def _definitions(body: str) -> Iterator[_Definition]:
    for match, following in pairwise([*_DEFINITION.finditer(body), None]):
        assert match is not None
        text = body[match.end() : following.start() if following else len(body)]
        text = text[: end.start()] if (end := _END.search(text)) else text
        line = body.count("\n", 0, match.start()) + 1
        yield _Definition(match[1], line, frozenset(_REFERENCE.findall(text)))


def _reaches(
    name: str, start: _Definition, notes: Mapping[str, _Definition], seen: set[str]
) -> bool:
    for other in start.refers_to & notes.keys() - seen:
        seen.add(other)
        if other == name or _reaches(name, notes[other], notes, seen):
            return True
    return name in start.refers_to
