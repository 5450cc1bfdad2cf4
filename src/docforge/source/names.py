"""Names of outputs: made from a source's path, in ASCII, the same on every system."""

import hashlib
import re
import unicodedata

# Names that Windows keeps for devices.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
# What delivery itself writes into the output folder: a folder of that name would be in its way.
_OWN = frozenset({"manifest.json", "index.html", "report.json", "junit.xml", ".docforge"})
_LONGEST_NAME = 100


def output_stem(path: str, slug: str = "") -> str:
    """Where a source's outputs go: "2026/autumn.md" gives "2026/autumn/autumn", all ASCII.

    A slug replaces the last name.
    """
    *folders, name = path.split("/")
    last = ascii_name(slug or name.rpartition(".")[0] or name)
    first, *rest = [*map(ascii_name, folders), last]
    if first.lower() in _OWN:
        first += "-"
    return "/".join([first, *rest, last if rest else first])


def ascii_name(name: str) -> str:
    """`name` as letters, digits, dots, hyphens and underscores.

    Accents are taken off. A name from which nothing else is left, such as one in Arabic or
    Chinese, becomes a short hash of itself: not pretty, but stable and different.
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", bare)
    readable = re.sub(r"-{2,}", "-", readable).strip("-.")
    lost = sum(char.isalnum() for char in name) > 2 * sum(map(str.isalnum, readable))
    if readable and not lost and len(readable) <= _LONGEST_NAME:
        return f"{readable}-" if _RESERVED.fullmatch(readable) else readable
    mark = hashlib.sha256(unicodedata.normalize("NFC", name).encode("utf-8", "replace"))
    return "-".join(filter(None, (readable[:_LONGEST_NAME], mark.hexdigest()[:8])))
