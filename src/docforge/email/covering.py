"""What stands above the documents: the covering note, what is attached, and whom to ask for more.

Invariant: the text part and the HTML part say the same, in the language of the first document.
"""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from docforge import langtags, sizes
from docforge.email.pieces import Attachment, Piece
from docforge.export import Format
from docforge.markup import element
from docforge.style import Words


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
    """The text of `node`, with the address of each link behind its words."""
    yield node.text or ""
    for child in node:
        yield from _told(child)
        address = child.get("href", "")
        if child.tag == "a" and address.removeprefix("mailto:") not in "".join(child.itertext()):
            yield f" ({address})"
        yield child.tail or ""


def as_text(
    note: Sequence[str], attachments: Sequence[Attachment], contact: str, words: Words
) -> str:
    """The covering note as plain text, with a blank line between paragraphs."""
    listed = [f"- {described(one, words)}" for one in attachments]
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
        yield element("ul", {}, [_item(one, words, lang) for one in attachments])
    if contact:
        label = element("span", own, [words["other-format"]])
        yield element("p", {}, [label, " ", contact])


def _item(one: Attachment, words: Words, lang: str) -> Element:
    named = {} if one.lang == lang else {"lang": one.lang}
    own = {} if words.lang == lang else {"lang": words.lang}
    # A direction of its own keeps a title apart from figures that follow in another script.
    title = element("span", {**named, "dir": langtags.direction(one.lang)}, [one.title])
    facts = element("span", {**own, "dir": words.dir}, [_facts(one, words)])
    return element("li", {}, [title, ": ", facts])


def described(one: Attachment, words: Words) -> str:
    """ "Autumn briefing: PDF, 184 kB, 6 pages", in the language of `words`."""
    return f"{one.title}: {_facts(one, words)}"


def _facts(one: Attachment, words: Words) -> str:
    facts = [format_name(one.format, words), sizes.in_words(len(one.content), words.lang)]
    if one.pages:
        key = "page-count-one" if one.pages == 1 else "page-count"
        facts.append(words.say(key, n=one.pages))
    return ", ".join(facts)


def format_name(kind: Format, words: Words) -> str:
    """What readers call a format."""
    return words["plain-text"] if kind is Format.TEXT else kind.upper()


def contact_of(pieces: Sequence[Piece]) -> str:
    """The first contact that a document names."""
    return next((one.contact for one in pieces if one.contact), "")
