"""The styles that come with docforge: each is proven in every format, and is what it says."""

import re
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from every_node import DOCUMENT
from housing import house_style

from docforge.conformance import FAULTLESS
from docforge.export import FORMATS, Format, Rendering
from docforge.formats import renderer
from docforge.style import SHIPPED, load_style, style_problems
from docforge.verify.gated import gated
from docforge.verify.readback import read_back
from docforge.verify.readers.pdf.graphics import painting_of

NAMES = sorted({file.parent.name for place in SHIPPED for file in place.glob("*/style.toml")})
# The smallest letters of large print: marks of notes and what is raised (0.85 of 18 points).
_MARKS = 15.0


@cache
def made(name: str, kind: Format) -> bytes:
    return renderer(kind)(DOCUMENT, house_style(name), standing=FAULTLESS).content


def test_three_styles_are_shipped() -> None:
    assert NAMES == ["briefing", "large-print", "plain"]


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_style_does_nothing_that_no_style_may_do(name: str) -> None:
    assert style_problems(name) == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS.values(), ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_every_node_is_read_back_in_every_style(name: str, kind: Format) -> None:
    content = made(name, kind)
    (proof,) = read_back(DOCUMENT, house_style(name), [Rendering(kind, content)], FAULTLESS)
    assert [found.message for found in proof.verdict.findings] == []
    assert [found.message for found in gated(kind, content, "a/a").findings] == []


def sizes(content: bytes) -> set[float]:
    """The sizes of all letters that are seen, in points; not of those in drawings."""
    with pikepdf.open(BytesIO(content)) as pdf:
        items = [item for page in pdf.pages for item in painting_of(page.obj).items]
    texts = (item for item in items if item.kind == "text" and item.visible and not item.in_form)
    return {round(item.matrix[3], 1) for item in texts if item.tag not in ("Figure", "Formula")}


@pytest.mark.slow
def test_large_print_has_no_small_letters() -> None:
    assert min(sizes(made("large-print", Format.PDF))) >= _MARKS
    text = load_style("large-print").page.letters
    assert min(text.text, text.small, text.wide, text.running) >= 18


@pytest.mark.slow
@pytest.mark.parametrize("name", ["briefing", "plain"])
def test_no_letter_is_below_eleven_points_but_raised_signs(name: str) -> None:
    """Raised and lowered signs have 0.7 of 12 or 11 points."""
    assert {size for size in sizes(made(name, Format.PDF)) if size < 10.9} <= {8.4, 7.7}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rank", ["h4", "h5", "h6"])
def test_no_heading_looks_like_one_of_another_rank_without_colours_and_slant(
    name: str, rank: str
) -> None:
    def look(sheet: str, tag: str) -> set[str]:
        """What a sheet says of headings of a rank but their colour and slant."""
        said = re.findall(rf"^(?:h\d, )*{tag}(?:, h\d)* {{([^}}]*)}}", sheet, re.MULTILINE)
        parts = {part.strip() for rule in said for part in rule.split(";")}
        return {part for part in parts if not part.startswith(("color:", "font-style:"))}

    style = load_style(name)
    for sheet in (style.print_css, style.screen_css, style.epub_css):
        others = {"h2", "h3", "h4", "h5", "h6"} - {rank}
        assert all(look(sheet, rank) != look(sheet, other) for other in others)


@pytest.mark.parametrize("name", NAMES)
def test_what_only_adorns_is_no_white_bar_on_a_dark_screen(name: str) -> None:
    sheet = load_style(name).screen_css
    dark = sheet[sheet.index("prefers-color-scheme: dark") :]
    assert dark.index("img { background: #ffffff; }") < dark.index('img[alt=""] {')


@pytest.mark.slow
def test_large_print_has_no_slanted_letters() -> None:
    with pikepdf.open(BytesIO(made("large-print", Format.PDF))) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        names = {str(font.BaseFont) for font in fonts if "/BaseFont" in font}
    assert names
    assert not any("Italic" in name or "Oblique" in name for name in names)


@pytest.mark.slow
def test_large_print_begins_with_large_letters_on_screens() -> None:
    page = made("large-print", Format.HTML).decode()
    assert page.rindex("html { font-size: 150%") > page.index("font-size: 112.5%")


def test_the_plain_style_has_no_ground_behind_words_on_paper() -> None:
    colours = dict(load_style("plain").colours.light)
    assert {colours[role] for role in ("ground", "callout", "mark")} == {"#ffffff"}
