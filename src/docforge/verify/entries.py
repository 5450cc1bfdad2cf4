"""What a reader meets in a document, as a flat sequence, and how it is put together.

Invariant: an `OutlineEntry` says the same whatever it was made from: white space is single,
characters are in normal form C, and what holds nothing that can be read leaves no entry.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from xml.etree.ElementTree import Element

from docforge.document import Direction

# Where a picture, a formula or the mark of a note stands in the text.
OBJECT = "\ufffc"


class EntryKind(StrEnum):
    """What an entry is; the values are the words that findings use."""

    DOCUMENT = "document"
    PAGE = "way into the page"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    ITEM = "list item"
    TERM = "term"
    DESCRIPTION = "description"
    QUOTATION = "quotation"
    CODE = "code"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    CAPTION = "caption"
    FIGURE = "figure"
    CALLOUT = "callout"
    DETAILS = "details"
    SUMMARY = "summary"
    BREAK = "section break"
    NAVIGATION = "contents"
    CONTENTS = "line of the contents"
    NOTE = "note"
    LINK = "link"
    BACK = "link back"
    IMAGE = "image"
    FORMULA = "formula"
    MARK = "mark of a note"
    ABBREVIATION = "abbreviation"
    PHRASE = "phrase"
    RUN = "run of text in a language"
    PLACE = "place that links lead to"
    REGION = "region that scrolls"
    STATEMENT = "statement of the file"
    ODD = "part that does not fit the others"
    LINE = "line"
    METADATA = "metadata"
    AS_DELIVERED = "font or picture as delivered"
    PECULIARITY = "peculiarity"


Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One thing that a reader meets.

    `facts` are what is known of it besides its text, by name; `within` names what it stands in,
    outermost first; `line` is the source's line, counted from 1, 0 when it is unknown.
    """

    kind: EntryKind
    text: str = ""
    facts: Facts = ()
    within: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    def fact(self, name: str) -> str:
        """The fact of that name, "" when there is none."""
        return next((value for known, value in self.facts if known == name), "")


Outline = tuple[OutlineEntry, ...]


def plain(text: str) -> str:
    """`text` in the one form in which texts are compared (Unicode Standard Annex 15, NFC)."""
    words = text.replace("\u00ad", "").replace("\u200b", " ").split()
    return unicodedata.normalize("NFC", " ".join(words))


# What `plain` leaves out or takes for a space, because it is not seen.
_UNSEEN = re.compile(
    r"[\u00a0\u00ad\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\x0b\x0c\x1c-\x1f\x85]"
)


def unseen(text: str) -> str:
    """What `plain` passes over in `text`, each with the number of signs before it."""
    if text.isascii() and not _UNSEEN.search(text):
        return ""
    told, words, end = [], 0, 0
    for found in _UNSEEN.finditer(text):
        words += len("".join(text[end : found.start()].split()))
        told.append(f"{words}:U+{ord(found[0]):04X}")
        end = found.start()
    return " ".join([*told, *([] if unicodedata.is_normalized("NFC", text) else ["not NFC"])])


def code_text(text: str) -> str:
    """Code in that form: lines and the spaces before them stay."""
    lines = unicodedata.normalize("NFC", text.replace("\u00a0", " ")).rstrip().split("\n")
    return "\n".join(line.rstrip() for line in lines).lstrip("\n")


# What a formula says of itself where it stands, and not of what it shows.
_OF_ITS_PLACE = frozenset({"alttext", "display", "xmlns", "{http://www.w3.org/2000/xmlns/}xmlns"})


def structure(formula: Element) -> str:
    """A formula's elements, attributes, letters and signs in one line (MathML Core, 2 and 3)."""
    tag = formula.tag.rpartition("}")[2]
    said = sorted(item for item in formula.items() if item[0] not in _OF_ITS_PLACE)
    own = "".join((formula.text or "").split())
    inner = "".join(structure(c) + "".join((c.tail or "").split()) for c in formula)
    return f"{tag}{''.join(f' {key}={value}' for key, value in said)}({own}{inner})"


def facts_of(**facts: object) -> Facts:
    """Facts in stable order, without those that say nothing."""
    return tuple(
        (name, str(value)) for name, value in sorted(facts.items()) if value not in ("", None)
    )


def depths_of(ranks: Iterable[int]) -> Iterator[int]:
    """How deep each heading of a list of contents is nested, from 0; skipped ranks count once."""
    above: list[int] = []
    for rank in ranks:
        while above and above[-1] >= rank:
            above.pop()
        yield len(above)
        above.append(rank)


@dataclass(frozen=True, slots=True)
class LanguageInForce:
    """The language and direction in force (WCAG 2.2, 3.1.1 and 3.1.2)."""

    lang: str
    dir: Direction

    def changed(self, lang: str | None, direction: str | None) -> "LanguageInForce":
        """What is in force inside something that may say either."""
        return LanguageInForce(
            lang or self.lang, "rtl" if (direction or self.dir) == "rtl" else "ltr"
        )


@dataclass(slots=True)
class _Span:
    kind: EntryKind
    facts: Facts
    start: int
    line: int
    text: str = ""


@dataclass(slots=True)
class _Block:
    text: str = ""
    spans: list[_Span] = field(default_factory=list)
    runs: list[tuple[LanguageInForce, str]] = field(default_factory=list)


class OutlineBuilder:
    """Puts an outline together, in reading order; `base` is the document's own voice."""

    def __init__(self, base: LanguageInForce) -> None:
        self.entries: list[OutlineEntry] = []
        self.base = base
        self._within: list[str] = []
        self._block: _Block | None = None

    def add(self, kind: EntryKind, text: str = "", line: int = 0, /, **facts: object) -> None:
        """An entry that holds no inline content."""
        self.close()
        self.entries.append(OutlineEntry(kind, text, facts_of(**facts), tuple(self._within), line))

    @contextmanager
    def inside(
        self, kind: EntryKind, text: str = "", line: int = 0, /, **facts: object
    ) -> Iterator[None]:
        """An entry that holds what is added until it ends."""
        self.add(kind, text, line, **facts)
        self._within.append(kind.value)
        yield
        self.close()
        self._within.pop()

    # --- Inline content ------------------------------------------------------------------

    def say(self, text: str, voice: LanguageInForce) -> None:
        """Text of the block that is open, or of a new one."""
        block = self._open()
        block.text += text
        block.runs.append((voice, text))

    @contextmanager
    def span(self, kind: EntryKind, line: int = 0, /, **facts: object) -> Iterator[None]:
        """A part of the block's text that means something."""
        block = self._open()
        span = _Span(kind, facts_of(**facts), len(block.text), line)
        block.spans.append(span)
        yield
        span.text = block.text[span.start :]

    def put(
        self,
        kind: EntryKind,
        text: str,
        voice: LanguageInForce | None,
        line: int = 0,
        /,
        **facts: object,
    ) -> None:
        """A picture, a formula or a mark, at its place in the text."""
        block = self._open()
        block.text += OBJECT
        if voice is not None:
            block.runs.append((voice, OBJECT))
        block.spans.append(_Span(kind, facts_of(**facts), len(block.text) - 1, line, text))

    def mark(self, kind: EntryKind, text: str, line: int = 0, /, **facts: object) -> None:
        """Something at a place in the text that is not part of it."""
        block = self._open()
        block.spans.append(_Span(kind, facts_of(**facts), len(block.text), line, text))

    def close(
        self, kind: EntryKind = EntryKind.PARAGRAPH, line: int = 0, /, **facts: object
    ) -> None:
        """End the block that is open, if there is one."""
        block, self._block = self._block, None
        if kind is EntryKind.HEADING and not (block and plain(block.text)):
            # Nothing is read, but lists of headings have it.
            self.entries.append(OutlineEntry(EntryKind.PLACE, "", facts_of(**facts)))
        if block is None:
            return
        within, text = tuple(self._within), plain(block.text)
        if text:
            own = facts_of(**facts, unseen=unseen(block.text))
            self.entries.append(OutlineEntry(kind, text, own, within, line))
        before, end = 0, 0
        for span in block.spans:
            before += len("".join(block.text[end : span.start].split()))
            end = max(end, span.start)
            said = plain(span.text)
            if said or span.kind in (EntryKind.PLACE, EntryKind.LINK, EntryKind.IMAGE):
                own = tuple(sorted((*span.facts, ("at", str(before)))))
                self.entries.append(OutlineEntry(span.kind, said, own, within, span.line or line))
        self._tell_runs(block, within, line)

    def _open(self) -> _Block:
        if self._block is None:
            self._block = _Block()
        return self._block

    def _tell_runs(self, block: _Block, within: tuple[str, ...], line: int) -> None:
        if all(voice == self.base for voice, _ in block.runs):
            return
        runs: list[tuple[LanguageInForce, str]] = []
        for voice, text in block.runs:
            if runs and (runs[-1][0] == voice or not plain(text)):
                runs[-1] = (runs[-1][0], runs[-1][1] + text)
            elif plain(text):
                runs.append((voice, text))
        if all(voice == self.base for voice, _ in runs):
            return
        for voice, text in runs:
            facts = facts_of(lang=voice.lang, dir=voice.dir)
            self.entries.append(OutlineEntry(EntryKind.RUN, plain(text), facts, within, line))
