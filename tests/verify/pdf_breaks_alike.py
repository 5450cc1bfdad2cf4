"""Breaks of what a PDF says or shows twice: each part by itself is right, and they do not agree."""

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pdf_breaking import Break, all_of, annotations
from pdf_breaks_seen import around, font, in_text, of_text, page_end
from pikepdf import Array, Dictionary, Name, String

# --- Ways and languages ------------------------------------------------------------------


def _ways_back(pdf: Any) -> list[Any]:
    return [each for each in annotations(pdf) if "Back" in str(each.get("/Contents", ""))]


def way_back(change_it: Callable[[list[Any]], None]) -> Break:
    """Change the links that lead from notes back to their marks."""
    return lambda pdf: change_it(_ways_back(pdf))


def _exchanged(found: list[Any]) -> None:
    found[0].Dest, found[2].Dest = found[2].Dest, found[0].Dest


def _to_the_end(pdf: Any) -> None:
    _ways_back(pdf)[0].Dest = Array([pdf.pages[-1].obj, Name("/XYZ"), 0, 100, None])


def _lower(found: list[Any]) -> None:
    found[0].Dest[3] = float(found[0].Dest[3]) - 40


def _beside(found: list[Any]) -> None:
    found[0].Dest[2] = 20


def language(role: str, above: str, tag: str = "zh") -> Break:
    """Say that an element of a type, within one of another type, is in a language."""

    def change(pdf: Any) -> None:
        found = (each for each in all_of(pdf, role) if _above(each) == above)
        next(found)["/Lang"] = String(tag)

    return change


def _above(node: Any) -> str:
    """The types of what an element stands in, from the inside out, up to a block."""
    names = [str(node.P.S)[1:]]
    while names[-1] in ("Reference", "Link", "Span"):
        node = node.P
        names.append(str(node.P.S)[1:])
    return " ".join(names)


def _language_of_code(pdf: Any) -> None:
    alone = (each for each in all_of(pdf, "Code") if len(list(each.P.get("/K", []))) == 1)
    next(alone)["/Lang"] = String("fr")


def titled(change_it: Callable[[str], str]) -> Break:
    """Change the title of the first bookmark."""

    def change(pdf: Any) -> None:
        first = pdf.Root.Outlines.First
        first.Title = String(change_it(str(first.Title)))

    return change


def groups(old: str, new: str) -> Break:
    """Let all groups of rows of a type be of another one."""

    def change(pdf: Any) -> None:
        for each in all_of(pdf, old):
            each.S = Name(f"/{new}")

    return change


def _places(pdf: Any) -> Iterator[Any]:
    """All places that links and names lead to."""
    yield from list(pdf.Root.Names.Dests.Names)[1::2]
    yield from (each.Dest for each in annotations(pdf) if "/Dest" in each)


def places(change_it: Callable[[Any], None]) -> Break:
    def change(pdf: Any) -> None:
        for place in _places(pdf):
            change_it(place)

    return change


def sides(width: float, height: float) -> Break:
    """Let all pages be of another size."""

    def change(pdf: Any) -> None:
        for page in pdf.pages:
            for key in ("/MediaBox", "/TrimBox", "/BleedBox"):
                page.obj[key] = Array([0, 0, width, height])

    return change


def mathml(old: bytes, new: bytes) -> Break:
    """Change the MathML of formulas, in the files that come along."""

    def change(pdf: Any) -> None:
        found = 0
        for held in pdf.objects:
            is_file = isinstance(held, pikepdf.Stream) and held.get("/Type") == "/EmbeddedFile"
            if is_file and old in (inner := held.read_bytes()):
                held.write(inner.replace(old, new))
                held.Params.Size = len(inner.replace(old, new))
                found += 1
        assert found

    return change


# --- Grounds, covers, clips and lines ----------------------------------------------------


def artifact(operators: bytes) -> bytes:
    """What says nothing, painted in points from the foot of the first page."""
    begin = b"\n/Artifact <</Type /Layout>> BDC q 1 0 0 -1 0 841.889764 cm "
    return begin + operators + b" Q EMC\n"


def over(operators: bytes) -> Break:
    """Paint something after all else of the first page."""
    return page_end(artifact(operators))


def under(operators: bytes) -> Break:
    """Paint something before the text of the sixth marked content."""
    text = b"/Span\n<</MCID 5>>\nBDC\n"
    unscaled = b"\n/Artifact <</Type /Layout>> BDC q 1.333333 0 0 -1.333333 0 1122.519685 cm "
    return in_text(unscaled + operators + b" Q EMC\n" + text, text, keep=False)


def clip(operators: bytes) -> Break:
    """Clip the sixth marked content (ISO 32000-1, 8.5.4), in pixels from the head of the page."""
    return around(b"q " + operators + b" n ", b" Q ")


def _picture(rgb: bytes, matrix: bytes, put: Callable[[bytes], Break]) -> Break:
    """Paint a picture of one colour somewhere."""

    def change(pdf: Any) -> None:
        held = pdf.pages[0].Resources
        if "/XObject" not in held:
            held.XObject = Dictionary()
        held.XObject["/stray"] = pikepdf.Stream(
            pdf,
            rgb,
            Dictionary(
                Type=Name("/XObject"),
                Subtype=Name("/Image"),
                Width=1,
                Height=1,
                BitsPerComponent=8,
                ColorSpace=Name("/DeviceRGB"),
            ),
        )
        put(matrix + b" cm /stray Do")(pdf)

    return change


def lines(old: bytes, new: bytes, of: int) -> Break:
    """Change the line that a marked content of the first page has."""

    def change(pdf: Any) -> None:
        stream = pdf.pages[0].Contents.read_bytes()
        begin = stream.index(b"<</MCID %d>>" % of)
        end = stream.index(b"\nEMC", begin)
        piece = stream[begin:end]
        assert piece.replace(old, new) != piece
        pdf.pages[0].Contents = pdf.make_stream(
            stream[:begin] + piece.replace(old, new) + stream[end:]
        )

    return change


def _unbarred(pdf: Any) -> None:
    """Take the bar of quotations away: the areas that are 4 pixels broad."""
    for page in pdf.pages:
        stream = page.Contents.read_bytes()
        begin = stream.rfind(b"/Artifact\n<</Type /Layout>>\nBDC\n", 0, stream.find(_QUOTED))
        if begin >= 0:
            end = stream.index(b"EMC\n", begin)
            page.Contents = pdf.make_stream(stream[:begin] + stream[end + 4 :])
            return
    raise AssertionError


def shifted(glyphs: Mapping[int, int]) -> Callable[[Any, Any], None]:
    """Let glyphs of the font be drawn beside their places (OpenType, hmtx)."""

    def change(_: Any, own: Any) -> None:
        held = own.DescendantFonts[0].FontDescriptor.FontFile2
        face = TTFont(BytesIO(held.read_bytes()), recalcTimestamp=False)
        order, metrics = face.getGlyphOrder(), face["hmtx"].metrics
        for glyph, by in glyphs.items():
            width, left = metrics[order[glyph]]
            metrics[order[glyph]] = (width, left + by)
        file = BytesIO()
        face.save(file)
        held.write(file.getvalue())

    return change


def said_as(letters: bytes, change_it: Callable[[bytes], bytes]) -> Break:
    """Say the sixth content by ActualText, and show something else."""

    def change(pdf: Any) -> None:
        if change_it is not bytes:
            of_text(change_it)(pdf)
        stream = pdf.pages[0].Contents.read_bytes()
        new = stream.replace(b"<</MCID 5>>", b"<</MCID 5/ActualText (%b)>>" % letters, 1)
        pdf.pages[0].Contents = pdf.make_stream(new)

    return change


def _backwards(text: bytes) -> bytes:
    """Let the glyphs of each string follow each other backwards."""
    return re.sub(rb"<((?:\w{4})+)>", lambda found: b"<%b>" % _turned(found[1]), text)


def _turned(glyphs: bytes) -> bytes:
    return b"".join(glyphs[at : at + 4] for at in range(len(glyphs) - 4, -1, -4))


_QUOTED = b"\n4 0 "
_LETTERS = (
    b"0 0 0 rg 300 300 4 30 re 304 326 12 4 re 304 313 8 4 re 320 300 4 30 re 332 300 4 30 re"
)
BREAKS: dict[str, Break] = {
    "way back to the end": _to_the_end,
    "ways back exchanged": way_back(_exchanged),
    "way back below its mark": way_back(_lower),
    "way back beside its mark": way_back(_beside),
    "language of a mark": language("Reference", "P"),
    "language of the link in a mark": language("Link", "Reference P"),
    "language of the letters of a mark": language("Span", "Link Reference P"),
    "language of the number of a note": language("Span", "Note"),
    "language of a way back": language("Link", "P", "fr"),
    "language of code": _language_of_code,
    "bookmark without its spaces": titled(lambda title: title.replace(" ", "")),
    "bookmark letter by letter": titled(" ".join),
    "bookmark over lines": titled(lambda title: title.replace(" ", "\n\n", 1)),
    "heads of tables as bodies": groups("THead", "TBody"),
    "bodies of tables as heads": groups("TBody", "THead"),
    "bodies of tables as feet": groups("TBody", "TFoot"),
    "feet of tables as bodies": groups("TFoot", "TBody"),
    "places at the right edge": places(lambda place: place.__setitem__(2, 580)),
    "places beyond the left edge": places(lambda place: place.__setitem__(2, -900)),
    "places in the middle of lines": places(lambda place: place.__setitem__(2, 300)),
    "pages of a broader sheet": sides(842, 842),
    "pages of a smaller sheet": sides(560, 800),
    "power as an index": mathml(b"msup", b"msub"),
    "formula in groups of another kind": mathml(b"<mi>m</mi>", b"<mrow><mi>m</mi></mrow>"),
    "formula with what it is meant to be": mathml(b"<mi>m</mi>", b'<mi intent="mass">m</mi>'),
    # The sixth content, “An opening paragraph.”, stands from 62 to 185 and from 595 to 601.
    "covered in pieces": over(b"1 1 1 rg 60 590 40 20 re f 100 590 40 20 re f 140 590 50 20 re f"),
    "one letter covered": over(b"1 1 1 rg 100 592 6 14 re f"),
    "upper parts covered": over(b"1 1 1 rg 60 599.5 130 10 re f"),
    "covered by a line": over(b"1 1 1 RG 5 w 60 600 m 190 600 l S"),
    "covered by a picture": _picture(b"\xff" * 3, b"30 0 0 20 70 590", over),
    "dark ground in pieces": under(b"0 0 0 rg 60 590 70 20 re f 130 590 60 20 re f"),
    "dark ground under a word": under(b"0 0 0 rg 60 590 30 20 re f"),
    "dark ground of a line": under(b"0 0 0 RG 22 w 60 600 m 190 600 l S"),
    "dark ground of a picture": _picture(b"\0" * 3, b"130 0 0 20 60 590", under),
    "clear picture as a ground": _picture(b"\xf0" * 3, b"130 0 0 20 60 590", under),
    "figure covered": over(b"1 1 1 rg 198 436 40 20 re f"),
    "formula covered": over(b"1 1 1 rg 194 455 48 14 re f"),
    "formula covered in part": over(b"1 1 1 rg 225 455 10 14 re f"),
    "minus before a word": over(b"0 0 0 rg 55 598 5 1 re f"),
    "dot between words": over(b"0 0 0 rg 77.5 595 1.5 1.5 re f"),
    "accent over a letter": over(b"0 0 0 rg 95.5 602.1 3 0.8 re f"),
    "stroke beside a word": over(b"0 0 0 RG 1 w 187 598 m 191 598 l S"),
    "sign in the white": over(b"0 0 0 rg 300 300 8 8 re f"),
    "letters of boxes": over(_LETTERS + b" f"),
    "letters drawn": over(b"0 0 0 rg 300 300 m " + b"310 320 l 312 301 l " * 30 + b"f"),
    "picture in the white": _picture(b"\xff\0\0", b"80 0 0 40 300 250", over),
    "clipped by far corners": clip(b"0 0 1 1 re 790 1120 1 1 re W"),
    "clipped by two equal boxes": clip(b"0 0 900 1200 re 0 0 900 1200 re W*"),
    "clipped by a triangle": clip(b"0 0 m 900 0 l 0 1200 l h W"),
    "clipped by a line": clip(b"0 0 m 900 1200 l W"),
    "clipped by a curve": clip(b"0 0 m 900 0 900 1200 0 1200 c h W"),
    "glyphs shifted": font(shifted({0x1A1: 300, 0x26D: -300})),
    "all glyphs shifted": font(shifted(dict.fromkeys(range(0x100, 0x300), 2000))),
    "letters in another order": said_as(b"An opening paragraph.", _backwards),
    "full stop that is not shown": said_as(b"An opening paragraph..", bytes),
    "hyphen that is not shown": said_as(b"An-opening paragraph.", bytes),
    "deletion without its line": lines(b"S\nQ", b"n\nQ", 12),
    "deletion as an insertion": lines(b"l\nS", b"l\nn", 12),
    "insertion without its line": lines(b"S\nQ", b"n\nQ", 13),
    "link without its line": lines(b"S\nQ", b"n\nQ", 54),
    "line of a link in white": lines(b" RG", b" RG 1 1 1 RG", 54),
}
