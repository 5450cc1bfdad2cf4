"""What a reader meets in a document, as a flat sequence of entries.

Invariant: an `OutlineEntry` says the same whatever it was made from: white space is single,
characters are in normal form C, and what holds nothing that can be read leaves no entry.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from xml.etree.ElementTree import Element

from msgspec import Struct

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
    LINE_BREAK = "end of a line"
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
    PAGE_START = "beginning of a page of the PDF"
    NAMED = "named place"
    REGION = "region that scrolls"
    STATEMENT = "statement of the file"
    ODD = "part that does not fit the others"
    LINE = "line"
    METADATA = "metadata"
    RESTRICTION = "line on every page"
    RUNNING_FOOT = "line at the foot of every page"
    FOOT = "line at the end"
    AS_DELIVERED = "font or picture as delivered"
    PECULIARITY = "peculiarity"


Facts = tuple[tuple[str, str], ...]


class OutlineEntry(Struct, frozen=True, eq=False):
    """One thing that a reader meets.

    `facts` are what is known of it besides its text, by name; `within` names what it stands in,
    outermost first; `line` is the source's line, counted from 1, 0 when it is unknown.
    """

    kind: EntryKind
    text: str = ""
    facts: Facts = ()
    within: tuple[str, ...] = ()
    line: int = 0

    # Where an entry comes from is told, and not compared.
    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, OutlineEntry)
            and self.text == other.text
            and self.kind == other.kind
            and self.facts == other.facts
            and self.within == other.within
        )

    def __hash__(self) -> int:
        return hash((self.kind, self.text, self.facts, self.within))

    def fact(self, name: str) -> str:
        """The fact of that name, "" when there is none."""
        for known, value in self.facts:
            if known == name:
                return value
        return ""


Outline = tuple[OutlineEntry, ...]


def plain(text: str) -> str:
    """`text` in the one form in which texts are compared (Unicode Standard Annex 15, NFC)."""
    if text.isascii():
        return " ".join(text.split())
    words = text.replace("\u00ad", "").replace("\u200b", " ").split()
    return unicodedata.normalize("NFC", " ".join(words))


def unspaced(text: str) -> str:
    """`text` without spaces, for what may end its lines anywhere."""
    return "".join(plain(text).split())


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


def heard(text: str) -> dict[str, str]:
    """What is heard of a heading that holds more than words, as facts of it."""
    return {"said": plain(text), "heard": unseen(text)}


def code_text(text: str) -> str:
    """Code in that form: lines and the spaces before them stay.

    Before one line alone, spaces that may not break are not seen, as before words in a line.
    """
    words = text.lstrip("\u00a0 ")
    if "\n" not in text and "\u00a0" in text[: len(text) - len(words)]:
        text = words
    lines = unicodedata.normalize("NFC", text.replace("\u00a0", " ")).rstrip().split("\n")
    return "\n".join(line.rstrip() for line in lines).lstrip("\n")


def blank_lines(code: str) -> str:
    """How many blank lines stand above and below code, which `code_text` leaves out."""
    lines = code.replace("\u00a0", " ").split("\n")
    told = [number for number, line in enumerate(lines) if line.strip()]
    if not told:
        return ""
    below = len(lines) - 1 - told[-1]
    # The end of the last line begins no other one.
    above, below = told[0], max(0, below - 1)
    return f"{above} above, {below} below" if above or below else ""


_SPACES_OF_MATHML = re.compile("[ \t\r\n]+")
# What a formula says of itself where it stands, and not of what it shows.
_OF_ITS_PLACE = frozenset({"alttext", "display", "xmlns", "{http://www.w3.org/2000/xmlns/}xmlns"})


def structure(formula: Element) -> str:
    """A formula's elements, attributes, letters and signs in one line (MathML Core, 2 and 3)."""
    # MathML knows four spaces (MathML Core, 2.1.5); others are signs.
    tag = formula.tag.rpartition("}")[2]
    place = _OF_ITS_PLACE if tag == "math" else frozenset[str]()
    # Its words may be its name as well; another name is one that nobody sees.
    name = ("aria-label", formula.get("alttext", ""))
    said = sorted(item for item in formula.items() if item[0] not in place and item != name)
    # Within a token a space is a sign: “1 00” is not “100” (MathML Core, 3.1.1).
    own = _SPACES_OF_MATHML.sub("" if len(formula) else " ", formula.text or "").strip(" ")
    inner = "".join(structure(c) + _SPACES_OF_MATHML.sub("", c.tail or "") for c in formula)
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


class LanguageInForce(Struct, frozen=True):
    """The language and direction in force (WCAG 2.2, 3.1.1 and 3.1.2)."""

    lang: str
    dir: Direction

    def __str__(self) -> str:
        return f"{self.lang} {self.dir}"

    def changed(self, lang: str | None, direction: str | None) -> "LanguageInForce":
        """What is in force inside something that may say either."""
        return LanguageInForce(
            lang or self.lang, "rtl" if (direction or self.dir) == "rtl" else "ltr"
        )


def one_voice(runs: Iterable[tuple[LanguageInForce, str]], base: LanguageInForce) -> Facts:
    """The language and direction of `runs` of text when all are in one that is not `base`."""
    voices = {voice for voice, text in runs if plain(text)}
    if len(voices) != 1 or voices == {base}:
        return ()
    (voice,) = voices
    return facts_of(lang=voice.lang, dir=voice.dir)


def voice_of_block(outline: Sequence[OutlineEntry], place: int) -> Facts:
    """The language and direction of the block at `place` when all of it is in another one."""
    runs: list[OutlineEntry] = []
    for number in range(place + 1, len(outline)):
        entry = outline[number]
        if entry.kind is EntryKind.RUN:
            runs.append(entry)
        elif runs or not entry.fact("at"):
            break
    return runs[0].facts if len(runs) == 1 else ()


def without(actual: Outline, told: Sequence[str]) -> Outline:
    """`actual` without the peculiarities `told` of its pages."""
    begins = tuple(f"{said} on " for said in told)
    if not begins:
        return actual
    return tuple(
        entry
        for entry in actual
        if not (entry.kind is EntryKind.PECULIARITY and entry.text.startswith(begins))
    )
