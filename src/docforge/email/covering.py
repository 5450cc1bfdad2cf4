"""What stands above the documents: the covering note, what is attached, and whom to ask for more.

Invariant: the text part and the HTML part say the same, in one language.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from docforge.document import languages
from docforge.email.body import is_outside
from docforge.email.pieces import Attachment, MailDocument
from docforge.formats.markup import element
from docforge.style import Words, sizes

# Elements whose text does not run into what follows.
_APART = ("p", "li", "tr", "th", "td", "br", "dt", "dd", "div", "caption", "figcaption", "summary")


def note_paragraphs(note: str) -> tuple[str, ...]:
    """The paragraphs of a note that was given as plain text."""
    paragraphs = (" ".join(part.split()) for part in note.split("\n\n"))
    return tuple(part for part in paragraphs if part)


def paragraph_elements(paragraphs: Sequence[str]) -> tuple[Element, ...]:
    """The same paragraphs for the HTML part."""
    return tuple(element("p", {}, [text]) for text in paragraphs)


def spoken(note: Element) -> tuple[str, ...]:
    """The paragraphs and list items of a note in Markdown, for the text part."""
    return tuple(filter(None, (_spoken(block) for block in note)))


def _spoken(block: Element) -> str:
    if block.tag in ("ul", "ol"):
        return "\n".join(f"- {_spoken(item)}" for item in block)
    words = "".join(_told(block))
    return " ".join(words.split())


def _told(node: Element) -> Iterator[str]:
    """The text of `node`: a link with its address behind it, an image as its description."""
    yield node.text or ""
    for child in node:
        yield child.get("alt", "")
        yield from _told(child)
        address = child.get("href", "")
        if is_outside(address) and address.removeprefix("mailto:") not in "".join(child.itertext()):
            yield f" ({address})"
        if child.tag in _APART:
            yield " "
        yield child.tail or ""


def as_text(
    note: Sequence[str], attachments: Sequence[Attachment], contact: str, words: Words
) -> str:
    """The covering note as plain text, with a blank line between paragraphs."""
    listed = [f"- {files[0].title}: {_files(files, words)}" for files in _documents(attachments)]
    parts = [*note, "\n".join([words["attached"], *listed]) if listed else ""]
    if contact:
        parts.append(f"{words['other-format']} {contact}")
    return "\n\n".join(filter(None, parts)) + "\n"


def as_elements(
    title: str,
    note: Sequence[Element],
    attachments: Sequence[Attachment],
    contact: str,
    words: Words,
    lang: str,
) -> Iterator[Element]:
    """The same as elements below one `h1`; words that are not in `lang` name their language."""
    own = {} if words.lang == lang else {"lang": words.lang, "dir": words.dir}
    yield element("h1", {}, [title])
    yield from note
    if attachments:
        yield element("h2", own, [words["attached"]])
        yield element("ul", {}, [_item(files, words, lang) for files in _documents(attachments)])
    if contact:
        label = element("span", own, [words["other-format"]])
        yield element("p", {}, [label, " ", contact])


def _item(files: Sequence[Attachment], words: Words, lang: str) -> Element:
    title, spoken = files[0].title, files[0].lang
    named = {} if spoken == lang else {"lang": spoken}
    own = {} if words.lang == lang else {"lang": words.lang}
    # A direction of its own keeps a title apart from figures that follow in another script.
    label = element("span", {**named, "dir": languages.direction(spoken)}, [title])
    facts = element("span", {**own, "dir": words.dir}, [_files(files, words)])
    return element("li", {}, [label, ": ", facts])


def _documents(attachments: Iterable[Attachment]) -> Iterator[tuple[Attachment, ...]]:
    """The attachments of each document, which share their name but for the extension."""
    for _, files in groupby(attachments, lambda one: one.name.rpartition(".")[0]):
        yield tuple(files)


def _files(files: Iterable[Attachment], words: Words) -> str:
    """ "PDF, 184 kB, 6 pages; EPUB, 60 kB", in the language of `words`."""
    return "; ".join(_facts(one, words) for one in files)


def _facts(one: Attachment, words: Words) -> str:
    name = words[one.format.word] if one.format.word else one.format.name
    facts = [name, sizes.in_words(len(one.content), words.lang)]
    if one.pages:
        key = "page-count-one" if one.pages == 1 else "page-count"
        facts.append(words.say(key, n=one.pages))
    return ", ".join(facts)


def contact_of(pieces: Sequence[MailDocument]) -> str:
    """The first contact that a document names."""
    return next((one.facts.contact for one in pieces if one.facts.contact), "")
