"""How worker processes begin: libraries imported, memory bounded, the network out of reach.

On Linux one server imports the libraries and each worker is forked from it; elsewhere, where
forking a process that has loaded Pango is not safe, each worker starts anew.
"""

import gc
import multiprocessing
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import BaseContext

from docforge.export import Format

_LIBRARIES: Mapping[Format, str] = {
    Format.HTML: "docforge.renditions.html",
    Format.EPUB: "docforge.renditions.epub",
    Format.PDF: "docforge.renditions.pdf",
    Format.TEXT: "docforge.renditions.text",
}


def context(formats: Sequence[Format]) -> BaseContext:
    """The way to start workers that make `formats`."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    libraries = ["docforge.pipeline", *(_LIBRARIES[kind] for kind in formats)]
    server.set_forkserver_preload(["__main__", *libraries])
    return server


def warm_up(formats: Sequence[Format]) -> None:
    """Begin the imports of workers now, while this process still reads what to do."""
    if context(formats).get_start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()


def confine(memory: int) -> None:
    """Bound this process to `memory` bytes of address space, and refuse it the network.

    A second wall, behind parsers and renderers that fetch nothing: sources are not trusted.
    """
    sys.addaudithook(_refuse_network)
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def collect_seldom() -> None:
    """Let the garbage collector look less often, and never at what was there before.

    A document makes millions of objects that live until its end; looking at them again and
    again took a fifth of the time of a long one, and freed next to nothing.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    local = event == "socket.connect" and isinstance(arguments[1], str | bytes)
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto") and not local:
        raise PermissionError("docforge exports without the network")
