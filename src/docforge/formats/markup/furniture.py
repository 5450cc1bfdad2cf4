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
    Translation,
    is_emptied,
    languages,
    rewrite_each,
    walk,
)
from docforge.document.isolates import isolated, own_direction
from docforge.document.kinds import KINDS
from docforge.formats.markup.blocks import blocks
from docforge.formats.markup.context import MarkupContent, MarkupContext, element, extend
from docforge.formats.markup.inlines import inlines, language
from docforge.formats.markup.label_room import label_room
from docforge.formats.markup.masthead import masthead, spoken
from docforge.style.brand import Said
from docforge.style.furniture import (
    ContentsRule,
    Fact,
    contact_parts,
    facts_of,
    label_of,
    listed_headings,
    named_translations,
)
from docforge.style.masthead import BackLine, back_lines, foot
from docforge.style.masthead import masthead as parts_of
from docforge.style.restrictions import Mark, marks

_CLASSES = {"authors": "byline"}
Passages = Mapping[int, dict[str, str]]


def header(context: MarkupContext) -> Element:
    """`header.title-block`: what kind of document it is, the title as the only `h1`, its facts."""
    meta = context.document.meta
    head = parts_of(context.brand, meta.lang)
    parts = [
        *masthead(context, head),
        *_kind(context),
        element("h1", {}, inlines(context, meta.title)),
        *([_line("subtitle", meta.subtitle, meta.dir)] if meta.subtitle else []),
        *(_mark(context, mark) for mark in marks(meta.restrictions, context.words)),
        *(_fact(context, fact) for fact in facts_of(meta, context.words, head)),
        *translations(context),
    ]
    return element("header", {"class": "title-block"}, parts)


def _kind(context: MarkupContext) -> Iterator[Element]:
    kind = KINDS.get(context.document.meta.kind)
    if kind is not None:
        yield element("p", {"class": "kind", **context.furniture()}, [context.words[kind.word]])


def _mark(context: MarkupContext, mark: Mark) -> Element:
    """A line that says how far the document may go."""
    around = context.document.meta.dir
    if not mark.is_own:
        return _line("restriction", mark.text, around)
    attributes = {"class": "restriction", **context.furniture()}
    return element("p", attributes, _isolated(mark.text, context.words.dir))


def _line(name: str, text: str, around: Direction) -> Element:
    return element("p", {"class": name}, _directed(text, around, _isolated))


def _fact(context: MarkupContext, fact: Fact) -> Element:
    around = context.document.meta.dir
    content = _directed(fact.text, around, _isolated)
    return element(
        "p", {"class": _CLASSES.get(fact.name, fact.name)}, [*_label(context, fact.word), *content]
    )


def _label(context: MarkupContext, key: str) -> Iterator[MarkupContent]:
    """The word of `key` with the colon of its language, and the space behind it."""
    if key:
        label = label_of(context.words, key)
        attributes = {"class": "label", **context.furniture()}
        yield element("span", attributes, [label.rstrip()])
        yield label[len(label.rstrip()) :]


def translations(context: MarkupContext) -> Iterator[Element]:
    """The same document in other languages, each by its own name for itself."""
    meta = context.document.meta
    if meta.translations:
        content = list(_label(context, "other-languages"))
        for number, (one, name) in enumerate(named_translations(meta)):
            content += [context.words["comma"]] if number else []
            content.append(_translation(context, one, name))
        yield element("p", {"class": "translations"}, content)


def _translation(context: MarkupContext, one: Translation, name: str) -> Element:
    direction = languages.direction(one.lang)
    spoken = language(one.lang, direction if direction != context.document.meta.dir else None)
    address = context.target.sibling(one.target)
    if address is None:
        return element("span", spoken, [name])
    return element("a", {"href": address, "hreflang": one.lang, **spoken}, [name])


def _directed(
    text: str, around: Direction, content: Callable[[str, Direction], Iterator[MarkupContent]]
) -> Iterator[MarkupContent]:
    """The `content` of `text`, in an element where other letters than those around say so."""
    direction = own_direction(text, around)
    if direction:
        yield element("span", {"dir": direction}, content(text, direction))
    else:
        yield from content(text, around)


def contents(context: MarkupContext, rule: ContentsRule) -> Element | None:
    """The list of contents as nested links, or None when the document has or wants none."""
    listed = listed_headings(context.document, rule)
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
            return () if is_emptied(node) else (node,)


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
    room = label_room([f"{len(items)}."])
    numbered = element("ol", {} if room is None else {"class": room}, items)
    return element("section", attributes, [_title(context, "notes"), numbered])


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
    """The lines of the back page, with their addresses as links."""
    lines = [_back(context, line) for line in back_lines(context.brand, context.document.meta)]
    said = foot(context.brand, context.document.meta.lang)
    if said is not None and not context.target.has_pages:
        lines.append(element("p", {"class": "foot"}, _said(context, said)))
    return element("footer", {}, lines) if lines else None


def _back(context: MarkupContext, line: BackLine) -> Element:
    label = element("span", context.furniture(), [context.words[line.key]])
    return element("p", {"class": line.key}, [label, " ", *_said(context, line.said)])


def _said(context: MarkupContext, said: Said) -> Iterator[MarkupContent]:
    """What a house says, with its addresses as links, in its language."""
    if said.lang:
        yield element("span", spoken(said), _directed(said.text, said.dir, _addresses))
    else:
        yield from _directed(said.text, context.document.meta.dir, _addresses)


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
