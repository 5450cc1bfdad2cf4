"""Document to the outline that every output of it must give back.

Invariant: nothing here knows a format; what a format does not carry by design is said in
`tolerances`, in one place.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never
from xml.etree import ElementTree

from docforge import tables
from docforge.dates import in_words
from docforge.document import (
    Abbreviation,
    Anchor,
    Block,
    Blocks,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Decorative,
    DefinitionList,
    Details,
    Division,
    Document,
    External,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    Internal,
    Language,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    Node,
    NoteReference,
    Numbering,
    Paragraph,
    Phrase,
    Quotation,
    Sibling,
    Table,
    Text,
    ThematicBreak,
    plain_text,
    walk,
)
from docforge.style import Words
from docforge.verify.entries import Gatherer, Kind, Outline, Voice, code_text, plain

# Addresses in a contact line, which readers can follow.
_ADDRESS = re.compile(r"(https?://[^\s<>]*[^\s<>.,;:!?)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the style adds: its words, and from how many headings there are contents."""

    words: Words
    toc_from: int


def outline(document: Document, setting: Setting) -> Outline:
    """What a reader must meet in `document`, in order; furniture stands where the style puts it."""
    meta = document.meta
    teller = _Teller(document, setting.words, Gatherer(Voice(meta.lang, meta.dir)))
    teller.title_block()
    teller.contents(setting.toc_from)
    teller.blocks(document.blocks, teller.base)
    teller.notes()
    teller.contact()
    return tuple(teller.gather.entries)


class _Teller:
    """One document on its way to its outline."""

    def __init__(self, document: Document, words: Words, gather: Gatherer) -> None:
        self.document, self.words, self.gather = document, words, gather
        self.base = gather.base
        self.own = self.base.changed(words.lang, words.dir)
        if words.lang == document.meta.lang:
            self.own = self.base

    # --- What the style adds -------------------------------------------------------------

    def title_block(self) -> None:
        meta = self.document.meta
        title = plain(plain_text(meta.title))
        self.gather.add(Kind.DOCUMENT, title, lang=meta.lang, dir=meta.dir)
        with self.gather.inside(Kind.PAGE), self.gather.span(Kind.LINK, target="#df-main"):
            self.gather.say(self.words["skip"], self.own)
        self.inlines(meta.title, self.base)
        self.gather.close(Kind.HEADING, level=1, said=_said(meta.title))
        date = in_words(meta.date, meta.lang)
        for text in (meta.subtitle, ", ".join(meta.authors), meta.organisation, date):
            if text:
                self.gather.say(text, self.base)
                self.gather.close()

    def contents(self, toc_from: int) -> None:
        headings = list(_headings(self.document.blocks))
        wanted = self.document.meta.toc
        if not headings or wanted is False or (wanted is None and len(headings) < toc_from):
            return
        top = min(heading.level for heading in headings)
        with self.gather.inside(Kind.NAVIGATION):
            self.title(self.words["contents"])
            for heading in headings:
                if heading.level <= top + 1:
                    text = plain(_words_of(heading.children))
                    target = f"#{heading.ident}"
                    self.gather.add(Kind.CONTENTS, text, heading.span.line, target=target)

    def title(self, text: str) -> None:
        self.gather.say(text, self.own)
        self.gather.close(Kind.HEADING, level=2)

    def notes(self) -> None:
        if not self.document.notes:
            return
        self.title(self.words["notes"])
        for number, note in enumerate(self.document.notes, start=1):
            with self.gather.inside(Kind.NOTE, "", note.span.line, number=number):
                self.blocks(note.blocks, self.base)
                for occurrence in range(1, note.references + 1):
                    place = str(number) if note.references == 1 else f"{number}.{occurrence}"
                    text = self.words.say("back", n=place)
                    self.gather.add(Kind.BACK, text, target=f"#df-ref-{number}-{occurrence}")

    def contact(self) -> None:
        if self.document.meta.contact:
            self.gather.say(self.words["contact"], self.own)
            self.gather.say(" ", self.base)
            for part in _ADDRESS.split(self.document.meta.contact):
                if not _ADDRESS.fullmatch(part):
                    self.gather.say(part, self.base)
                    continue
                target = part if part.startswith("http") else f"mailto:{part}"
                with self.gather.span(Kind.LINK, target=target):
                    self.gather.say(part, self.base)
            self.gather.close()

    # --- Blocks --------------------------------------------------------------------------

    def blocks(self, nodes: Blocks, voice: Voice) -> None:
        for node in nodes:
            self.block(node, voice)

    def block(self, node: Block, voice: Voice) -> None:
        line, gather = node.span.line, self.gather
        match node:
            case Heading(level, children, ident):
                said = _said(children)
                self.leaf(children, voice, Kind.HEADING, line, level=level, ident=ident, said=said)
            case Paragraph(children):
                self.leaf(children, voice, Kind.PARAGRAPH, line)
            case List():
                self.listing(node, voice)
            case DefinitionList():
                self.definitions(node, voice)
            case Quotation(below):
                with gather.inside(Kind.QUOTATION, "", line):
                    self.blocks(below, voice)
            case CodeBlock(text):
                gather.add(Kind.CODE, code_text(text), line, lang=voice.lang)
            case Table():
                self.table(node, voice)
            case Figure(below, caption):
                with gather.inside(Kind.FIGURE, "", line):
                    self.blocks(below, voice)
                    self.leaf(caption, voice, Kind.CAPTION, line)
            case Callout():
                self.callout(node, voice)
            case Details(summary, below):
                with gather.inside(Kind.DETAILS, "", line):
                    self.leaf(summary, voice, Kind.SUMMARY, line)
                    self.blocks(below, voice)
            case Division(below, lang, direction, ident):
                if ident:
                    gather.add(Kind.PLACE, "", line, ident=ident)
                self.blocks(below, voice.changed(lang, direction))
            case ThematicBreak():
                gather.add(Kind.BREAK, "", line)
            case _:
                assert_never(node)

    def leaf(self, nodes: Inlines, voice: Voice, kind: Kind, line: int, /, **facts: object) -> None:
        self.inlines(nodes, voice)
        self.gather.close(kind, line, **facts)

    def listing(self, node: List, voice: Voice) -> None:
        count = len(node.items)
        with self.gather.inside(
            Kind.LIST, "", node.span.line, items=count, numbering=node.numbering.value
        ):
            for number, item in enumerate(node.items, start=node.start):
                self.item(item, node.numbering, number, voice)

    def item(self, item: ListItem, numbering: Numbering, number: int, voice: Voice) -> None:
        state = ""
        if item.checked is not None:
            state = self.words["done" if item.checked else "to-do"]
        label = "" if numbering is Numbering.BULLET else str(number)
        line = item.span.line
        with self.gather.inside(Kind.ITEM, "", line, number=label, state=state):
            self.blocks(item.blocks, voice)

    def definitions(self, node: DefinitionList, voice: Voice) -> None:
        with self.gather.inside(Kind.LIST, "", node.span.line, numbering="definitions"):
            for item in node.items:
                for term in item.terms:
                    self.leaf(term, voice, Kind.TERM, item.span.line)
                for description in item.descriptions:
                    with self.gather.inside(Kind.DESCRIPTION, "", item.span.line):
                        self.blocks(description, voice)

    def callout(self, node: Callout, voice: Voice) -> None:
        with self.gather.inside(Kind.CALLOUT, "", node.span.line):
            self.gather.say(self.words[f"callout-{node.kind.value}"], self.own)
            if node.title:
                self.gather.say(self.words["colon"], voice)
                self.inlines(node.title, voice)
            self.gather.close(Kind.PARAGRAPH, node.span.line)
            self.blocks(node.blocks, voice)

    def table(self, node: Table, voice: Voice) -> None:
        places = tables.grid(node)
        headers = tables.headers_of(node)
        names = {
            placed.position: plain(_words_of_blocks(placed.cell.blocks))
            for placed in tables.cells_of(places)
            if placed.cell.scope is not None
        }
        size = {"rows": len(places), "columns": max((len(row) for row in places), default=0)}
        with self.gather.inside(Kind.TABLE, "", node.span.line, **size):
            self.leaf(node.caption, voice, Kind.CAPTION, node.span.line)
            row = -1
            for placed in tables.cells_of(places):
                if placed.row != row:
                    row = placed.row
                    self.gather.add(Kind.ROW, "", placed.cell.span.line or node.span.line)
                own = [names.get(header.position, "") for header in headers[placed.position]]
                self.cell(placed.cell, own, voice, node.span.line)

    def cell(self, cell: Cell, headers: list[str], voice: Voice, line: int) -> None:
        is_header = cell.scope is not None and not tables.is_empty(cell)
        facts = {
            "header": "yes" if is_header else "",
            "headers": " | ".join(headers),
            "columns": cell.colspan if cell.colspan > 1 else "",
            "rows": cell.rowspan if cell.rowspan > 1 else "",
        }
        text = plain(_words_of_blocks(cell.blocks))
        with self.gather.inside(Kind.CELL, text, cell.span.line or line, **facts):
            self.blocks(cell.blocks, voice)

    # --- Inlines -------------------------------------------------------------------------

    def inlines(self, nodes: Inlines, voice: Voice) -> None:
        for node in nodes:
            self.inline(node, voice)

    def inline(self, node: Inline, voice: Voice) -> None:
        gather, line = self.gather, node.span.line
        match node:
            case Text(text):
                gather.say(text, voice)
            case LineBreak():
                gather.say(" ", voice)
            case Phrase(kind, children):
                with gather.span(Kind.PHRASE, line, kind=kind.value):
                    self.inlines(children, voice)
            case Language(children, lang, direction):
                self.inlines(children, voice.changed(lang, direction))
            case Abbreviation(text, expansion):
                with gather.span(Kind.ABBREVIATION, line, expansion=plain(expansion)):
                    gather.say(text, voice)
            case Code(text):
                with gather.span(Kind.PHRASE, line, kind="code"):
                    gather.say(text, voice.changed(None, "ltr"))
            case Math():
                self.formula(node, voice)
            case Link():
                self.link(node, voice)
            case Image():
                self.image(node, voice)
            case NoteReference(note, occurrence):
                target = f"#df-note-{note + 1}"
                ident = f"df-ref-{note + 1}-{occurrence}"
                gather.put(Kind.MARK, str(note + 1), None, line, target=target, ident=ident)
            case Anchor(ident):
                gather.mark(Kind.PLACE, "", line, ident=ident)
            case _:
                assert_never(node)

    def formula(self, node: Math, voice: Voice) -> None:
        drawn = "" if node.mathml is None else _tokens(node.mathml)
        shown = "block" if node.display else "inline"
        text = node.tex if node.mathml is None else node.spoken or node.tex
        voice = voice if drawn else voice.changed(None, "ltr")
        self.gather.put(
            Kind.FORMULA, text, voice, node.span.line, drawn=drawn, shown=shown if drawn else ""
        )

    def link(self, node: Link, voice: Voice) -> None:
        inner = [below for below in walk(node) if isinstance(below, NoteReference)]
        children = tuple(_unlinked(node.children))
        if node.target is None:
            self.inlines(children, voice)
        else:
            with self.gather.span(Kind.LINK, node.span.line, **_target(node.target)):
                self.inlines(children, voice)
        # A mark of a note is a link of its own, and links do not hold links: it follows.
        self.inlines(tuple(inner), voice)

    def image(self, node: Image, voice: Voice) -> None:
        missing = self.words.say("image-missing", name=node.source)
        match node.alt:
            case Decorative() if node.asset is not None:
                return
            case _ if node.asset is None:
                self.gather.say(missing, self.own)
                if isinstance(node.alt, str):
                    self.gather.say(f" ({node.alt})", voice)
            case None:
                words = self.words.say("image-without-description", name=node.source)
                self.put_image(node, words, self.own)
            case str(alt):
                self.put_image(node, alt, voice)

    def put_image(self, node: Image, text: str, voice: Voice) -> None:
        data = self.document.asset(node.asset or "").data
        content = hashlib.sha256(data).hexdigest()
        self.gather.put(Kind.IMAGE, text, voice, node.span.line, content=content)


def _headings(nodes: Blocks) -> Iterator[Heading]:
    for block in nodes:
        yield from (node for node in (block, *walk(block)) if isinstance(node, Heading))


def _target(target: External | Internal | Sibling) -> dict[str, str]:
    match target:
        case External(url):
            return {"target": url}
        case Internal(ident):
            return {"target": f"#{ident}"}
        case Sibling(stem, fragment, url):
            return {"target": f"{stem}#{fragment}", "sibling": "yes", "url": url or ""}
        case _:
            assert_never(target)


def _unlinked(nodes: Inlines) -> Iterator[Inline]:
    """`nodes` without links in links and without the marks of notes."""
    for node in nodes:
        match node:
            case Link(children):
                yield from _unlinked(children)
            case NoteReference():
                pass
            case Phrase(kind, children, span):
                yield Phrase(kind, tuple(_unlinked(children)), span)
            case Language(children, lang, direction, span):
                yield Language(tuple(_unlinked(children)), lang, direction, span)
            case _:
                yield node


def _tokens(mathml: str) -> str:
    """A formula's letters, digits and signs, in order."""
    return plain("".join("".join(ElementTree.fromstring(mathml).itertext()).split()))


def _words_of(nodes: Inlines) -> str:
    """A title, a heading or a header where it is named elsewhere: words alone."""
    return "".join(map(_word, nodes))


def _said(nodes: Inlines) -> str:
    """What is heard of a heading that holds more than words, else ""."""
    objects = (Math, Image, NoteReference)
    return plain(_words_of(nodes)) if any(isinstance(n, objects) for n in _all(nodes)) else ""


def _all(nodes: Inlines) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from walk(node)


def _word(node: Inline) -> str:
    match node:
        case Text(text) | Code(text) | Abbreviation(text):
            return text
        case LineBreak():
            return " "
        case Phrase(_, children) | Language(children) | Link(children):
            return _words_of(children)
        case Math(tex, _, mathml, spoken):
            return tex if mathml is None else spoken or tex
        case Image(alt):
            return alt if isinstance(alt, str) else ""
        case NoteReference() | Anchor():
            return ""
        case _:
            assert_never(node)


def _words_of_blocks(blocks: Blocks) -> str:
    inlines: Callable[[Block], Iterator[Inline]] = _inlines_of
    return " ".join(
        block.text if isinstance(block, CodeBlock) else _words_of(tuple(inlines(block)))
        for block in _leaves(blocks)
    )


def _leaves(blocks: Blocks) -> Iterator[Block]:
    for block in blocks:
        for node in (block, *walk(block)):
            if isinstance(node, Paragraph | Heading | CodeBlock):
                yield node


def _inlines_of(block: Block) -> Iterator[Inline]:
    if isinstance(block, Paragraph | Heading):
        yield from block.children
