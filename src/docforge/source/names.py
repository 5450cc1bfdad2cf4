"""Names of outputs: made from a source's path, in ASCII, the same on every system."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence

from anyascii import anyascii

# Names that Windows keeps for devices, whatever follows their first dot.
_RESERVED = re.compile(r"\A(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|\Z)", re.IGNORECASE)
# What delivery itself writes into the output folder: a folder of that name would be in its way.
_OWN = re.compile(
    r"(?:manifest\.json|journal\.jsonl)(?:\.damaged)?|index\.html|report\.json|junit\.xml"
    r"|.*\.(?:eml|zip)",
    re.IGNORECASE,
)
# What a document's folder holds beside folders of other documents: NAME.html and the like.
_KINDS = ("html", "epub", "pdf", "txt", "evidence.json", "earl.jsonld")
_LONGEST_NAME = 100
# A letter that Latin script does not have is written with these.
_NO_QUOTES = str.maketrans("", "", "'`\"^")


# Whether a name, the last of the path that is given, needs a mark to be told from its neighbours.
IsTwin = Callable[[str], bool]


def output_stem(path: str, slug: str = "", is_twin: IsTwin = lambda path: False) -> str:
    """Where a source's outputs go: "2026/autumn.md" gives "2026/autumn/autumn", all ASCII.

    A slug replaces the last name. No folder takes the name of a file that delivery writes,
    whatever other documents there are.
    """
    *folders, name = path.split("/")
    names = [
        ascii_name(folder, marked=is_twin("/".join(folders[: depth + 1])))
        for depth, folder in enumerate(folders)
    ]
    last = ascii_name(slug or stem_of(name), marked=not slug and is_twin(path))
    return _joined([*names, last])


def with_slug(stem: str, slug: str) -> str:
    """What `stem`, as `output_stem` gives it, is when the source asks for another name."""
    folders = stem.split("/")[:-2]
    if not folders:
        return output_stem("", slug)
    return _joined([*folders, ascii_name(slug)])


def with_marks(stem: str, marks: Sequence[str]) -> str:
    """`stem` with what its files' names say of the document: "fund/fund" gives "fund/fund-draft".

    The folder keeps its name, so that it is replaced as a whole when the document goes further.
    """
    if not marks:
        return stem
    folder, _, name = stem.rpartition("/")
    return f"{folder}/{'-'.join((name, *map(ascii_name, marks)))}"


def _joined(names: list[str]) -> str:
    if _OWN.fullmatch(names[0]):
        names[0] += "-"
    for index in range(1, len(names)):
        files = [f"{names[index - 1]}.{kind}".lower() for kind in _KINDS]
        if names[index].lower() in files:
            names[index] += "-"
    return "/".join([*names, names[-1]])


def is_of_file(stem: str, path: str) -> bool:
    """Whether `stem` is named for the file at `path`, and not by a slug."""
    # Behind the name of a file may stand how far the document may go.
    last, name = stem.split("/")[-2].rstrip("-"), stem_of(path.rpartition("/")[2])
    return last in {ascii_name(name, marked=marked).rstrip("-") for marked in (False, True)}


def stem_of(name: str) -> str:
    """A file's name without its last extension."""
    return name.rpartition(".")[0] or name


def ascii_name(name: str, *, marked: bool = False) -> str:
    """`name` as letters, digits, dots, hyphens and underscores.

    Accents are taken off, and letters of other scripts are written in Latin ones as they sound
    (公告 is "GongGao"). A name from which nothing is left, such as an emoji, becomes a short hash
    of itself; with `marked`, that hash stands behind the name.
    """
    bare = unicodedata.normalize("NFKD", "".join(map(_latin, unicodedata.normalize("NFC", name))))
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", bare.encode("ascii", "ignore").decode())
    readable = re.sub(r"-{2,}", "-", readable).strip("-.")
    readable = _RESERVED.sub(r"\1-", readable)
    lost = sum(char.isalnum() for char in name) > 2 * sum(map(str.isalnum, readable))
    if readable and not lost and not marked and len(readable) <= _LONGEST_NAME:
        return readable
    mark = hashlib.sha256(unicodedata.normalize("NFC", name).encode("utf-8", "replace"))
    kept = readable.rstrip("-")[:_LONGEST_NAME]
    return "-".join(filter(None, (kept, mark.hexdigest()[:8])))


def _latin(char: str) -> str:
    """A letter, vowel sign or number of another script in Latin ones, and a dash as a hyphen."""
    if char.isascii():
        return char
    if unicodedata.category(char) in ("Pd", "Zs"):
        return "-"
    if unicodedata.category(char)[0] not in "LMN":
        return char
    return anyascii(char).translate(_NO_QUOTES)
