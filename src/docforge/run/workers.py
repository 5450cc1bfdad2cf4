"""How worker processes begin and end: warm, bounded in memory, without the network, never alone.

On Linux one server imports the libraries and each worker is forked from it; elsewhere, where
forking a process that has loaded Pango is not safe, each worker starts anew.
"""

import ctypes
import gc
import multiprocessing
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.context import BaseContext

from docforge.errors import SystemRefused
from docforge.export import Format
from docforge.system.libraries import missing
from docforge.system.parent import kill_at_hangup

# A worker that holds more memory than this after a document makes room for a new one. Most
# need 60 to 110 million bytes; after a document of 150 pages it is more than 200.
_LARGE = 150_000_000
MOST_DOCUMENTS = 500
# What reading any source imports when it is first asked for.
_OF_EVERY_SOURCE = (
    *("docforge.source.front_matter", "markdown_it", "mdit_py_plugins.deflist"),
    "mdit_py_plugins.footnote",
)
# Address space of a process that has the libraries of all formats; with less they end it.
_LEAST = 320_000_000


def context(formats: Sequence[Format]) -> BaseContext:
    """The way to start workers that make `formats`."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["__main__", *preloaded(formats)])
    return server


def preloaded(formats: Sequence[Format]) -> tuple[str, ...]:
    """The modules that making `formats` imports; those of none check a source."""
    # What cannot be imported would end the server; the document's own export says why.
    able = [kind for kind in formats if not (kind.sets_type and missing())]
    modules = (module for kind in able for module in (kind.rendition, kind.reader, kind.gate))
    work = "docforge.pipeline" if formats else "docforge.checking"
    return (work, *_OF_EVERY_SOURCE, *modules)


def end_with_parent() -> None:
    """Have this worker killed when the process that started it is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        kill_at_hangup(int(parent.sentinel), os.getpid())


def has_memory() -> bool:
    """Whether this process may have as much memory as a worker begins with."""
    limit = _memory_limit()
    return limit is None or limit >= _LEAST


def check_memory() -> None:
    """Raises SystemRefused when this process may have less memory than a worker begins with."""
    limit = _memory_limit()
    if limit is not None and not has_memory():
        raise SystemRefused(
            f"The limit of memory is {limit // 1_000_000} MB, and docforge needs "
            f"{_LEAST // 1_000_000} MB",
            "Raise it (ulimit -v).",
        )


def _memory_limit() -> int | None:
    """Bytes of address space that this process may have; None without a limit."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return None
    soft = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if soft == resource.RLIM_INFINITY else soft


def refuse_network() -> None:
    """A second wall, behind parsers and renderers that fetch nothing: sources are not trusted."""
    sys.addaudithook(_refuse_network)


def bound_memory(memory: int) -> None:
    """Bound this process to `memory` bytes of address space."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


# --- Growing -----------------------------------------------------------------------------


class DocumentQuota(int):
    """How many documents a worker takes before a new one takes its place; fewer when it grows.

    Before each document pebble asks whether the number of those done is below this.
    """

    def __gt__(self, done: int) -> bool:
        return super().__gt__(done) and (done == 0 or not _is_large())


def _is_large() -> bool:
    """Whether this process holds much memory, also when it has given back what it can."""
    if _own_memory() > _LARGE:
        gc.collect()
        _give_back()
    return _own_memory() > _LARGE


def _own_memory() -> int:
    """Resident bytes of this process alone, without the files that it maps (proc(5), statm).

    0 where the kernel does not say.
    """
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            _, resident, shared, *_ = map(int, statm.read().split())
    except OSError:
        return 0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")


def _give_back() -> None:
    """Return free memory to the system, where the C library can (glibc)."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    local = event == "socket.connect" and isinstance(arguments[1], str | bytes)
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto") and not local:
        raise PermissionError("docforge exports without the network")
