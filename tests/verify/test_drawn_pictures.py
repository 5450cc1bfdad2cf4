"""Figures of a PDF show the pictures of their document: other pixels, letters and shapes do not."""

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from every_node import inlines
from pdf_breaking import page_stream
from PIL import Image as Pillow
from PIL import ImageCms, ImageDraw

from docforge.conformance import FAULTLESS
from docforge.document import Document, Image, Meta, Paragraph
from docforge.export import Format, Rendering
from docforge.formats import renderer
from docforge.media.images import image_asset
from docforge.style import load_style
from docforge.verify.readback import read_back

DRAWINGS = tomllib.loads(Path(__file__).with_name("drawings.toml").read_text("utf-8"))
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="300" height="300" '
    'font-family="sans-serif" font-size="14">{}</svg>'
)
CHART = SVG.format(
    '<rect x="5" y="5" width="40" height="20" fill="#1d70b8"/>'
    '<rect x="5" y="35" width="80" height="20" fill="#1d70b8"/>'
    '<text x="50" y="20">412</text><text x="5" y="70">129</text>'
).encode()
File = tuple[str, bytes]


def ship(size: tuple[int, int], mode: str = "RGB") -> Pillow.Image:
    """A picture with areas, thin lines and letters."""
    picture = Pillow.effect_mandelbrot(size, (-2, -1, 1, 1), 60).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for x in range(0, size[0], 6):
        pen.line([x, 0, x, size[1] // 3], fill=(200, 0, 0))
    pen.text((size[0] // 4, size[1] // 2), "405 million", fill=(255, 255, 0))
    return picture.convert(mode)


def saved(picture: Pillow.Image, kind: str, **options: Any) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


@cache
def pixels() -> tuple[File, ...]:
    """Pictures of each kind, among them those that are made smaller, and clear ones."""
    small, large = (120, 90), (2600, 900)
    clear = ship(small, "RGBA")
    clear.putalpha(Pillow.linear_gradient("L").resize(small))
    deep = Pillow.new("I;16", (60, 40))
    deep.putdata([place * 27 for place in range(60 * 40)])
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    turned = Pillow.Exif()
    turned[0x0112] = 6
    return (
        *((f"{mode}.png", saved(ship(small, mode), "PNG")) for mode in ("RGB", "L", "P", "1")),
        ("clear.png", saved(clear, "PNG")),
        ("grey-clear.png", saved(clear.convert("LA"), "PNG")),
        ("one-clear.png", saved(ship(small, "P"), "PNG", transparency=3)),
        ("deep.png", saved(deep, "PNG")),
        ("own.png", saved(ship(small), "PNG", icc_profile=own)),
        *((f"{mode}.jpg", saved(ship(small, mode), "JPEG")) for mode in ("RGB", "L", "CMYK")),
        ("own.jpg", saved(ship(small), "JPEG", icc_profile=own)),
        ("turned.jpg", saved(ship(small), "JPEG", exif=turned)),
        ("lossy.webp", saved(ship(small), "WEBP")),
        ("clear.webp", saved(clear, "WEBP", lossless=True)),
        ("few.gif", saved(ship(small), "GIF")),
        ("large.png", saved(ship(large), "PNG")),
        ("large.jpg", saved(ship(large), "JPEG")),
        ("large-clear.png", saved(clear.resize(large), "PNG")),
        ("large-lines.png", saved(ship(large, "1"), "PNG")),
        *((f"{w}.png", saved(ship((w, h)), "PNG")) for w, h in ((1999, 411), (2411, 997))),
        ("flat.png", saved(ship((2400, 20)), "PNG")),
        ("dot.png", saved(ship((1, 1)), "PNG")),
    )


def of_pictures(files: Sequence[File]) -> Document:
    assets = [image_asset(data, name) for name, data in files]
    return Document(
        Meta(inlines("Pictures"), "en"),
        tuple(Paragraph((Image(f"Picture {a.name}", a.name, a.name),)) for a in assets),
        assets=tuple(assets),
    )


@cache
def printed(files: tuple[File, ...]) -> bytes:
    document = of_pictures(files)
    return renderer(Format.PDF)(document, load_style("briefing"), standing=FAULTLESS).content


def told(files: tuple[File, ...], content: bytes) -> list[str]:
    """What read-back says of the file as one that shows the pictures."""
    rendering = Rendering(Format.PDF, content)
    (proof,) = read_back(of_pictures(files), load_style("briefing"), [rendering], FAULTLESS)
    return [found.message for found in proof.verdict.findings]


def drawings() -> tuple[File, ...]:
    return tuple((f"{name}.svg", SVG.format(inner).encode()) for name, inner in DRAWINGS.items())


@pytest.mark.slow
@pytest.mark.parametrize("files", [pixels, drawings])
def test_pictures_of_every_kind_are_shown(files: Callable[[], tuple[File, ...]]) -> None:
    assert told(files(), printed(files())) == []


SAMPLE = (
    ("chart.svg", CHART),
    ("ship.png", saved(ship((120, 90)), "PNG")),
    ("harbour.png", saved(ship((120, 90)).transpose(Pillow.Transpose.ROTATE_180), "PNG")),
    ("pier.jpg", saved(ship((120, 90)), "JPEG")),
    ("large.jpg", saved(ship((2600, 900)), "JPEG")),
)


def stored(at: int, change_it: Callable[[bytes], bytes]) -> Callable[[Any], None]:
    """Change the pixels of the picture at a place of the document."""

    def change(pdf: Any) -> None:
        image = images(pdf)[at - 1]
        raw = image.read_raw_bytes() if image.Filter == "/DCTDecode" else image.read_bytes()
        if image.Filter == "/DCTDecode":
            image.write(change_it(raw), filter=image.Filter)
        else:
            image.write(change_it(raw))

    return change


def images(pdf: Any) -> list[Any]:
    """The stored pictures in the order in which pages show them."""
    found: list[Any] = []
    for page in pdf.pages:
        held = page.obj.Resources.get("/XObject") or {}
        found += [
            held[step.operands[0]]
            for step in pikepdf.parse_content_stream(page)
            if str(step.operator) == "Do"
        ]
    return [image for image in found if str(image.Subtype) == "/Image"]


def _exchanged(pdf: Any) -> None:
    one, other = images(pdf)[:2]
    mine, theirs = one.read_bytes(), other.read_bytes()
    one.write(theirs)
    other.write(mine)


def _another_photograph(_: bytes) -> bytes:
    return saved(ship((120, 90)).transpose(Pillow.Transpose.FLIP_TOP_BOTTOM), "JPEG")


def _another_small_one(raw: bytes) -> bytes:
    with Pillow.open(BytesIO(raw)) as picture:
        return saved(picture.transpose(Pillow.Transpose.FLIP_LEFT_RIGHT), "JPEG")


BREAKS: dict[str, Callable[[Any], None]] = {
    "bar longer": page_stream(b"5 5 40 20 re", b"5 5 80 20 re"),
    "bar elsewhere": page_stream(b"5 35 80 20 re", b"5 75 80 20 re"),
    "bar in another colour": page_stream(b"0.113725 0.439216 0.721569 rg", b"0.8 0.1 0.1 rg"),
    "bar gone": page_stream(b"5 5 40 20 re\nf", b"5 5 40 20 re\nn"),
    "bar over another": page_stream(b"5 35 80 20 re\nf", b"5 35 80 20 re\nf\n0 0 99 99 re\nf"),
    "bar with an outline": page_stream(b"5 35 80 20 re\nf", b"5 35 80 20 re\nB"),
    "figures exchanged": page_stream(b"<001700140015>", b"<001500140017>"),
    "letters gone": page_stream(b"<001700140015>", b""),
    "pixels turned in colour": stored(1, lambda raw: bytes(255 - byte for byte in raw)),
    "pixels turned round": stored(1, lambda raw: raw[::-1]),
    "some pixels black": stored(1, lambda raw: raw[:9000] + bytes(300) + raw[9300:]),
    "pictures of one size exchanged": _exchanged,
    "another photograph of the size": stored(3, _another_photograph),
    "another photograph, made smaller": stored(4, _another_small_one),
}


ROUTE = SVG.format(
    '<polyline points="0,90 30,40 60,60 95,5" fill="none" stroke="#900" stroke-width="3"/>'
    '<path d="M0 70 L95 70" fill="none" stroke="#006" stroke-dasharray="6 3" '
    'stroke-linecap="round"/><circle cx="30" cy="40" r="4" fill="#900"/>'
    '<path d="M60 80 L90 80 L90 95 Z" fill="#060"/><path d="M5 5 C 5 20 30 20 30 5" fill="#c60"/>'
    '<path d="M70 20 L85 20 A15 15 0 0 1 70 35 Z" fill="#609"/>'
    '<path d="M5 60 C 5 75 20 75 20 60 S 35 45 35 60 Q 40 65 45 60 T 55 60" fill="none" '
    'stroke="#063"/>'
    '<text x="5" y="98">May</text><text x="95" y="98" text-anchor="end">June</text>'
).encode()
DRAWING = (("route.svg", ROUTE),)


def _less_opaque(pdf: Any) -> None:
    """Let areas shine through."""
    pdf.pages[0].Resources.ExtGState["/a1.0"] = pikepdf.Dictionary({"/ca": 0.1})


DRAWN: dict[str, Callable[[Any], None]] = {
    "line leads elsewhere": page_stream(b"95 5 l\nS", b"95 95 l\nS"),
    "line thinner": page_stream(b"3 w", b"0.1 w"),
    "line in white": page_stream(b"0.6 0 0 RG", b"1 1 1 RG"),
    "line without dashes": page_stream(b"[6 3] 0 d", b"[] 0 d"),
    "line of other dashes": page_stream(b"[6 3] 0 d", b"[1 8] 0 d"),
    "line with other ends": page_stream(b"1 J", b"0 J"),
    "line not drawn": page_stream(b"95 70 l\nS", b"95 70 l\nn"),
    "triangle of another shape": page_stream(b"90 80 l", b"60 95 l"),
    "curve of another shape": page_stream(b"5 20 30 20 30 5 c", b"5 5 30 5 30 5 c"),
    "curve that goes on otherwise": page_stream(b"20 45 35 45", b"20 75 35 45"),
    "wave that goes on otherwise": page_stream(b"48.333333 56.666667", b"48.333333 63.333333"),
    "slice that ends elsewhere": page_stream(b"78.284271 35 70 35 c", b"78.284271 35 85 35 c"),
    "slice without its arc": page_stream(b"85 28.284271 78.284271 35 70 35 c", b"85 20 l"),
    "point elsewhere": page_stream(b"0.6 0 0 rg\n", b"0.6 0 0 rg\n1 0 0 1 9 9 cm\n"),
    "area cut": page_stream(b"0 0.4 0 rg\n", b"0 0.4 0 rg\n60 80 9 9 re\nW\nn\n"),
    "areas shine through": _less_opaque,
    "letters in white": page_stream(b"0 0 0 rg", b"1 1 1 rg"),
    "letters small": page_stream(b" 14 Tf", b" 2 Tf"),
    "letters not painted": page_stream(b"0 Tr\n1 0 0 -1 5 98", b"3 Tr\n1 0 0 -1 5 98"),
    "letters elsewhere": page_stream(b"5 98 Tm", b"60 98 Tm"),
    "letters higher": page_stream(b"5 98 Tm", b"5 40 Tm"),
    "drawing smaller": page_stream(b"3 0 0 3 0 0 cm", b"0.3 0 0 0.3 0 0 cm"),
    "drawing moved": page_stream(b"3 0 0 3 0 0 cm", b"3 0 0 3 0 40 cm"),
}


def is_told(files: tuple[File, ...], change: Callable[[Any], None]) -> bool:
    """Whether the PDF of `files` is told from their pictures after a `change`."""
    broken = BytesIO()
    with pikepdf.open(BytesIO(printed(files))) as pdf:
        change(pdf)
        pdf.save(broken)
    said = told(files, broken.getvalue())
    return any("a figure that is not the picture" in each for each in said)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_that_is_painted_otherwise_is_told(name: str) -> None:
    assert is_told(DRAWING, DRAWN[name])


def test_the_whole_sample_is_shown() -> None:
    assert told(SAMPLE, printed(SAMPLE)) == []
    assert told(DRAWING, printed(DRAWING)) == []


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", BREAKS)
def test_a_figure_that_shows_something_else_is_told(name: str) -> None:
    assert is_told(SAMPLE, BREAKS[name])
