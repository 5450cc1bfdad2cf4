"""Breaks of where letters stand and how large they are: read as before, seen otherwise.

The marks are those of the sample: on its second page the cells of its tables, on its first words
of a line, raised and lowered letters, and labels.
"""

import re
from collections.abc import Callable

from pdf_breaking import Break
from pdf_breaks_placed import behind, of_page

_PLACE = re.compile(rb"(-?[\d.]+) (-?[\d.]+) Tm")


def _piece(page: bytes, mark: int) -> tuple[int, int]:
    found = re.search(rb"<</MCID %d[ />]" % mark, page)
    assert found is not None, mark
    return found.start(), page.index(b"EMC", found.start())


def within(mark: int, change: Callable[[bytes], bytes], at: int = 0) -> Break:
    """Change what a marked content of a page holds."""

    def change_page(page: bytes) -> bytes:
        start, end = _piece(page, mark)
        return page[:start] + change(page[start:end]) + page[end:]

    return of_page(change_page, at)


def by(mark: int, right: float = 0, down: float = 0, at: int = 0) -> Break:
    """Move the letters of a marked content, in CSS pixels."""

    def moved(match: re.Match[bytes]) -> bytes:
        return b"%f %f Tm" % (float(match[1]) + right, float(match[2]) + down)

    return within(mark, lambda piece: _PLACE.sub(moved, piece), at)


def exchanged(one: int, other: int, at: int = 0) -> Break:
    """Let two marked contents begin in each other's places."""

    def change_page(page: bytes) -> bytes:
        first, second = sorted(
            (found.span(), found[0])
            for mark in (one, other)
            if (found := _PLACE.search(page, _piece(page, mark)[0]))
        )
        return (
            page[: first[0][0]]
            + second[1]
            + page[first[0][1] : second[0][0]]
            + first[1]
            + page[second[0][1] :]
        )

    return of_page(change_page, at)


def shown(mark: int, old: bytes, new: bytes, at: int = 0) -> Break:
    return within(mark, lambda piece: piece.replace(old, new, 1), at)


def sized(mark: int, size: bytes, at: int = 0) -> Break:
    return within(mark, lambda piece: re.sub(rb"[\d.]+ Tf", size + b" Tf", piece), at)


def margin(subtype: bytes, old: bytes, new: bytes) -> Break:
    """Write the words of a margin of the second page otherwise."""

    def change_page(page: bytes) -> bytes:
        start = page.index(b"/Pagination/Subtype /" + subtype)
        end = page.index(b"EMC", start)
        return page[:start] + re.sub(old, new, page[start:end], count=1) + page[end:]

    return of_page(change_page, 1)


def artifact(operators: bytes, kind: bytes = b"Layout") -> Break:
    """Show something on the second page that is not read, in CSS pixels."""
    return behind(
        b"q 0.75 0 0 0.75 0 0 cm /Artifact <</Type /%b>> BDC %b EMC Q" % (kind, operators), at=1
    )


_YEAR = b"<0814081b08140818>"  # 1815

BREAKS: dict[str, Break] = {
    # Tables
    "cells of a row in each other's columns": exchanged(9, 10, at=1),
    "cells of a row further on in each other's columns": exchanged(22, 24, at=1),
    "cell in the column beside": by(12, right=82, at=1),
    "cells of a column in each other's rows": exchanged(9, 12, at=1),
    "last cells of a column in each other's rows": exchanged(12, 14, at=1),
    "headers of rows in each other's places": exchanged(8, 11, at=1),
    "headers of columns in each other's places": exchanged(6, 7, at=1),
    "headers under a header in each other's places": exchanged(18, 19, at=1),
    "header that spans columns beside them": by(16, right=67, at=1),
    "cell in the row below": by(27, down=29.5, at=1),
    "cell over the column before": by(23, right=-36, at=1),
    # Lines
    "word at the margin": by(10, right=380),
    "word on the other side of its line": by(10, right=-180),
    "word a line below": by(10, down=12),
    "word half a line above": by(10, down=-8),
    "word a little off its line": by(10, down=2.5),
    "word closer to the one before": by(10, right=-6),
    "word farther from the one before": by(10, right=12),
    "words of a line in each other's places": exchanged(8, 10),
    "words in each other's places in a paragraph": exchanged(54, 58),
    "line behind the end of the one before": by(27, right=540),
    "raised letters on the line": by(17, down=5.6),
    "raised letters below the line": by(17, down=11),
    "raised letters much too high": by(17, down=-14),
    "lowered letters on the line": by(15, down=-5.6),
    "lowered letters above the line": by(15, down=-11),
    "mark of a note on the line": by(72, down=5.6),
    "digits in another order by kerning": shown(
        32, _YEAR, b"<0814081b>-560<0814>1120<0818>-560", at=1
    ),
    "digit drawn before the one that it follows": shown(13, b"<08000803>", b"-560<0800>1120<0803>"),
    "gap in a number": shown(32, _YEAR, b"<0814081b>-600<08140818>", at=1),
    "digits over each other": shown(32, _YEAR, b"<0814>500<081b>500<0814>500<0818>", at=1),
    "many letters closer together": shown(32, _YEAR, b"<0814>140<081b>140<0814>140<0818>140", at=1),
    "digit raised as an exponent": shown(
        32, b"[" + _YEAR + b"] TJ", b"[<0814081b0814>] TJ 5 Ts [<0818>] TJ 0 Ts", at=1
    ),
    "digits in steps": shown(
        32, b"[" + _YEAR + b"] TJ", b"[<0814081b>] TJ 3 Ts [<08140818>] TJ 0 Ts", at=1
    ),
    "second half of a word far away": shown(32, _YEAR, b"<0814081b>-9000<08140818>", at=1),
    "space closed between words": shown(14, b"<086c0002002d>", b"<086c0002>250<002d>"),
    "digits under words in another order": within(
        32,
        lambda piece: piece.replace(b"<</MCID 32>>", b"<</MCID 32/ActualText (1815)>>").replace(
            _YEAR, b"<0818081b08140814>"
        ),
        at=1,
    ),
    # Where lines begin
    "line that begins farther in": by(27, right=24),
    "line that begins before its text": by(41, right=-20),
    "second line that begins farther out": by(45, right=-30),
    "code that begins elsewhere": by(41, right=26.4, at=1),
    "label behind its item": by(77, right=120),
    "label of a number behind its item": by(85, right=120),
    # Sizes
    "heading in small letters": sized(6, b"12"),
    "title in small letters": sized(0, b"10"),
    "text in small letters": sized(5, b"8.4"),
    "cell in small letters": sized(12, b"8.4", at=1),
    "word in small letters": sized(10, b"8.4"),
    # What is not read
    "running head beside a paragraph": margin(b"Header", rb"[\d.]+ Tm", b"162.468525 Tm"),
    "running head farther down": margin(b"Header", rb"[\d.]+ Tm", b"80 Tm"),
    "page number beside a paragraph": margin(b"Footer", rb"[\d.]+ Tm", b"162.468525 Tm"),
    "page number in large letters": margin(b"Footer", rb"[\d.]+ Tf", b"60 Tf"),
    "page number farther up": margin(b"Footer", rb"[\d.]+ Tm", b"1000 Tm"),
    "minus before a number": artifact(b"0 0 0 rg 136 648 7 1.2 re f"),
    "minus before a number, as a line": artifact(b"0 0 0 RG 1.2 w 136 648.6 m 143 648.6 l S"),
    "decimal point in a number": artifact(b"0 0 0 rg 151.6 651.6 2 2 re f"),
    "dot behind a number": artifact(b"0 0 0 rg 178 651.6 2 2 re f"),
    "digit before a number": artifact(
        b"BT 1 0 0 -1 134 653.572666 Tm /PBYKUW 14.666016 Tf [<0818>] TJ ET", b"Pagination"
    ),
    "words of a cell in another cell": artifact(
        b"BT 1 0 0 -1 241.483944 352.468204 Tm /PBYKUW 14.666016 Tf [<0814081b08140818>] TJ ET",
        b"Pagination",
    ),
}
