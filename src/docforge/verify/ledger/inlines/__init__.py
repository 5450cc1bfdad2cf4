"""The syntax inside lines: code, escapes, entities, links, notes, attributes, tags, formulas."""

import html
import re
from collections.abc import Callable, Mapping
from html.entities import html5

from docforge.verify.ledger.inlines.braces import read_braces
from docforge.verify.ledger.inlines.brackets import close_bracket, open_bracket
from docforge.verify.ledger.inlines.code import read_code
from docforge.verify.ledger.inlines.elements import read_tag
from docforge.verify.ledger.inlines.formulas import read_bracketed, read_formula
from docforge.verify.ledger.inlines.passage import ElementNames, Passage
from docforge.verify.ledger.inlines.tags import closed_names
from docforge.verify.ledger.sheet import Sheet
from docforge.verify.ledger.words import GONE, GONE_LETTER, WordKind

__all__ = ["mask_inlines"]

_SPECIAL = re.compile(r"[\\`<&\[\]{$]")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# The names that HTML knows without a semicolon.
_OLD = "|".join(sorted((name for name in html5 if name[-1] != ";"), key=len, reverse=True))
_OLD_ENTITY = re.compile(rf"&(?:{_OLD})(?![A-Za-z0-9;=])")


def mask_inlines(sheet: Sheet, *, hidden: bool) -> None:
    """Masks and marks what stands in the passages of a sheet, in linear time.

    `hidden` says that words which attributes hide are no text.
    """
    done = 0
    notes = frozenset(name for name, _, _ in sheet.notes)
    elements = ElementNames(closed_names(sheet.text))
    for start, end in sheet.passages:
        if end > done:
            passage = Passage(sheet, max(start, done), end, notes, elements, hidden)
            _read(passage)
            done = max(passage.at, end)


def _read(passage: Passage) -> None:
    while passage.at < passage.end:
        match = _SPECIAL.search(passage.text, passage.at, passage.end)
        if match is None:
            return
        passage.at = match.start()
        _HANDLERS[match[0]](passage)


def _escape(passage: Passage) -> None:
    following = passage.text[passage.at + 1 : passage.at + 2]
    if following in ("(", "[") and read_bracketed(passage, following):
        return
    if following in _PUNCTUATION or following == "\n":
        passage.sheet.mask(passage.at, passage.at + 1)
        passage.at += 1
    passage.at += 1


def _entity(passage: Passage) -> None:
    match = _ENTITY.match(passage.text, passage.at)
    if match and match[0][1] != "#" and match[0][1:] not in html5:
        match = None
    meant = html.unescape(match[0]) if match else ""
    if match is None or meant == match[0] or len(meant) > len(match[0]):
        if old := _OLD_ENTITY.match(passage.text, passage.at):  # which is one in HTML only
            passage.sheet.mark(*old.span(), WordKind.OPTIONAL)
        passage.at += 1
        return
    filler = GONE_LETTER if meant[-1:].isalnum() else GONE
    passage.sheet.out[match.start() : match.end()] = meant + filler * (len(match[0]) - len(meant))
    passage.at = match.end()


_HANDLERS: Mapping[str, Callable[[Passage], None]] = {
    "\\": _escape,
    "`": read_code,
    "<": read_tag,
    "&": _entity,
    "[": open_bracket,
    "]": close_bracket,
    "{": read_braces,
    "$": read_formula,
}
