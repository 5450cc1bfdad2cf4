"""Images become assets that are whole, upright, still and private, or an error in plain words."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from docforge.errors import ImageError
from docforge.gate import pictures as gate
from docforge.media.images import image_asset, read_image

SECRET = b"51.5033N 0.1276W, Jo Bloggs"


def picture(mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, (4, 2))
    image.putpixel((0, 0), (255,) * len(mode))
    return image


def encoded(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    buffer = io.BytesIO()
    (image or picture()).save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def exif(orientation: int = 1) -> bytes:
    values = Image.Exif()
    values[0x0112] = orientation
    values[0x010E] = SECRET.decode()
    return values.tobytes()


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def drawing(inside: str, attributes: str = 'width="40" height="20"') -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {attributes}>{inside}</svg>".encode()


def clean(inside: str) -> str:
    return image_asset(drawing(inside), "a.svg").data.decode()


# --- What comes in -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "media_type", "extension"),
    [
        ("PNG", "image/png", ".png"),
        ("JPEG", "image/jpeg", ".jpg"),
        ("WEBP", "image/webp", ".webp"),
        ("GIF", "image/png", ".png"),
    ],
)
def test_the_content_decides_the_type_not_the_extension(
    kind: str, media_type: str, extension: str
) -> None:
    asset = image_asset(encoded(kind), "folder/Ænd of Term é.txt")
    assert asset.media_type == media_type
    assert asset.name.startswith("nd-of-term-e-")
    assert asset.name.endswith(extension)
    assert (asset.width, asset.height) == (4, 2)
    assert opened(asset.data).size == (4, 2)


def test_a_name_without_ascii_letters_still_gives_a_file_name() -> None:
    assert image_asset(encoded("PNG"), "图表.png").name.startswith("image-")


def test_different_pictures_of_one_name_have_different_names() -> None:
    other = encoded("PNG", Image.new("RGB", (4, 2), "red"))
    assert image_asset(encoded("PNG"), "a.png").name != image_asset(other, "a.png").name


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
        (b"II*\0rest", "TIFF"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"hello", "not known"),
        (b"<!doctype html><html><body>404</body></html>", "not known"),
    ],
)
def test_other_types_are_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(ImageError, match=words) as caught:
        image_asset(data, "a.png")
    assert caught.value.hint


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_file_cut_short_is_refused(kind: str) -> None:
    noise = Image.effect_noise((64, 64), 90).convert("RGB")
    data = encoded(kind, noise)
    with pytest.raises(ImageError, match="damaged"):
        image_asset(data[: len(data) // 2], "a.png")


def test_too_many_pixels_are_refused_before_they_are_unpacked_and_the_limit_is_named() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x")
    with pytest.raises(ImageError, match="50,000,000"):
        image_asset(bomb, "bomb.png")
    with pytest.raises(ImageError, match=r"4 by 2 .* limit is 7 "):
        image_asset(encoded("PNG"), "a.png", max_pixels=7)


# --- What goes out -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_no_private_metadata_is_left(kind: str, orientation: int) -> None:
    data = encoded(kind, exif=exif(orientation))
    assert SECRET in data
    assert SECRET not in image_asset(data, "a.jpg").data


def test_comments_and_texts_go_too() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    for data in (
        encoded("PNG", pnginfo=texts),
        encoded("JPEG", comment=SECRET),
        encoded("GIF", comment=SECRET),
        encoded("JPEG") + SECRET,
        encoded("PNG") + SECRET,
    ):
        assert SECRET in data
        assert SECRET not in image_asset(data, "a").data


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"icc_profile": PROFILE}])
def test_a_jpeg_is_not_compressed_again(options: dict[str, object]) -> None:
    noise = Image.effect_noise((64, 64), 90).convert("RGB")
    data = encoded("JPEG", noise, exif=exif(), comment=SECRET, **options)
    asset = image_asset(data, "a.jpg")
    assert opened(asset.data).tobytes() == opened(data).tobytes()
    assert opened(asset.data).info.get("icc_profile") == options.get("icc_profile")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("profile", [PROFILE, b"no profile" * 99])
def test_a_profile_that_is_none_is_left_out(kind: str, profile: bytes) -> None:
    asset = image_asset(encoded(kind, Image.new("RGB", (9, 9)), icc_profile=profile), "a")
    kept = opened(asset.data).info.get("icc_profile")
    assert kept == (profile if profile == PROFILE else None)
    assert [*gate.picture(asset.media_type, asset.data)] == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_taken_whatever_its_exif_is(kind: str) -> None:
    data = encoded(kind, Image.new("RGB", (9, 9)), exif=b"Exif\0\0" + b"\xff" * 99)
    assert image_asset(data, "a").width == 9


def test_a_png_that_has_no_end_gets_one() -> None:
    asset = image_asset(encoded("PNG", Image.new("RGB", (9, 9), "red"))[:-12], "a.png")
    assert [*gate.picture("image/png", asset.data)] == []
    assert opened(asset.data).getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("kind", "mode", "size", "is_taken"),
    [
        ("PNG", "RGB", (99, 99), True),
        ("PNG", "RGBA", (99, 99), False),
        ("PNG", "RGBA", (70, 70), True),
        ("WEBP", "RGB", (70, 70), False),
        ("WEBP", "RGB", (57, 57), True),
        ("PNG", "RGB", (501, 1), False),
        ("PNG", "RGB", (1, 500), True),
    ],
)
def test_pixels_count_by_the_memory_that_they_take(
    kind: str, mode: str, size: tuple[int, int], is_taken: bool
) -> None:
    data = encoded(kind, Image.new(mode, size))
    if is_taken:
        assert image_asset(data, "a", max_pixels=10_000).data
    else:
        with pytest.raises(ImageError, match="pixels"):
            image_asset(data, "a", max_pixels=10_000)


def test_pixels_and_transparency_of_a_png_are_kept() -> None:
    image = picture("RGBA")
    assert opened(image_asset(encoded("PNG", image), "a.png").data).tobytes() == image.tobytes()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_lying_on_its_side_is_turned_upright(kind: str) -> None:
    asset = image_asset(encoded(kind, exif=exif(6)), "a.jpg")
    assert (asset.width, asset.height) == (2, 4)
    assert opened(asset.data).size == (2, 4)
    assert opened(asset.data).getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_an_animation_becomes_its_first_frame_and_says_so(kind: str) -> None:
    frames = [Image.new("RGB", (4, 2), colour) for colour in ("red", "blue")]
    data = encoded(kind, frames[0], save_all=True, append_images=frames[1:], lossless=True)
    read = read_image(data, "a.gif")
    assert "animation" in read.losses[0]
    assert opened(read.asset.data).convert("RGB").getpixel((0, 0)) == (255, 0, 0)
    assert read_image(encoded(kind), "a").losses == ()


def test_cmyk_becomes_rgb() -> None:
    asset = image_asset(encoded("JPEG", Image.new("CMYK", (4, 2), (0, 255, 255, 0))), "a.jpg")
    image = opened(asset.data)
    assert image.mode == "RGB"
    red, green = (image.getchannel(band).getextrema()[0] for band in "RG")
    assert isinstance(red, int)
    assert red > 200 > 60 > green


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_same_file_gives_the_same_asset(kind: str) -> None:
    data = encoded(kind, exif=exif(6)) if kind != "GIF" else encoded(kind)
    assert image_asset(data, "a") == image_asset(data, "a")


# --- SVG ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect width="1" height="1" onclick="alert(1)"/>',
        '<a href="javascript:alert(1)"><rect width="1" height="1"/></a>',
        '<image href="https://example.org/a.png"/>',
        '<image xlink:href="file:///etc/passwd"/>',
        '<use xlink:href="https://example.org/a.svg#x"/>',
        '<use href="data:image/svg+xml;base64,AAAA#x"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>',
        '<rect fill="url(https://example.org/a#x)" width="1" height="1"/>',
        '<rect fill="url(\'https://example.org/a#x\')" width="1" height="1"/>',
        '<rect style="fill:u\\72l(https://example.org/a)" width="1" height="1"/>',
        '<rect style="mask:image-set(&quot;https://example.org/a&quot;)"/>',
        "<style>@import 'https://example.org/a.css';</style>",
        "<style>@font-face{font-family:x;src:url(https://example.org/a)}</style>",
        "<style>rect{fill:url(https://example.org/a)}</style>",
        "<style>rect{background:url(https://example.org/a)}</style>",
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="x" to="https://example.org"/>',
        "<metadata>https://example.org</metadata>",
        "<!-- https://example.org -->",
        "<?xml-stylesheet href='https://example.org/a.css'?>",
        '<g xmlns:i="http://inkscape" i:label="https://example.org"/>',
        '<h xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></h>',
    ],
)
def test_a_drawing_addresses_and_runs_nothing(inside: str) -> None:
    result = clean(inside).replace("http://www.w3.org/2000/svg", "")
    for word in ("http", "alert", "javascript", "file:", "data:", "@import", "<animate", "<set"):
        assert word not in result


def test_what_draws_is_kept() -> None:
    inside = (
        '<style>.a{fill:#005ea5;stroke:url(#g)}</style><defs><linearGradient id="g">'
        '<stop offset="0" stop-color="rgb(1, 2, 3)"/></linearGradient></defs>'
        '<g transform="translate(1 2)"><rect class="a" fill="url(#g)" style="opacity:.5;x:y" '
        'height="1" width="1"/><use xlink:href="#g"/></g>'
        '<text x="1" y="2">Tax <tspan>rose</tspan> by '
        '<a href="/x">a <tspan>fifth</tspan></a>.</text>'
    )
    result = clean(inside)
    assert "<style>.a{fill:#005ea5;stroke:url(#g)}</style>" in result
    assert 'stop-color="rgb(1, 2, 3)"' in result
    assert 'fill="url(#g)"' in result
    assert 'style="opacity:.5"' in result
    assert 'xlink:href="#g"' in result
    assert ">Tax <tspan>rose</tspan> by a <tspan>fifth</tspan>.</text>" in result


def test_what_was_seen_and_is_gone_is_reported() -> None:
    read = read_image(drawing("<foreignObject/><image/><metadata/><rect/>"), "a.svg")
    assert read.losses == ("foreignObject, image in the SVG file",)
    assert read_image(drawing("<rect/>"), "a.svg").losses == ()


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="20"', (40, 20)),
        ('width="1in" height="2.54cm"', (96, 96)),
        ('width="100%" height="100%" viewBox="0 0 30 10"', (30, 10)),
        ('viewBox="0,0,30,10"', (30, 10)),
        ('width="60" viewBox="0 0 30 10"', (60, 20)),
        ('height="20" viewBox="0 0 30 10"', (60, 20)),
        ("", (300, 150)),
        ('viewBox="broken"', (300, 150)),
    ],
)
def test_the_size_of_a_drawing_is_in_css_pixels(attributes: str, size: tuple[int, int]) -> None:
    asset = image_asset(drawing("<rect/>", attributes), "a.svg")
    assert (asset.width, asset.height) == size
    assert b"viewBox=" in asset.data


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg><rect></svg>", "not well-formed"),
        (b'<?xml version="1.0"?><rss/>', "not svg"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "entities"),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', "entities"),
        (drawing('<g id="a"><use href="#a"/></g>'), "circle"),
        (drawing("<rect/>" * 80_001), "80,000 parts"),
        (drawing(f"<text>{'a' * 500_000}</text>"), "80,000 parts"),
        (drawing(f'<path d="M1 1{"L1 1" * 2_000_000}"/>'), "80,000 parts"),
        (drawing("<rect/>", 'width="1e9" height="5"'), "20,000"),
        (drawing("<rect/>", 'width="0" height="5"'), "20,000"),
        (drawing('<path d="M1e999 5L5 5"/>'), "numbers beyond"),
        (drawing('<g transform="rotate(1e400)"/>'), "numbers beyond"),
        (drawing('<g transform="scale(1e8)"><g transform="scale(1e8)"/></g>'), "numbers beyond"),
        (drawing("<style>a{stroke-width:1e300}</style>"), "numbers beyond"),
        (drawing("<rect/>", 'viewBox="0 0 1e-320 1e-320"'), "view box"),
        (drawing(f"<style>{'g ' * 200}{{fill:red}}</style>"), "selector"),
    ],
)
def test_drawings_that_cannot_be_trusted_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(ImageError, match=words):
        image_asset(data, "a.svg")


@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        (
            '<path d="M-20037508.34 20037508.34L0 0" fill="#99999999"/>',
            'width="9" height="9" viewBox="-3e7 -3e7 6e7 6e7"',
        ),
        ('<text font-family="Arial 99999999999" id="a99999999999">x</text>', ""),
        ('<g transform="translate(300 300) rotate(45)">' * 60 + "</g>" * 60, ""),
        ('<g transform="scale(1000)"><g transform="scale(0.001)"><rect/></g></g>' * 9, ""),
        (f"<style>{','.join(f'.c-{n}' for n in range(500))}{{fill:red}}</style><rect/>", ""),
    ],
)
def test_large_numbers_that_maps_and_editors_write_are_taken(inside: str, attributes: str) -> None:
    assert image_asset(drawing(inside, attributes), "a.svg").data


def test_a_drawing_that_multiplies_itself_is_refused() -> None:
    levels = "".join(
        f'<g id="l{level + 1}">' + f'<use href="#l{level}"/>' * 10 + "</g>" for level in range(9)
    )
    with pytest.raises(ImageError, match="80,000 parts"):
        image_asset(drawing('<rect id="l0"/>' + levels), "a.svg")


def test_a_long_chain_of_references_is_refused() -> None:
    chain = "".join(f'<g id="l{n}"><use href="#l{n + 1}"/></g>' for n in range(1_000))
    with pytest.raises(ImageError, match="levels deep"):
        image_asset(drawing(chain), "a.svg")


def test_a_doctype_alone_does_no_harm_and_idents_stay_unique() -> None:
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">'
    inside = '<rect id="a"/><rect id="a"/><rect id="not valid"/>'
    data = image_asset(doctype + drawing(inside), "a.svg").data
    assert b"DOCTYPE" not in data
    assert data.count(b"id=") == 1


def test_a_drawing_without_a_namespace_is_understood() -> None:
    assert b"http://www.w3.org/2000/svg" in image_asset(b"<svg><rect/></svg>", "a.svg").data


def test_one_alternative_of_a_switch_is_kept() -> None:
    result = clean("<switch><foreignObject/><text>one</text><text>two</text></switch>")
    assert "<g><text>one</text></g>" in result


def test_a_cut_off_image_is_refused_whatever_another_library_told_pillow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(buffer, "PNG")
    with pytest.raises(ImageError):
        image_asset(buffer.getvalue()[:-400], "cut.png")
