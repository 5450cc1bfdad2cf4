"""One hostile source at a time: its files are made, it is exported in a process of its own.

A case is a TOML file: `about`; `source`, or `pieces` of text with how often each comes; files
beside it (`files`, `made` of pieces, `png` by width and height, `bomb` by the size that a PNG only
claims, `base64` any bytes, `behind` what follows a file's end, `links`, `fifos`, `folders`); and
what must happen: `outcome`, `codes` that are among the findings, `says` a part of a message.
Chromium is not shown the `heavy` ones.
"""

import os
import pickle
import resource
import signal
import struct
import time
import tomllib
import zlib
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docforge import pipeline
from docforge.export import FORMATS, Export, Format
from docforge.pipeline import RunOptions
from docforge.source import find_sources
from docforge.source.config import Config
from docforge.system.garbage import collect_seldom

CASES = Path(__file__).parent / "cases"
# What a case may cost, pandoc included.
CPU_SECONDS, MEBIBYTES = 10, 512
# Processor seconds of a fixed piece of work when nothing else runs: a second process on the same
# core makes all that a case does longer, and this as well.
_PIECE_SECONDS, _PIECE = 0.094, 3_000_000
# What a worker holds when it has made its first document.
_WORKER_MEBIBYTES = 120
_WALL_SECONDS = 300

Case = Mapping[str, Any]
Pieces = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Attack:
    """What came of a case: its export, None when its process died, and what it cost.

    `cpu` is in processor seconds of a machine on which nothing else runs; `mebibytes` is the most
    memory that a worker would have had: what the tests hold is no case's own.
    """

    export: Export | None
    cpu: float
    mebibytes: float


def read_case(file: Path) -> Case:
    return tomllib.loads(file.read_text("utf-8"))


def lay_out(case: Case, folder: Path, host: str = "evil.example") -> Path:
    """The case's files in `folder`; the evil host is `host`. The source."""
    for name, pieces in case.get("made", {}).items():
        (folder / name).write_text(_joined(pieces), "utf-8", newline="")
    for name, text in case.get("files", {}).items():
        (folder / name).write_text(text.replace("evil.example", host), "utf-8", newline="")
    for name, (width, height) in case.get("png", {}).items():
        (folder / name).write_bytes(black_png(width, height))
    for name, (width, height) in case.get("bomb", {}).items():
        (folder / name).write_bytes(_png(width, height, b""))
    for name, data in case.get("base64", {}).items():
        (folder / name).write_bytes(b64decode(data))
    for name, text in case.get("behind", {}).items():
        (folder / name).write_bytes((folder / name).read_bytes() + text.encode())
    for name, target in case.get("links", {}).items():
        (folder / name).symlink_to(target)
    for name in case.get("fifos", ()):
        os.mkfifo(folder / name)
    for name in case.get("folders", ()):
        (folder / name).mkdir()
    text = case["source"] if "source" in case else _joined(case["pieces"])
    source = folder / "case.md"
    source.write_bytes(text.replace("evil.example", host).encode("utf-8", "surrogatepass"))
    return source


def _joined(pieces: Pieces) -> str:
    return "".join(text * times for text, times in pieces)


def black_png(width: int, height: int) -> bytes:
    return _png(width, height, bytes(3 * width) * height)


def _png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG of black pixels; without `pixels` it only says that it is that large."""
    row = 3 * width
    lines = b"".join(b"\0" + pixels[at : at + row] for at in range(0, len(pixels), row or 1))

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


@cache
def _warm(formats: Sequence[Format]) -> None:
    """Be what a worker is after its first document, as documents come in batches: what libraries
    and fonts cost once is no case's own.
    """
    with TemporaryDirectory() as folder:
        source = Path(folder, "first.md")
        source.write_text("---\ntitle: T\nlang: en\n---\n\nText.\n", "utf-8")
        assert _exported(source, formats, False).renderings


def _warm_before_the_fork() -> None:
    """As far as it can be: Pango looks for fonts in a thread (since 1.52), and a fork has none."""
    for kind in every_format():
        for module in (kind.rendition, kind.reader, kind.gate):
            import_module(module)
    _warm(tuple(kind for kind in every_format() if not kind.sets_type))


def attack(source: Path, formats: Sequence[Format], *, draft: bool = False) -> Attack:
    """Export `source` in a process of its own, which is killed when it takes too long."""
    attacker = _attacker()
    attacker.send((source.resolve(), formats, draft))
    seen = attacker.recv()
    assert isinstance(seen, Attack)
    return seen


@cache
def _attacker() -> Connection:
    """The process that those of the cases are forked from. It has set no type, which the one that
    runs the tests may have done: its forks would wait for ever for Pango's thread.
    """
    context = get_context("spawn")
    here, there = context.Pipe()
    context.Process(target=_attack_when_asked, args=(there,), daemon=True).start()
    there.close()
    return here


def _attack_when_asked(there: Connection) -> None:
    _warm_before_the_fork()
    while True:
        try:
            asked = there.recv()
        except EOFError:
            return
        there.send(_attacked(*asked))


def _attacked(source: Path, formats: Sequence[Format], draft: bool) -> Attack:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _export(source, formats, draft, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, _, usage = os.wait4(child, 0)
    export, pieces, held, warm = pickle.loads(said) if said else (None, (0.0, 0.0), 0.0, 0.0)
    spent = usage.ru_utime + usage.ru_stime - sum(pieces) - warm
    pace = max(1.0, sum(pieces) / len(pieces) / _PIECE_SECONDS)
    return Attack(export, spent / pace, usage.ru_maxrss / 1024 - held + _WORKER_MEBIBYTES)


def _export(source: Path, formats: Sequence[Format], draft: bool, writing: int) -> None:
    """The other process: nothing may come back from here."""
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (4 * CPU_SECONDS, 4 * CPU_SECONDS))
        signal.alarm(_WALL_SECONDS)
        collect_seldom()  # as every worker does
        if any(kind.sets_type for kind in formats):
            _warm(every_format())
        warm = _seconds()
        before, held = _piece(), _mebibytes_held()
        export = _exported(source, formats, draft)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps((export, (before, _piece()), held, warm)))
    finally:
        os._exit(0)


def _seconds() -> float:
    """The processor seconds of this process and of those that it waited for."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _piece() -> float:
    """The processor seconds that the fixed piece of work takes now."""
    begun = time.process_time()
    sum(number * number for number in range(_PIECE))
    return time.process_time() - begun


def _mebibytes_held() -> float:
    """What this process holds in memory, what it has from the one that it was forked from too."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _exported(source: Path, formats: Sequence[Format], draft: bool) -> Export:
    (place,) = find_sources([source], Config())
    options = RunOptions(Config(), {place.path: place.stem}, tuple(formats), draft)
    return pipeline.export(place, options)


def every_format() -> tuple[Format, ...]:
    return tuple(FORMATS.values())
