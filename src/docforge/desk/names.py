"""Names of files that strangers give, cleaned: what is left names a place below a folder, no other.

Letters of all scripts stay, since sources name their pictures with them.
"""

import re
import unicodedata
from pathlib import PurePosixPath

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
# What Windows cannot have in a name; a colon would also name a drive or a stream.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
# Devices of Windows, whatever follows their first dot; it takes ¹ for 1, and no space at an end.
_RESERVED = re.compile(
    r"\A(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?= *(?:\.|\Z))", re.IGNORECASE
)
_LONGEST, _DEEPEST = 150, 12
# What systems add to folders and archives, and nobody means.
_LITTER = {"__macosx", "thumbs.db", "desktop.ini"}

SOURCES = (".md", ".markdown")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")


def clean(name: str) -> PurePosixPath | None:
    """`name` as a path below a folder; None when it has to be left out.

    A path that climbs or that begins at a root is no name that anybody means: it is left out, as
    are hidden files and what systems add.
    """
    parts = name.replace("\\", "/").split("/")
    if parts[0] == "" or re.match(r"[A-Za-z]:", name) or ".." in parts:
        return None
    kept = [_part(part) for part in parts if part not in ("", ".")]
    if not kept or len(kept) > _DEEPEST:
        return None
    if any(not part or part.startswith(".") or part.lower() in _LITTER for part in kept):
        return None
    return PurePosixPath(*kept)


def _part(name: str) -> str:
    bare = _FORBIDDEN.sub("-", _CONTROL.sub("", unicodedata.normalize("NFC", name)))
    bare = bare.encode("utf-8", "ignore").decode().strip(" ").rstrip(". ")
    stem, dot, ending = bare.rpartition(".")
    while len(bare.encode()) > _LONGEST and stem:
        stem = stem[:-1]
        bare = f"{stem}{dot}{ending}"
    if len(bare.encode()) > _LONGEST:
        return ""
    return _RESERVED.sub(r"\1-", bare)


def is_source(name: str) -> bool:
    """Whether a file of that name is a document."""
    return name.lower().endswith(SOURCES)


def is_picture(name: str) -> bool:
    """Whether a file of that name is a picture that documents can show."""
    return name.lower().endswith(PICTURES)
