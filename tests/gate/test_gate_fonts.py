"""Fonts at the last gate: WOFF that holds a font and nothing else, named where it may be."""

import struct
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from docforge.gate import css
from docforge.gate.fonts import font
from docforge.style.screen_fonts import _part


@cache
def woff() -> bytes:
    found = find_spec("fontpkg_fira_sans")
    assert found is not None
    assert found.origin is not None
    return _part((Path(found.origin).parent / "files" / "FiraSans-Light.ttf").read_bytes())


def with_header(place: int, value: int) -> bytes:
    """The font with another number in its header."""
    return woff()[:place] + struct.pack(">I", value) + woff()[place + 4 :]


@pytest.mark.slow
def test_a_font_of_docforge_passes() -> None:
    assert list(font(woff())) == []


# Made when they are asked for: whoever collects tests has no use for the font.
BROKEN: tuple[Callable[[], bytes], ...] = (
    lambda: b"",
    lambda: b"\x00\x01\x00\x00" + b"x" * 500,
    lambda: woff()[:-8],
    lambda: woff() + b"<script>",
    lambda: with_header(8, len(woff()) + 8),
    lambda: with_header(24, 400),  # metadata
    lambda: with_header(36, 400),  # private data
    lambda: woff().replace(b"cmap", b"SVG ", 1),
    lambda: woff().replace(b"glyf", b"evil", 1),
    lambda: woff()[:5000] + bytes([woff()[5000] ^ 255]) + woff()[5001:],
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("broken", BROKEN, ids=range(10))
def test_what_is_no_font_alone_is_refused(broken: Callable[[], bytes]) -> None:
    assert list(font(broken())) != []


def face(address: str, more: str = "") -> str:
    return f'@font-face {{ font-family: "A"; src: url({address}); {more} }}'


DATA = "data:font/woff;base64,[the font]"


def with_font(sheet: str) -> str:
    return sheet.replace("[the font]", b64encode(woff()).decode())


def test_a_face_in_its_own_address_passes_where_fonts_may_be() -> None:
    sheet = with_font(face(DATA))
    assert css.sheet(sheet, fonts=frozenset()) == ()
    assert css.sheet(sheet) != ()


def test_a_face_of_the_same_book_passes() -> None:
    assert css.sheet(face("fonts/a.woff"), fonts=frozenset({"fonts/a.woff"})) == ()
    assert css.sheet(face("fonts/b.woff"), fonts=frozenset({"fonts/a.woff"})) != ()


@pytest.mark.parametrize(
    "sheet",
    [
        face("https://example.com/a.woff"),
        face("data:font/woff2;base64,d09GMg=="),
        face("data:font/woff;base64,d09GRg=="),
        face(DATA, "unicode-range: U+26;"),
        face(DATA, "size-adjust: 1%;"),
        face(DATA, "@import 'x';"),
        f'@font-face {{ font-family: "A"; src: local("B"), url({DATA}); }}',
        f"@media print {{ {face(DATA)} }}",
    ],
)
def test_a_face_from_elsewhere_is_refused(sheet: str) -> None:
    assert css.sheet(with_font(sheet), fonts=frozenset()) != ()
