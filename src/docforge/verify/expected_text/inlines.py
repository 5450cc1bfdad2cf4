"""Inline content to the words that must be heard.

Invariant: what changes the sense is said; what only changes the look is not.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import assert_never

from msgspec.structs import replace

from docforge.document import (
    Abbreviation,
    Anchor,
    Code,
    Decorative,
    External,
    Image,
    Inline,
    Inlines,
    Internal,
    Language,
    LineBreak,
    Link,
    Math,
    NoteReference,
    Phrase,
    PhraseKind,
    Sibling,
    Text,
    plain_text,
)
from docforge.style.references import names_heading, says_address, spoken_address
from docforge.verify.expected_text.context import ExpectedText

_RAISED = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_ORDINALS = {"o": "º", "a": "ª", "e": "e"}
_WITHOUT_SPACES = ("THAI", "LAO", "TIBETAN", "MYANMAR", "KHMER")
# Controls but line ends and tabs, and format characters that no script needs (Unicode 16, 23).
_NEEDLESS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u2060-\u2064\ufeff\ufff9-\ufffb]|\u200b")


def one_line(expected: ExpectedText, nodes: Inlines) -> str:
    """The words of `nodes`, line breaks as spaces."""
    return clean(_words(expected, nodes)).replace("\n", " ")


def text_lines(expected: ExpectedText, nodes: Inlines) -> list[str]:
    """The words of `nodes`, a line for each line break."""
    return [line for line in clean(_words(expected, nodes)).split("\n") if line]


def label(expected: ExpectedText, nodes: Inlines) -> str:
    """Words that are repeated before values: without numbers and expansions."""
    return one_line(expected, tuple(_without_marks(nodes)))


def picture(expected: ExpectedText, node: Image) -> str:
    """An image in words, "" for one that says nothing."""
    missing = expected.words.say("image-missing", name=node.source)
    match node.alt:
        case Decorative():
            return ""
        case None if node.asset is None:
            return clean(missing)
        case None:
            return clean(expected.words.say("image-without-description", name=node.source))
        case str(alt):
            image = f"{expected.words['image']}{expected.words['colon']}{alt}"
            shown = image if node.asset else f"{missing} ({alt})"
            return clean(shown).replace("\n", " ")


def clean(text: str) -> str:
    """Single spaces, no space at the ends of lines, nothing that cannot be seen or heard."""
    text = audible(re.sub("[\u2028\u2029]", "\n", text))
    return re.sub(r" ?\n[ \n]*+", "\n", re.sub(r"[ \t]+", " ", text)).strip(" \n")


def audible(text: str) -> str:
    """`text` without what cannot be heard; spaces stay."""
    return _NEEDLESS.sub(_kept, text)


def _kept(match: re.Match[str]) -> str:
    """A break between words (U+200B) beside letters of a script that writes without spaces."""
    near = match.string[max(0, match.start() - 1) : match.end() + 1]
    is_needed = any(unicodedata.name(char, "").startswith(_WITHOUT_SPACES) for char in near)
    return "\u200b" if is_needed and match[0] == "\u200b" else ""


def _without_marks(nodes: Inlines) -> Iterator[Inline]:
    for node in nodes:
        match node:
            case Link(below):
                yield from _without_marks(below)
            case Phrase(_, below) | Language(below):
                yield replace(node, children=tuple(_without_marks(below)))
            case Abbreviation(text):
                yield Text(text)
            case NoteReference() | Anchor():
                pass
            case _:
                yield node


def _words(expected: ExpectedText, nodes: Inlines) -> str:
    text = ""
    for place, node in enumerate(nodes):
        match node:
            case Text(said) | Code(said):
                text += said
            case LineBreak():
                text += "\n"
            case Math(tex, _, _, speech):
                text += speech or tex
            case Language(below):
                text += _words(expected, below)
            case Phrase():
                text += _phrase(expected, node, text)
            case Abbreviation(short):
                text += short + _expansion(expected, node, text, nodes[place + 1 :])
            case Link():
                text += _link(expected, node)
            case Image():
                image = picture(expected, node)
                text += f" [{image}] " if image else ""
            case NoteReference(note):
                text += f" [{expected.base.say('note', n=note + 1)}]"
            case Anchor():
                pass
            case _:
                assert_never(node)
    return text


def _phrase(expected: ExpectedText, node: Phrase, before: str) -> str:
    text = _words(expected, node.children)
    is_words = bool(text.strip()) and all(isinstance(child, Text) for child in node.children)
    match node.kind:
        case PhraseKind.DELETED | PhraseKind.INSERTED:
            return _said_as(expected, node.kind.value, text)
        case PhraseKind.HIGHLIGHT:
            return _said_as(expected, "marked", text)
        case PhraseKind.SUBSCRIPT if is_words:
            return _shifted(text, _LOWERED) or f"_({text})"
        case PhraseKind.SUPERSCRIPT if is_words:
            return _shifted(text, _RAISED) or _ordinal(text, before) or f"^({text})"
        case _:
            return text


def _said_as(expected: ExpectedText, key: str, text: str) -> str:
    """A change of the sense in brackets, "[deleted: 12]"; around nothing there is none."""
    said = text.strip()
    return f"[{expected.words[key]}{expected.words['colon']}{said}]" if said else text


def _shifted(text: str, characters: dict[str, str]) -> str:
    """`text` in raised or lowered characters, "" when there is none for one of them."""
    return "".join(characters[c] for c in text) if all(c in characters for c in text) else ""


# Behind how much a single raised letter is a short form in French: “XXVIII^e^ siècle”.
_LONGEST_SHORT = 12


def _ordinal(text: str, before: str) -> str:
    """Letters behind a number or a word: "1st", "Mme"; "" when they are a power."""
    if text.isalpha() and len(text) > 1 and before[-1:].isalnum():
        return text
    if before[-1:].isdigit():
        return _ORDINALS.get(text, "")
    word = re.split(r"\W", before[-_LONGEST_SHORT:])[-1]
    if text == "o" and word in ("n", "N"):
        return "º"
    is_century = text == "e" and 1 < len(word) < 9 and not set(word) - set("IVXLCDM")
    return text if is_century or (text == "r" and word in ("D", "M", "P")) else ""


def _expansion(
    expected: ExpectedText, node: Abbreviation, before: str, after: Sequence[Inline]
) -> str:
    """What a short form stands for, once, unless the writer says it beside it."""
    key = (node.text, node.expansion)
    if not node.expansion or key in expected.explained:
        return ""
    expected.explained.add(key)
    is_before = before.rstrip().removesuffix("(").rstrip().endswith(node.expansion)
    is_after = plain_text(tuple(after)).startswith(f" ({node.expansion}")
    return "" if is_before or is_after else f" ({node.expansion})"


def _link(expected: ExpectedText, node: Link) -> str:
    text = _words(expected, node.children)
    match node.target:
        case External(url) | Sibling(_, _, str(url)):
            return _addressed(expected, text, url)
        case Internal(ident):
            heading = expected.headings.get(ident)
            title = label(expected, heading.children) if heading else ""
            is_named = names_heading(clean(text), title)
            return text if is_named else f"{text} ({expected.words.say('see', title=title)})"
        case Sibling() | None:
            return text
        case _:
            assert_never(node.target)


def _addressed(expected: ExpectedText, text: str, url: str) -> str:
    if says_address(text, url):
        return text
    if url.partition(":")[0] in ("mailto", "tel"):
        return f"{text} ({spoken_address(url)})"
    return f"{text if text.strip() else url} [{expected.number(url)}]"
