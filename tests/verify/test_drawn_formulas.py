"""A formula of a PDF is set as its own: other letters, places and lines are seen."""

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from every_node import DOCUMENT
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document, Math, Paragraph
from docforge.export import Format, Rendering
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.style import load_style
from docforge.verify.readback import read_back

_SPACE = 'xmlns="http://www.w3.org/1998/Math/MathML"'
_MARK = b"<</MCID %d>>"


def fraction(above: str, below: str) -> Math:
    inner = f"<mfrac><mi>{above}</mi><mn>{below}</mn></mfrac>"
    return Math("x", True, f"<math {_SPACE}>{inner}</math>", f"{above} over {below}")


def row(*parts: str) -> Math:
    inner = "".join(f"<mo>{p}</mo>" if not p.isalnum() else f"<mi>{p}</mi>" for p in parts)
    return Math("x", True, f"<math {_SPACE}><mrow>{inner}</mrow></math>", " ".join(parts))


def made_of(inner: str, said: str) -> Math:
    return Math("x", False, f"<math {_SPACE}>{inner}</math>", said)


@cache
def document() -> Document:
    rows = (row("p", "=", "q"), row("q", "=", "p"), row("p", "≠", "q"))
    power = made_of("<msup><mn>3</mn><mn>7</mn></msup>", "3 to the power 7")
    root = made_of("<msqrt><mn>2</mn></msqrt>", "the square root of 2")
    formulas = (fraction("a", "2"), fraction("b", "3"), *rows, power, root)
    return replace(
        DOCUMENT, blocks=tuple(Paragraph((each,)) for each in formulas), notes=(), assets=()
    )


@cache
def made() -> bytes:
    return renderer(Format.PDF)(document(), load_style("briefing"), standing=FAULTLESS).content


def outcome(content: bytes) -> Outcome:
    rendering = Rendering(Format.PDF, content)
    return read_back(document(), load_style("briefing"), [rendering], FAULTLESS)[0].verdict.outcome


def number_of(held: Any) -> int:
    """The number of the marked content of an element that has one."""
    return int(held[0] if isinstance(held, pikepdf.Array) else held)


def drawing(stream: bytes, mark: int) -> tuple[int, int]:
    """Where the glyphs of a formula begin and end, without its words."""
    begin = stream.index(b" rg\n", stream.index(_MARK % mark))
    return begin, stream.index(b"BT", begin)


def exchanged(one: int, other: int) -> Callable[[bytes, list[int]], bytes]:
    """Let two formulas be drawn in each other's places."""

    def change(stream: bytes, marks: list[int]) -> bytes:
        (a, b), (c, d) = drawing(stream, marks[one]), drawing(stream, marks[other])
        return stream[:a] + stream[c:d] + stream[b:c] + stream[a:b] + stream[d:]

    return change


@pytest.mark.slow
@pytest.mark.parametrize(
    "pair", [(0, 1), (2, 3), (3, 4)], ids=["other letters", "other order", "other sign"]
)
def test_a_formula_that_is_drawn_as_another_is_seen(pair: tuple[int, int]) -> None:
    assert outcome(made()) is Outcome.PASSED
    with pikepdf.open(BytesIO(made())) as pdf:
        page = pdf.pages[0]
        nodes = (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary))
        found = [o for o in nodes if str(o.get("/S", "")) == "/Formula"]
        marks = sorted(number_of(o.K) for o in found)
        stream = exchanged(*pair)(page.Contents.read_bytes(), marks)
        page.Contents = pdf.make_stream(stream)
        broken = BytesIO()
        pdf.save(broken)
    assert outcome(broken.getvalue()) is Outcome.FAILED


# Formulas of the document by their numbers.
FRACTION, EQUATION, POWER, ROOT = 0, 2, 5, 6


def moved(at: int, down: float) -> Callable[[bytes], bytes]:
    """Move a glyph of a formula down, or up."""

    def change(piece: bytes) -> bytes:
        places = list(re.finditer(rb"\nq\n1 0 0 1 (\S+) (\S+) cm\nq\n", piece))
        place = places[at]
        new = b"%f" % (float(place[2]) + down)
        return piece[: place.start(2)] + new + piece[place.end(2) :]

    return change


def without_line(piece: bytes) -> bytes:
    return re.sub(rb" re\nf\n", b" re\nn\n", piece)


def without_sign(piece: bytes) -> bytes:
    """Leave the first outline out."""
    return piece.replace(b"\nh\nf\n", b"\nh\nn\n", 1)


def halved(piece: bytes) -> bytes:
    return piece.replace(b" cm\n", b" cm\n.5 0 0 .5 0 0 cm\n", 1)


SETTINGS: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "fraction without its line": (FRACTION, without_line),
    "numerator below": (FRACTION, moved(0, 30)),
    "denominator above": (FRACTION, moved(1, -30)),
    "power on the line": (POWER, moved(1, 8)),
    "power as an index": (POWER, moved(1, 16)),
    "root without its sign": (ROOT, without_sign),
    "root without its line": (ROOT, without_line),
    "sign moved away": (EQUATION, moved(1, -20)),
    "sign in white": (EQUATION, lambda piece: piece.replace(b"0 0 0 rg", b"1 1 1 rg", 1)),
    "sign cut": (EQUATION, lambda piece: re.sub(rb"\S+ re\nW", b"3 re\nW", piece, count=1)),
    "formula in half": (ROOT, halved),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", SETTINGS)
def test_a_formula_that_is_set_otherwise_is_seen(name: str) -> None:
    at, change = SETTINGS[name]
    with pikepdf.open(BytesIO(made())) as pdf:
        page = pdf.pages[0]
        nodes = (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary))
        marks = sorted(number_of(o.K) for o in nodes if str(o.get("/S", "")) == "/Formula")
        stream = page.Contents.read_bytes()
        begin = stream.index(_MARK % marks[at])
        end = stream.index(b"BT", begin)
        new = change(stream[begin:end])
        assert new != stream[begin:end]
        page.Contents = pdf.make_stream(stream[:begin] + new + stream[end:])
        broken = BytesIO()
        pdf.save(broken)
    assert outcome(broken.getvalue()) is Outcome.FAILED
