"""Finds sources, decodes and fingerprints them, and reads the files they name.

Nothing outside the input folder and the resource root is ever opened, whatever an address or
a symbolic link says.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from docforge.errors import DocforgeError, ExitCode, UnreadableSource, UsageError
from docforge.findings import Finding, Severity, Where
from docforge.source.bundle import LACKING, SourceBundle, UnreadableAsset
from docforge.source.characters import FORBIDDEN
from docforge.source.config import DEFAULT_LIMITS, Config, Limits
from docforge.source.files import NotAFile, read_file
from docforge.source.invisible import without_invisible
from docforge.source.names import output_stem

MEGABYTE = 1_000_000
_ENDINGS = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Where a source lies: `path` is what people see; `file` and `root` are absolute.

    `stem` is where its outputs go, relative to the output folder and without extension;
    `digest` is as in Source, and "" for what has not been read or cannot be.
    With a `bundle`, the source and its files are read from that, and from nowhere else.
    """

    path: str
    file: Path
    root: Path
    stem: str
    limits: Limits = DEFAULT_LIMITS
    bundle: SourceBundle | None = field(default=None, compare=False, repr=False)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A source as text, without byte order mark, control and needless invisible characters.

    Its lines end with "\\n". `path` is relative to the input folder, with forward slashes; `file`
    and `root` are absolute and never shown; `digest` is "sha256:" and the hash of the bytes.
    """

    path: str
    file: Path
    root: Path
    text: str = field(repr=False)
    digest: str
    findings: tuple[Finding, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    bundle: SourceBundle | None = field(default=None, compare=False, repr=False)


class AssetError(DocforgeError):
    """A file that a source names and that cannot be used; `code` is a finding's code."""

    exit_code = ExitCode.UNREADABLE

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.code = code

    def __str__(self) -> str:
        return " ".join(filter(None, (self.code, self.message, self.hint)))


# --- Finding -----------------------------------------------------------------------------


def find_sources(paths: Sequence[Path], config: Config) -> tuple[SourceFile, ...]:
    """The sources that `paths` (files or folders) name, each once, in order of their paths.

    A folder gives what include and exclude select in it; a file is taken as it is. Raises
    UsageError when a path does not exist or nothing is found.
    """
    found = {
        place.file: place for path in paths for place in _below(Path(os.path.abspath(path)), config)
    }
    if not found:
        raise UsageError(
            f"No sources found in {', '.join(map(str, paths))}",
            "Name a Markdown file or a folder, or look at [input] include in docforge.toml.",
        )
    return tuple(sorted(found.values(), key=lambda place: (place.path, str(place.file))))


def _below(path: Path, config: Config) -> Iterator[SourceFile]:
    root = _input_folder(path, config)
    if path.is_dir():
        for file in _walk(path.resolve(), lambda folder: config.selects(_relative(folder, root))):
            name = _relative(file, root)
            if config.selects(name):
                yield _place(name, file, root, config)
    elif os.path.lexists(path):  # what is no file is told by whoever tries to read it
        file = path.parent.resolve() / path.name
        yield _place(_relative(file, root), file, root, config)
    else:
        raise UsageError(f"{path.name}: there is no such file or folder", "Check the name.")


def _input_folder(path: Path, config: Config) -> Path:
    """The configured input folder when `path` lies in it; else the folder that was given."""
    resolved = path.resolve() if path.is_dir() else path.parent.resolve()
    if config.folder is not None and resolved.is_relative_to(config.folder):
        return config.folder
    return resolved


def _walk(
    folder: Path, is_taken_for_file: Callable[[Path], bool] = lambda folder: False
) -> Iterator[Path]:
    """Every visible file below `folder`; linked folders are not entered.

    So is a folder whose name ends as a source's and that `is_taken_for_file`.
    """
    for name, folders, files in os.walk(folder):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        named = [Path(name, inner) for inner in folders if inner.lower().endswith(_ENDINGS)]
        yield from filter(is_taken_for_file, named)
        yield from (Path(name, file) for file in sorted(files) if not file.startswith("."))


def _relative(file: Path, root: Path) -> str:
    """The path that people see: composed accents, and a sign for bytes that are not UTF-8."""
    name = os.fsencode(file.relative_to(root).as_posix()).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", name)


def names_below(root: Path) -> frozenset[str]:
    """The paths of all visible files in the input folder `root`, as findings name them."""
    return frozenset(_relative(file, root) for file in _walk(root))


def _place(path: str, file: Path, root: Path, config: Config) -> SourceFile:
    return SourceFile(path, file, root, output_stem(path), config.limits)


# --- Reading -----------------------------------------------------------------------------


def read_source(place: SourceFile) -> Source:
    """The source at `place` as text.

    Raises UnreadableSource when it is a link that leads out of the input folder, cannot be
    opened or decoded, or is too large.
    """
    data = source_bytes(place)
    text, findings = decode(data, place.path)
    return Source(
        path=place.path,
        file=place.file,
        root=place.root,
        text=text,
        digest=hashed(data),
        findings=findings,
        limits=place.limits,
        bundle=place.bundle,
    )


def hashed(data: bytes) -> str:
    """The hash of `data`, with its kind before it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def source_bytes(place: SourceFile) -> bytes:
    """The bytes of the source at `place`. Raises UnreadableSource as `read_source` does."""
    match place.bundle:
        case SourceBundle(bytes(data)):
            return data
        case SourceBundle(UnreadableAsset(_, message, hint)):
            raise UnreadableSource(message, hint)
    # Strings, since this is done for every source of a folder in which little has changed.
    if not os.path.realpath(place.file).startswith(os.path.join(place.root, "")):
        raise UnreadableSource(
            f"{place.path} is a link to a file outside the input folder",
            "Put the file itself into the folder.",
        )
    limit = place.limits.source_mb
    try:
        data = read_file(place.file, int(limit * MEGABYTE))
    except NotAFile as problem:
        raise UnreadableSource(
            f"{place.path} is {problem}, and no file that can be read",
            "Put a text file in its place, or name it under exclude of [input] in docforge.toml.",
        ) from problem
    except OSError as error:
        raise UnreadableSource(
            f"{place.path} cannot be read: {error.strerror}", "Check the file's permissions."
        ) from error
    if len(data) > limit * MEGABYTE:
        raise UnreadableSource(
            f"{place.path} is larger than {limit:g} MB",
            "Split it, or raise source_mb under [limits] in docforge.toml.",
        )
    return data


def decode(data: bytes, path: str) -> tuple[str, tuple[Finding, ...]]:
    """The bytes of a source as clean text, with a finding for all that had to be changed.

    UTF-8, or UTF-16 with its byte order mark; else Windows-1252, which holds Latin-1.
    """
    findings: list[Finding] = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decode_utf16(data, path)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            text = _decode_western(data)
            findings.append(_not_utf8(error, path))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, removed = _without_controls(text, path)
    text, unseen = without_invisible(text, path)
    return text, (*findings, *removed, *unseen)


def _decode_utf16(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"{path} begins as UTF-16 but is not UTF-16 throughout", "Save it as UTF-8."
        ) from error


def _decode_western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _not_utf8(error: UnicodeDecodeError, path: str) -> Finding:
    before = error.object[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.rpartition(b"\n")[2].decode("utf-8", "replace")
    return Finding(
        "SRC001",
        Severity.WARNING,
        f"the file is not UTF-8 from here on (byte 0x{error.object[error.start]:02X}); "
        "it was read as Windows-1252",
        Where(path, before.count(b"\n") + 1, len(line) + 1),
        "Check accented letters and quotation marks in the outputs, and save the file as UTF-8.",
    )


def _without_controls(text: str, path: str) -> tuple[str, tuple[Finding, ...]]:
    first = FORBIDDEN.search(text)
    if first is None:
        return text, ()
    line = text.count("\n", 0, first.start()) + 1
    column = first.start() - text.rfind("\n", 0, first.start())
    clean, count = FORBIDDEN.subn(lambda match: " " if match[0] in "\x0b\x0c" else "", text)
    many = f"{count} control characters were" if count > 1 else "a control character was"
    finding = Finding(
        "SRC002",
        Severity.WARNING,
        f"{many} removed, the first of them U+{ord(first[0]):04X}",
        Where(path, line, column),
        "Delete them in the source; they are often left over from copying.",
    )
    return clean, (finding,)


# --- Assets ------------------------------------------------------------------------------

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\")


def asset_answer(place: SourceFile, address: str, resource_root: Path | None) -> str:
    """What a document at `place` is told of the file that `address` names (see Dependency)."""
    try:
        return hashed(read_asset(place, address, resource_root))
    except AssetError as error:
        return str(error)


def read_asset(source: Source | SourceFile, address: str, resource_root: Path | None) -> bytes:
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


def _locate(source: Source | SourceFile, name: str, resource_root: Path | None) -> Path:
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
