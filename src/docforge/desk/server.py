"""Runs a desk: two listening sockets, one loop, until it is interrupted."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import h11
import uvicorn
from msgspec import Struct
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from docforge.desk import access
from docforge.desk import desk as desks
from docforge.desk.application import applications
from docforge.desk.desk import Desk
from docforge.desk.settings import DeskSettings
from docforge.errors import SystemRefused
from docforge.system.scratch import scratch

_PATIENCE = 2  # seconds that open connections have to end
_BACKLOG = 256
HEAD_SECONDS = 10.0  # for a request to say what it wants, up to its body


class Listening(Struct, frozen=True):
    """Where a desk listens: addresses and ports of its pages and of its previews."""

    pages: tuple[socket.socket, ...]
    previews: tuple[socket.socket, ...]


def bind(hosts: Sequence[str], port: int) -> tuple[socket.socket, ...]:
    """A socket for each of `hosts` that this machine has, all with one port; 0 is a free one.

    Raises SystemRefused when none can be had.
    """
    bound: list[socket.socket] = []
    problem: OSError | None = None
    for host in hosts:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            made = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        except OSError as error:
            problem = error
            continue
        port = made.getsockname()[1]
        bound.append(made)
    if not bound:
        reason = problem.strerror if problem else "no address"
        raise SystemRefused(
            f"Nothing can listen at {', '.join(hosts)}, port {port}: {reason}",
            "Choose another port with --port, or end what listens there.",
        )
    return tuple(bound)


def port_of(sockets: Sequence[socket.socket]) -> int:
    """The port of sockets that were bound together."""
    return int(sockets[0].getsockname()[1])


def serve(
    settings: DeskSettings,
    listening: Listening,
    token: str,
    once: str,
    ready: Callable[[Desk], object],
) -> None:
    """Serve until a signal ends it; `ready` is called when browsers get answers.

    `token` lets in whoever has it, `once` the first alone.
    """
    with scratch() as folder, contextlib.closing(_Closing(settings, folder)) as made:
        pages, previews = applications(made.desk, token, once)
        asyncio.run(_serve(made.desk, pages, previews, listening, ready))


class _Closing:
    def __init__(self, settings: DeskSettings, folder: Path) -> None:
        self.desk = desks.make(settings, folder)

    def close(self) -> None:
        desks.close(self.desk)


async def _serve(
    desk: Desk,
    pages: ASGIApp,
    previews: ASGIApp,
    listening: Listening,
    ready: Callable[[Desk], object],
) -> None:
    servers = [_server(pages), _server(previews)]
    tasks = [
        asyncio.create_task(server.serve(sockets=list(sockets)))
        for server, sockets in zip(servers, (listening.pages, listening.previews), strict=True)
    ]
    while not all(server.started for server in servers):
        await asyncio.sleep(0.02)
        if any(task.done() for task in tasks):
            break
    ready(desk)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    tidying = asyncio.create_task(_tidy(desk))
    await asyncio.wait(
        [*tasks, asyncio.create_task(ended.wait())], return_when=asyncio.FIRST_COMPLETED
    )
    tidying.cancel()
    desk.events.close()
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*tasks, return_exceptions=True)


class _Server(uvicorn.Server):
    """One of two in a process: signals are for both, and not its affair."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Connection(H11Protocol):
    """One that has to say what it wants in time: else a few hundred silent ones would be all."""

    _ending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def _watch(self) -> None:
        """Begin to count when a request has not come whole, and end that when it has."""
        is_coming = self.conn.their_state is h11.IDLE
        if is_coming and self._ending is None:
            self._ending = self.loop.call_later(HEAD_SECONDS, self.transport.close)
        elif not is_coming and self._ending is not None:
            self._ending.cancel()
            self._ending = None


def _server(app: ASGIApp) -> "_Server":
    config = uvicorn.Config(
        app,
        http=_Connection,
        ws="none",
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_PATIENCE,
        h11_max_incomplete_event_size=64 * 1024,
        limit_concurrency=400,
    )
    return _Server(config)


async def _tidy(desk: Desk) -> None:
    """Forget, now and then, what nobody has saved or looked at."""
    while True:
        await asyncio.sleep(600)
        await asyncio.to_thread(desk.projects.tidy)


new_token = access.new_token
