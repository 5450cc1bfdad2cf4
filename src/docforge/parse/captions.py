"""Captions: paragraphs beside a table or a picture that begin with the word for it.

Invariant: a number that the writer gave is kept, and what only looks like a caption stays where
it is, with a finding that shows the mend.
"""

import re
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import (
    NOWHERE,
    Blocks,
    Figure,
    Image,
    Inline,
    Inlines,
    Link,
    Node,
    Paragraph,
    Phrase,
    PhraseKind,
    Siblings,
    Table,
    Text,
    plain_text,
    rewrite,
)
from docforge.document.blocks import NO_MARKS
from docforge.parse.caption_languages import Languages, known_words, languages_of, words_of_all
from docforge.parse.context import ParseContext
from docforge.parse.table_marks import with_marks
from docforge.parse.text import is_blank, trim

_NUMBER = r"(?:(?:[A-Z]{1,2}[.-]?)?\d{1,3}(?:[.-]\d{1,3}){0,3}[a-z]?|[IVX]{1,6}|[A-Z]|\(\d{1,3}\))"
# What some put before the number: “Tableau n° 2 :”, “جدول رقم 2:”.
_NUMERO = r"(?:[ \u00a0](?:[Nn]\.?[°ºo]|[Nn]r\.|[Nn]o\.|№|رقم|شمارهٔ?))?"
# pandoc's own mark of a table's caption.
_COLON = ": "
# Marks within words of Indic and South-East Asian scripts, which are no letters to Python.
_VOWEL = (
    "[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0980-\u0dff"
    "\u0e31-\u0e4e\u0eb1-\u0ece\u102b-\u103e\u17b4-\u17d3]"
)
# A caption's beginning: its word, perhaps with a number, and what parts it from the words.
_LABEL = re.compile(
    rf"(?P<word>[^\W\d_](?:[^\W\d_]|{_VOWEL}){{0,20}}\.?)(?P<number>{_NUMERO}[ \u00a0]?{_NUMBER})?"
    r"(?P<end>[ \u00a0]?[:：]|\.(?=\s)|[ \u00a0]+[–—-](?=\s))?(?P<space>[ \u00a0]*)"
)
_SHORTENED = {"tab": "table", "tbl": "table", "fig": "figure", "figs": "figure", "abb": "figure"}
_LIKE = 0.8


class _Opening(Struct, frozen=True):
    """How a paragraph begins: for "table" or "figure", and where its words begin.

    `mend` is the beginning that would be read, "" when it is read as it is.
    """

    kind: str
    words: int
    mend: str = ""


def take_captions(context: ParseContext, blocks: Blocks) -> Blocks:
    """Paragraphs "Table: …" and "Figure 2: …" become captions of what stands beside them.

    The words are those of the document's language, or the English ones.
    """
    langs = languages_of(blocks, context.settings.lang or "en")

    def captioned(siblings: Siblings) -> Siblings:
        if not any(
            isinstance(node, Table | Figure) or _is_picture_alone(node) for node in siblings
        ):
            return tuple(_without_mark(context, node) for node in siblings)
        made = list(siblings)
        index = 0
        while index < len(made):
            label = _label(made[index], langs)
            beside = _beside(made, index, langs)
            owner = next((i for i in beside if label and _takes(made, i, label.kind)), None)
            if label is not None and owner is not None and not label.mend:
                made[owner] = _with_caption(context, made[owner], made[index], label)
                del made[index]
                continue
            if label is not None and owner is not None:
                _suggest(context, made[index], label)
            elif label is not None and not label.mend and index and _has_title(made[index - 1]):
                _told_twice(context, made[index])
            made[index] = _without_mark(context, made[index])
            index += 1
        return tuple(made)

    return rewrite(blocks, captioned)


def _beside(siblings: list[Node], index: int, langs: Languages) -> tuple[int, int]:
    """The places beside a caption, the likelier one first.

    Between two tables it belongs to the one below it, unless that has one behind it.
    """
    if index + 2 < len(siblings) and isinstance(siblings[index + 1], Table):
        after = _label(siblings[index + 2], langs)
        ends_there = index + 3 >= len(siblings) or not isinstance(siblings[index + 3], Table)
        if not (after is not None and after.kind == "table" and ends_there):
            return index + 1, index - 1
    elif index + 1 < len(siblings) and isinstance(siblings[index + 1], Table):
        return index + 1, index - 1
    return index - 1, index + 1


def _without_mark(context: ParseContext, block: Node) -> Node:
    """`{.row-headers}` and `{.chart}` mean nothing where there is no table to take them."""
    if not isinstance(block, Paragraph) or block.of_table == NO_MARKS:
        return block
    if block.of_table.chart is not None:
        context.warn(
            "CHT003",
            "a chart is asked for, and no table stands here to be drawn",
            context.at(block.position),
            "Write {.chart} on the line before a table, or at the end of its caption.",
        )
    return replace(block, of_table=NO_MARKS)


def _suggest(context: ParseContext, block: Node, label: _Opening) -> None:
    words = plain_text(block.children) if isinstance(block, Paragraph) else ""
    shown = words if len(words) <= 60 else f"{words[:57]}..."
    context.warn(
        "TBL015",
        f"“{shown}” looks like a caption and is not read as one",
        context.at(block.position),
        f"Begin it with “{label.mend} ”, or write it elsewhere when it is none.",
    )


def _has_title(block: Node) -> bool:
    return isinstance(block, Figure) and bool(block.caption)


def _told_twice(context: ParseContext, block: Node) -> None:
    words = plain_text(block.children) if isinstance(block, Paragraph) else ""
    context.warn(
        "TBL015",
        f"“{words[:60]}” looks like a caption, and the picture above has one already",
        context.at(block.position),
        "Take out the title behind the picture's address, or this line.",
    )


# --- What a paragraph begins with ----------------------------------------------------------


def _label(block: Node, langs: Languages) -> _Opening | None:
    """The beginning of a paragraph that is, or may be meant as, a caption."""
    if not isinstance(block, Paragraph) or not isinstance(block.children[0], Text | Phrase):
        return None
    text = plain_text(block.children)
    if text.startswith(_COLON) and text[len(_COLON) :].strip():
        return _Opening("table", len(_COLON))
    match = _LABEL.match(text)
    if match is None or not text[match.end() :].strip():
        return None
    word, number, end = match["word"], match["number"] or "", (match["end"] or "").strip()
    own = known_words(*langs.get(block.position, langs[NOWHERE]))
    kind = own.get(word.casefold())
    if kind and (end in (":", "：") or (number and end)):
        return _Opening(kind, 0 if number else match.end())
    mended = kind or _meant(word, number, end)
    if mended is None or not (number or end in (":", "：")):
        return None
    if kind and not _is_title(text[match.end() :]):
        return None  # a sentence: “Table 1 shows …”
    said = next(written for written, of in own.items() if of == mended).capitalize()
    return _Opening(mended, 0, f"{said}{number}:")


def _meant(word: str, number: str, end: str) -> str | None:
    """What a word means that is shortened, mistyped or another language's."""
    folded = word.casefold()
    bare = folded.rstrip(".")
    if bare in _SHORTENED and (number or end):
        return _SHORTENED[bare]
    if not end and not number:
        return None
    if kind := words_of_all().get(bare):
        return kind
    if len(bare) < 4 or end not in (":", "："):
        return None
    known = [(word, kind) for word, kind in words_of_all().items() if word[0] == bare[0]]
    near = max(
        ((SequenceMatcher(None, bare, word).ratio(), kind) for word, kind in known), default=None
    )
    return near[1] if near and near[0] >= _LIKE and number else None


def _is_title(words: str) -> bool:
    """Whether `words` begin like a title: with a capital, or in a script that has none."""
    first = next((c for c in words if c.isalpha()), "")
    return first.isupper() or (first.lower() == first.upper() and bool(first))


# --- What takes it -------------------------------------------------------------------------


def _takes(siblings: list[Node], index: int, kind: str) -> bool:
    if not 0 <= index < len(siblings):
        return False
    match siblings[index]:
        case Table(caption):
            return kind == "table" and not caption
        case block:
            return kind == "figure" and _is_picture_alone(block)


def _is_picture_alone(block: Node) -> bool:
    return isinstance(block, Paragraph) and _is_picture(block.children)


def _is_picture(inlines: Inlines) -> bool:
    """Whether it is a picture, or several with nothing but space between them."""
    match inlines:
        case (Image(), *rest) if all(
            isinstance(one, Image) or (isinstance(one, Text) and not one.text.strip())
            for one in rest
        ):
            return True
        case (Link(children),):
            return _is_picture(children)
        case _:
            return False


def _with_caption(context: ParseContext, block: Node, said: Node, label: _Opening) -> Node:
    """`block` with the words of `said` as its caption, and with what it asks of the table."""
    if not isinstance(said, Paragraph):
        return block
    words = _after(_unwrapped(said.children), label.words)
    if is_blank(words):
        return block
    match block:
        case Table():
            return with_marks(context, replace(block, caption=words), said.of_table)
        case Paragraph():
            return Figure((block,), words, block.position)
        case _:
            return block


def _unwrapped(inlines: Inlines) -> Inlines:
    """A caption that is bold or in italics from end to end is one without: styles show them."""
    match inlines:
        case (Phrase(PhraseKind.STRONG | PhraseKind.EMPHASIS, children),):
            return _unwrapped(children)
        case _:
            return inlines


def _after(inlines: Inlines, length: int) -> Inlines:
    """`inlines` without the first `length` characters of their text."""
    kept: list[Inline] = []
    for inline in inlines:
        if length <= 0:
            kept.append(inline)
            continue
        size = len(plain_text((inline,)))
        if size > length:
            match inline:
                case Text(text):
                    kept.append(replace(inline, text=text[length:]))
                case Phrase(_, children):
                    kept.append(replace(inline, children=_after(children, length)))
                case _:
                    kept.append(inline)
        length -= size
    return trim(tuple(kept))
