"""What the message of an order must hold: headers, parts, the HTML part and the plain part.

Invariant: what is shown of a document is read from its proved page; nothing here asks what writes
e-mails.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.utils import format_datetime
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import languages
from docforge.document.isolates import own_direction
from docforge.export import Format
from docforge.style.furniture import contact_parts
from docforge.verify.entries import EntryKind, LanguageInForce, Outline, OutlineEntry, plain
from docforge.verify.mail import attached as files
from docforge.verify.mail.order import NOTE, SUMMARY, WHOLE, MailOrder, OrderedDocument
from docforge.verify.mail.page import ProvedPage, beginning, has_headings, masthead_of, proved_page
from docforge.verify.mail.shown import PageInMail
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers.statements import statement

# The day of drafts without one, and the first year that a date may have (RFC 5322, 3.3).
_NO_DAY, _FIRST_YEAR = datetime(2000, 1, 1, tzinfo=UTC), 1900
_SCHEMES = ":root { color-scheme: light dark; background-color: Canvas; color: CanvasText; }"
# A title block begins within so many letters.
_TITLE_BLOCK = 600
# Facts and entries of pages that a message does not have.
_OF_PAGES = frozenset({"hreflang", "part"})
_NOT_IN_MAILS = frozenset({EntryKind.PLACE, EntryKind.REGION})


class ShownDocument(Struct, frozen=True):
    """A document and its page, as far as the message shows it."""

    document: OrderedDocument
    page: ProvedPage


def shown_documents(order: MailOrder) -> tuple[ShownDocument, ...]:
    """The documents that the message shows, in their order."""
    if order.body == NOTE:
        return ()
    return tuple(
        ShownDocument(one, proved_page(one.outputs[Format.HTML], has_notes=order.body == WHOLE))
        for one in order.documents
    )


def is_one_document(order: MailOrder) -> bool:
    """Whether the message is a document under its own title, with no headings in the note."""
    if [one.facts.title for one in order.documents] != [order.title]:
        return False
    return not order.note_page or not has_headings(proved_page(order.note_page).main)


def marks_above(order: MailOrder, beginning_of_text: str) -> tuple[str, ...]:
    """How far the document may go, above a note, or where the document does not say it itself."""
    own = "" if order.note or order.note_page else beginning_of_text[:_TITLE_BLOCK]
    return tuple(mark for mark in files.marks(order) if mark not in own)


# --- Headers and parts -------------------------------------------------------------------


def headers(order: MailOrder) -> Iterator[OutlineEntry]:
    """Every header of the message, in order."""
    days = (one.facts.date for one in order.documents)
    told = {
        "X-Unsent": "1",
        "From": _people([order.sender]),
        "To": _people(order.to),
        "Cc": _people(order.cc),
        "Subject": files.subject(order),
        "Date": format_datetime(max(_days(days), default=_NO_DAY)),
        "Message-ID": "an ident",
        "MIME-Version": "1.0",
    }
    for header, value in told.items():
        if value:
            yield statement(f"header {header}", value=value)


def _people(people: Sequence[Address]) -> str:
    return "; ".join(f"{one.display_name}|{one.addr_spec}" for one in people)


def _days(dates: Iterable[str]) -> Iterator[datetime]:
    for said in dates:
        try:
            day = datetime.fromisoformat(said)
        except ValueError:
            continue
        if day.year >= _FIRST_YEAR:
            yield day if day.tzinfo else day.replace(tzinfo=UTC)


def parts(order: MailOrder, has_pictures: bool) -> Iterator[OutlineEntry]:
    """What stands in what: two forms of the body, pictures beside the second, the files."""
    attached = [each for each in files.attached_files(order) if each.files]
    within: tuple[str, ...] = ()
    if attached:
        yield statement("multipart/mixed")
        within = ("multipart/mixed",)
    body: tuple[str, ...] = ("multipart/alternative",)
    text = {"parameters": "charset=utf-8", "encoding": "quoted-printable"}
    yield replace(statement("multipart/alternative"), within=within)
    yield replace(statement("text/plain", **text), within=(*within, *body))
    if has_pictures:
        yield replace(statement("multipart/related"), within=(*within, *body))
        body = (*body, "multipart/related")
    yield replace(statement("text/html", **text), within=(*within, *body))
    for each in attached:
        for kind, name in each.files:
            facts = {"encoding": "base64", "disposition": "attachment", "name": name}
            facts["content"] = hashlib.sha256(each.document.outputs[kind]).hexdigest()
            told = facts | text if kind is Format.TEXT else facts
            yield replace(statement(kind.media_type, **told), within=within)


def pictures(html: Outline) -> Iterator[OutlineEntry]:
    """The pictures that `html` shows."""
    shown = {entry.fact("content") for entry in html if entry.kind is EntryKind.IMAGE}
    yield from (statement("picture", content=mark) for mark in sorted(shown))


# --- The HTML part -----------------------------------------------------------------------


def html_part(order: MailOrder, shown: Sequence[ShownDocument]) -> Iterator[OutlineEntry]:
    """What the HTML part says, in order, and what its head says of it."""
    base = LanguageInForce(order.lang, languages.direction(order.lang))
    gather = OutlineBuilder(base)
    gather.add(EntryKind.DOCUMENT, plain(files.subject(order)), lang=base.lang, dir=base.dir)
    readers = [reader_of(order, each, gather) for each in shown]
    _masthead(shown, readers)
    if is_one_document(order) and shown:
        header = "".join(shown[0].page.header.itertext())
        for mark in marks_above(order, header):
            gather.say(mark, base)
            gather.close(part="restriction")
        _note(order, gather, base)
        for each, reader in zip(shown, readers, strict=True):
            _document(order, each, reader)
        _attached(order, gather, base)
    else:
        subject = files.subject(order)
        gather.say(subject, base.changed(None, own_direction(subject, base.dir)))
        gather.close(EntryKind.HEADING, level=1)
        _note(order, gather, base)
        _attached(order, gather, base)
        for each, reader in zip(shown, readers, strict=True):
            _document(order, each, reader)
    yield from map(_as_shown, filter(lambda e: e.kind not in _NOT_IN_MAILS, gather.entries))
    yield from _head(files.subject(order))


def _as_shown(entry: OutlineEntry) -> OutlineEntry:
    is_kept = entry.fact("part") == "restriction"
    kept = tuple(fact for fact in entry.facts if fact[0] not in _OF_PAGES or is_kept)
    return replace(entry, facts=kept)


def reader_of(order: MailOrder, each: ShownDocument, gather: OutlineBuilder) -> PageInMail:
    """What reads the page of a document as the message shows it."""
    return PageInMail(
        gather,
        lambda address: address,
        order=order,
        place=each.document.place,
        attached=files.names_by_place(order),
        lowered=0 if is_one_document(order) else 1,
    )


def _masthead(shown: Sequence[ShownDocument], readers: Sequence[PageInMail]) -> None:
    """The head of the first house, said once; other houses have theirs above their documents."""
    first: Element | None = None
    for each, reader in zip(shown, readers, strict=True):
        own = masthead_of(each.page)
        if own is None:
            continue
        if first is None:
            first = own
            reader.element(own, each.page.voice.changed(own.get("lang"), own.get("dir")))
            told = _said(own)
        if _said(own) == told:
            each.page.header.remove(own)


def _said(part: Element) -> object:
    """What a head of a house says, to be compared."""
    return [
        (below.tag, below.attrib, below.text, None if below is part else below.tail)
        for below in part.iter()
    ]


def _note(order: MailOrder, gather: OutlineBuilder, base: LanguageInForce) -> None:
    if order.note_page:
        page = proved_page(order.note_page)
        reader = PageInMail(gather, lambda address: address, order=order)
        reader.flow(page.main, page.voice)
        gather.close()
    for paragraph in note_paragraphs(order.note):
        text = "\n".join(paragraph)
        voice = base.changed(None, own_direction(text, base.dir))
        for number, line in enumerate(paragraph):
            if number:
                gather.mark(EntryKind.LINE_BREAK, "")
                gather.say(" ", voice)
            gather.say(line, voice)
        gather.close()


def note_paragraphs(note: str) -> Iterator[list[str]]:
    """The lines of each paragraph of a note that was typed."""
    lines: list[str] = []
    for line in [*note.splitlines(), ""]:
        if line.split():
            lines.append(" ".join(line.split()))
        elif lines:
            yield lines
            lines = []


def _document(order: MailOrder, each: ShownDocument, reader: PageInMail) -> None:
    """A document, or its beginning; its title is not said again below the same subject."""
    page, facts = each.page, each.document.facts
    if not is_one_document(order) and facts.title == order.title:
        for title in [part for part in page.header if part.tag.endswith("h1")]:
            page.header.remove(title)
    reader.element(page.header, page.voice)
    if order.body == SUMMARY:
        for part in beginning(page.main):
            reader.element(part, page.voice.changed(part.get("lang"), part.get("dir")))
        return
    reader.element(page.main, page.voice)
    reader.element(page.footer, page.voice)


def _attached(order: MailOrder, gather: OutlineBuilder, base: LanguageInForce) -> None:
    """What is attached, and whom to ask for another format."""
    words = order.words
    own = base if words.lang == base.lang else LanguageInForce(words.lang, words.dir)
    listed = [each for each in files.attached_files(order) if each.files]
    if listed:
        gather.say(words["attached"], own)
        gather.close(EntryKind.HEADING, level=2)
        with gather.inside(EntryKind.LIST, items=len(listed), numbering="bullet"):
            for each in listed:
                facts = each.document.facts
                spoken = LanguageInForce(facts.lang, languages.direction(facts.lang))
                with gather.inside(EntryKind.ITEM):
                    gather.say(facts.title, spoken)
                    gather.say(words["colon"], base)
                    gather.say(files.said_of_files(each, words), own.changed(None, words.dir))
    asked = files.whom_to_ask(order)
    if asked:
        gather.say(words["other-format"], own)
        gather.say(" ", base)
        voice = base.changed(None, own_direction(asked, base.dir))
        for part, address in contact_parts(asked):
            if address:
                with gather.span(EntryKind.LINK, target=address):
                    gather.say(part, voice)
            else:
                gather.say(part, voice)
        gather.close()


def _head(title: str) -> Iterator[OutlineEntry]:
    yield statement("meta of the head", charset="utf-8")
    yield statement("title of the head", value=" ".join(title.split()))
    named = {
        "viewport": "width=device-width",
        "color-scheme": "light dark",
        "supported-color-schemes": "light dark",
    }
    for name, content in named.items():
        yield statement("meta of the head", name=name, content=content)
    yield statement("style of the head", value=_SCHEMES)
