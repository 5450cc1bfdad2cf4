"""Reads the files that a source names, which lie in the input folder or the resource root.

Nothing outside of them is ever opened, whatever an address or a symbolic link says.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from docforge.errors import DocforgeError, ExitCode
from docforge.source.bundle import LACKING, SourceBundle, UnreadableAsset
from docforge.source.decode import digest_of
from docforge.source.files import NotAFile, read_file
from docforge.source.find import MEGABYTE, SourceFile

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\")


class AssetError(DocforgeError):
    """A file that a source names and that cannot be used; `code` is a finding's code."""

    exit_code = ExitCode.UNREADABLE

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.code = code

    def __str__(self) -> str:
        return " ".join(filter(None, (self.code, self.message, self.hint)))


def asset_answer(place: SourceFile, address: str, resource_root: Path | None) -> str:
    """What a document at `place` is told of the file that `address` names (see Dependency)."""
    try:
        return digest_of(read_asset(place, address, resource_root))
    except AssetError as error:
        return str(error)


def read_asset(source: SourceFile, address: str, resource_root: Path | None) -> bytes:
    """The bytes of the file that `address` names in `source`.

    `address` is as in Markdown: percent-encoded, perhaps with a query; relative to the
    source's folder, or below `resource_root` when it begins with "/". Raises AssetError.
    """
    if source.bundle is not None:
        return _carried(source.bundle, address)
    if _SCHEME.match(address):
        raise AssetError(
            "IMG002",
            f"“{address}” is not a file beside the source, and nothing is fetched",
            "Save the file beside the source and name that.",
        )
    name = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    file = _locate(source, name, resource_root)
    limit = source.limits.image_mb
    try:
        data = read_file(file, int(limit * MEGABYTE))
    except NotAFile as problem:
        raise AssetError("IMG008", f"“{name}” is {problem}", "Name an image file.") from problem
    except OSError as error:
        raise AssetError("IMG005", f"“{name}” cannot be read: {error.strerror}") from error
    if len(data) > limit * MEGABYTE:
        raise AssetError(
            "IMG007",
            f"“{name}” is larger than {limit:g} MB",
            "Save a smaller version, or raise image_mb under [limits] in docforge.toml.",
        )
    return data


def _carried(bundle: SourceBundle, address: str) -> bytes:
    match bundle.assets.get(address, LACKING):
        case bytes(data):
            return data
        case UnreadableAsset(code, message, hint):
            raise AssetError(code, message, hint)


def _locate(source: SourceFile, name: str, resource_root: Path | None) -> Path:
    if name.startswith("/"):
        if resource_root is None:
            raise AssetError(
                "IMG005",
                f"“{name}” begins with “/”, and no folder is named for such addresses",
                "Set resource_root in docforge.toml, or write the path from the source's folder.",
            )
        named = resource_root / name.lstrip("/")
    else:
        named = source.file.parent / name
    roots = [source.root, *([resource_root] if resource_root else [])]
    return _inside(named, name, roots)


def _inside(named: Path, name: str, roots: Sequence[Path]) -> Path:
    """The file that `named` leads to once every link is followed, if a root holds it."""
    try:
        file = named.resolve()
        inside = any(file.is_relative_to(root.resolve()) for root in roots)
        there, is_file = inside and file.exists(), inside and file.is_file()
    except (OSError, ValueError, RuntimeError):  # a name too long, with a NUL, or a link loop
        inside, there, is_file = True, False, False
    if not inside:
        raise AssetError(
            "IMG006",
            f"“{name}” lies outside the input folder",
            "Copy the file into the input folder and name it there.",
        )
    if not there:
        raise AssetError("IMG005", f"“{name}” does not exist", _similar(named))
    if not is_file:
        raise AssetError("IMG008", f"“{name}” is not a file", "Name an image file.")
    return file


def _similar(named: Path) -> str:
    try:
        names = sorted(entry.name for entry in named.parent.iterdir() if entry.is_file())
    except (OSError, ValueError):
        names = []
    folded = {name.casefold(): name for name in reversed(names)}
    close = get_close_matches(named.name.casefold(), list(folded), 1, 0.75)
    return f"Did you mean {folded[close[0]]}?" if close else "Check the name and the folder."
