"""Straight quotation marks, apostrophes, hyphen pairs and three dots, as the language writes them.

Invariant: only the signs " ' -- --- ... change, and only where it is plain what they stand for;
a prime, an acronym's mark (ארה"ב) or an option (--draft) stays as it was typed (law 8).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import (
    Abbreviation,
    Blocks,
    Code,
    CodeBlock,
    Division,
    Inline,
    Language,
    LineBreak,
    Node,
    Phrase,
    PhraseKind,
    Text,
)
from docforge.document.rewriting import rewrite, rewrite_each
from docforge.parse.copied import copied_signs
from docforge.parse.quotation_marks import QuotationMarks, marks_of
from docforge.parse.text import as_typed

_CHANGED = re.compile(r"[\"']|--|\.\.\.")
# Stands in a run for what is not text, such as code: a word to the marks beside it.
_OTHER = "￼"
_VERBATIM = frozenset({PhraseKind.KEYBOARD, PhraseKind.SAMPLE, PhraseKind.VARIABLE})
_OPENERS = "([{<«„“‘‚‹—–-/|¿¡…"
_APOSTROPHE = "’"
# What begins with an apostrophe: years and decades, and English words without their beginning.
_ELIDED = re.compile(
    r"(?:\d\ds?\b|n'|(?:tis|twas|twere|twill|em|til|cause|round|bout|cos)\b)", re.IGNORECASE
)
# What begins so in one language only: ’s ist gut, ’n Ding; ’n taigh.
_ELIDED_IN = {
    "de": re.compile(r"(?:[snm]|ne[nmrs]?|rauf|raus|rein|rum|runter)\b(?!')", re.IGNORECASE),
    "nl": re.compile(r"(?:[snmtkr]|ns|er|ie)\b(?!')", re.IGNORECASE),
    "af": re.compile(r"[nk]\b(?!')", re.IGNORECASE),
    "gd": re.compile(r"(?:[nsg]|na|san|ga|gam|gad|gan|gar|gur)\b(?!')", re.IGNORECASE),
}
# Feet and inches, minutes and seconds: 5'10", 5'10''.
_FEET = re.compile(r"(?<=\d)(?P<feet>'\d{1,3}(?:[.,]\d{1,3})?)(?=\"|'')")
# Derivatives: f'(x), y'=2; behind such letters no language elides.
_DERIVED = re.compile(r"(?<![^\W_])[fghpquvwxyz]'(?=[(=])")
_DOUBLE = re.compile(r"(?:(?<=\d)|(?<=\b[^\W\d_]))''(?!\w)")
_NO_BREAK = "\u00a0"


def set_marks(blocks: Blocks, lang: str) -> Blocks:
    """`blocks`, which are in the language `lang`, with the signs that their language writes."""
    made: dict[int, str] = {}
    for block in blocks:
        for run in _runs(block, lang):
            made.update(_set(run))
    if not made:
        return blocks

    def changed(siblings: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            replace(node, text=made[id(node)]) if id(node) in made else node for node in siblings
        )

    return rewrite(blocks, changed)


def without_escapes(blocks: Blocks) -> Blocks:
    """`blocks` with the marks that stay straight as they are, whatever node they stand in."""
    return rewrite_each(blocks, lambda node: (_as_typed(node),))


def _as_typed(node: Node) -> Node:
    match node:
        case Text(text) | Code(text) | CodeBlock(text) | Abbreviation(text):
            return replace(node, text=as_typed(text))
        case _:
            return node


# --- Runs ----------------------------------------------------------------------------------


class _Part(Struct, frozen=True):
    """A text of a run (None for what is not text) and the language it is in."""

    node: Text | None
    shown: str
    lang: str


def _runs(node: Any, lang: str) -> Iterator[list[_Part]]:
    """The texts below a block, together where they are read as one: a paragraph, a term …"""
    if isinstance(node, Division) and node.lang:
        lang = node.lang
    for name in node.__struct_fields__:
        value = getattr(node, name)
        if isinstance(value, tuple):
            yield from _below(value, lang)


def _below(value: tuple[Any, ...], lang: str) -> Iterator[list[_Part]]:
    if value and isinstance(value[0], Inline):
        yield list(_parts(value, lang))
        return
    for item in value:
        if isinstance(item, tuple):
            yield from _below(item, lang)
        elif not isinstance(item, str):
            yield from _runs(item, lang)


def _parts(inlines: tuple[Any, ...], lang: str) -> Iterator[_Part]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield _Part(inline, text, lang)
            case LineBreak():
                yield _Part(None, "\n", lang)
            case Phrase(kind) if kind in _VERBATIM:
                yield _Part(None, _OTHER, lang)
            case Language(children, own):
                yield from _parts(children, own or lang)
            case _ if below := getattr(inline, "children", ()):
                yield from _parts(below, lang)
            case _:
                yield _Part(None, _OTHER, lang)


# --- Signs ---------------------------------------------------------------------------------


def _set(run: list[_Part]) -> Iterator[tuple[int, str]]:
    """Of each text that changes, its identity and what it says now."""
    whole = "".join(part.shown for part in run)
    if not _CHANGED.search(whole):
        return
    signs = dict(_signs(whole, run))
    begin = 0
    for part in run:
        text = _with_signs(part.shown, begin, signs)
        if part.node is not None and text != part.shown:
            yield id(part.node), text
        begin += len(part.shown)


def _with_signs(text: str, begin: int, signs: Mapping[int, str]) -> str:
    """`text`, which stands at the offset `begin` of its run, with `signs` put in."""
    return _CHANGED_RUN.sub(lambda match: signs.get(begin + match.start(), match[0]), text)


_CHANGED_RUN = re.compile(r"[\"']|-{2,}|\.{3,}")


def _signs(whole: str, run: list[_Part]) -> Iterator[tuple[int, str]]:
    """What stands at an offset of `whole` in the place of what was typed."""
    langs = _langs(run)
    quotes: list[tuple[int, str]] = []
    copied = copied_signs(whole)
    for match in _CHANGED_RUN.finditer(whole):
        start, end, typed = match.start(), match.end(), match[0]
        if start in copied:
            continue
        before, after = whole[start - 1 : start] or " ", whole[end : end + 1] or " "
        if typed[0] == ".":
            if typed == "...":
                yield start, "…"
        elif typed[0] == "-":
            if before in "\"'" and (whole[start - 2 : start - 1] or " ").isspace():
                before = " "  # an option in quotation marks, which are not a part of it
            if (dash := _dash(typed, before, after)) is not None:
                yield start, dash
        else:
            quotes.append((start, typed))
    yield from _quotes(whole, quotes, langs)


def _langs(run: list[_Part]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    begin = 0
    for part in run:
        found.append((begin, part.lang))
        begin += len(part.shown)
    return found


def _dash(typed: str, before: str, after: str) -> str | None:
    """The dash that two or three hyphens stand for; None for an option, a rule or an arrow."""
    is_option = (before.isspace() or before in _OPENERS) and not after.isspace()
    if len(typed) > 3 or is_option or after == ">" or before in "<!":
        return None
    return "–" if len(typed) == 2 else "—"


def _quotes(
    whole: str, quotes: list[tuple[int, str]], langs: list[tuple[int, str]]
) -> Iterator[tuple[int, str]]:
    open_at: list[tuple[int, str]] = []
    primes = {place for match in _FEET.finditer(whole) for place in match.span("feet")}
    doubled = {place for match in _DOUBLE.finditer(whole) for place in range(*match.span())}
    doubled |= {match.end() - 1 for match in _DERIVED.finditer(whole)}
    last = whole.rfind('"')
    index = 0
    for start, typed in quotes:
        while index + 1 < len(langs) and langs[index + 1][0] <= start:
            index += 1
        marks = marks_of(langs[index][1])
        opening, closing = marks.outer if typed == '"' else marks.inner
        before, after = whole[start - 1 : start] or " ", whole[start + 1 : start + 2] or " "
        opens = (before.isspace() or before in _OPENERS or _is_mark(before)) and not (
            after.isspace()
        )
        closes = not before.isspace()
        pending = next((i for i in range(len(open_at) - 1, -1, -1) if open_at[i][1] == typed), None)
        if start in primes and (pending is None or start != last):
            continue
        if start in doubled and pending is None:
            continue
        if _is_wide(before) or _is_wide(after):
            # Chinese and Japanese stand without spaces: marks come in turns.
            if pending is None:
                open_at.append((start, typed))
                yield start, opening
            else:
                del open_at[pending:]
                yield start, closing
        elif closes and pending is not None and "가" <= after <= "힣":
            # Korean puts its particles right behind a quotation.
            del open_at[pending:]
            yield start, closing
        elif typed == '"' and _is_arabic(before) and after.isalnum() and pending is None:
            # Behind a word that is written together with the next one, such as “and”.
            open_at.append((start, typed))
            yield start, opening
        elif before.isalnum() and after.isalnum():
            # Inside a word: an apostrophe, or the mark of a Hebrew acronym, which stays.
            if typed == "'" and not _is_hebrew(before):
                yield start, _APOSTROPHE
        elif typed == "'" and opens and _is_elided(whole, start + 1, langs[index][1]):
            yield start, _APOSTROPHE
        elif opens and not (pending is not None and _closes_here(before, after)):
            open_at.append((start, typed))
            yield start, opening
        elif closes and pending is not None:
            del open_at[pending:]
            yield start, closing
        elif typed == '"' and closes and _is_open(whole[:start], marks):
            yield start, closing
        elif before.isdigit() or _is_hebrew(before):
            continue  # a prime: 5' 10"
        elif closes and typed == "'":
            yield start, _APOSTROPHE
    # A quotation of several paragraphs opens in each and closes in the last; 'Twas does not.
    for start, typed in open_at:
        if typed == "'":
            yield start, _APOSTROPHE


def _is_elided(whole: str, place: int, lang: str) -> bool:
    own = _ELIDED_IN.get(lang.partition("-")[0].lower())
    return bool(_ELIDED.match(whole, place) or (own and own.match(whole, place)))


def _closes_here(before: str, after: str) -> bool:
    return not before.isspace() and not after.isalnum()


def _is_open(text: str, marks: QuotationMarks) -> bool:
    """Whether a mark that was typed as the language writes it is the last one, and opens."""
    opening, closing = marks.outer[0].strip(_NO_BREAK), marks.outer[1].strip(_NO_BREAK)
    return opening != closing and text.rfind(opening) > text.rfind(closing)


def _is_mark(character: str) -> bool:
    return character in "\"'"


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF" and not "가" <= character <= "힣"


def _is_arabic(character: str) -> bool:
    return "\u0620" <= character <= "\u064a"


def _is_hebrew(character: str) -> bool:
    return "\u0590" <= character <= "\u05ff"
