"""What plain text does not carry by design: it has words and lines, and no markup."""

from docforge.export import Format
from docforge.verify.entries import EntryKind
from docforge.verify.tolerances.changes import Tolerance, no, not_within, phrases, unchanged

TEXT_TOLERANCES = (
    Tolerance(
        "title and language of the file",
        (Format.TEXT,),
        "A text file says nothing about itself: its title is its first line.",
        no(EntryKind.DOCUMENT),
    ),
    Tolerance(
        "languages and directions",
        (Format.TEXT,),
        "Plain text has no mark for a language; a mark in words would stand in every sentence. "
        "Screen readers tell scripts apart by their letters.",
        no(EntryKind.RUN),
    ),
    Tolerance(
        "contents",
        (Format.TEXT,),
        "Without links a list of contents would only be listened to: a search for the words of "
        "headings does its work.",
        not_within(EntryKind.NAVIGATION),
    ),
    Tolerance(
        "places and links back",
        (Format.TEXT,),
        "Plain text has no places to lead to: a link inside the document names the heading.",
        no(EntryKind.PLACE, EntryKind.BACK),
    ),
    Tolerance(
        "kinds of phrases",
        (Format.TEXT,),
        "Only deletions and insertions change what is said. Raised and lowered characters are "
        "characters of their own; marks for emphasis would be read aloud as noise.",
        phrases({"deleted": "deleted", "inserted": "inserted"}),
    ),
    Tolerance(
        "abbreviations",
        (Format.TEXT,),
        "The expansion is in the words, behind the first use.",
        no(EntryKind.ABBREVIATION),
    ),
    Tolerance(
        "words of links",
        (Format.TEXT,),
        "A number behind the last word tells that a link ends there, not where it began; mail "
        "addresses and telephone numbers are in the words.",
        unchanged,
    ),
    Tolerance(
        "formulas within a line",
        (Format.TEXT,),
        "They are said in words, and so they are words.",
        unchanged,
    ),
    Tolerance(
        "names of a table's headers",
        (Format.TEXT,),
        "A row's header is the first of its values, or their label where columns have no header.",
        unchanged,
    ),
    Tolerance(
        "words that are labels",
        (Format.TEXT,),
        "A paragraph that begins with “Note: ” is a note to a listener, whatever the writer meant.",
        unchanged,
    ),
)
