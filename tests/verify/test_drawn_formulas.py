"""A formula of a PDF shows its own letters: another one under the right words is seen."""

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


@cache
def document() -> Document:
    rows = (row("p", "=", "q"), row("q", "=", "p"), row("p", "≠", "q"))
    formulas = (fraction("a", "2"), fraction("b", "3"), *rows)
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
