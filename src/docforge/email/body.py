"""A document's page to what every mail program shows: plain elements with style attributes.

Invariant: no script, no style sheet that is needed, nothing from elsewhere; the ranks of headings
follow each other through the message.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docforge.document import languages
from docforge.document.isolates import own_direction
from docforge.email import covering
from docforge.email.adapting import adapt, remove, replace, strip
from docforge.email.briefing import Briefing
from docforge.email.choice import Body, beginning
from docforge.email.inlining import inline
from docforge.email.list_labels import say_labels
from docforge.email.neighbours import lead
from docforge.email.pictures import Picture, Studio, carry, formula
from docforge.email.pieces import MailDocument
from docforge.formats.markup import element

# The colours of the reader's own scheme; nothing is lost where this is dropped.
_SCHEMES = ":root { color-scheme: light dark; background-color: Canvas; color: CanvasText; }"


def html_part(briefing: Briefing, body: Body, studio: Studio) -> tuple[str, tuple[Picture, ...]]:
    """The HTML part, which shows `body` of the documents, and its pictures.

    It has one `h1`: the title of the document that it is, else the subject. The head of the house
    stands above all, once, over a rule in the colour of the house.
    """
    pictures: dict[str, Picture] = {}
    spoken = {"lang": briefing.lang, "dir": languages.direction(briefing.lang)}
    mail = element("div", {"class": "df-mail", **spoken}, _parts(briefing, body))
    for node in list(mail.iter()):
        adapt(node)
        say_labels(node)
        for child in list(node):
            if child.tag.rpartition("}")[2] == "math":
                replace(node, child, formula(child, pictures, studio))
    for image in mail.iter("img"):
        carry(image, pictures, studio.draw)
    root = element("html", spoken, [_head(briefing.subject), element("body", {}, [mail])])
    inline(mail)
    strip(mail)
    text = ElementTree.tostring(root, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{text}\n", tuple(pictures.values())


def _head(title: str) -> Element:
    return element(
        "head",
        {},
        [
            element("meta", {"charset": "utf-8"}),
            element("title", {}, [title]),
            element("meta", {"name": "viewport", "content": "width=device-width"}),
            element("meta", {"name": "color-scheme", "content": "light dark"}),
            element("meta", {"name": "supported-color-schemes", "content": "light dark"}),
            element("style", {}, [_SCHEMES]),
        ],
    )


def _parts(briefing: Briefing, body: Body) -> Iterator[Element]:
    """The message from its top: a title is never parted from what belongs to it.

    The note is told anew each time that a message is tried.
    """
    shown = () if body is Body.NOTE else briefing.pieces
    documents = [_document(briefing, one, n, body) for n, one in enumerate(shown, 1)]
    yield from _house(documents, briefing.accent)
    attached = covering.attached_elements(briefing, body)
    if briefing.is_one_document and documents:
        for mark in briefing.marks_above("".join(documents[0][0].itertext())):
            yield element("p", {"class": "restriction"}, [mark])
        yield from map(deepcopy, briefing.note_elements)
        if not briefing.note_elements:
            documents[0].set("class", "")
        yield from documents
        yield element("div", {"class": "df-document"}, attached)
    else:
        own = own_direction(briefing.subject, languages.direction(briefing.lang))
        yield element("h1", {"dir": own} if own else {}, [briefing.subject])
        yield from map(deepcopy, briefing.note_elements)
        yield from attached
        yield from documents


def _document(briefing: Briefing, one: MailDocument, number: int, body: Body) -> Element:
    """What is shown of a document, its headings one level down below a title of the message's own.

    `number` keeps the idents of header cells apart from those of the other documents.
    """
    names = ("header", "main", "footer") if body is Body.WHOLE else ("header", "main")
    found = (one.page.find(f"body/{name}") for name in names)
    parts = [part for part in found if part is not None]
    attributes = {"lang": one.facts.lang, "dir": one.facts.dir, "class": "df-document"}
    made = element("div", attributes, map(plain, parts))
    if body is Body.SUMMARY:
        _shorten(made)
    if not briefing.is_one_document:
        _lower(made, one.facts.title == briefing.title)
    for node in made.iter():
        if node.tag == "a":
            lead(node, one.place, briefing.neighbours)
        for name in ("id", "headers"):
            if idents := node.get(name):
                node.set(name, " ".join(f"d{number}-{ident}" for ident in idents.split()))
    return made


def _shorten(made: Element) -> None:
    """Leave the title block and the beginning; what is said in notes is in the attachments."""
    main = made[-1]
    main[:] = beginning(main)
    for node in list(made.iter()):
        for child in list(node):
            if child.get("role") == "doc-noteref":
                remove(node, child)


def _lower(made: Element, is_said: bool) -> None:
    """Headings one level down; a title that the message has already is not said again."""
    own = made[0].find("h1")
    if is_said and own is not None:
        remove(made[0], own)
    for node in made.iter():
        if re.fullmatch("h[1-5]", str(node.tag)):
            node.tag = f"h{int(node.tag[1]) + 1}"


def _house(documents: Sequence[Element], accent: str) -> Iterator[Element]:
    """The head of the first document's house, taken out of all documents that have the same."""
    first: Element | None = None
    for block in [block for made in documents for block in made.findall("div")]:
        own = block.find("p[@class='masthead']")
        if own is None:
            continue
        own.tail = None
        first = own if first is None else first
        if ElementTree.tostring(own) == ElementTree.tostring(first):
            block.remove(own)
    if first is not None:
        first.set("style", f"border-bottom: 3px solid {accent}")
        yield first


def plain(part: Element) -> Element:
    """A copy of `part` as a `div`: landmarks mean nothing inside a message."""
    copied = deepcopy(part)
    copied.tag, copied.tail = "div", None
    return copied
