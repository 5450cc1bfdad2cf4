"""Breaks of how a page is written and where its texts stand, which change nothing that is heard."""

import re
from collections.abc import Callable
from typing import Any

from pdf_breaking import Break
from pikepdf import Array, Name, Stream

_FIRST = b"/Span\n<</MCID 5>>\nBDC\n"


def of_page(change_it: Callable[[bytes], bytes], at: int = 0) -> Break:
    """Change the content of a page."""

    def change(pdf: Any) -> None:
        before = pdf.pages[at].Contents.read_bytes()
        after = change_it(before)
        assert after != before
        pdf.pages[at].Contents = pdf.make_stream(after)

    return change


def before(new: bytes) -> Break:
    """Put operators before the sixth marked content, whose letters are those of a paragraph."""
    return of_page(lambda page: page.replace(_FIRST, new + b"\n" + _FIRST, 1))


def behind(new: bytes, at: int = 0) -> Break:
    return of_page(lambda page: page + b"\n" + new, at)


def moved(mark: int, right: float = 0, down: float = 0) -> Break:
    """Move the letters of a marked content, in CSS pixels."""

    def change(page: bytes) -> bytes:
        start = page.index(b"<</MCID %d>>" % mark)
        end = page.index(b"EMC", start)
        place = re.compile(rb"(-?[\d.]+) (-?[\d.]+) Tm")

        def by(match: re.Match[bytes]) -> bytes:
            return b"%f %f Tm" % (float(match[1]) + right, float(match[2]) + down)

        return page[:start] + place.sub(by, page[start:end]) + page[end:]

    return of_page(change)


def _exchanged(one: int, other: int) -> Break:
    """Let two marked contents stand in each other's places."""

    def change(page: bytes) -> bytes:
        parts = []
        for mark in (one, other):
            start = page.index(b"<</MCID %d>>" % mark)
            parts.append((start, page.index(b"EMC", start)))
        place = re.compile(rb"-?[\d.]+ -?[\d.]+ Tm")
        places = [place.search(page[start:end]) for start, end in parts]
        made = page
        for (start, end), new in zip(reversed(parts), places, strict=True):
            assert new is not None
            made = made[:start] + place.sub(new[0], page[start:end], count=1) + made[end:]
        return made

    return of_page(change)


def _shown_otherwise(page: bytes) -> bytes:
    """Let the letters of a paragraph be others, and stand for the words that they were."""
    start = page.index(b"<</MCID 5>>")
    end = page.index(b"EMC", start)
    shown = page[start:end].replace(
        b"<</MCID 5>>", b"<</MCID 5/ActualText (An opening paragraph.)>>"
    )
    return page[:start] + shown.replace(b"0236", b"01a1") + page[end:]


def _headed_otherwise(page: bytes) -> bytes:
    """The same in a running head."""
    head = re.compile(rb"(/Header>>\s+BDC)(.*?)(EMC)", re.DOTALL)

    def other(match: re.Match[bytes]) -> bytes:
        shown = match[2].replace(b"0225", b"01a1")
        return match[1] + b" /Span <</ActualText (Autumn briefing)>> BDC" + shown + b"EMC EMC"

    return head.sub(other, page, count=1)


def _of_font(change_it: Callable[[Any], None]) -> Break:
    """Change the composite font of the text."""

    def change(pdf: Any) -> None:
        fonts = pdf.pages[0].Resources.Font
        own = next(f for f in fonts.values() if str(f.BaseFont).endswith("+Fira-Sans"))
        change_it(own.DescendantFonts[0])

    return change


def _of_picture(key: str, value: Any) -> Break:
    """Say something else of a picture than its bytes are."""

    def change(pdf: Any) -> None:
        for held in pdf.objects:
            if isinstance(held, Stream) and held.get("/Subtype") == "/Image":
                held[key] = value
                return

    return change


def _of_link(change_it: Callable[[Any], None]) -> Break:
    """Change where the first link within the file leads."""

    def change(pdf: Any) -> None:
        links = (link for page in pdf.pages for link in page.get("/Annots") or ())
        change_it(next(link for link in links if "/Dest" in link).Dest)

    return change


_ARTIFACT = b"/Artifact <</Type /Layout>> BDC %s EMC"

BREAKS: dict[str, Break] = {
    "font not in the file": _of_font(lambda font: font.FontDescriptor.__delitem__("/FontFile2")),
    "font without widths": _of_font(lambda font: font.__delitem__("/W")),
    "font of other widths": _of_font(lambda font: font.__setitem__("/W", Array([0, Array([900])]))),
    "picture wider": _of_picture("/Width", 7),
    "picture of other colours": _of_picture("/ColorSpace", Name("/DeviceGray")),
    "picture of other depth": _of_picture("/BitsPerComponent", 4),
    "picture smoothed": _of_picture("/Interpolate", True),
    "picture with a mask": _of_picture("/ImageMask", True),
    "picture turned round in colour": _of_picture("/Decode", Array([1, 0, 1, 0, 1, 0])),
    "link that enlarges the page": _of_link(lambda place: place.__setitem__(4, 8)),
    "link to a page as a whole": _of_link(lambda place: place.__setitem__(1, Name("/Fit"))),
    "letters under other words": of_page(_shown_otherwise),
    "running head under another title": of_page(_headed_otherwise, 1),
    "line across the page": behind(_ARTIFACT % b"1 0 0 RG 4 w 40 100 m 500 800 l S"),
    "slanted line of a mark": before(b"q 1 w 40 100 m 90 160 l S Q"),
    "colours of another space": before(b"/lab-d50 cs 0.1 0.1 0.1 scn"),
    "remark": before(b"% a remark"),
    "letters in marks of a string": before(b"BT /PBYKUW 11 Tf (ab) Tj ET"),
    "spacing of letters": before(b"4 Tc"),
    "spacing of words": before(b"20 Tw"),
    "letters drawn together": before(b"50 Tz"),
    "leading": before(b"30 TL"),
    "next line": before(b"BT T* ET"),
    "inline picture": before(b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"),
    "shading": before(b"/p1 sh"),
    "state that is not left": before(b"q"),
    "state that was not entered": before(b"Q"),
    "text that is not ended": before(b"BT"),
    "mark that is not ended": before(b"/Artifact <</Type /Layout>> BDC"),
    "mark that never began": before(b"EMC"),
    "mark without properties": before(b"/Artifact BMC EMC"),
    "mark in a mark": of_page(
        lambda page: page.replace(_FIRST, _FIRST + b"/Span <</MCID 900>> BDC EMC ", 1)
    ),
    "point of content": before(b"/Span MP"),
    "compatibility": before(b"BX EX"),
    "glyph of another kind": before(b"0 0 d0"),
    "paragraph above the one before": moved(5, down=-160),
    "paragraph below the next": moved(5, down=90),
    "paragraphs in each other's places": _exchanged(4, 5),
    "paragraph beside the page": moved(5, right=700),
    "running head of another title": of_page(
        lambda page: page.replace(
            b"/Pagination/Subtype /Header", b"/Pagination/Subtype /Footer", 1
        ),
        1,
    ),
    "running head gone": of_page(
        lambda page: re.sub(
            rb"(/Header>>\s+BDC.*?)\[[^\]]*\] TJ", rb"\1[] TJ", page, count=1, flags=re.DOTALL
        ),
        1,
    ),
    "a page without its parent": lambda pdf: pdf.pages[0].obj.__delitem__("/Parent"),
    "font with two names": lambda pdf: next(iter(pdf.pages[0].Resources.Font.values())).__setitem__(
        "/BaseFont", Name("/ABCDEF+Other")
    ),
    "other profile of colours": lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(
        b"\0" * 200
    ),
    "no profile of colours": lambda pdf: pdf.Root.__delitem__("/OutputIntents"),
}
