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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from PIL import Image, ImageCms, ImageFile, ImageOps

from docforge.document import Asset
from docforge.errors import ImageError
from docforge.media import svg

__all__ = ["MAX_PIXELS", "ImageError", "ImageRead", "image_asset", "read_image"]

MAX_PIXELS = 50_000_000

RasterKind = Literal["PNG", "JPEG", "GIF", "WEBP"]
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


@dataclass(frozen=True, slots=True)
class ImageRead:
    """An asset, and in plain words what of the file it does not carry ("the animation")."""

    asset: Asset
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Picture:
    kind: str
    data: bytes
    width: int
    height: int
    losses: tuple[str, ...] = ()


def image_asset(data: bytes, source_name: str, max_pixels: int = MAX_PIXELS) -> Asset:
    """`read_image` for those who do not report what was lost."""
    return read_image(data, source_name, max_pixels).asset


def read_image(data: bytes, source_name: str, max_pixels: int = MAX_PIXELS) -> ImageRead:
    """The picture in `data`; `source_name` (a file name, folders allowed) gives its name.

    PNG, JPEG, GIF, WebP and SVG are read, whatever the file's extension says. A GIF becomes
    a PNG, an animation its first frame (WCAG 2.2, 2.2.2: nothing moves that cannot be
    paused). Raises ImageError for other types, damaged files, and those above the limits.
    """
    if not data:
        raise ImageError("The image file is empty.", _AGAIN)
    picture = _drawing(data) if _is_svg(data) else _raster(data, max_pixels)
    media_type, extension = _MEDIA[picture.kind]
    name = f"{_slug(source_name)}-{hashlib.sha256(picture.data).hexdigest()[:8]}{extension}"
    asset = Asset(name, media_type, picture.data, picture.width, picture.height)
    return ImageRead(asset, picture.losses)


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


def _drawing(data: bytes) -> _Picture:
    drawing = svg.sanitise(data)
    losses = (f"{', '.join(drawing.removed)} in the SVG file",) if drawing.removed else ()
    return _Picture("SVG", drawing.data, drawing.width, drawing.height, losses)


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
    if image.width * image.height > max_pixels:
        raise _too_large(f"{image.width:,} by {image.height:,}", max_pixels)


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
    turned = image.getexif().get(_ORIENTATION, 1) not in (0, 1)
    if turned or image.mode == "CMYK" or kind == "GIF" or (kind == "WEBP" and moves):
        return _encoded("JPEG" if kind == "JPEG" else "PNG", _upright(image), losses)
    stripped = _STRIPPERS[kind](data)
    return _Picture(kind, stripped, image.width, image.height, losses)


def _upright(image: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(image)
    return _from_cmyk(turned) if turned.mode == "CMYK" else turned


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
    bare = image.copy()
    profile = bare.info.get("icc_profile") if bare.mode in ("RGB", "RGBA", "L") else None
    bare.info = {key: bare.info[key] for key in ("transparency",) if key in bare.info}
    buffer = io.BytesIO()
    bare.save(buffer, kind, icc_profile=profile, quality=92, optimize=True, exif=b"")
    return _Picture(kind, buffer.getvalue(), bare.width, bare.height, losses)


# --- Files without their metadata, pixels untouched --------------------------------------

_PNG_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
)


def _bare_png(data: bytes) -> bytes:
    """The chunks that draw (PNG third edition, section 11); text, time and Exif stay out."""
    kept, offset = [data[:8]], 8
    while offset + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, offset)
        end = offset + 12 + length
        if name in _PNG_CHUNKS:
            kept.append(data[offset:end])
        if name == b"IEND":
            break
        offset = end
    return b"".join(kept)


def _bare_jpeg(data: bytes) -> bytes:
    """The segments that draw (ITU-T T.81, annex B), up to the end of the first image."""
    kept = [b"\xff\xd8"]
    for marker, segment in _jpeg_segments(data):
        if marker == 0xE0 and segment[4:9] == b"JFIF\0":
            kept.append(segment[:2] + b"\0\x10" + segment[4:16] + b"\0\0")  # no thumbnail
        elif not _is_jpeg_metadata(marker, segment):
            kept.append(segment)
    return b"".join(kept)


def _is_jpeg_metadata(marker: int, segment: bytes) -> bool:
    draws = (marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0") or (
        marker == 0xEE and segment[4:9] == b"Adobe"
    )
    return (0xE0 <= marker <= 0xEF or marker == 0xFE) and not draws


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment; a scan's pixels follow its header as marker 0."""
    offset = 2
    while offset + 4 <= len(data) or data[offset : offset + 2] == b"\xff\xd9":
        marker = data[offset + 1]
        if marker == 0xFF:  # fill bytes are allowed before a marker
            offset += 1
            continue
        if marker == 0xD9:
            yield marker, b"\xff\xd9"
            return
        end = offset + 2 + struct.unpack_from(">H", data, offset + 2)[0]
        yield marker, data[offset:end]
        if marker == 0xDA:
            scan = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").search(data, end)
            stop = scan.start() if scan else len(data)
            yield 0, data[end:stop]
            end = stop
        offset = end


def _bare_webp(data: bytes) -> bytes:
    """The chunks that draw (RFC 9649, section 2.7), with the flags that announce the others off."""
    kept, offset = [], 12
    while offset + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, offset)
        chunk = data[offset : offset + 8 + length + length % 2]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if name in (b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"):
            kept.append(chunk)
        offset += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "PNG": _bare_png,
    "JPEG": _bare_jpeg,
    "WEBP": _bare_webp,
}
