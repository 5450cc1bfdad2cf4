"""Footnotes: each reference is led to its note, and each note is read once.

Notes that refer to each other are no trouble here; a circle of them is one for readers, and is
refused.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from docforge.document import (
    Blocks,
    Inlines,
    Node,
    Note,
    NoteReference,
    Position,
    rewrite_each,
    walk,
)
from docforge.errors import UnreadableSource
from docforge.parse.context import NoteDraft, ParseContext
from docforge.parse.note_codes import CodedNotes
from docforge.parse.pandoc import Json
from docforge.parse.preprocess.lines import SourceLines

# What a reference is in the tree, after pandoc.
REFERENCE = "NoteReference"
_AROUND = frozenset({"Div", "Span", "Para", "Plain"})


def take_definitions(
    context: ParseContext, tree: list[Json], codes: CodedNotes | None, lines: SourceLines
) -> list[Json]:
    """`tree` without the paragraphs that asked for notes; the context has what they gave.

    The first of two definitions with one label is the one that counts.
    """
    if codes is None:
        return tree
    context.codes = codes
    for definition, asked in zip(codes.definitions.values(), tree, strict=False):
        content = _note_in(asked)
        if content is not None:
            line = lines.position(definition.line - 1, 0).line
            context.definitions.setdefault(definition.label, NoteDraft(content, Position(line, 1)))
    return tree[len(codes.definitions) :]


def _note_in(item: Json) -> list[Json] | None:
    """The content of the note that is all that stands in `item`, or None."""
    while item["t"] in _AROUND:
        inside = item["c"][1] if item["t"] in ("Div", "Span") else item["c"]
        if len(inside) != 1:
            return None
        item = inside[0]
    content: list[Json] | None = item["c"] if item["t"] == "Note" else None
    return content


def find_references(
    context: ParseContext, items: Iterable[tuple[Json, str]]
) -> Iterable[tuple[Json, str]]:
    """`items`, inlines with their places, with each run of codes as a reference or as text."""
    return items if context.codes is None else _decoded(context, context.codes, items)


def _decoded(
    context: ParseContext, codes: CodedNotes, items: Iterable[tuple[Json, str]]
) -> Iterator[tuple[Json, str]]:
    opening, closing = codes.brackets
    run: list[tuple[Json, str]] = []
    for item, place in items:
        text = item["c"] if item["t"] == "Str" else ""
        if run and (text in codes.written or (text == "^" and len(run) == 1)):
            run.append((item, place))
        elif run and text in (closing, "]") and run[-1][0]["c"] in codes.written:
            yield _reference(context, codes, run[-1][0]["c"]), run[0][1]
            run = []
        else:
            yield from run
            run = [(item, place)] if text in (opening, "[") else []
            if not run:
                yield item, place
    yield from run


def _reference(context: ParseContext, codes: CodedNotes, code: str) -> Json:
    label = codes.labels[code]
    if label in context.definitions:
        return {"t": REFERENCE, "c": label}
    return {"t": "Str", "c": codes.written[code]}


def refer(context: ParseContext, label: str, position: Position) -> NoteReference:
    """A reference to the note that the source defines under `label`."""
    index = context.numbers.get(label)
    if index is None:
        draft = context.definitions[label]
        context.numbers[label] = len(context.notes)
        return _first(context, draft.content, position, draft.position)
    context.notes[index].references += 1
    return NoteReference(index, context.notes[index].references, position)


def refer_to_content(
    context: ParseContext, content: list[Json], position: Position
) -> NoteReference:
    """A reference to the note with that content, where pandoc has resolved it.

    Its places are part of the content, so only one and the same note of the source is equal.
    """
    for index, note in enumerate(context.notes):
        if note.content == content:
            note.references += 1
            return NoteReference(index, note.references, position)
    return _first(context, content, position)


def _first(
    context: ParseContext,
    content: list[Json],
    position: Position,
    defined: Position | None = None,
) -> NoteReference:
    context.notes.append(NoteDraft(content, position, defined=defined))
    return NoteReference(len(context.notes) - 1, 1, position)


def refuse_circles(context: ParseContext, notes: Sequence[Note]) -> None:
    """Raises UnreadableSource when a note leads back to itself."""
    below = [
        sorted({node.note for node in walk(note) if isinstance(node, NoteReference)})
        for note in notes
    ]
    labels = {number: label for label, number in context.numbers.items()}
    done: set[int] = set()
    for start in range(len(notes)):
        path: dict[int, Iterator[int]] = {} if start in done else {start: iter(below[start])}
        while path:
            current, ahead = next(reversed(path.items()))
            following = next(ahead, None)
            if following is None:
                done.add(current)
                del path[current]
            elif following in path:
                raise _circle(context, labels[following])
            elif following not in done:
                path[following] = iter(below[following])


def _circle(context: ParseContext, label: str) -> UnreadableSource:
    line = context.definitions[label].position.line
    return UnreadableSource(
        f"{context.source.path}:{line}:1 the note [^{label}] leads back to itself",
        "Take out the reference that closes the circle.",
    )


def keep_referenced(
    title: Inlines, body: Blocks, notes: tuple[Note, ...]
) -> tuple[Inlines, Blocks, tuple[Note, ...]]:
    """Title, body and notes, without notes that nothing refers to any more; numbered anew.

    A mark of a note may go with what it stood in, such as the description of a picture or the
    words of an abbreviation: the way back from its note would lead nowhere. And marks within HTML
    are met behind others that stand after them: notes and marks are counted as they are read.
    """
    standing = _standing((*title, *body), notes)
    kept = list(standing)
    if kept == list(range(len(notes))) and all(
        standing[number] == list(range(1, notes[number].references + 1)) for number in kept
    ):
        return title, body, notes
    numbers = {old: new for new, old in enumerate(kept)}
    order = {
        (number, occurrence): place
        for number in kept
        for place, occurrence in enumerate(standing[number], 1)
    }

    def numbered(node: Node) -> tuple[Node, ...]:
        if isinstance(node, NoteReference):
            place = order[node.note, node.occurrence]
            return (replace(node, note=numbers[node.note], occurrence=place),)
        return (node,)

    kept_notes = tuple(
        replace(
            notes[number],
            blocks=rewrite_each(notes[number].blocks, numbered),
            references=len(standing[number]),
        )
        for number in kept
    )
    return rewrite_each(title, numbered), rewrite_each(body, numbered), kept_notes


def _standing(text: tuple[Node, ...], notes: Sequence[Note]) -> dict[int, list[int]]:
    """The occurrences of each note that stand in the text, or in a note that stands, in order."""
    found: dict[int, list[int]] = {}
    waiting: list[tuple[Node, ...]] = [text]
    while waiting:
        for node in walk(waiting.pop(0)):
            if isinstance(node, NoteReference):
                if node.note not in found:
                    waiting.append(notes[node.note].blocks)
                found.setdefault(node.note, []).append(node.occurrence)
    return found
