"""Content streams put into order: a move changes neither what is seen nor the state around it."""

from types import SimpleNamespace
from typing import Any

import pydyf

from docforge.formats.pdf.marked_content import Artifact, ElementPart, MarkedContent
from docforge.formats.pdf.weasyprint.patches.paint_order import PaintedSequence, put_in_order


def content() -> MarkedContent:
    return MarkedContent(0, None, ElementPart.CONTENT, "text", None, None, is_content=True)


def ordered(*pieces: Any) -> list[Any]:
    """The operators of a stream whose content comes last first; lists are marked content."""
    stream: list[Any] = [b"start"]
    marks: list[PaintedSequence] = []
    for piece in pieces:
        if not isinstance(piece, tuple):
            stream.append(piece)
            continue
        kind, *operators = piece
        begin = len(stream)
        stream += ["/Span", pydyf.Dictionary({"MCID": 9}), b"BDC", *operators, b"EMC"]
        marks.append(PaintedSequence(begin, len(stream), kind))
    order = [mark.kind for mark in reversed(marks) if isinstance(mark.kind, MarkedContent)]
    put_in_order(made := SimpleNamespace(stream=stream), marks, order)
    assert [sequence.mcid for sequence in order] == list(range(len(order)))
    return [o for o in made.stream if not isinstance(o, str | dict) and o not in (b"BDC", b"EMC")]


def test_content_is_painted_after_artifacts_and_the_foot_last() -> None:
    pieces = (content(), b"one"), (Artifact.FOOTER, b"foot"), (Artifact.LAYOUT, b"ground")
    assert ordered(*pieces, (content(), b"two")) == [b"start", b"ground", b"two", b"one", b"foot"]


def test_content_keeps_the_state_it_was_painted_in() -> None:
    turned = b"q", b"1 0 0 1 5 5 cm", (content(), b"one"), b"Q"
    assert ordered(*turned, (content(), b"two")) == [
        *(b"start", b"q", b"1 0 0 1 5 5 cm", b"Q"),
        b"two",
        *(b"q", b"1 0 0 1 5 5 cm", b"one", b"Q"),
    ]


def test_a_clip_is_kept_and_states_that_set_nothing_go() -> None:
    clip = b"0 0 9 9 re", b"W", b"n"
    deep = b"q", *clip, b"q", (content(), b"one"), (content(), b"two"), b"Q", b"Q"
    assert ordered(*deep) == [b"start", b"q", *clip, b"Q", b"q", *clip, b"two", b"one", b"Q"]


def test_a_colour_is_set_once_for_all_that_share_it() -> None:
    red, blue = b"1 0 0 rg", b"0 0 1 rg"
    pieces = [(content(), colour, b"x") for colour in (blue, red, red)]
    assert ordered(*pieces) == [b"start", red, b"x", b"x", blue, b"x"]


def test_a_colour_in_another_space_is_never_taken_for_the_one_before() -> None:
    red, spot = b"1 0 0 rg", b"0.5 scn"
    pieces = [(content(), *colours, b"x") for colours in ([red], [b"/P cs", spot], [red])]
    assert ordered(*pieces) == [b"start", red, b"x", b"/P cs", spot, b"x", red, b"x"]


def test_opacity_is_set_where_it_differs() -> None:
    pieces = [(content(), state, b"x") for state in (b"/a0.5 gs", b"/a1 gs", b"/A1 gs", b"/a1 gs")]
    assert ordered(*pieces) == [
        *(b"start", b"/a1 gs", b"x", b"/A1 gs", b"x"),
        *(b"x", b"/a0.5 gs", b"x"),
    ]
