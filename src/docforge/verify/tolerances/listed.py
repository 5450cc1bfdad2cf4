"""The tolerances, each with its reason.

Invariant: there are no others. White space and the normal form of characters are settled in
`entries.plain`.
"""

from docforge.export import Format
from docforge.verify.entries import EntryKind
from docforge.verify.tolerances.changes import (
    Tolerance,
    linked,
    no,
    not_decorative,
    not_within,
    phrases,
    renamed,
    to_address,
    to_address_or_neighbour,
    to_neighbour,
    unchanged,
    ungrouped,
    ungrouped_rows,
    unspoken_marks,
    without,
    without_soft_hyphens,
)
from docforge.verify.tolerances.of_text import TEXT_TOLERANCES

_TAGGED_PHRASES = {
    "emphasis": "emphasis",
    "strong": "strong",
    "deleted": "deleted",
    "inserted": "underline",
    "underline": "underline",
    "superscript": "superscript",
    "subscript": "subscript",
    "code": "code",
    "keyboard": "code",
    "sample": "code",
}

TOLERANCES = (
    Tolerance(
        "another document's address",
        (Format.HTML,),
        "The page links to the page beside it, by its file name.",
        to_neighbour,
    ),
    Tolerance(
        "another document's address",
        (Format.PDF,),
        "The PDF links to the absolute address, and without one to the PDF beside it, by its name.",
        to_address_or_neighbour,
    ),
    Tolerance(
        "another document's address",
        (Format.EPUB,),
        "A book cannot name a file outside it: it links to the absolute address, and without "
        "one shows the link's words (finding EPB001).",
        to_address,
    ),
    Tolerance(
        "what a file says of itself",
        (Format.HTML, Format.EPUB, Format.TEXT),
        "Author, summary, subjects and date are compared in the PDF.",
        no(EntryKind.METADATA),
    ),
    Tolerance(
        "what every page says",
        (Format.HTML, Format.EPUB, Format.TEXT),
        "Only paper has pages: how far a document may go stands under the title everywhere.",
        no(EntryKind.RESTRICTION, EntryKind.RUNNING_FOOT),
    ),
    Tolerance(
        "what a house says at the foot",
        (Format.PDF,),
        "On paper it stands at the foot of every page, which is compared, and not at the end.",
        not_within(EntryKind.FOOT),
    ),
    Tolerance(
        "what a house says at the foot",
        (Format.TEXT,),
        "In plain text it is the last line.",
        unchanged,
    ),
    Tolerance(
        "way into the page",
        (Format.EPUB, Format.PDF, Format.TEXT),
        "Only a page on a screen has something to skip.",
        not_within(EntryKind.PAGE),
    ),
    Tolerance(
        "contents",
        (Format.EPUB,),
        "A book's contents are its navigation document, which lists every heading; reading "
        "systems offer it at any time, so that it is not read as text.",
        not_within(EntryKind.NAVIGATION),
    ),
    Tolerance(
        "beginnings of pages",
        (Format.PDF,),
        "Which page is which is the PDF's own matter: the pages of the book are compared with it.",
        no(EntryKind.PAGE_START),
    ),
    Tolerance(
        "places and idents",
        (Format.PDF,),
        "A PDF has named places instead of idents: each link's place is compared by its names.",
        no(EntryKind.PLACE),
    ),
    Tolerance(
        "attributes of markup",
        (Format.PDF,),
        "Names of regions, kinds of callouts, sizes of pictures, classes, which part of a line "
        "is its label, kinds of scope, blank lines around code, pictures for dark ground, places "
        "of marks in their line and the side on which tables and lists begin are "
        "told by attributes that only HTML and EPUB have.",
        without(
            *("at", "name", "callout", "part", "end", "label", "size", "share", "align", "scope"),
            *("blank", "logo", "screens", "hreflang", "raised", "mark", "box", "direction"),
        ),
    ),
    Tolerance(
        "drawings that scroll",
        (Format.EPUB, Format.PDF, Format.TEXT),
        "Only a page on a telephone scrolls a drawing sideways: books enlarge it, paper is broad.",
        without("scrolls"),
    ),
    Tolerance(
        "regions that scroll",
        (Format.EPUB, Format.PDF, Format.TEXT),
        "Only a page on a screen has parts that are wider than it and scroll.",
        no(EntryKind.REGION),
    ),
    Tolerance(
        "pictures that say nothing",
        (Format.PDF, Format.TEXT),
        "A decorative picture is an artifact in a PDF, and not in plain text.",
        not_decorative,
    ),
    Tolerance(
        "notes that are announced",
        (Format.HTML, Format.PDF, Format.TEXT),
        "Only reading systems show a note apart from its list, under a name of its own.",
        without("announced"),
    ),
    Tolerance(
        "places and idents",
        (Format.PDF,),
        "A PDF has named places instead of idents: each link's place is compared by its names.",
        without("ident", "said", "heard"),
    ),
    Tolerance(
        "links back from notes",
        (Format.PDF,),
        "The place of a note's mark has no name: that the link leads to where the mark stands is "
        "checked.",
        linked,
    ),
    Tolerance(
        "fonts and pictures as delivered",
        (Format.PDF, Format.EPUB),
        "Their bytes are hashed, so that `docforge verify` sees whether they are still the same.",
        no(EntryKind.AS_DELIVERED),
    ),
    Tolerance(
        "pictures as drawn",
        (Format.PDF,),
        "The PDF stores pictures in encodings of its own: words and places count.",
        without("content"),
    ),
    Tolerance(
        "figures and details as groups",
        (Format.PDF,),
        "PDF 1.7 has one type for groups, Div: the caption stays a Caption, a summary is read as "
        "the paragraph before what it sums up.",
        ungrouped(EntryKind.FIGURE, EntryKind.DETAILS, EntryKind.NAVIGATION),
    ),
    Tolerance(
        "figures and details as groups",
        (Format.PDF,),
        "PDF 1.7 has one type for groups, Div: the caption stays a Caption, a summary is read as "
        "the paragraph before what it sums up.",
        renamed(EntryKind.SUMMARY, EntryKind.PARAGRAPH),
    ),
    Tolerance(
        "what is not seen",
        (Format.PDF,),
        "Soft hyphens and kinds of spaces say where lines may break: the lines of a PDF are "
        "broken.",
        without("unseen"),
    ),
    Tolerance(
        "language of marks",
        (Format.PDF,),
        "The number of a note is read in the language around it, and says none of its own.",
        unspoken_marks,
    ),
    Tolerance(
        "rows without a body",
        (Format.PDF,),
        "A head needs a body (ISO 14289-1, 7.2): where a table has none, its rows stand alone.",
        ungrouped_rows,
    ),
    Tolerance(
        "ends of lines",
        (Format.PDF, Format.TEXT),
        "The lines of a PDF and of a text end where there is no more room; what a break parts is "
        "still two words.",
        no(EntryKind.LINE_BREAK),
    ),
    Tolerance(
        "breaks between sections",
        (Format.PDF,),
        "A rule across the page is an artifact: PDF has no type for it.",
        no(EntryKind.BREAK),
    ),
    Tolerance(
        "groups that hold nothing",
        (Format.PDF,),
        "A quotation, a description, a list of terms or what is to do that is empty, or holds only "
        "a rule, is no element: a group without content would be announced and left again.",
        unchanged,
    ),
    Tolerance(
        "soft hyphens in code",
        (Format.PDF,),
        "They are not seen, and the PDF's lines break where they break.",
        without_soft_hyphens,
    ),
    Tolerance(
        "kinds of phrases",
        (Format.PDF,),
        "PDF 1.7 tells emphasis, strength, code, decoration and shifts of the line; text that is "
        "marked as a sample, a title, a definition, small or highlighted is there without it.",
        phrases(_TAGGED_PHRASES),
    ),
    Tolerance(
        "task lists",
        (Format.PDF,),
        "Without numbers, the words for done and to do are the items' labels, as terms are in a "
        "list of terms.",
        unchanged,
    ),
    Tolerance(
        "formulas that cannot be drawn",
        (Format.PDF,),
        "Finding PDF002 says so: their TeX stands in their place, as code (`verify.undrawn`).",
        unchanged,
    ),
    Tolerance(
        "code as a block",
        (Format.PDF,),
        "A block of code and a paragraph that holds only code have the same tags.",
        unchanged,
    ),
    *TEXT_TOLERANCES,
)
