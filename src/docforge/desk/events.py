"""Tells pages that look at a project what has changed in it, as it changes.

An event says only what is new; a page asks for it where it would have been without events.
"""

import asyncio
import json
import threading
from collections import defaultdict
from collections.abc import AsyncIterator

# Pages of one person that listen at a time; and events that wait for a page that is slow.
_MOST_LISTENERS, _MOST_WAITING = 50, 100
_LATER = "retry: 30000\n\n"  # milliseconds after which a page asks again that was one too many
_SILENCE = 15.0  # seconds after which a line is sent that only keeps the connection


class Events:
    """Who listens to which project."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[_Listener]] = defaultdict(set)
        self._lock = threading.Lock()

    def tell(self, channel: str, kind: str, **facts: object) -> None:
        """Tell all who listen to `channel`; called from any thread."""
        line = f"event: {kind}\ndata: {json.dumps(facts)}\n\n"
        with self._lock:
            listeners = list(self._listeners.get(channel, ()))
        for listener in listeners:
            listener.put(line)

    def close(self) -> None:
        """End all connections, since the server ends."""
        with self._lock:
            listeners = [one for mine in self._listeners.values() for one in mine]
        for listener in listeners:
            listener.put("")

    async def listen(self, channel: str) -> AsyncIterator[str]:
        """The events of `channel` as text/event-stream, until the page is closed."""
        listener = _Listener(asyncio.get_running_loop())
        with self._lock:
            is_too_many = self._count(channel) >= _MOST_LISTENERS
            if not is_too_many:
                self._listeners[channel].add(listener)
        if is_too_many:
            yield _LATER
            return
        mine = self._listeners[channel]
        try:
            yield "retry: 2000\n\nevent: hello\ndata: {}\n\n"
            while True:
                try:
                    line = await asyncio.wait_for(listener.queue.get(), _SILENCE)
                except TimeoutError:
                    line = ": still here\n\n"
                if not line:
                    return
                yield line
        finally:
            with self._lock:
                mine.discard(listener)
                if not mine:
                    self._listeners.pop(channel, None)

    def _count(self, channel: str) -> int:
        """Pages that listen to any project of the person whose `channel` it is."""
        person = channel.partition("\n")[0]
        return sum(
            len(mine) for name, mine in self._listeners.items() if name.partition("\n")[0] == person
        )


class _Listener:
    """One page. What it cannot take in time is dropped: it asks for the newest anyway."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.queue: asyncio.Queue[str] = asyncio.Queue(_MOST_WAITING + 1)
        self._loop = loop

    def put(self, line: str) -> None:
        """Called from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, line)

    def _put(self, line: str) -> None:
        if self.queue.qsize() < _MOST_WAITING or not line:
            self.queue.put_nowait(line)
