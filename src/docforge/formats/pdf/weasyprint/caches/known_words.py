"""Words as Pango has shaped them, kept for all documents of a style: most words come again.

Invariant: a word is known only where it is drawn and placed alike in every line of known words: one
font and one script hold the whole line, and no rule of the font looks at the spaces beside it.
"""

import re
import struct
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from msgspec import Struct, field
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import create_layout, line_size

from docforge.formats.pdf.weasyprint.caches.beside_spaces import peculiar_glyphs
from docforge.formats.pdf.weasyprint.caches.styles import shared_style

# PangoGlyphInfo: the glyph, its width, its offsets to the right and down, and attributes.
_INFO = struct.Struct("=Iiii4x")
# From here on they are no glyphs of a font: an empty one, and characters that have none.
_PECULIAR = pango.PANGO_GLYPH_EMPTY
# Signs and figures: they have no script of their own and take that of the letters beside them.
# There are none among them that join, hide, part or turn others.
_SIGNS = (
    r"!-@\[-`{-~\xa1-\xa9\xab\xac\xae-\xb9\xbb-\xbf\xd7\xf7"
    r"\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2122"
)
# Scripts whose words are drawn alike wherever they stand: one letter of each, and all of them.
_SCRIPTS = {
    "a": r"A-Za-z\xaa\xba\xc0-\xd6\xd8-\xf6\xf8-\u02af\u1e00-\u1eff",
    "\u03b1": r"\u0386\u0388-\u03ff\u1f00-\u1fff",
    "\u0430": r"\u0400-\u0481\u048a-\u052f",
}
_LETTERS = tuple(_SCRIPTS)
_NO_SCRIPT = "0"
_LETTER = re.compile("|".join(f"([{letters}])" for letters in _SCRIPTS.values()))
_UNWRITTEN = re.compile(f"[ {_SIGNS}]+")
_PLAIN = {
    _NO_SCRIPT: re.compile(f"[{_SIGNS}]+"),
    **{first: re.compile(f"[{_SIGNS}{letters}]+") for first, letters in _SCRIPTS.items()},
}
# Words that are kept at most, of all styles whose fonts come together: some fifteen megabytes.
_MOST = 50_000
# What Pango's font and the shape of a word depend on, besides features and the script.
_FONT = (
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variation_settings",
    "font_language_override",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
    "lang",
)


# The number of a glyph, its width in units of Pango, and the characters that it shows.
Glyph = tuple[int, int, str]


# thousands are made, and a frozen one takes three times as long
class ShapedWord(Struct, eq=False):
    """A word: its width in units of Pango, and its glyphs."""

    width: int
    glyphs: tuple[Glyph, ...]


NO_WORD = ShapedWord(0, ())


class _Glyphs(dict[tuple[tuple[int, ...], str], Glyph | None]):
    """Equal glyphs, kept once, by what Pango says of them and what they show; None: not plain."""

    def __init__(self, peculiar: frozenset[int]) -> None:
        super().__init__()
        self._peculiar = peculiar

    def __missing__(self, key: tuple[tuple[int, ...], str]) -> Glyph | None:
        (glyph, width, right, down), shown = key
        is_plain = not right and not down and glyph < _PECULIAR and glyph not in self._peculiar
        self[key] = found = (glyph, width, shown) if is_plain else None
        return found


class KnownWords(Struct):
    """The words of one style and script; None for those that are shaped with their line.

    `font` is Pango's, alive as long as `layout` is; `key` and `size` are those that WeasyPrint
    finds it by. `height` and `baseline` are those of a line, in CSS pixels. `shelf` has all that
    come from the same fonts.
    """

    script: str
    layout: Any
    font: Any
    key: int
    size: float
    height: float
    baseline: float
    space: ShapedWord
    glyphs: _Glyphs
    shelf: Mapping[Any, "KnownWords | None"]
    words: dict[str, ShapedWord | None] = field(default_factory=lambda: {"": NO_WORD})

    def has_script_of(self, line: str) -> bool:
        """Whether a line would be shaped as words of this script."""
        return _script(line) == self.script

    def has(self, words: Iterable[str]) -> bool:
        """Whether it is known of all `words` how they are shaped, or that it depends."""
        return all(map(self.words.__contains__, words))

    def shaped(self, words: Iterable[str]) -> list[ShapedWord | None]:
        """How each of `words` is shaped that were learned; None where that depends."""
        return list(map(self.words.get, words))

    def forget(self) -> None:
        """Have no words but the empty one."""
        self.words = {"": NO_WORD}
        self.glyphs.clear()

    def learn(self, words: Iterable[str], style: Any, context: Any) -> None:
        """Shape those of `words` that are new, all in one line."""
        kept = [known for known in self.shelf.values() if known is not None]
        if sum(len(known.words) for known in kept) > _MOST:
            for known in kept:
                known.forget()
        new = [word for word in dict.fromkeys(words) if word not in self.words]
        self.words.update(dict.fromkeys(new))
        text = " ".join([self.script, *filter(_PLAIN[self.script].fullmatch, new)])
        layout = create_layout(text, style, context, None, 0)
        run, text_bytes = layout.get_first_line()[0].runs[0], text.encode()
        while run != ffi.NULL:
            if run.data.item.analysis.font == self.font:
                self._learn_run(run.data, text_bytes)
            run = run.next

    def _learn_run(self, run: Any, text: bytes) -> None:
        """Keep the words of a run of `text` that are whole and plain."""
        offset = run.item.offset
        own = text[offset : offset + run.item.length]
        infos, starts = _glyphs_of(run)
        glyphs = list(map(self.glyphs.__getitem__, zip(infos, _shown(own, starts), strict=True)))
        widths = [0, *accumulate(info[1] for info in infos)]
        ((space, width, _),) = self.space.glyphs
        is_whole = text[:offset][-1:] in (b"", b" ")
        at = first = 0
        for word in own.split(b" "):
            end = at + len(word)
            last = bisect_left(starts, end, first)
            if end == len(own):
                is_whole &= text[offset + end : offset + end + 1] in (b"", b" ")
            is_parted = starts[last] == end and (
                last == len(infos) or infos[last][:2] == (space, width)
            )
            plain = tuple(filter(None, glyphs[first:last]))
            if word and is_whole and is_parted and len(plain) == last - first:
                self.words[word.decode()] = ShapedWord(widths[last] - widths[first], plain)
            is_whole, at, first = True, end + 1, last + 1


def _glyphs_of(run: Any) -> tuple[list[tuple[int, ...]], list[int]]:
    """Of each glyph its number, width and offsets, and the byte where its characters begin.

    Behind the last beginning stands the end.
    """
    string = run.glyphs
    count = string.num_glyphs
    infos = list(_INFO.iter_unpack(ffi.buffer(string.glyphs, count * _INFO.size)))
    return infos, [*ffi.unpack(string.log_clusters, count), run.item.length]


def _shown(text: bytes, starts: Sequence[int]) -> Iterable[str]:
    """The characters of each glyph; those of a cluster stand with its last glyph."""
    if len(starts) == len(text) + 1 and text.isascii():
        return text.decode()
    return (text[begin:end].decode() for begin, end in pairwise(starts))


def known_words_of(style: Any, text: str, context: Any) -> KnownWords | None:
    """The words of a style, in the script of `text`; None where lines are more than their words."""
    script = _script(text)
    if script is None:
        return None
    known = vars(shared_style(style)).setdefault("known_words", {})
    if script not in known:
        known[script] = _found(style, script, context) if _is_plain(style) else None
    found: KnownWords | None = known[script]
    return found


def _script(text: str) -> str | None:
    """The letter that stands for the script of a text; None for one of other scripts."""
    letter = _LETTER.search(text)
    if letter is not None and letter.lastindex is not None:
        return _LETTERS[letter.lastindex - 1]
    return _NO_SCRIPT if _UNWRITTEN.fullmatch(text) else None


def _is_plain(style: Any) -> bool:
    return bool(
        style["font_size"]
        and style["direction"] == "ltr"
        and style["white_space"] in ("normal", "nowrap", "pre", "pre-wrap")
        and style["letter_spacing"] == "normal"
        and not style["word_spacing"]
        and style["word_break"] == "normal"
        and style["hyphens"] != "auto"
        and style["font_variant_caps"] == "normal"
    )


def _found(style: Any, script: str, context: Any) -> KnownWords | None:
    """The words that all documents share whose fonts come from the same style."""
    key = (script, *style["font_family"], *(str(style[name]) for name in _FONT))
    shared = vars(style.font_config).setdefault("known_words", {})
    if key not in shared:
        shared[key] = _begun(style, script, context, shared)
    found: KnownWords | None = shared[key]
    return found


def _begun(style: Any, script: str, context: Any, shelf: Any) -> KnownWords | None:
    """No words yet; None where the font looks at all that stands beside spaces."""
    layout = create_layout(f"{script} {script}", style, context, None, 0)
    line, _ = layout.get_first_line()
    run = line.runs[0]
    if run == ffi.NULL or run.next != ffi.NULL or run.data.glyphs.num_glyphs != 3:
        return None
    font = run.data.item.analysis.font
    (_, (space, width, *_), *_), _ = _glyphs_of(run.data)
    peculiar = None if space >= _PECULIAR else peculiar_glyphs(font, space)
    if peculiar is None:
        return None
    _, height = line_size(line, style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    key, _, size = get_pango_font_key(font)
    blank = ShapedWord(width, ((space, width, " "),))
    glyphs = _Glyphs(peculiar)
    return KnownWords(script, layout, font, key, size, height, baseline, blank, glyphs, shelf)
