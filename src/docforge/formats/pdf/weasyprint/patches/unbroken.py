"""Where a line is broken between inline boxes that no space parts, and within a word.

Invariant: that is only where it would leave its block and nothing else in it may be broken; the
number of a note stays with the word before it.
"""

import re
import unicodedata
from typing import Any

import weasyprint.layout.inline
from weasyprint.formatting_structure import boxes

from docforge.style.joined import is_joined

_break = weasyprint.layout.inline._break_waiting_children
_can_break = weasyprint.layout.inline.can_break_text
_split_box = weasyprint.layout.inline.split_inline_box
_split_text = weasyprint.layout.inline.split_text_box
# Words that are taken to the next line at most, and the part of its width that a line keeps: more
# of it where a number moves than where a word would be cut.
_WORDS, _FULL, _FULL_OF_WORDS = 4, 0.6, 0.4
# A word of Korean goes to the next space; before a mark that ends it, Pango breaks no line.
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_MAY_END = "-–—/·…"
# The sign of an amount.
_SIGN = re.compile(r"(?:^|[\s(\[])[+−–-]$")
# A foreign word of Japanese. In a heading it stands in one line, which text may cut.
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{1,12}$")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NEAR = 60  # bytes that the next word is looked for in
_ROUNDING = 0.01  # CSS pixels
_LEAST = 1.0  # CSS pixels that a line must be too long by: rounding is less


def break_waiting_children(
    context: Any, box: Any, max_x: float, *more: Any
) -> dict[int, Any] | None:
    """Where to go on in the next line, and None where the line cannot be broken.

    What CSS says of a word that is too long (`overflow-wrap`) holds between boxes, too.
    """
    found: dict[int, Any] | None = _break(context, box, max_x, *more)
    line_children, children, waiting_children = more[-5:-2]
    if not found and not children and waiting_children and not line_children:
        # All of the line stands in one box, as code does, and has no better place.
        children.extend(waiting_children)
        return {waiting_children[-1][0] + 1: None}
    if found or not waiting_children or len(line_children) < 2:
        return found
    (_, before), (index, last) = line_children[-2:]
    # In a box within the line, the line itself may have a better place before it.
    is_of_line = before is waiting_children[-1][1]
    may_break = last.style["overflow_wrap"] != "normal" and last.style["white_space"] != "nowrap"
    if is_of_line and may_break and last.position_x + last.margin_width() > max_x + _LEAST:
        children.extend(waiting_children)
        return {index: None}
    return found


# Closing punctuation, and what ends a sentence: no dash, and nothing that opens.
_CLOSING = ("Pe", "Pf", "Po")


def can_break_text(text: str, lang: str) -> bool:
    """Whether a line may end within `text`; of two boxes, the letters that meet.

    Korean is parted between words (W3C, Requirements for Hangul Text Layout). Pango lets a
    line end between a full stop and a figure, which UAX 14 forbids (LB25); behind a question mark
    a figure in a box of its own is the mark of a note as well.
    """
    if len(text) == 2 and _is_within_word(text[0], text[1], lang):
        return False
    before_figure = text[0] if len(text) == 2 and text[1].isdecimal() else "/"
    if before_figure not in "/\\" and unicodedata.category(before_figure) in _CLOSING:
        return False
    return bool(_can_break(text, lang))


def split_inline_box(context: Any, box: Any, *more: Any) -> Any:
    """What `box` has in this line; of a line, whether it has words is not known yet."""
    if not isinstance(box, boxes.LineBox):
        return _split_box(context, box, *more)
    # Lines stand in lines: in the boxes of formulas and of list labels.
    around = getattr(context, "line_has_words", False), getattr(context, "line_begins", 0.0)
    context.line_has_words, context.line_begins = False, more[0]
    try:
        return _split_box(context, box, *more)
    finally:
        context.line_has_words, context.line_begins = around


def split_text_box(
    context: Any, box: Any, width: float | None, skip: int, is_line_start: bool = True
) -> Any:
    """What `box` has in this line. Within a word it ends only where the line begins with it.

    WeasyPrint takes each text in a box for the beginning of the line when all of the line stands
    in that box: names in code were cut where a space before them would have done.
    """
    has_words = _has_words(context)
    # A box that is measured, and not laid out, has no place yet.
    place = getattr(box, "position_x", None)
    before = place - context.line_begins if has_words and place is not None else 0.0
    made = fitted_text(context, box, width, skip, is_line_start and not has_words, before)
    if has_words and _cuts_word(box, made) and _begins_word(context, box, skip):
        # All of the word, which is too wide: the line ends before this box.
        word = _FIRST_WORD.match(_text_from(box, skip))
        told, _, _ = _split_text(context, box.copy_with_text(word[0] if word else ""), None, 0)
        if told is not None and before >= (before + (width or 0.0)) * _FULL_OF_WORDS:
            made = _fitted(context, box, told.width + _ROUNDING, skip, is_line_start)
    if made[0] is not None and made[0].text.strip():
        context.line_has_words = True
    context.line_ends = "" if made[0] is None else made[0].text[-1:]
    return made


_FIRST_WORD = re.compile(" *[^ ]*")


def _begins_word(context: Any, box: Any, skip: int) -> bool:
    """Whether a line may end before what `box` has from byte `skip` on."""
    return getattr(context, "line_ends", "") == " " or _text_from(box, skip)[:1] == " "


def _text_from(box: Any, skip: int) -> str:
    rest: str = box.text.encode()[skip:].decode()
    return rest


def fitted_text(
    context: Any,
    box: Any,
    width: float | None,
    skip: int,
    is_line_start: bool = True,
    before: float = 0.0,
) -> Any:
    """What `box` has in this line, which does not end beside a number that it cuts from its word.

    It does where the words before them would fill too little of the line; `before` is how much of
    it other boxes have filled.
    """
    made = fitting = _fitted(context, box, width, skip, is_line_start)
    for _ in range(_WORDS):
        start, end, _ = fitting
        if width is None or start is None:
            return fitting
        words, full = _kept(box, fitting)
        if words is None:
            return fitting
        if not words:
            return made
        # So wide that they alone have room: a box of its own tells, which is not laid out.
        told, _, _ = _split_text(context, box.copy_with_text(words), None, 0)
        if told is None or before + told.width < (before + width) * full:
            return made
        fitting = _fitted(context, box, told.width + _ROUNDING, skip, is_line_start)
        if fitting[1] is None or fitting[1] >= end:
            return made
    return made


def _kept(box: Any, made: Any) -> tuple[str | None, float]:
    """The words that a line keeps where its end parts what stands together, and how full it stays.

    None where it parts nothing.
    """
    start, end, _ = made
    words, _, _ = start.text.rstrip(" ").rpartition(" ")
    if _cuts_from_number(box, start.text, end) or _cuts_sign(box, made):
        return words, _FULL
    if _cuts_word(box, made):
        return words, _FULL_OF_WORDS
    if box.element_tag in _HEADINGS and _leaves_a_word(box, start.text, end):
        return words, _FULL_OF_WORDS
    if box.element_tag in _HEADINGS and (run := _KATAKANA.search(start.text)):
        _, after = _at(box, end)
        if _KATAKANA.match(after):
            return start.text[: run.start()], _FULL_OF_WORDS
    return None, 1.0


def _cuts_word(box: Any, made: Any) -> bool:
    """Whether the line ends within a word of Korean, which Pango takes for one of Chinese."""
    start, end, _ = made
    if start is None or end is None or box.style["white_space"] not in ("normal", "pre-line"):
        return False
    lang = box.style["lang"] or ""
    return lang[:2] == "ko" and _is_within_word(*_at(box, end), lang)


def _leaves_a_word(box: Any, line: str, end: int | None) -> bool:
    """Whether one word of a heading alone would go on in the next line, behind three or more."""
    rest = _text_from(box, end or 0).split(maxsplit=1)
    return end is not None and len(rest) == 1 and len(line.split()) > 2


def _cuts_sign(box: Any, made: Any) -> bool:
    """Whether the line ends between the sign of an amount and its currency ("-$5")."""
    start, end, _ = made
    if end is None or box.style["white_space"] != "normal" or not _SIGN.search(start.text):
        return False
    before, after = _at(box, end)
    return before == start.text[-1] and unicodedata.category(after or " ") == "Sc"


def _is_within_word(before: str, after: str, lang: str) -> bool:
    if (lang or "")[:2] != "ko" or not before.strip() or not after.strip():
        return False
    return bool(_HANGUL.match(before) or _HANGUL.match(after)) and before not in _MAY_END


def _at(box: Any, end: int | None) -> tuple[str, str]:
    """The letters before and behind byte `end` of the text of `box`."""
    if end is None:
        return "", ""
    text = box.text.encode()
    before = text[max(0, end - 4) : end].decode(errors="ignore")[-1:]
    return before, text[end : end + 4].decode(errors="ignore")[:1]


def _cuts_from_number(box: Any, line: str, end: int | None) -> bool:
    """Whether a line that ends at byte `end` of the text of `box` parts a number and its word."""
    if end is None or box.style["white_space"] != "normal":
        return False
    words = line.split()
    following = box.text.encode()[end : end + _NEAR].decode(errors="ignore").split(maxsplit=2)
    if not words or not following:
        return False
    before, after, then = words[-1], following[0], "".join(following[1:2])
    has_figure = any(sign.isdecimal() for sign in before + after)
    return has_figure and is_joined(before, after, box.style["lang"] or "und", then)


def _fitted(
    context: Any, box: Any, width: float | None, skip: int, is_line_start: bool = True
) -> Any:
    """What `box` has in this line, where a space at its end needs no room.

    A text that fits but for that space, which stands before a link or strong words, keeps its first
    word alone in the line when it is left to WeasyPrint.
    """
    made = _split_text(context, box, width, skip, is_line_start)
    start, end, _ = made
    is_first_word = start is not None and end is not None and " " not in start.text.strip(" ")
    if width is None or not is_first_word or not box.text.endswith(" "):
        return made
    if box.style["white_space"] != "normal" or end >= len(box.text.encode()):
        return made
    bare = box.copy_with_text(box.text.rstrip(" "))
    if _split_text(context, bare, width, skip, is_line_start)[1] is not None:
        return made
    return _split_text(context, box, width + box.style["font_size"], skip, is_line_start)


def _has_words(context: Any) -> bool:
    return getattr(context, "line_has_words", False)
