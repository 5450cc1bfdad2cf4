"""Tags of HTML and what stands in its elements, comments, addresses in angle brackets."""

import re

from docforge.verify.ledger.inlines.attributes import mask_values, unescaped, values_of
from docforge.verify.ledger.inlines.passage import Passage
from docforge.verify.ledger.inlines.tags import TAG, is_words
from docforge.verify.ledger.sheet import Address
from docforge.verify.ledger.words import WordKind

# What word processors put around names of places and people; no address begins so.
_SMART_TAG = re.compile(r"<(?:st\d|o|v|w):[A-Za-z]{1,40}/?>")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*|[\w.+-]+@[\w.-]+)>")
_OTHER_TAG = re.compile(r"<\?[^>]{0,2000}\?>|<![A-Z][^>]{0,2000}>|<!\[CDATA\[|\]\]>")
# What a browser would take for a tag, though Markdown does not.
_LOOSE_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
# Elements whose content is no text, and those in which it may be code.
_DARK = frozenset({"script", "style", "template", "svg"})
_CODE = frozenset({"pre", "code", "tt", "kbd", "samp", "xmp", "listing", "textarea"})
_EMPTY = frozenset({"img", "br", "hr", "input", "meta", "link", "source", "track", "wbr", "col"})
_HIDDEN = re.compile(
    r"\shidden(?:[\s=]|$)|aria-hidden\s*=\s*[\"']?true|display\s*:\s*none", re.IGNORECASE
)
# Characters in which the end of an element is looked for.
_LONGEST, _LONGEST_CODE = 5_000, 20_000
_HEADING = re.compile(r"h([1-6])$")


def read_tag(passage: Passage) -> None:
    """A comment, an address in angle brackets, an element of HTML, or words."""
    text = passage.text
    if text.startswith("<!--", passage.at):
        close = text.find("-->", passage.at + 2)
        passage.mask_to(len(text) if close < 0 else close + 3)
    elif match := _SMART_TAG.match(text, passage.at):
        passage.mask_to(match.end())
    elif match := _AUTOLINK.match(text, passage.at):
        passage.sheet.addresses.append(Address(match.start() + 1, match.end() - 1, match[1], False))
        passage.sheet.mask(match.start(), match.start() + 1)
        passage.sheet.mask(match.end() - 1, match.end())
        passage.at = match.end()
    elif match := TAG.match(text, passage.at):
        if is_words(match, passage.elements.closed):
            passage.at += 1
        else:
            _element(passage, match)
    elif match := _OTHER_TAG.match(text, passage.at):
        passage.mask_to(match.end())
    elif match := _LOOSE_TAG.match(text, passage.at):
        passage.sheet.mark(*match.span(), WordKind.OPTIONAL | WordKind.PERHAPS)
        passage.at = match.end()
    else:
        passage.at += 1


def _element(passage: Passage, match: re.Match[str]) -> None:
    name = match[2].lower()
    mask_values(passage, match, name)
    if match[1] or match[0].endswith("/>") or name in _EMPTY:
        _empty(passage, name, match[3])
        return
    if passage.hidden and _HIDDEN.search(match[3]):
        passage.mask_to(_end_of(name, passage.text, passage.at))
        return
    close = re.compile(rf"</{name}\s*>", re.IGNORECASE)
    if name in _DARK:
        _mask_dark(passage, name, close)
    elif name in _CODE and not passage.sheet.kinds[passage.at] & WordKind.PERHAPS:
        end = close.search(passage.text, passage.at, passage.at + _LONGEST_CODE)
        passage.code_until = end.start() if end else passage.end
        passage.sheet.mark(passage.at, passage.code_until, WordKind.PERHAPS)
    elif heading := _HEADING.match(name):
        if end := close.search(passage.text, passage.at, passage.at + _LONGEST):
            passage.sheet.mark(passage.at, end.start(), WordKind.HEADING)
            passage.sheet.levels[passage.at] = int(heading[1])
    elif name == "a":
        address = values_of(match[3]).get("href")
        end = close.search(passage.text, passage.at, passage.at + _LONGEST)
        if address is not None and end:
            passage.sheet.addresses.append(
                Address(passage.at, end.start(), unescaped(address), False)
            )


def _mask_dark(passage: Passage, name: str, close: re.Pattern[str]) -> None:
    # What was not closed once is not closed later on, either.
    unclosed = passage.elements.unclosed
    end = None if name in unclosed else close.search(passage.text, passage.at)
    if end:
        passage.mask_to(end.end())
    else:
        unclosed.add(name)


def _empty(passage: Passage, name: str, attributes: str) -> None:
    if name == "img":
        values = values_of(attributes)
        if "src" in values:
            passage.sheet.addresses.append(Address(passage.at, passage.at, values["src"], True))


def _end_of(name: str, text: str, at: int) -> int:
    """Where the element `name` that begins before `at` ends, others of its name inside it."""
    depth = 1
    for tag in re.finditer(
        rf"<(/?){name}\b[^<>]{{0,500}}>", text[at : at + _LONGEST_CODE], re.IGNORECASE
    ):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return at + tag.end()
    return at
