"""How much there is to draw in a drawing, and whether it shows anything."""

import pytest
from lxml import etree

from docforge.errors import ImageError
from docforge.media.svg import sanitise

MARKER = '<defs><marker id="m"><rect/><rect/></marker></defs>'
MASK = '<defs><mask id="m">' + "<rect/>" * 50 + "</mask></defs>"


def drawing(inside: str) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="40" height="20" viewBox="0 0 40 20">{inside}</svg>'
    ).encode()


def parts(inside: str) -> int:
    return sanitise(drawing(inside), 10**9).parts


def test_elements_letters_and_points_count() -> None:
    empty = parts("")
    assert parts("<rect/>" * 100) - empty == 100
    assert parts(f"<text>{'a' * 500}</text>") - empty == pytest.approx(101, abs=1)
    assert parts(f'<path d="M0 0{" L1 1" * 1000}"/>') - empty == pytest.approx(101, abs=2)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("inside", "times"),
    [
        ('<g id="m">' + "<rect/>" * 50 + "</g>" + '<use xlink:href="#m"/>' * 10, 10 * 51),
        (MASK + '<rect mask="url(#m)"/>' * 10, 10 * 51),
        (MASK + '<g style="mask: url(#m)"><rect/></g>' * 10, 10 * 51),
        (f"<style>.a{{mask:url(#m)}}</style>{MASK}" + '<rect class="b a"/>' * 10, 10 * 51),
        (f"<style>g > rect{{mask:url(#m)}}</style>{MASK}" + "<g><rect/></g>" * 10, 10 * 51),
        (f"<style>svg > *{{mask:url(#m)}}</style>{MASK}" + "<circle/>" * 10, 10 * 51),
        (MARKER + f'<path marker-mid="url(#m)" d="M0 0{"L1 1" * 1000}"/>', 1000 * 3),
        (f"<style>path{{marker-mid:url(#m)}}</style>{MARKER}"
         f'<path d="M0 0{"L1 1" * 1000}"/>', 1000 * 3),
        (f"<style>{'.b{fill:red}' * 1000}</style>" + "<rect/>" * 100, 1000),
    ],
)  # fmt: skip
def test_what_is_drawn_again_counts_again(inside: str, times: int) -> None:
    assert parts(inside) > times


def test_a_circle_through_a_rule_is_refused() -> None:
    mask = '<mask id="m"><rect/></mask><rect/>'
    with pytest.raises(ImageError, match="circle"):
        sanitise(drawing(f"<style>rect{{mask:url(#m)}}</style>{mask}"))
    # It may not be for what is in the mask.
    assert sanitise(drawing(f"<style>svg > rect{{mask:url(#m)}}</style>{mask}")).data


def test_rules_for_other_elements_do_not_count() -> None:
    used = f"<style>.a{{mask:url(#m)}}</style>{MASK}"
    assert parts(used + "<rect/>" * 100) < 200


def test_of_many_fonts_none_is_looked_for() -> None:
    fonts = ", ".join("a" * 100)
    for inside in (
        f'<text font-family="{fonts}">a</text>',
        f'<text style="font-family:{fonts}">a</text>',
        f"<style>text{{font-family:{fonts}}}</style><text>a</text>",
    ):
        assert b"font-family" not in sanitise(drawing(inside)).data
    assert b"font-family" in sanitise(drawing('<text font-family="Arial, sans">a</text>')).data


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<rect width="9" height="9" fill="none"/>',
        '<rect width="9" height="9" style="fill:none"/>',
        '<rect x="50" width="9" height="9"/>',
        '<g transform="translate(0 90)"><circle r="9"/></g>',
        '<polyline points="1,2 1,2"/>',
        '<rect width="0" height="9"/>',
        "<text> </text>",
        '<defs><rect width="9" height="9"/></defs>',
        '<rect width="9" height="9" opacity="0"/>',
        '<rect width="9" height="9" display="none"/>',
        '<rect width="9" height="9" fill="transparent"/>',
        '<rect width="9" height="9" style="fill:#00000000"/>',
        '<rect width="9" height="9" fill="rgba(0, 0, 0, 0)"/>',
        '<rect width="9" height="9" fill="url(#nowhere)"/>',
        '<rect width="9" height="9" fill="url(#nowhere) none"/>',
        '<linearGradient id="a"/><rect width="9" height="9" fill="url(#a)"/>',
        '<linearGradient id="a"><stop stop-opacity="0"/></linearGradient>'
        '<radialGradient id="b" xlink:href="#a"/><rect width="9" height="9" fill="url(#b)"/>',
        '<line x2="9" y2="9"/>',
        '<line x2="9" stroke="red" stroke-width="0"/>',
        '<line x2="9" stroke="red" stroke-opacity="0"/>',
        '<line x1="200" x2="290" y2="9" stroke="red"/>',
        '<path d="M1 2"/>',
        '<path d="M1 2h9" fill="red"/>',
        '<path d="M90 90l9 0 0 9zm9 9h5v5"/>',
        '<clipPath id="a"/><rect width="9" height="9" clip-path="url(#a)"/>',
        '<clipPath id="a"><path d="M90 0h9v9z"/></clipPath>'
        '<g clip-path="url(#a)"><rect width="9" height="9"/></g>',
        '<mask id="a"/><rect width="9" height="9" mask="url(#a)"/>',
        '<mask id="a"><rect width="9" height="9"/></mask><rect width="9" height="9" '
        'style="mask:url(#a)"/>',
        '<style>g rect{fill:red}</style><rect width="9" height="9" fill="none"/>',
        '<style>g>rect{fill:none}</style><g><rect width="9" height="9"/></g>',
        "<style>rect{display:none}svg:hover rect{display:inline}</style>"
        '<rect width="9" height="9"/>',
        '<style>rect:not(.a){opacity:0}</style><rect class="b" width="9" height="9"/>',
    ],
)
def test_a_drawing_that_shows_nothing_is_known(inside: str) -> None:
    assert not sanitise(drawing(inside)).is_seen


@pytest.mark.parametrize(
    "inside",
    [
        '<rect width="9" height="9"/>',
        '<rect width="100%" height="100%"/>',
        '<rect x="-5" width="9" height="9"/>',
        '<line x2="9" stroke="red"/>',
        '<line x1="41" x2="60" stroke="red" stroke-width="9"/>',
        '<path d="M0 0L9 9"/>',
        '<path d="M0 0L9 9" fill="none" stroke="red"/>',
        '<path d="M50 5 H 5 V9z"/>',
        '<path d="M-90 5a9 9 0 01120 1"/>',
        '<path d="M50 5C0 0 0 50 50 50"/>',
        '<path d="M50 5Q9 9 50 15T50 35"/>',
        '<path d="M1 1h8v8z nonsense"/>',
        '<rect width="9" height="9" fill-opacity="0" stroke="red"/>',
        '<rect width="9" height="9" fill="url(#nowhere) red"/>',
        '<linearGradient id="A"><stop stop-color="red"/></linearGradient>'
        '<rect width="9" height="9" fill="url(#A)"/>',
        '<pattern id="a"><rect width="1" height="1"/></pattern>'
        '<rect width="9" height="9" fill="url(#a)"/>',
        '<clipPath id="a"><rect x="5" width="9" height="9" fill="none"/></clipPath>'
        '<rect width="9" height="9" clip-path="url(#a)"/>',
        '<rect width="9" height="9" clip-path="url(#nowhere)"/>',
        '<mask id="a"><rect width="9" height="9" fill="white"/></mask>'
        '<rect width="9" height="9" mask="url(#a)"/>',
        '<marker id="a"><rect width="9" height="9"/></marker>'
        '<path d="M1 2L5 5" fill="none" marker-end="url(#a)"/>',
        '<text x="5" y="9">a</text>',
        '<g id="a"><rect width="9" height="9"/></g>',
        '<defs><g id="a"><rect width="9" height="9"/></g></defs><use xlink:href="#a"/>',
        '<svg x="90"><rect x="-90" width="9" height="9"/></svg>',
        '<style>g rect{fill:red}</style><g><rect width="9" height="9" fill="none"/></g>',
        "<style>rect:nth-of-type(2){stroke:red}*{fill:none}</style>"
        '<rect width="9" height="9"/><rect width="9" height="9"/>',
        '<style>rect[width="9"]{fill:red}</style><rect width="9" height="9" fill="none"/>',
        '<style>rect:nonsense{fill:red}</style><rect width="9" height="9" fill="none"/>',
        '<g transform="translate(-90 0)"><rect x="90" width="9" height="9"/></g>',
    ],
)
def test_what_may_show_something_is_left_alone(inside: str) -> None:
    assert sanitise(drawing(inside)).is_seen


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("M1 1h8v8z", "M1 1h8v8z"),
        (" M 1,1 2,2 3-3.5.5,4 ", " M 1,1 2,2 3-3.5.5,4 "),
        ("M1 1a5 5 0 015 5", "M1 1a5 5 0 015 5"),
        ("M1 1h8v8z nonsense", "M1 1h8v8z"),
        ("M1 1L2 2 3", "M1 1L2 2"),
        ("M1 1a5 5 0 2 1 5 5h9", "M1 1"),
        ("L1 1h8", ""),
        ("M1", ""),
        ("auto", ""),
    ],
)
def test_a_path_is_drawn_up_to_its_first_error(written: str, drawn: str) -> None:
    """Behind one, WeasyPrint 70 never comes to an end."""
    asked = etree.fromstring(
        sanitise(drawing(f'<path d="{written}"/><rect width="9" height="9"/>')).data
    )
    path = asked.find("{*}path")
    assert path is not None
    assert path.get("d") == drawn
