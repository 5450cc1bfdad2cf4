"""The style's own parts around the blocks: title block, contents, notes, footer.

Invariant: idents begin with "df-", and words that are not the document's name their language.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from docforge.document import (
    Anchor,
    Direction,
    Division,
    Document,
    Heading,
    Image,
    Link,
    Node,
    Note,
    NoteReference,
    Siblings,
    Text,
    rewrite_each,
    walk,
)
from docforge.document.isolates import isolated, own_direction
from docforge.formats.markup.blocks import blocks
from docforge.formats.markup.context import MarkupContent, MarkupContext, element, extend
from docforge.formats.markup.inlines import inlines, language
from docforge.style.dates import in_words
from docforge.style.furniture import contact_parts, listed_headings

Passages = Mapping[int, dict[str, str]]


def header(context: MarkupContext) -> Element:
    """`header.title-block`: the title as the only `h1`, and who published it when."""
    meta = context.document.meta
    lines = {
        "subtitle": meta.subtitle,
        "byline": ", ".join(meta.authors),
        "organisation": meta.organisation,
        "date": in_words(meta.date, meta.lang),
    }
    paragraphs = [_line(name, text, meta.dir) for name, text in lines.items() if text]
    title = element("h1", {}, inlines(context, meta.title))
    return element("header", {"class": "title-block"}, [title, *paragraphs])


def _line(name: str, text: str, around: Direction) -> Element:
    return element("p", {"class": name}, _directed(text, around, _isolated))


def _directed(
    text: str, around: Direction, content: Callable[[str, Direction], Iterator[MarkupContent]]
) -> Iterator[MarkupContent]:
    """The `content` of `text`, in an element where other letters than those around say so."""
    direction = own_direction(text, around)
    if direction:
        yield element("span", {"dir": direction}, content(text, direction))
    else:
        yield from content(text, around)


def contents(context: MarkupContext, toc_from: int) -> Element | None:
    """The list of contents as nested links, or None when the document has or wants none."""
    listed = listed_headings(context.document, toc_from)
    if not listed:
        return None
    attributes = {
        "id": "df-contents",
        "role": "doc-toc",
        "aria-labelledby": "df-contents-title",
    }
    return element(
        "nav",
        attributes,
        [_title(context, "contents"), _entries(context, listed, _passages(context.document))],
    )


def _title(context: MarkupContext, key: str) -> Element:
    return element("h2", {"id": f"df-{key}-title", **context.furniture()}, [context.words[key]])


def _entries(context: MarkupContext, headings: Sequence[Heading], passages: Passages) -> Element:
    """One `ol`; what follows a heading at a lower rank is nested under it."""
    top = min(heading.level for heading in headings)
    entries = element("ol", {})
    below: list[Heading] = []
    for heading in headings:
        if heading.level > top and len(entries):
            below.append(heading)
            continue
        _nest(context, entries, below, passages)
        below = []
        entries.append(element("li", {}, [_entry(context, heading, passages)]))
    _nest(context, entries, below, passages)
    return entries


def _nest(
    context: MarkupContext, entries: Element, below: Sequence[Heading], passages: Passages
) -> None:
    if below:
        entries[-1].append(_entries(context, below, passages))


def _entry(context: MarkupContext, heading: Heading, passages: Passages) -> Element:
    text = inlines(context, rewrite_each(heading.children, _in_contents))
    return element("a", {"href": f"#{heading.ident}", **passages.get(id(heading), {})}, text)


def _passages(document: Document) -> Passages:
    """The language and direction around each heading that stands in a passage, by its `id()`."""
    around: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for node in walk(document.blocks):
        if isinstance(node, Division) and (node.lang or node.dir):
            for below in walk(node.blocks):
                if isinstance(below, Heading):
                    around[id(below)] |= language(node.lang, node.dir)
    return around


def _in_contents(node: Node) -> Siblings:
    """What stands in a heading, for its second place: no idents, images as their words."""
    match node:
        case Anchor() | NoteReference():
            return ()
        case Link(children):
            return children
        case Image(alt):
            return (Text(alt),) if isinstance(alt, str) else ()
        case _:
            return (node,)


def notes(context: MarkupContext) -> Element | None:
    """`section#df-notes`: each note with links back to the places that refer to it."""
    if not context.document.notes:
        return None
    items = [_note(context, index + 1, note) for index, note in enumerate(context.document.notes)]
    attributes = {
        "id": "df-notes",
        "role": "doc-endnotes",
        "aria-labelledby": "df-notes-title",
    }
    return element("section", attributes, [_title(context, "notes"), element("ol", {}, items)])


def _note(context: MarkupContext, number: int, note: Note) -> Element:
    item = element("li", {"id": f"df-note-{number}"}, blocks(context, note.blocks))
    links = _back_links(context, number, note.references)
    if len(item) and item[-1].tag == "p":
        extend(item[-1], [" ", *links])
    else:
        item.append(element("p", {}, links))
    return context.made_from(note, item)


def _back_links(context: MarkupContext, number: int, references: int) -> Iterator[MarkupContent]:
    """Links in words: an arrow has no glyph in many fonts and says nothing when read aloud."""
    for occurrence in range(1, references + 1):
        place = str(number) if references == 1 else f"{number}.{occurrence}"
        attributes = {
            "href": f"#df-ref-{number}-{occurrence}",
            "role": "doc-backlink",
            **context.furniture(),
        }
        if occurrence > 1:
            yield " "
        yield element("a", attributes, [context.words.say("back", n=place)])


def footer(context: MarkupContext) -> Element | None:
    """The contact, with its addresses as links."""
    contact = context.document.meta.contact
    if not contact:
        return None
    label = element("span", context.furniture(), [context.words["contact"]])
    content = _directed(contact, context.document.meta.dir, _addresses)
    line = element("p", {"class": "contact"}, [label, " ", *content])
    return element("footer", {}, [line])


def _addresses(text: str, around: Direction) -> Iterator[MarkupContent]:
    for part, href in contact_parts(text):
        if href:
            yield element("a", {"href": href}, _isolated(part, around))
        else:
            yield from _isolated(part, around)


def _isolated(text: str, around: Direction) -> Iterator[MarkupContent]:
    """`text`, with an element around each part that runs in a direction of its own."""
    for part, direction in isolated(text, around):
        yield element("span", {"dir": direction}, [part]) if direction else part
