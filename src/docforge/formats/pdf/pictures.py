"""Images as PDF/A-2 can carry them: eight bits a channel, grey or RGB, no colour profile.

Invariant: the same asset gives the same bytes; SVG stays vector.
"""

from io import BytesIO

from PIL import Image, ImageCms

from docforge.document import Asset

_PLAIN = {("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGB"), ("PNG", "L")}


def printable(asset: Asset) -> tuple[bytes, str]:
    """The bytes to print and their media type."""
    if asset.media_type == "image/svg+xml":
        return asset.data, asset.media_type
    with Image.open(BytesIO(asset.data)) as image:
        profile = image.info.get("icc_profile")
        clear = "transparency" in image.info
        if (image.format, image.mode) in _PLAIN and not profile and not clear:
            return asset.data, asset.media_type
        photograph = image.format == "JPEG"
        converted = _converted(image, profile)
    return _saved(converted, "JPEG" if photograph else "PNG")


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image:
    alpha = None
    if "transparency" in image.info or image.mode in ("LA", "PA", "RGBA", "La", "RGBa"):
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        image = image.convert("RGB")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = _in_srgb(image, profile)
    if image.mode.startswith("I"):
        # 16 bits: Pillow's own conversion would cut off, not scale.
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode not in ("RGB", "L"):
        image = image.convert("RGB")
    if alpha is not None and alpha.getextrema() != (255, 255):
        image = image.convert("RGB")
        image.putalpha(alpha)
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        # A broken profile says nothing; the numbers are taken as sRGB.
        return image
    return made if made is not None else image


def _saved(image: Image.Image, kind: str) -> tuple[bytes, str]:
    buffer = BytesIO()
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    # What is no JPEG is encoded again where it is printed: this is on its way there.
    options = {"quality": 90} if kind == "JPEG" else {"compress_level": 1}
    clean.save(buffer, kind, **options)
    return buffer.getvalue(), f"image/{kind.lower()}"
