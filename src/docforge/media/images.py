"""Turns image files into assets: judged by content, checked whole, free of private metadata.

Invariant: an asset is one still picture that stands upright and says nothing about who made
it, where or when; the same file always gives the same bytes.
"""

import hashlib
import io
import re
import struct
import unicodedata
import warnings
from pathlib import PurePosixPath
from typing import Literal

from msgspec import Struct
from PIL import Image, ImageCms, ImageFile, ImageOps

from docforge.document import Asset
from docforge.errors import ImageError
from docforge.media import svg
from docforge.media.bare import PNG_END, RasterKind, bare

__all__ = ["MAX_PIXELS", "ImageError", "ImageRead", "image_asset", "read_image"]

MAX_PIXELS = 50_000_000
# Of a picture that is longer, nothing can be seen on a page.
MAX_SIDE, MAX_RATIO = 30_000, 500

_MEDIA = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "WEBP": ("image/webp", ".webp"),
    "SVG": ("image/svg+xml", ".svg"),
}
_OTHER_TYPES = {
    b"%PDF": "a PDF file",
    b"%!PS": "a PostScript (EPS) file",
    b"BM": "a BMP file",
    b"II*\0": "a TIFF file",
    b"MM\0*": "a TIFF file",
    b"\x1f\x8b": "a compressed file (perhaps SVGZ)",
    b"PK": "a zip file",
    b"version https://git-lfs": "a Git LFS pointer, not the picture itself",
}
_ORIENTATION = 0x0112
# Pillow answers damaged files mostly with OSError, but its decoders have other ways too.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
)
_AGAIN = "Save it again from the program that made it."


class ImageRead(Struct, frozen=True):
    """An asset, and in plain words what of the file it does not carry ("the animation").

    `parts` is how much there is to draw each time that it is shown; of pixels, nothing. It is
    not seen when it certainly shows nothing.
    """

    asset: Asset
    losses: tuple[str, ...] = ()
    parts: int = 0
    is_seen: bool = True


class _Picture(Struct, frozen=True):
    kind: str
    data: bytes
    width: int
    height: int
    losses: tuple[str, ...] = ()
    parts: int = 0
    is_seen: bool = True


def image_asset(data: bytes, source_name: str, max_pixels: int = MAX_PIXELS) -> Asset:
    """`read_image` for those who do not report what was lost."""
    return read_image(data, source_name, max_pixels).asset


def read_image(
    data: bytes,
    source_name: str,
    max_pixels: int = MAX_PIXELS,
    max_parts: int = svg.MAX_PARTS,
) -> ImageRead:
    """The picture in `data`; `source_name` (a file name, folders allowed) gives its name.

    PNG, JPEG, GIF, WebP and SVG are read, whatever the file's extension says. A GIF becomes
    a PNG, an animation its first frame (WCAG 2.2, 2.2.2: nothing moves that cannot be
    paused). Raises ImageError for other types, damaged files, and those above the limits.
    """
    if not data:
        raise ImageError("The image file is empty.", _AGAIN)
    picture = _drawing(data, max_parts) if _is_svg(data) else _raster(data, max_pixels)
    media_type, extension = _MEDIA[picture.kind]
    name = f"{_slug(source_name)}-{hashlib.sha256(picture.data).hexdigest()[:8]}{extension}"
    asset = Asset(name, media_type, picture.data, picture.width, picture.height)
    return ImageRead(asset, picture.losses, picture.parts, picture.is_seen)


def _slug(source_name: str) -> str:
    """The file's stem as ASCII, since some readers cannot open other names."""
    stem = PurePosixPath(source_name.replace("\\", "/")).stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-") or "image"


def _is_svg(data: bytes) -> bool:
    start = data[:4096]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = start.decode("utf-16", "ignore")
    else:
        text = start.decode("utf-8-sig", "ignore")
    return text.lstrip().startswith("<") and "<html" not in text.lower()


def _drawing(data: bytes, max_parts: int) -> _Picture:
    drawing = svg.sanitise(data, max_parts)
    losses = (f"{', '.join(drawing.removed)} in the SVG file",) if drawing.removed else ()
    size = drawing.width, drawing.height
    return _Picture("SVG", drawing.data, *size, losses, drawing.parts, drawing.is_seen)


# --- Raster images -----------------------------------------------------------------------


def _raster_kind(data: bytes) -> RasterKind:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    known = (words for start, words in _OTHER_TYPES.items() if data.startswith(start))
    found = next(known, "of a type that is not known")
    hint = "Use PNG, JPEG, GIF, WebP or SVG; the content counts, not the file's extension."
    raise ImageError(f"The image file is {found}.", hint)


def _raster(data: bytes, max_pixels: int) -> _Picture:
    kind = _raster_kind(data)
    # Other libraries of the process (WeasyPrint) make Pillow accept files that are cut off.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            # Pillow warns of what is an error here, and of damage that loading reports anyway.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=(kind,)) as image:
                _check_pixels(image, max_pixels)
                image.load()
                return _still(kind, data, image)
    except Image.DecompressionBombError:
        raise _too_large(f"more than {max_pixels:,}", max_pixels) from None
    except ImageError:
        raise
    except _DAMAGE:
        raise ImageError(f"The {kind} image is damaged or incomplete.", _AGAIN) from None


def _check_pixels(image: Image.Image, max_pixels: int) -> None:
    size = f"{image.width:,} by {image.height:,}"
    weight = _weight(image)
    if image.width * image.height * weight > max_pixels:
        raise _too_large(size, max_pixels // weight)
    short, long = sorted((image.width, image.height))
    if long > MAX_SIDE or long > MAX_RATIO * short:
        message = f"The image has {size} pixels; no side may have more than {MAX_SIDE:,}, or be "
        raise ImageError(
            f"{message}more than {MAX_RATIO:,} times as long as the other.",
            "Cut it into parts, or make a smaller copy.",
        )


def _weight(image: Image.Image) -> int:
    """How much more memory a pixel takes than one of three colours does.

    Transparency is parted from the colours, and WebP is decoded in several copies.
    """
    if image.format == "WEBP":
        return 3
    return 2 if "A" in image.getbands() or "transparency" in image.info else 1


def _too_large(size: str, max_pixels: int) -> ImageError:
    message = f"The image has {size} pixels; the limit is {max_pixels:,} pixels in all."
    return ImageError(
        message,
        "Make a smaller copy: 2,000 pixels wide is enough for a page. Or raise image_megapixels "
        "under [limits] in docforge.toml.",
    )


def _still(kind: RasterKind, data: bytes, image: Image.Image) -> _Picture:
    """One upright frame in a colour space that every format can show, re-encoded if need be."""
    moves = getattr(image, "n_frames", 1) > 1
    losses = ("the animation (only its first frame is shown)",) if moves else ()
    turned = _is_turned(image)
    if turned or image.mode == "CMYK" or kind == "GIF" or (kind == "WEBP" and moves):
        upright = _in_rgb(ImageOps.exif_transpose(image) if turned else image)
        return _encoded("JPEG" if kind == "JPEG" else "PNG", upright, losses)
    stripped = bare(kind, data, keeps_profile=_is_profile_sound(image))
    if kind == "PNG" and not stripped.endswith(PNG_END):
        return _encoded("PNG", image, losses)
    return _Picture(kind, stripped, image.width, image.height, losses)


def _is_profile_sound(image: Image.Image) -> bool:
    """Whether the picture's ICC profile can be read and is for its colours.

    Without one the colours are those of screens (sRGB), which is what other programs show then.
    """
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info.get("icc_profile") or b""))
        space = profile.profile.xcolor_space.strip()
    except (*_DAMAGE, ImageCms.PyCMSError):
        return False
    return bool(space == ("GRAY" if image.mode in ("1", "L", "LA", "I", "I;16", "F") else "RGB"))


def _is_turned(image: Image.Image) -> bool:
    try:
        return image.getexif().get(_ORIENTATION, 1) not in (0, 1)
    except _DAMAGE:  # what it says of itself is no Exif: the picture may be sound
        return False


def _in_rgb(image: Image.Image) -> Image.Image:
    return _from_cmyk(image) if image.mode == "CMYK" else image


def _from_cmyk(image: Image.Image) -> Image.Image:
    """RGB for screens, and for PDF/A, whose output intent is sRGB (ISO 19005-2, 6.2.4.3)."""
    profile = image.info.pop("icc_profile", None)
    if profile:
        try:
            converted = ImageCms.profileToProfile(
                image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except ImageCms.PyCMSError:
            return image.convert("RGB")
        if converted is not None:
            converted.info.pop("icc_profile", None)
            return converted
    return image.convert("RGB")


def _encoded(kind: Literal["PNG", "JPEG"], image: Image.Image, losses: tuple[str, ...]) -> _Picture:
    # A new image without `info`, since Pillow writes comments and Exif it finds there.
    still = image.copy()
    has_profile = still.mode in ("RGB", "RGBA", "L") and _is_profile_sound(still)
    profile = still.info.get("icc_profile") if has_profile else None
    still.info = {key: still.info[key] for key in ("transparency",) if key in still.info}
    buffer = io.BytesIO()
    still.save(buffer, kind, icc_profile=profile, quality=92, optimize=True, exif=b"")
    return _Picture(kind, buffer.getvalue(), still.width, still.height, losses)
