"""First lines made of known words, which Pango need not shape: their widths say where they end.

Invariant: what is given is what `weasyprint.text.line_break.split_first_line` gives; None is given
wherever a word is not known, or where a line may end elsewhere than between two plain words.
"""

import re
from collections.abc import Sequence
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS
from weasyprint.text.line_break import Layout

from docforge.formats.pdf.weasyprint.caches.known_words import (
    KnownWords,
    ShapedWord,
    known_words_of,
)
from docforge.formats.pdf.weasyprint.caches.typesetting import typesetting_of

# Letters of a line's own size that a line holds at most, nearly always: 1.9 in most fonts; and so
# many letters are looked at where a line is narrow.
_RATIO, _FEWEST = 2.6, 60
# New words are looked for in so many letters at once.
_AHEAD = 2000
# Pango takes lines of more pixels for endless.
_ENDLESS = 2**21
_UNWRAPPED = ("nowrap", "pre")
# A word in which no line may end, and what a line may end behind where such a word follows (UAX 14;
# Pango lets it end between a full stop and a figure, but not within a number).
UNBROKEN = re.compile(
    r"""["'\u2018\u201c]*
    [^\W_]+ (?: (?: ['\u2019] | [.,:;](?!\d) | (?<=\d)[.,:;] ) [^\W_]+ )*
    %? [.,:;!?"'\u2019\u201d)]*""",
    re.VERBOSE,
)
MAY_END = re.compile("[^\\W_]|[-.,:;!?%\"'\u2019\u201d)]")


class KnownLine(Layout):  # type: ignore[misc]  # WeasyPrint has no types
    """A line of known words. Pango shapes it only for those who ask for Pango's own layout."""

    justification_spacing = 0
    first_line_direction = 0

    def __init__(
        self,
        text: str,
        words: Sequence[ShapedWord],
        known: KnownWords,
        style: Any,
        width: Any,
    ) -> None:
        self.text, self.words, self.known, self.max_width = text, words, known, width
        self.__dict__.update(typesetting_of(style).metrics)

    def __getattr__(self, name: str) -> Any:
        if name not in ("layout", "language") or "style" not in self.__dict__:
            raise AttributeError(name)
        self.setup(self.style)
        self.set_text(self.text, justify=True)
        return self.__dict__[name]

    def reactivate(self, style: Any) -> None:
        """Make it ready to be painted."""
        self.style = style

    def deactivate(self) -> None:
        """Let go of what Pango holds, if it was asked."""
        for name in ("layout", "language", "style"):
            self.__dict__.pop(name, None)


def first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...] | None:
    """Layout, length and end in bytes, width, height and baseline in CSS pixels; or None."""
    if justification_spacing:
        return None
    white_space = style["white_space"]
    if max_width is not None and (max_width >= _ENDLESS or white_space in _UNWRAPPED):
        max_width = None
    if white_space.startswith("pre"):
        return _kept_line(text, style, context, max_width)
    letters = len(text)
    if max_width is not None:
        letters = max(_FEWEST, int(max_width / (style["font_size"] or 1) * _RATIO))
    known = known_words_of(style, text[:letters], context)
    if known is None:
        return None
    words = _whole_words(text, letters)
    if not known.has(words):
        known.learn(_whole_words(text, max(letters, _AHEAD)), style, context)
    shaped = known.shaped(words)
    line_words, width = _fitting(shaped, known.space.width, max_width)
    count = len(line_words)
    if None in shaped[: count + 1]:
        return None
    if not line_words and words and _stands_alone(words[0], style, is_line_start, minimum):
        count, (line_words, width) = 1, _fitting(shaped[:1], known.space.width, None)
    ends = count == len(words) == text.count(" ") + 1
    if not ends and not _may_part(words, count):
        return None
    line = text if ends else " ".join(words[:count])
    if not known.has_script_of(line):
        return None
    return _given(KnownLine(line, line_words, known, style, max_width), width, ends=ends)


def _kept_line(
    text: str, style: Any, context: Any, max_width: float | None
) -> tuple[Any, ...] | None:
    """A line whose spaces and end are kept, where there is room for all of it."""
    line, *more = text.split("\n", 1)
    known = known_words_of(style, line, context)
    if known is None or "\xad" in text:
        return None
    words = line.split(" ")
    if not known.has(words):
        known.learn(words, style, context)
    line_words, width = _fitting(known.shaped(words), known.space.width, max_width)
    if len(line_words) < len(words):
        return None
    return _given(KnownLine(line, line_words, known, style, max_width), width, ends=not more)


def _given(line: KnownLine, width: int, *, ends: bool) -> tuple[Any, ...]:
    length = len(line.text.encode())
    known = line.known
    end = None if ends else length + 1
    return line, length, end, width * FROM_UNITS, known.height, known.baseline


def _whole_words(text: str, letters: int) -> list[str]:
    """The words of the first `letters` of `text`, without the last one if it may go on."""
    words = text[:letters].split(" ")
    if letters < len(text):
        words.pop()
    return words


def _fitting(
    shaped: Sequence[ShapedWord | None], space: int, max_width: float | None
) -> tuple[list[ShapedWord], int]:
    """The words that there is room for, up to the first that is not known, and their width."""
    room = None if max_width is None else int(max(0, max_width) * TO_UNITS)
    fitting: list[ShapedWord] = []
    width = 0
    for word in shaped:
        if word is None:
            break
        wider = width + word.width + (space if fitting else 0)
        if room is not None and wider > room:
            break
        width = wider
        fitting.append(word)
    return fitting, width


def _may_part(words: Sequence[str], count: int) -> bool:
    """Whether a line ends behind the first `count` words, whatever the room is."""
    if not 0 < count < len(words):
        return False
    return bool(MAY_END.match(words[count - 1][-1:]) and UNBROKEN.fullmatch(words[count]))


def _stands_alone(word: str, style: Any, is_line_start: bool, minimum: bool) -> bool:
    """Whether a word for which there is no room is the line nevertheless."""
    wrap = style["overflow_wrap"]
    is_cut = is_line_start and (wrap == "anywhere" or (wrap == "break-word" and not minimum))
    return not is_cut and UNBROKEN.fullmatch(word) is not None
