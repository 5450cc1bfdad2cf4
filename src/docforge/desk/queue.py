"""Whose turn it is: what people wait for goes first, and nobody's hundred documents hold others up.

Within a rank each person has a turn after the other, however much one of them asks for.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import CancelledError as Cancelled
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from enum import IntEnum
from functools import partial
from typing import Any, TypeVar

from msgspec import Struct, field

T = TypeVar("T")


class Rank(IntEnum):
    """What is done first: what somebody looks at, what they will look at, batches, and the rest."""

    NOW = 0
    SOON = 1
    BATCH = 2
    AHEAD = 3


class Job(Struct, frozen=True):
    """A function that can be sent to a worker, with its arguments; `seconds` is its limit."""

    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float


class _Waiting(Struct, eq=False):
    job: Job
    future: Future[Any] = field(default_factory=Future)


# Gives a job to a worker, at once.
Start = Callable[[Job], Future[Any]]


class FairQueue:
    """Jobs on their way to `slots` workers, of which all that can wait leaves one free."""

    def __init__(self, start: Start, slots: int) -> None:
        self._start = start
        self._slots = slots
        self._busy = dict.fromkeys(Rank, 0)
        self._waiting: dict[Rank, OrderedDict[str, deque[_Waiting]]] = {
            rank: OrderedDict() for rank in Rank
        }
        self._lock = threading.Lock()
        self._running: list[_Waiting] = []
        self.is_closed = False

    def submit(self, person: str, rank: Rank, job: Job) -> Future[Any]:
        """The result of `job` when its turn has come; cancel it while it waits."""
        waiting = _Waiting(job)
        with self._lock:
            if self.is_closed:
                waiting.future.cancel()
                return waiting.future
            self._waiting[rank].setdefault(person, deque()).append(waiting)
        self._go_on()
        return waiting.future

    def close(self) -> None:
        """Take no more, and cancel all that waits."""
        with self._lock:
            self.is_closed = True
            left = [
                one for people in self._waiting.values() for jobs in people.values() for one in jobs
            ]
            for people in self._waiting.values():
                people.clear()
        for one in left:
            one.future.cancel()

    def abandon(self) -> None:
        """Tell who waits for a worker that there is none any more."""
        with self._lock:
            left, self._running = self._running, []
        for one in left:
            with suppress(InvalidStateError):  # it was told just now
                one.future.set_exception(Cancelled())

    def waiting(self) -> int:
        """How many jobs wait for their turn."""
        with self._lock:
            return sum(len(jobs) for people in self._waiting.values() for jobs in people.values())

    def _go_on(self) -> None:
        while taken := self._take():
            rank, waiting = taken
            if not waiting.future.set_running_or_notify_cancel():
                self._end(rank, waiting)
                continue
            try:
                made = self._start(waiting.job)
            except Exception as error:
                self._end(rank, waiting)
                waiting.future.set_exception(error)
                continue
            made.add_done_callback(partial(self._done, rank, waiting))

    def _take(self) -> tuple[Rank, _Waiting] | None:
        """The next job whose turn it is, if a worker is free for its rank."""
        with self._lock:
            if sum(self._busy.values()) >= self._slots:
                return None
            for rank, people in self._waiting.items():
                if not people or self._is_full(rank):
                    continue
                person, jobs = people.popitem(last=False)
                waiting = jobs.popleft()
                if jobs:
                    people[person] = jobs  # behind all others
                self._busy[rank] += 1
                self._running.append(waiting)
                return rank, waiting
        return None

    def _is_full(self, rank: Rank) -> bool:
        """Whether a rank has all the workers that it may have: none starves the others."""
        match rank:
            case Rank.NOW:
                return False
            case Rank.SOON:
                busy = self._busy[Rank.SOON]
            case Rank.BATCH | Rank.AHEAD:
                busy = self._busy[Rank.BATCH] + self._busy[Rank.AHEAD]
        return busy >= max(1, self._slots - 1)

    def _done(self, rank: Rank, waiting: _Waiting, done: Future[Any]) -> None:
        self._end(rank, waiting)
        error = Cancelled() if done.cancelled() else done.exception()
        with suppress(InvalidStateError):  # the desk has ended meanwhile
            if error is not None:
                waiting.future.set_exception(error)
            else:
                waiting.future.set_result(done.result())
        self._go_on()

    def _end(self, rank: Rank, waiting: _Waiting) -> None:
        with self._lock:
            self._busy[rank] -= 1
            if waiting in self._running:
                self._running.remove(waiting)
