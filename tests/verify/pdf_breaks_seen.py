"""Breaks of what a PDF shows: nothing of it changes what is heard."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont
from pdf_breaking import Break, all_of
from pikepdf import Array, Dictionary, Name

_TEXT = b"/Span\n<</MCID 5>>\nBDC\n"
_COVER = b"\n/Artifact <</Type /Layout>> BDC 1 1 1 rg 0 200 600 700 re f EMC"


def in_text(new: bytes, old: bytes = _TEXT, keep: bool = True) -> Break:
    """Put operators at the beginning of the sixth marked content of the first page."""

    def change(pdf: Any) -> None:
        stream = pdf.pages[0].Contents.read_bytes()
        assert old in stream
        pdf.pages[0].Contents = pdf.make_stream(
            stream.replace(old, (old if keep else b"") + new, 1)
        )

    return change


def of_text(change_it: Callable[[bytes], bytes], at: int = 0, mark: int = 5) -> Break:
    """Change what the sixth marked content holds, from its BT on."""

    def change(pdf: Any) -> None:
        stream = pdf.pages[at].Contents.read_bytes()
        start = stream.index(b"<</MCID %d>>" % mark)
        start = stream.index(b"BT", start)
        end = stream.index(b"EMC", start)
        new = change_it(stream[start:end])
        assert new != stream[start:end]
        pdf.pages[at].Contents = pdf.make_stream(stream[:start] + new + stream[end:])

    return change


def replaced(old: bytes, new: bytes) -> Break:
    return of_text(lambda text: text.replace(old, new))


def around(before: bytes, after: bytes) -> Break:
    return of_text(lambda text: before + text + after)


def state(new: dict[str, Any]) -> Break:
    """A graphics state for the sixth marked content."""

    def change(pdf: Any) -> None:
        states = pdf.pages[0].Resources.ExtGState
        states["/a0"] = Dictionary({f"/{key}": value for key, value in new.items()})
        around(b"q /a0 gs ", b" Q ")(pdf)

    return change


def page_end(new: bytes, at: int = 0) -> Break:
    def change(pdf: Any) -> None:
        stream = pdf.pages[at].Contents.read_bytes()
        pdf.pages[at].Contents = pdf.make_stream(stream + new)

    return change


def font(change_it: Callable[[Any, Any], None]) -> Break:
    """Change the font of the text: the dictionary of the page, and the composite font."""

    def change(pdf: Any) -> None:
        fonts = pdf.pages[0].Resources.Font
        own = next(f for f in fonts.values() if str(f.BaseFont).endswith("+Fira-Sans"))
        change_it(pdf, own)

    return change


def _exchanged_codes(pdf: Any, own: Any) -> None:
    """Let each code show the glyph of the code after it, as £412m reads £129m."""
    codes = list(range(4096))
    codes[0x801], codes[0x800] = 0x800, 0x801
    own.DescendantFonts[0]["/CIDToGIDMap"] = pdf.make_stream(
        b"".join(code.to_bytes(2, "big") for code in codes)
    )


def _font_file(change_it: Callable[[TTFont], None]) -> Callable[[Any, Any], None]:
    def change(pdf: Any, own: Any) -> None:
        held = own.DescendantFonts[0].FontDescriptor.FontFile2
        face = TTFont(BytesIO(held.read_bytes()), recalcTimestamp=False)
        change_it(face)
        file = BytesIO()
        face.save(file)
        held.write(file.getvalue())

    return change


def _exchanged_outlines(face: TTFont) -> None:
    order = face.getGlyphOrder()
    one, other = order[0x801], order[0x800]
    glyphs = face["glyf"]
    glyphs[one], glyphs[other] = glyphs[other], glyphs[one]


def _emptied_outline(face: TTFont) -> None:
    glyph = face["glyf"][face.getGlyphOrder()[0x1A1]]
    glyph.numberOfContours = 0
    for name in ("coordinates", "flags", "endPtsOfContours", "program"):
        if hasattr(glyph, name):
            delattr(glyph, name)


def _larger_em(face: TTFont) -> None:
    face["head"].unitsPerEm *= 8


def _widths(pdf: Any, own: Any) -> None:
    own.DescendantFonts[0]["/W"] = Array([3, 200, 0])


def _meaning(pdf: Any, own: Any) -> None:
    """Let two glyphs exchange what they say, and the text its glyphs: it reads as before."""
    meanings = own.ToUnicode.read_bytes()
    one, other = b"<01a1> <", b"<0236> <"
    found = [meanings.index(each) + len(each) for each in (one, other)]
    values = [meanings[at : at + 4] for at in found]
    for at, value in zip(found, values[::-1], strict=True):
        meanings = meanings[:at] + value + meanings[at + 4 :]
    own.ToUnicode.write(meanings)
    for page in pdf.pages:
        stream = page.Contents.read_bytes()
        stream = stream.replace(b"<01a1>", b"<xxxx>").replace(b"<0236>", b"<01a1>")
        page.Contents = pdf.make_stream(stream.replace(b"<xxxx>", b"<0236>"))


def _image(change_it: Callable[[Any], None]) -> Break:
    def change(pdf: Any) -> None:
        change_it(next(iter(pdf.pages[2].Resources.XObject.values())))

    return change


def _other_pixels(image: Any) -> None:
    image.write(b"\xff" * 3)


def _drawn(pdf: Any) -> Any:
    """The page that draws the figure and its content."""
    return next(page for page in pdf.pages if b"313.700787 0 0 -313" in page.Contents.read_bytes())


def in_figure(old: bytes, new: bytes) -> Break:
    def change(pdf: Any) -> None:
        page = _drawn(pdf)
        stream = page.Contents.read_bytes()
        start = stream.index(b"/Figure")
        at = stream.index(old, start)
        page.Contents = pdf.make_stream(stream[:at] + new + stream[at + len(old) :])

    return change


def _no_formula(pdf: Any) -> None:
    """Leave only the invisible words of the formula."""
    page = _drawn(pdf)
    stream = page.Contents.read_bytes()
    words = stream.index(b"3 Tr")
    start = stream.rindex(b"BDC\n", 0, words) + 4
    begin = stream.rindex(b"BT", 0, words)
    drawn = stream[start:begin]
    depth = drawn.count(b"\nq\n") + drawn.startswith(b"q\n") - drawn.count(b"\nQ\n")
    page.Contents = pdf.make_stream(stream[:start] + b"q\n" * depth + stream[begin:])


def _a_font(page: Any) -> bytes:
    """The name of a font of the page, as its content says it: versions of HarfBuzz give others."""
    name: str = min(page.Resources.Font.keys())
    return name.encode()


def _in_form(pdf: Any) -> None:
    """Words in a form that is an artifact."""
    page = pdf.pages[0]
    form = pdf.make_stream(b"BT %s 12 Tf 1 0 0 1 50 50 Tm <0800> Tj ET" % _a_font(page))
    form["/Type"], form["/Subtype"] = Name("/XObject"), Name("/Form")
    form["/BBox"], form["/Resources"] = Array([0, 0, 595, 841]), page.Resources
    page.Resources.XObject["/x1"] = form
    page_end(b"\n/Artifact <</Type /Layout>> BDC /x1 Do EMC")(pdf)


def _no_page(pdf: Any) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"q\n1 0 0 1 9000 0 cm\n" + _bytes(pdf) + b"\nQ")


def _mirrored(pdf: Any) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"q\n-1 0 0 1 595 0 cm\n" + _bytes(pdf) + b"\nQ")


def _small_page(pdf: Any) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"q\n.1 0 0 .1 0 0 cm\n" + _bytes(pdf) + b"\nQ")


def _clipped_page(pdf: Any) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"q\n0 0 9 9 re W n\n" + _bytes(pdf) + b"\nQ")


def _bytes(pdf: Any) -> bytes:
    return bytes(pdf.pages[0].Contents.read_bytes())


def _artifact_of_words(pdf: Any) -> None:
    """A paragraph that is seen and not tagged: a second one with the same words is heard."""
    font_name = _a_font(pdf.pages[0])
    text = b"BT %s 14 Tf 1 0 0 -1 300 900 Tm <0800> Tj <0802> Tj ET" % font_name
    in_text(b"/Artifact <</Type /Layout>> BDC " + text + b" EMC ", keep=False, old=_TEXT)(pdf)


def _as_running_head(words: bytes) -> Break:
    return page_end(
        b"\nq .75 0 0 -.75 0 841 cm /Artifact <</Type /Pagination/Subtype /Header>> BDC "
        b"BT /PBYKUW 12 Tf 1 0 0 -1 300 40 Tm " + words + b" Tj ET EMC Q"
    )


def _figure_box(pdf: Any) -> None:
    all_of(pdf, "Figure")[0].A["/BBox"] = Array([0, 0, 1, 1])


BREAKS: dict[str, Break] = {
    "white": around(b"1 1 1 rg ", b"0 0 0 rg "),
    "nearly white": around(b".95 .95 .95 rg ", b"0 0 0 rg "),
    "light grey": around(b".7 g ", b"0 g "),
    "yellow": around(b"1 1 0 rg ", b"0 0 0 rg "),
    "white by CMYK": around(b"0 0 0 0 k ", b"0 g "),
    "white by a space": around(b"/DeviceRGB cs 1 1 1 sc ", b"0 g "),
    "on a ground of its colour": in_text(
        b"EMC /Artifact <</Type /Layout>> BDC 0 0 0 rg 0 200 700 200 re f EMC " + _TEXT, keep=False
    ),
    "invisible": replaced(b"BT", b"BT 3 Tr "),
    "stroked with nothing": replaced(b"BT", b"BT 1 Tr 0 w 1 1 1 RG "),
    "clip only": replaced(b"BT", b"BT 7 Tr "),
    "tiny": replaced(b"16 Tf", b"1 Tf"),
    "small": replaced(b"16 Tf", b"5 Tf"),
    "huge": replaced(b"16 Tf", b"900 Tf"),
    "without size": replaced(b"16 Tf", b"0 Tf"),
    "scaled to nothing": replaced(b"1 0 0 -1", b".01 0 0 -.01"),
    "narrow": replaced(b"BT", b"BT 5 Tz "),
    "letters far apart": replaced(b"BT", b"BT 300 Tc "),
    "letters over each other": replaced(b"BT", b"BT -9 Tc "),
    "raised off its line": replaced(b"BT", b"BT 400 Ts "),
    "mirrored": replaced(b"1 0 0 -1", b"-1 0 0 -1"),
    "upside down": replaced(b"1 0 0 -1", b"1 0 0 1"),
    "turned": replaced(b"1 0 0 -1", b"0 1 1 0"),
    "slanted": replaced(b"1 0 0 -1", b"1 0 9 -1"),
    "off the page, left": replaced(b"Tm", b"Tm -9000 0 Td"),
    "off the page, below": replaced(b"Tm", b"Tm 0 -9000 Td"),
    "off the page, half": replaced(b"Tm", b"Tm 660 0 Td"),
    "over another paragraph": replaced(b"Tm", b"Tm 0 -55 Td"),
    "over the heading": replaced(b"Tm", b"Tm 0 206 Td"),
    "clipped": around(b"q 0 0 1 1 re W n ", b"Q "),
    "clipped by an empty path": around(b"q 0 0 m W n ", b"Q "),
    "clipped to half": around(b"q 0 0 120 9000 re W n ", b"Q "),
    "clipped by even and odd": around(b"q 0 0 99 99 re W* n ", b"Q "),
    "transparent": state({"ca": 0}),
    "nearly transparent": state({"ca": 0.1}),
    "blended away": state({"BM": Name("/Multiply")}),
    "under a soft mask": state(
        {"SMask": Dictionary({"/S": Name("/Luminosity"), "/Type": Name("/Mask")})}
    ),
    "covered": page_end(_COVER),
    "covered by a transparent black": page_end(
        b"\n/Artifact <</Type /Layout>> BDC 0 0 0 rg 0 200 600 700 re f EMC"
    ),
    "covered by a shape": page_end(
        b"\n/Artifact <</Type /Layout>> BDC 1 1 1 rg 0 200 m 600 200 l 600 841 l 0 841 l h f EMC"
    ),
    "covered by a thick line": page_end(
        b"\n/Artifact <</Type /Layout>> BDC 1 1 1 RG 900 w 0 500 m 600 500 l S EMC"
    ),
    "page moved": _no_page,
    "page mirrored": _mirrored,
    "page reduced": _small_page,
    "page clipped": _clipped_page,
    "words as an artifact": _artifact_of_words,
    "words as a running head": _as_running_head(b"<0800080108020803>"),
    "running head twice": _as_running_head(b"<0062>"),
    "words as a page number": page_end(
        b"\n/Artifact <</Type /Pagination/Subtype /Footer>> BDC BT /PBYKUW 12 Tf "
        b"1 0 0 1 300 40 Tm <080008010802> Tj ET EMC"
    ),
    "words as a leader": page_end(
        b"\n/Artifact <</Type /Pagination>> BDC BT /PBYKUW 12 Tf "
        b"1 0 0 1 300 40 Tm <00620236026d> Tj ET EMC"
    ),
    "words in a form": _in_form,
    "glyphs exchanged by the map": font(_exchanged_codes),
    "glyphs exchanged in the file": font(_font_file(_exchanged_outlines)),
    "glyph emptied in the file": font(_font_file(_emptied_outline)),
    "letters of an eighth": font(_font_file(_larger_em)),
    "widths of nothing": font(_widths),
    "meanings and glyphs exchanged": font(_meaning),
    "another picture": _image(_other_pixels),
    "picture decoded the other way": _image(
        lambda image: image.__setitem__("/Decode", Array([1, 0, 1, 0, 1, 0]))
    ),
    "picture paints nothing": in_figure(b"Do\n", b"n\n"),
    "picture tiny": in_figure(b"313.700787 0 0 -313.700787", b"1 0 0 -1"),
    "picture mirrored": in_figure(b"313.700787 0 0 -313", b"-313.700787 0 0 -313"),
    "picture upside down": in_figure(b"313.700787 0 0 -313.700787", b"313.700787 0 0 313.700787"),
    "picture off the page": in_figure(b"1 0 0 1 83.149606", b"1 0 0 1 9000"),
    "picture clipped": in_figure(b"q\n", b"q 0 0 1 1 re W n\n"),
    "picture transparent": in_figure(b"/a1 gs", b"/a0 gs"),
    "formula paints nothing": _no_formula,
    "box of a figure": _figure_box,
}
