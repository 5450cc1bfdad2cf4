"""What people drop: checked as it comes, then put into a project's folder.

Numbers, bytes and pixels are bounded; archives are unpacked no further than they may be.
"""

import io
import sys
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from msgspec import Struct, field

from docforge.deliver import write_file
from docforge.deliver.files import make_folders, plain_errors
from docforge.desk import names
from docforge.desk.settings import UploadBounds
from docforge.export import Failure
from docforge.run.reading import read_each

_ZIP = ".zip"
_CHUNK = 1 << 16
# Bytes of an archive's list of files, read as one: 300 MB of names would be gigabytes in memory.
_LONGEST_LIST = 4_000_000


class TooMuch(Exception):
    """An upload that has more of something than it may; the text is the key of the words."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class Refused(Struct, frozen=True):
    """A file that was left out, and the key of the words that say why."""

    name: str
    why: str


class Received(Struct):
    """What came: files by the path that they have in the project, and what was left out.

    `folder` is the name of the folder or archive that all of them came in.
    """

    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    total: int = 0
    folder: str = ""


def receive(given: Iterable[tuple[str, BinaryIO]], bounds: UploadBounds) -> Received:
    """The files of an upload, archives unpacked. Raises TooMuch."""
    received = Received()
    for name, stream in given:
        if name.lower().endswith(_ZIP):
            received.folder = name.replace("\\", "/").rpartition("/")[2][: -len(_ZIP)]
            _unpack(name, stream, received, bounds)
        else:
            _take(name, stream, received, bounds)
    _without_common_folder(received)
    _refuse_pictures(received, bounds)
    return received


def _take(name: str, stream: IO[bytes], received: Received, bounds: UploadBounds) -> None:
    path = names.clean(name)
    why = _why_not(path)
    if path is None or why:
        received.refused.append(Refused(name, why))
        return
    content = _read(stream, name, received, bounds)
    if path in received.files or _is_in_the_way(path, received.files):
        received.refused.append(Refused(name, "refused-twice"))
    else:
        received.files[path] = content


def _is_in_the_way(path: PurePosixPath, files: Mapping[PurePosixPath, bytes]) -> bool:
    """Whether a file is where `path` needs a folder, or the other way round."""
    return any(above in files for above in path.parents) or any(
        path in known.parents for known in files
    )


def _why_not(path: PurePosixPath | None) -> str:
    if path is None:
        return "refused-name"
    if path.name.lower() == "docforge.toml":
        return "refused-config"
    if path.suffix.lower() in (".doc", ".docx", ".odt", ".rtf", ".pages"):
        return "refused-word"
    if not names.is_source(path.name) and not names.is_picture(path.name):
        return "refused-kind"
    return ""


def _read(stream: IO[bytes], name: str, received: Received, bounds: UploadBounds) -> bytes:
    """All of `stream`, in pieces: what is promised of its size is not believed."""
    if len(received.files) >= bounds.files:
        raise TooMuch("too-many-files", most=bounds.files)
    pieces, length = [], 0
    while piece := stream.read(_CHUNK):
        length += len(piece)
        if length > bounds.one:
            raise TooMuch("file-too-large", name=name, most=bounds.one // 1_000_000)
        if received.total + length > bounds.total:
            raise TooMuch("upload-too-large", most=bounds.total // 1_000_000)
        pieces.append(piece)
    received.total += length
    return b"".join(pieces)


# --- Archives ----------------------------------------------------------------------------


def _unpack(name: str, stream: BinaryIO, received: Received, bounds: UploadBounds) -> None:
    try:
        with zipfile.ZipFile(cast("IO[bytes]", _ShortReads(stream))) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > bounds.files:
                raise TooMuch("too-many-files", most=bounds.files)
            for info in infos:
                _unpack_one(archive, info, received, bounds)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError):
        received.refused.append(Refused(name, "refused-zip"))


class _ShortReads:
    """A stream of which no more is read at once than an archive's list of files may have."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, count: int = -1) -> bytes:
        if count > _LONGEST_LIST:
            raise zipfile.BadZipFile("its list of files is too long")
        return self._stream.read(_LONGEST_LIST if count < 0 else count)

    def seekable(self) -> bool:
        return True


def _unpack_one(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, received: Received, bounds: UploadBounds
) -> None:
    is_link = (info.external_attr >> 16) & 0o170000 == 0o120000
    if is_link or info.filename.lower().endswith(_ZIP):
        received.refused.append(Refused(info.filename, "refused-kind"))
        return
    path = names.clean(info.filename)
    if path is None or _why_not(path):
        litter = info.filename.rpartition("/")[2].startswith(".") or "__MACOSX" in info.filename
        if not litter:
            received.refused.append(Refused(info.filename, _why_not(path)))
        return
    try:
        with archive.open(info) as stream:
            _take(info.filename, stream, received, bounds)
    except (RuntimeError, NotImplementedError):  # encrypted, or packed in a way not known here
        received.refused.append(Refused(info.filename, "refused-locked"))


def _without_common_folder(received: Received) -> None:
    """Take off a folder that all files lie in: it is the one that was dropped."""
    while received.files:
        tops = {path.parts[0] for path in received.files}
        if len(tops) > 1 or any(len(path.parts) == 1 for path in received.files):
            return
        (received.folder,) = tops
        received.files = {
            PurePosixPath(*path.parts[1:]): content for path, content in received.files.items()
        }


# --- Pictures ----------------------------------------------------------------------------


def _refuse_pictures(received: Received, bounds: UploadBounds) -> None:
    """Leave out pictures with more pixels than one may have; another process looks at them."""
    drawn = [path for path in received.files if path.suffix.lower() != ".svg"]
    pictures = [path for path in drawn if names.is_picture(path.name)]
    found = read_each(pixels, [received.files[path] for path in pictures])
    for path, count in zip(pictures, found, strict=True):
        if isinstance(count, Failure) or count > bounds.pixels:
            del received.files[path]
            why = "refused-picture" if isinstance(count, Failure) else "refused-pixels"
            received.refused.append(Refused(str(path), why))


def pixels(content: bytes) -> int:
    """How many pixels a picture says that it has; nothing of it is decoded. Raises OSError."""
    from PIL import Image

    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
            return image.width * image.height
    except Image.DecompressionBombError:
        return sys.maxsize


# --- Into the folder ---------------------------------------------------------------------


def clashes(folder: Path, files: Mapping[PurePosixPath, bytes]) -> list[PurePosixPath]:
    """Files of the folder that an upload would change."""
    there = ((path, folder / path, content) for path, content in files.items())
    return [
        path
        for path, file, content in there
        if file.exists() and (file.is_dir() or file.read_bytes() != content)
    ]


def write(folder: Path, files: Mapping[PurePosixPath, bytes], *, is_saved: bool) -> None:
    """Write the files below `folder`, for good when it `is_saved`. Raises DeliveryFailed."""
    root = folder.resolve()
    for path, content in files.items():
        target = root / path
        with plain_errors(target, root):
            make_folders(target.parent)
            # A link that lies in the project leads nowhere else.
            if not target.parent.resolve().is_relative_to(root) or target.is_symlink():
                raise PermissionError(1, "it would be written through a link")
            if is_saved:
                write_file(target, content)
            else:
                target.write_bytes(content)


__all__ = ["Received", "Refused", "TooMuch", "clashes", "pixels", "receive", "write"]
