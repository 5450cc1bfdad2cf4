"""Letters of drawings: joined and in their direction, as browsers show them."""

import io

from PIL import Image, ImageChops

from docforge.formats.pdf.weasyprint.drawing import draw

FAMILIES = "Noto Sans,Noto Sans Arabic,Noto Sans Hebrew,sans-serif"


def drawn(text: str) -> Image.Image:
    """What is drawn of `text`, cut to its ink, in black on white."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60" font-size="32" '
        f'font-family="{FAMILIES}">{text}</svg>'
    )
    picture = Image.open(io.BytesIO(draw(svg.encode(), 300, 60))).convert("L")
    ink = ImageChops.invert(picture).point(lambda level: 255 if level > 40 else 0)
    return ink.crop(ink.getbbox())


def test_the_first_letter_of_a_line_from_right_to_left_is_on_the_right() -> None:
    both, last = drawn('<text x="20" y="40">אב</text>'), drawn('<text x="20" y="40">ב</text>')
    left = both.crop((0, both.height - last.height, last.width, both.height))
    differing = ImageChops.difference(left, last).getbbox()
    assert differing is None or differing[2] - differing[0] < last.width / 4


def test_letters_that_join_are_joined() -> None:
    together = drawn('<text x="20" y="40">بب</text>')
    apart = drawn('<text x="20 80" y="40">بب</text>')
    alone = drawn('<text x="20" y="40">ب</text>')
    assert together.width < 2 * alone.width * 0.9
    assert apart.width > 100, "letters that a drawing places stay where it places them"
