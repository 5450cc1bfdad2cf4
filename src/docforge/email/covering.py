"""What stands above the documents: the covering note, what is attached, and whom to ask for more.

Invariant: the text part and the HTML part say the same, in one language.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from docforge.document import Direction, languages
from docforge.document.isolates import own_direction
from docforge.email.briefing import Briefing
from docforge.email.choice import Body
from docforge.email.pieces import Attachment
from docforge.formats.markup import element
from docforge.style import Words, sizes
from docforge.style.furniture import contact_parts


def note_paragraphs(note: str) -> tuple[str, ...]:
    """The paragraphs of a note that was given as plain text, each with its lines."""
    lines = "\n".join(" ".join(line.split()) for line in note.splitlines())
    return tuple(filter(None, (part.strip("\n") for part in lines.split("\n\n"))))


def paragraph_elements(paragraphs: Sequence[str], around: Direction) -> tuple[Element, ...]:
    """The same paragraphs for the HTML part; one in other letters than those `around` says so."""
    return tuple(
        element("p", {"dir": own} if (own := own_direction(text, around)) else {}, _broken(text))
        for text in paragraphs
    )


def _broken(text: str) -> Iterator[str | Element]:
    first, *rest = text.split("\n")
    yield first
    for line in rest:
        yield element("br", {})
        yield line


def attached_text(briefing: Briefing, body: Body) -> tuple[str, ...]:
    """What is attached and how to ask for other formats, as paragraphs of plain text.

    A document that is shown whole says the latter itself, where its house does.
    """
    words, contact = briefing.words, _contact(briefing, body)
    listed = [
        f"- {files[0].title}{words['colon']}{_files(files, words)}"
        for files in _documents(briefing.attachments)
    ]
    parts = ["\n".join([words["attached"], *listed]) if listed else ""]
    parts += [f"{words['other-format']} {contact}"] if contact else []
    return tuple(filter(None, parts))


def attached_elements(briefing: Briefing, body: Body) -> Iterator[Element]:
    """The same as elements; words that are not in the message's language name theirs."""
    words, lang, contact = briefing.words, briefing.lang, _contact(briefing, body)
    own = {} if words.lang == lang else {"lang": words.lang, "dir": words.dir}
    if briefing.attachments:
        yield element("h2", own, [words["attached"]])
        items = (_item(files, words, lang) for files in _documents(briefing.attachments))
        yield element("ul", {}, items)
    if contact:
        label = element("span", own, [words["other-format"]])
        around = languages.direction(lang)
        told = element("span", {"dir": own_direction(contact, around) or around}, _linked(contact))
        yield element("p", {}, [label, " ", told])


def _linked(contact: str) -> Iterator[str | Element]:
    for part, address in contact_parts(contact):
        yield element("a", {"href": address}, [part]) if address else part


def _item(files: Sequence[Attachment], words: Words, lang: str) -> Element:
    title, spoken = files[0].title, files[0].lang
    named = {} if spoken == lang else {"lang": spoken}
    own = {} if words.lang == lang else {"lang": words.lang}
    # A direction of its own keeps a title apart from figures that follow in another script.
    label = element("span", {**named, "dir": languages.direction(spoken)}, [title])
    facts = element("span", {**own, "dir": words.dir}, [_files(files, words)])
    return element("li", {}, [label, words["colon"], facts])


def _documents(attachments: Iterable[Attachment]) -> Iterator[tuple[Attachment, ...]]:
    """The attachments of each document, which share their name but for its end."""
    for _, files in groupby(attachments, lambda one: one.format.stem_of(one.name)):
        yield tuple(files)


def _files(files: Iterable[Attachment], words: Words) -> str:
    """ "PDF, 184 kB, 6 pages; EPUB, 60 kB", in the language of `words`."""
    return words["semicolon"].join(_facts(one, words) for one in files)


def _facts(one: Attachment, words: Words) -> str:
    name = words[one.format.word] if one.format.word else one.format.name
    facts = [name, sizes.in_words(len(one.content), words.lang)]
    if one.pages:
        key = "page-count-one" if one.pages == 1 else "page-count"
        facts.append(words.say(key, n=one.pages))
    return words["comma"].join(facts)


def _contact(briefing: Briefing, body: Body) -> str:
    """How to ask for another format: what a document in the message's language says, or another."""
    if body is Body.WHOLE and any(one.facts.formats for one in briefing.pieces):
        return ""
    told = sorted(briefing.pieces, key=lambda one: one.facts.lang != briefing.lang)
    found = (one.facts.formats or one.facts.contact for one in told)
    return next((text for text in found if text), "")
