"""Inline SVG is an image with the words that it has itself; icons drawn elsewhere vanish."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from reading import parse_text

from docforge.document import Decorative, Image, Text, plain_text, walk
from docforge.parse.preprocess import drawings
from docforge.parse.preprocess.lines import Line, Segment, source_lines
from docforge.parse.preprocess.scan import scan

SHAPE = '<circle cx="5" cy="5" r="4"/>'


def read(source: str) -> tuple[str, list[object], list[str]]:
    """The text, the descriptions of the images, and the findings but those of style."""
    parsed = parse_text(source)
    nodes = list(walk(parsed.document.blocks))
    text = plain_text(tuple(node for node in nodes if isinstance(node, Text)))
    images = [node for node in nodes if isinstance(node, Image)]
    assert all(image.asset for image in images)
    return " ".join(text.split()), [i.alt for i in images], [f.code for f in parsed.findings]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("inner", "attributes", "alt"),
    [
        *(
            (f"<title>A cat</title>{SHAPE}", "", "A cat"),
            (f"<desc>A dog</desc>{SHAPE}", "", "A dog"),
        ),
        *((SHAPE, 'aria-label="A cat"', "A cat"), ("<text y='20'>45%</text>", "", "45%")),
        (f'<title id="t">Sales</title><desc id="d">Up</desc>{SHAPE}', "", "Sales. Up"),
        (f'<g><title id="t">Sales</title></g>{SHAPE}', 'aria-labelledby="t"', "Sales"),
        ("<title>Grants</title><text>$5m</text><text>2026</text>", "", "Grants. $5m 2026"),
        (f"\n<title>A cat</title>\n\n{SHAPE}\n", 'xmlns="http://www.w3.org/2000/svg"', "A cat"),
        (f"<svg>{SHAPE}</svg><title>A cat</title>", "", "A cat"),
        (f'<symbol id="s">{SHAPE}</symbol><title>A cat</title><use href="#s"/>', "", "A cat"),
    ],
)
@pytest.mark.parametrize(
    "frame", ["Before {} after.", "- Before {} after.", "<p>Before {} after.</p>"]
)
def test_a_drawing_says_its_own_words(inner: str, attributes: str, alt: str, frame: str) -> None:
    svg = f'<svg viewBox="0 0 10 10" {attributes}>{inner}</svg>'
    assert read(frame.format(svg)) == ("Before after.", [alt], [])


def test_a_drawing_without_words_needs_a_description_and_a_decorative_one_none() -> None:
    assert read(f"A <svg>{SHAPE}</svg> b.") == ("A b.", [None], ["IMG001"])
    text, alts, found = read(f'A <svg aria-hidden="true">{SHAPE}</svg> b.')
    assert (text, found) == ("A b.", [])
    assert isinstance(alts[0], Decorative)


def test_an_icon_drawn_elsewhere_vanishes_with_a_finding() -> None:
    assert read('<svg><use href="#phone"></use></svg> Call us.') == ("Call us.", [], ["HTM014"])
    assert read('Mail <svg><use xlink:href="s.svg#mail"/></svg> us.')[2] == ["HTM014"]
    named = '| a |\n|---|\n| <svg aria-label="Yes"><use href="#tick"/></svg> |'
    assert read(named) == ("aYes", [], ["HTM014"])
    assert read('A <svg aria-hidden="true"><use href="#x"/></svg> b.') == ("A b.", [], [])


def test_code_and_what_does_not_end_stay() -> None:
    assert read("`<svg><use href='#x'/></svg>` b")[2] == []
    assert read("```\n<svg><title>A</title></svg>\n```")[1] == []
    assert "A b" in read("A b <svg> c")[0]


def test_several_drawings_of_several_lines_keep_the_places_of_what_follows() -> None:
    svg = f"<svg>\n<title>A</title>\n{SHAPE}\n</svg>"
    parsed = parse_text(f"One {svg} two {svg} three.\n\n![](x.png) four")
    assert [i.alt for i in walk(parsed.document) if isinstance(i, Image)][:2] == ["A", "A"]
    assert {f.where.line for f in parsed.findings} == {9}


# --- Time --------------------------------------------------------------------------------


@dataclass
class Counted:
    """The pattern for edges, and how many characters it was given."""

    pattern: object = drawings._EDGE
    characters: int = field(default=0)

    def finditer(self, text: str, *places: int) -> object:
        self.characters += len(text)
        return self.pattern.finditer(text, *places)  # type: ignore[attr-defined]


def work(source: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The characters that are searched, and those of lines that are put together."""
    searched, put_together = Counted(), Counted()
    put_segments = Line._put

    def put(line: Line, segments: Sequence[Segment]) -> None:
        put_segments(line, segments)
        put_together.characters += len(line.text)

    lines, found = source_lines(source), scan(source)
    with monkeypatch.context() as patched:
        patched.setattr(drawings, "_EDGE", searched)
        patched.setattr(Line, "_put", put)
        list(drawings.read_drawings(lines, found))
    return searched.characters + put_together.characters


@pytest.mark.parametrize(
    "piece",
    [
        "<svg> is never closed\n\n",
        "<svg><svg>\n",
        f"<svg>\n{SHAPE}\n</svg>\n\n",
        f"<svg>\n{SHAPE}\n</svg> and ",
        f"<svg>{SHAPE}</svg>",
    ],
)
def test_many_drawings_take_a_time_that_grows_with_the_text(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    once, twice = (work(piece * count, monkeypatch) for count in (50, 100))
    assert twice < once * 2.2
    assert once < len(piece) * 50 * 12
