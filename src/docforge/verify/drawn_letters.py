"""Whether the letters of a PDF are drawn as what they say: by the fonts that came along.

Invariant: the outline of each glyph in a subset is the glyph's in the whole font, and that glyph
is the one for the letters that it stands for. Fonts of the machine, for other scripts, are not
known here; whether their files are still those that were delivered is told by their hashes.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import product
from typing import Any

from fontTools.pens.basePen import decomposeQuadraticSegment
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from docforge.style.fonts import FontFile
from docforge.verify.truetype import TrueType, read_font

# A glyph that is part of a cluster says nothing by itself.
_FILLER = "\u2060"
_STYLED = re.compile(
    r"(-(Thin|Hairline|Extra|Ultra|Light|Book|Normal|Regular|Medium|Semi|Demi|Bold|Black|Heavy"
    r"|Condensed|Expanded|Italic|Oblique|\d+))*$"
)
_MAPPED = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_BLOCKS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_MOST = 6  # meanings of one glyph that are followed
_STEPS = 5  # from a glyph to the one that it replaces, and on
_EXTENSION = 7
_SAME_WIDTH = 2.0  # of a thousandth of the letters' size
Outline = tuple[Any, ...]


def strange_letters(pdf: Any, fonts: Sequence[FontFile]) -> Iterator[str]:
    """What of the letters of an open PDF is not drawn as `fonts` draw it."""
    done = set()
    for page in pdf.pages:
        resources: Any = page.obj.get("/Resources") or {}
        for font in (resources.get("/Font") or {}).values():
            if font.objgen not in done and str(font.get("/Subtype", "")) == "/Type0":
                done.add(font.objgen)
                yield from _of_font(font, fonts)


def _of_font(font: Any, fonts: Sequence[FontFile]) -> Iterator[str]:
    name = str(font.get("/BaseFont", ""))[1:].partition("+")[2]
    whole = tuple(each.content for each in fonts if _is_of(name, each.family))
    file = font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
    if not whole or file is None or "/ToUnicode" not in font:
        return
    told = bytes(font.ToUnicode.read_bytes()).decode("ascii", "replace")
    said = tuple(
        (int(code, 16), bytes.fromhex(value).decode("utf-16-be", "replace"))
        for block in _BLOCKS.findall(told)
        for code, value in _MAPPED.findall(block)
    )
    subset = bytes(file.read_bytes())
    for letters in _fewest(subset, said, whole):
        yield f"the letters {letters} of the font {name}, which are drawn otherwise"


@lru_cache(maxsize=128)
def _fewest(
    subset: bytes, said: tuple[tuple[int, str], ...], fonts: tuple[bytes, ...]
) -> tuple[str, ...]:
    """The letters that a subset does not draw as the one of `fonts` does that it is most like."""
    own = read_font(subset)

    def unlike(whole: bytes) -> int:
        return sum(not _is_same(own, read_font(whole), code) for code, _ in said)

    fewest: tuple[str, ...] | None = None
    for whole in sorted(fonts, key=unlike):
        strange = _strange(own, said, whole)
        if not strange:
            return ()
        fewest = strange if fewest is None else min(fewest, strange, key=len)
    return fewest or ()


def _is_of(name: str, family: str) -> bool:
    begin = family.replace(" ", "-")
    return name.startswith(begin) and bool(_STYLED.match(name[len(begin) :]))


def _strange(own: TrueType, said: tuple[tuple[int, str], ...], whole: bytes) -> tuple[str, ...]:
    """The letters that the subset `own` does not draw as the font `whole` does."""
    known = read_font(whole)
    if not own.places or not known.places:  # outlines of another kind
        return ()
    own_widths, widths = own.advances(), _widths(whole)
    return tuple(
        letters
        for code, letters in said
        if not (_is_drawn(own, known, code) and _is_meant(whole, code, letters))
        or abs(own_widths[code] - widths[code]) > _SAME_WIDTH
    )


@lru_cache(maxsize=16)
def _widths(whole: bytes) -> Sequence[float]:
    return read_font(whole).advances()


def _is_drawn(own: TrueType, known: TrueType, code: int) -> bool:
    """Whether a glyph looks as in the whole font, however it is written."""
    if code >= min(len(own.places), len(known.places)) - 1:
        return False
    return _is_same(own, known, code) or _points(own, code) == _points(known, code)


def _is_same(own: TrueType, known: TrueType, code: int) -> bool:
    """Whether a glyph is written in the same bytes in both, as most are."""
    if code >= min(len(own.places), len(known.places)) - 1:
        return False
    return own.outline(code) == known.outline(code)


def _points(font: TrueType, code: int) -> Outline:
    """The points of a glyph with where its lines end, without what is for small screens."""
    face = _face(font.content)
    glyphs = face["glyf"]
    points, ends, flags = glyphs[face.getGlyphName(code)].getCoordinates(glyphs)
    return (list(points), list(ends), [flag & 1 for flag in flags])


def _is_meant(whole: bytes, code: int, letters: str) -> bool:
    """Whether a glyph is one that its font has for `letters`.

    One for several letters may say the first of them, when others that are not seen follow.
    """
    if letters == _FILLER or (len(letters) == 1 and _glyphs(whole).get(letters) == code):
        return True
    likely = (_plain(letters), _plain("".join(map(_mirrored, letters))))
    return any(_plain(each).startswith(likely) for each in _meant(whole, code))


def _meant(whole: bytes, code: int) -> Iterator[str]:
    """What a glyph may stand for; what it is put in the place of is looked up last."""
    yield from _letters(whole).get(code, ())
    yield from _meanings(whole, code)


def _mirrored(sign: str) -> str:
    """The sign that is drawn for a bracket or quotation mark from right to left (UAX 9, L4)."""
    name = unicodedata.name(sign, "") if unicodedata.mirrored(sign) else ""
    for one, other in (("LEFT", "RIGHT"), ("LESS-THAN", "GREATER-THAN")):
        for before, after in ((one, other), (other, one)):
            if before in name:
                return _named(name.replace(before, after), sign)
    return sign


def _named(name: str, sign: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return sign


def _plain(letters: str) -> str:
    """Letters of one look as one: kinds of spaces and of hyphens have one glyph."""
    plain = unicodedata.normalize("NFKC", letters)
    return re.sub("[\u00ad\u2010\u2011]", "-", re.sub(r"\s", " ", plain))


@lru_cache(maxsize=16)
def _face(whole: bytes) -> TTFont:
    return TTFont(BytesIO(whole), lazy=True)


@lru_cache(maxsize=16)
def _glyphs(whole: bytes) -> Mapping[str, int]:
    face = _face(whole)
    return {chr(letter): face.getGlyphID(name) for letter, name in face.getBestCmap().items()}


@lru_cache(maxsize=16)
def _letters(whole: bytes) -> Mapping[int, Sequence[str]]:
    """The letters that each glyph stands for by itself."""
    found: dict[int, list[str]] = {}
    for letter, code in _glyphs(whole).items():
        found.setdefault(code, []).append(letter)
    return found


@lru_cache(maxsize=4096)
def _meanings(whole: bytes, code: int, steps: int = _STEPS) -> frozenset[str]:
    """What a glyph may stand for, by itself or put in the place of others (GSUB)."""
    found = set(_letters(whole).get(code, ()))
    for parts in _replaced(whole).get(code, ()) if steps else ():
        texts = product(*(sorted(_meanings(whole, part, steps - 1))[:_MOST] for part in parts))
        found.update("".join(text) for text in texts)
    return frozenset(found)


def glyphs_for(whole: bytes, signs: Iterable[str]) -> Iterator[list[tuple[float, float]]]:
    """The outlines that the font `whole` may draw `signs` with, each as where its curves end."""
    face = _face(whole)
    known, instead = _glyphs(whole), _instead(whole)
    plain = {known[sign] for sign in signs if sign in known}
    drawn = face.getGlyphSet()
    for code in sorted(plain | {made for one in plain for made in instead.get(one, ())}):
        pen = DecomposingRecordingPen(drawn)
        drawn[face.getGlyphName(code)].draw(pen)
        yield [end for name, ends in pen.value for end in _ends(name, ends)]


def _ends(name: str, points: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Where the curves of a segment end, those between points off the line too."""
    if name == "qCurveTo":
        yield from (end for _, end in decomposeQuadraticSegment(points))
    elif name in ("moveTo", "lineTo"):
        yield points[0]


@lru_cache(maxsize=16)
def _instead(whole: bytes) -> Mapping[int, Sequence[int]]:
    """The glyphs that may be put in the place of a glyph that stands by itself."""
    found: dict[int, list[int]] = {}
    for made, all_ in _replaced(whole).items():
        for parts in all_:
            if len(parts) == 1:
                found.setdefault(parts[0], []).append(made)
    return found


@lru_cache(maxsize=16)
def _replaced(whole: bytes) -> Mapping[int, Sequence[tuple[int, ...]]]:
    """The glyphs that a glyph may be put in the place of."""
    face = _face(whole)
    found: dict[int, list[tuple[int, ...]]] = {}
    for table in _substitutions(face):
        for made, parts in table:
            own = found.setdefault(face.getGlyphID(made), [])
            own.append(tuple(map(face.getGlyphID, parts)))
    return found


def _substitutions(face: TTFont) -> Iterator[list[tuple[str, tuple[str, ...]]]]:
    """The glyphs that a font puts in the place of others, each with those (OpenType, GSUB)."""
    if "GSUB" not in face or face["GSUB"].table.LookupList is None:
        return
    for lookup in face["GSUB"].table.LookupList.Lookup:
        for held in lookup.SubTable:
            table = held.ExtSubTable if held.LookupType == _EXTENSION else held
            match table.LookupType:
                case 1:
                    yield [(made, (one,)) for one, made in table.mapping.items()]
                case 2:
                    yield [(made, (one,)) for one, all_ in table.mapping.items() for made in all_]
                case 3:
                    yield [(m, (one,)) for one, all_ in table.alternates.items() for m in all_]
                case 4:
                    yield [
                        (ligature.LigGlyph, (first, *ligature.Component))
                        for first, ligatures in table.ligatures.items()
                        for ligature in ligatures
                    ]
