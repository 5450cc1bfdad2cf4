"""Footnotes: pandoc repeats a note's content at each reference; here it is one note again."""

from docforge.document import NoteReference, Span
from docforge.parse.context import Context, NoteDraft
from docforge.parse.pandoc import Json


def refer(context: Context, content: list[Json], span: Span) -> NoteReference:
    """A reference to the note with that content.

    Its places are part of the content, so only one and the same note of the source is equal.
    """
    for index, note in enumerate(context.notes):
        if note.content == content:
            note.references += 1
            return NoteReference(index, note.references, span)
    context.notes.append(NoteDraft(content, span))
    return NoteReference(len(context.notes) - 1, 1, span)
