"""The cover of a book to a statement: its words, and that its picture shows something.

Invariant: nothing stands on the page but one picture, with words in the place of it.
"""

import hashlib
from collections.abc import Callable, Iterator
from io import BytesIO
from xml.etree.ElementTree import Element

from PIL import Image

from docforge.verify.entries import EntryKind, OutlineEntry, plain, unseen
from docforge.verify.readers.markup import name
from docforge.verify.readers.statements import odd, one_line, statement

_TYPE = "{http://www.idpf.org/2007/ops}type"
# A picture with less ink or less paper than this share of it shows no words.
_LEAST = 0.001


def cover(page: Element, held: Callable[[str], bytes]) -> Iterator[OutlineEntry]:
    """What the cover says; `held` gives the bytes of a file of the book by its name."""
    title = " ".join("".join(e.itertext()) for e in page.iter() if name(e) == "title")
    yield statement("title of the cover", value=one_line(title), unseen=unseen(title))
    (body,) = (e for e in page if name(e) == "body")
    pictures = [e for e in body if name(e) == "img"]
    if len(body) != 1 or len(pictures) != 1 or "".join(body.itertext()).strip():
        yield odd("cover")
        return
    (picture,) = pictures
    content = held(picture.get("src", ""))
    size, shown = _drawn(content)
    yield statement(
        "cover",
        value=plain(picture.get("alt", "")),
        file=picture.get("src"),
        role=picture.get("role"),
        kind=picture.get(_TYPE),
        size=f"{picture.get('width')} × {picture.get('height')}",
        drawn=size,
        shown=shown,
    )
    drawn = hashlib.sha256(content).hexdigest()
    yield OutlineEntry(EntryKind.AS_DELIVERED, f"picture of the cover {drawn}")


def _drawn(content: bytes) -> tuple[str, str]:
    """How large a picture is, and whether words can be seen on it."""
    with Image.open(BytesIO(content)) as image:
        grey = image.convert("L")
    counts = grey.histogram()
    ground = max(counts)
    is_seen = 1 - ground / sum(counts) > _LEAST
    return f"{grey.width} × {grey.height}", "yes" if is_seen else ""
