"""What stands in brackets: links, images, marks of notes."""

import re

from docforge.verify.ledger.inlines.braces import BRACES
from docforge.verify.ledger.inlines.destinations import destination
from docforge.verify.ledger.inlines.passage import Passage
from docforge.verify.ledger.sheet import Address, bare, label
from docforge.verify.ledger.words import GONE, GONE_LETTER, WordKind, note_word

# The size that other programs write into an image: its description|300, (file.png =300x200).
_SIZE = re.compile(r"(?<=[^\s\\])(\\?\|\d{1,4}(?:x\d{1,4})?)(?=\]?$)")
_LONGEST_NAME = 999
_QUOTED_LINE = re.compile(r"\n[ \t]*>[ \t>]*")
_SECOND = re.compile(r"\[([^\[\]]{0,999})\]")
_NOTE = re.compile(r"\[\^([^\]\n]{1,200})\]")


def open_bracket(passage: Passage) -> None:
    """The mark of a note, or what may become a link or an image."""
    match = _NOTE.match(passage.text, passage.at)
    if match and label(match[1]) in passage.notes and passage.at >= passage.code_until:
        _note(passage, match)
        return
    is_image = passage.at > 0 and passage.text[passage.at - 1] == "!"
    passage.brackets.append((passage.at, is_image))
    passage.at += 1


def _note(passage: Passage, match: re.Match[str]) -> None:
    """The mark of a note becomes a word of its own: NOTE_MARK and its name."""
    name = note_word(match[1]).ljust(len(match[0]) - 2, GONE_LETTER)
    passage.sheet.out[match.start() : match.end()] = GONE + name + GONE
    passage.sheet.mark(match.start(), match.end(), WordKind.NOTE)
    passage.at = match.end()


def close_bracket(passage: Passage) -> None:
    """A link, an image, words with attributes, or only a bracket."""
    close = passage.at
    if not passage.brackets:
        passage.at += 1
        return
    begin, is_image = passage.brackets.pop()
    if found := destination(passage.text, close + 1, passage.end):
        given, title, end = found
        if is_image and (size := _SIZE.search(passage.text, begin, close)):
            passage.sheet.mask(*size.span(1))
        _address(passage, begin, close, given, is_image)
        passage.at = close + 1
        if is_image and title:
            passage.mask_to(title[0])
            passage.at = title[1]
        passage.mask_to(end)
    elif (second := _SECOND.match(passage.text, close + 1, passage.end)) and (
        address := _referenced(passage, second[1] or passage.text[begin + 1 : close])
    ) is not None:
        _address(passage, begin, close, address, is_image)
        passage.at = close + 1
        passage.mask_to(second.end())
    elif (address := _referenced(passage, passage.text[begin + 1 : close])) is not None:
        _address(passage, begin, close, address, is_image)
        passage.at = close + 1
    elif BRACES.match(passage.text, close + 1):
        passage.sheet.mask(begin, begin + 1)
        passage.sheet.mask(close, close + 1)
        passage.at = close + 1
    else:
        passage.at = close + 1


def _referenced(passage: Passage, name: str) -> str | None:
    """The address that a name stands for, "" for a heading's; None when it names nothing."""
    if len(name) > _LONGEST_NAME:
        return None
    name = _QUOTED_LINE.sub("\n", name)
    found = passage.sheet.references.get(label(name))
    return "" if found is None and bare(name) in passage.sheet.headings else found


def _address(passage: Passage, begin: int, close: int, address: str, is_image: bool) -> None:
    passage.sheet.mask(begin - is_image, begin + 1)
    passage.sheet.mask(close, close + 1)
    passage.sheet.addresses.append(Address(begin + 1, close, address, is_image))
    if is_image:  # a description is plain text, whatever marks stand in it
        kinds = passage.sheet.kinds[begin + 1 : close]
        marked = WordKind.CODE | WordKind.FORMULA
        passage.sheet.kinds[begin + 1 : close] = bytes(
            (kind & ~marked) | WordKind.PERHAPS if kind & marked else kind for kind in kinds
        )
