"""What goes into one e-mail, or into a zip in its place."""

import re
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from docforge.email.choice import Body
from docforge.email.neighbours import Neighbours
from docforge.email.pieces import Attachment, MailDocument, marks_of
from docforge.style import Words

# Characters at the beginning of a document in which its title block says how far it may go.
_TITLE_BLOCK = 600


class Briefing(Struct, frozen=True):
    """`title` is the subject before it says how far the documents may go.

    `note` and `note_elements` are the covering note, twice; it is in `lang`, as is the list of
    what is attached. `accent` is the colour of the house, as "#0b4f6c". `body` is the most that
    is shown of the documents.
    """

    title: str
    lang: str
    pieces: tuple[MailDocument, ...]
    attachments: tuple[Attachment, ...]
    words: Words
    accent: str
    note: tuple[str, ...] = ()
    note_elements: tuple[Element, ...] = ()
    body: Body = Body.WHOLE
    neighbours: Neighbours = field(default_factory=Neighbours)

    @property
    def subject(self) -> str:
        """The title behind all that its documents say of how far they may go."""
        marks = [mark for mark in marks_of(self.pieces) if mark not in self.title]
        return f"{' · '.join(marks)} – {self.title}" if marks else self.title

    def marks_above(self, document: str) -> tuple[str, ...]:
        """What is said above a document that begins with `document` of how far it may go.

        Nothing where it says that itself and no covering note stands before it.
        """
        marks = marks_of(self.pieces)
        own = "" if self.note else document[:_TITLE_BLOCK]
        return tuple(mark for mark in marks if mark not in own)

    @property
    def is_one_document(self) -> bool:
        """Whether the message is a document, under its own title; the note stands above it."""
        if len(self.pieces) > 1 or self.pieces[0].facts.title != self.title:
            return False
        below = (node for part in self.note_elements for node in part.iter())
        return not any(re.fullmatch("h[1-6]", str(node.tag)) for node in below)
