"""What nodes say to a reader, without their structure."""

from docforge.document.blocks import CodeBlock
from docforge.document.inlines import (
    Abbreviation,
    Anchor,
    Code,
    Image,
    Inline,
    Inlines,
    Language,
    LineBreak,
    Link,
    Math,
    NoteReference,
    Phrase,
    Text,
)
from docforge.document.walking import walk


def plain_text(inlines: Inlines) -> str:
    """What a reader hears of `inlines`, without structure (for titles, names, outlines)."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text) | Abbreviation(text):
            return text
        case LineBreak():
            return " "
        case Phrase(_, below) | Language(below) | Link(below):
            return plain_text(below)
        case Math(_, _, _, spoken):
            return spoken
        case Image(alt):
            return alt if isinstance(alt, str) else ""
        case NoteReference() | Anchor():
            return ""


def says_something(node: object) -> bool:
    """Whether anything in `node` (what `children` takes) is read out: words, a formula, an alt.

    A header cell that says nothing speaks for no cell (WCAG 2.2, H51 and H63). An image
    without a description does not count, as nobody can tell what it says.
    """
    return any(map(_is_heard, walk(node)))


def _is_heard(node: object) -> bool:
    match node:
        case Text(text) | Code(text) | CodeBlock(text) | Abbreviation(text):
            return bool(text.strip())
        case Math() | Image(str()):
            return True
        case _:
            return False
