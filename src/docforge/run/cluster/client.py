"""Sends documents to the workers of a Dask scheduler, and tells their exports in order.

Few documents are under way at once: a bounded number is packed here and known to the
scheduler, and what is finished waits on its worker until its turn.
"""

import logging
import operator
import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import partial

import dask
from distributed import Client, Future, KilledWorker
from distributed.comm.addressing import resolve_address
from msgspec import Struct
from msgspec.structs import replace

from docforge import failures
from docforge.errors import DocforgeError, ExitCode, ToolFailed, UsageError
from docforge.export import Export, Failure
from docforge.run import budget
from docforge.run.cluster.packing import lacking, pack, refused
from docforge.run.cluster.remote import perform
from docforge.run.cluster.same_versions import refuse_differences
from docforge.run.cluster.task import make_task
from docforge.run.reading import read_each
from docforge.run.versions import versions
from docforge.source import MEGABYTE, SourceFile
from docforge.source.options import RunOptions

_CONNECT = 5  # seconds in which a scheduler has to answer
_STAFFED = 30  # seconds in which it has to have a worker
_PATIENCE = 300  # seconds without an answer after which somebody has to be there to give it
_RETRIES = 2  # of a task that its worker could not do; of one that dies, the scheduler decides
_TOGETHER = 4  # documents a task: each starts a process, and its second document finds it warm
_AHEAD = 3  # tasks for each thread of the workers

_LOGGERS = ("distributed", "distributed.client")

_Group = Sequence[SourceFile]


def execute(
    places: Sequence[SourceFile],
    options: RunOptions,
    *,
    address: str,
    finished: Callable[[Export], object],
) -> Generator[Export, None, None]:
    """Export `places` on the workers of the scheduler at `address`: an Executor.

    Raises UsageError for what is no address, ToolFailed when the scheduler cannot be reached,
    has no workers or is lost, and ToolMissing when a worker would make other files.
    """
    if not places:
        return
    with _connected(address) as client:
        run = _begin(client, options)
        threads = sum(client.nthreads().values()) or 1
        together = max(1, min(_TOGETHER, len(places) // (_AHEAD * threads)))
        groups = (places[start : start + together] for start in range(0, len(places), together))
        for group, pending in _ahead(run, groups, _AHEAD * threads):
            for export in run.exports(group, pending):
                finished(export)
                yield export


def _ahead(
    run: "_Run", groups: Iterable[_Group], number: int
) -> Iterator[tuple[_Group, Future[list[Export]]]]:
    """`groups` in their order, each with its task; `number` of them are sent ahead."""
    waiting: deque[tuple[_Group, Future[list[Export]]]] = deque()
    for group in groups:
        waiting.append((group, run.send(group)))
        if len(waiting) > number:
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()


# --- The scheduler -----------------------------------------------------------------------


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """A client of the scheduler at `address`, once that has a worker."""
    for name in _LOGGERS:  # what Dask has to say is said here, in words for people
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Dask's advice for large tasks, to leave data on the workers, would lose it with a worker.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "10GB"}):
        try:
            resolve_address(address)  # a client that was given a bad one does not end well
            client = Client(address, timeout=_CONNECT, set_as_default=False)
        except ValueError as error:
            raise UsageError(
                f"“{address}” is not the address of a Dask scheduler: {error}",
                "Write it as the scheduler prints it, such as tcp://10.0.0.5:8786.",
            ) from error
        except OSError as error:
            raise ToolFailed(
                f"No Dask scheduler answers at {address}",
                "Check that it is running, the address, and the network between.",
            ) from error
        with client:
            _await_worker(client)
            yield client


def _await_worker(client: Client) -> None:
    try:
        client.wait_for_workers(1, timeout=_STAFFED)
    except TimeoutError as error:
        raise ToolFailed(
            "The Dask scheduler has no workers", "Start one: dask worker, with its address."
        ) from error


def _begin(client: Client, options: RunOptions) -> "_Run":
    """Compare versions, and give the scheduler what all documents share.

    The scheduler handles bytes and functions of Python's own alone: it needs no docforge.
    What is shared is a task and not scattered data, so that no worker takes it to its grave.
    """
    here = versions()
    refuse_differences(here, client.run(versions, on_error="return"))
    task = pickle.dumps(partial(perform, make_task(options, here)))
    return _Run(client, options, client.submit(pickle.loads, task, pure=False, retries=_RETRIES))


# --- Documents ---------------------------------------------------------------------------


class _Run(Struct, frozen=True):
    """`work` is, on the workers, the function from packed places to their exports."""

    client: Client
    options: RunOptions
    work: Future[Callable[[bytes], list[Export]]]

    def send(self, group: _Group, asked: Iterable[str] = ()) -> Future[list[Export]]:
        # What is packed for others is read by another process here, too.
        packing = partial(pack, options=replace(self.options, neighbours={}), asked=tuple(asked))
        _, megabytes = budget.share(self.options.config.limits, 1)
        found = read_each(packing, group, memory=int(megabytes * MEGABYTE))
        packed = [
            refused(place, one) if isinstance(one, Failure) else one
            for place, one in zip(group, found, strict=True)
        ]
        bundles = pickle.dumps(packed)
        return self.client.submit(operator.call, self.work, bundles, pure=False, retries=_RETRIES)

    def exports(self, group: _Group, pending: Future[list[Export]]) -> Iterator[Export]:
        """What became of each place of `group`, in their order."""
        for place, export in zip(group, self._answer(group, pending), strict=True):
            if asked := lacking(export):
                (export,) = self._answer([place], self.send([place], asked))
            yield export

    def _answer(self, group: _Group, pending: Future[list[Export]]) -> list[Export]:
        match self._outcome(pending):
            case list(exports):
                return exports
            case error if len(group) == 1:
                return [failures.failed(group[0], _failure(group[0], error))]
        # One of them may be to blame: each has a task of its own.
        return [export for place in group for export in self._answer([place], self.send([place]))]

    def _outcome(self, pending: Future[list[Export]]) -> list[Export] | Exception:
        """The exports, or what went wrong with their task; ToolFailed when none can do it."""
        while True:
            try:
                return pending.result(timeout=_PATIENCE)
            except CancelledError as error:
                raise ToolFailed(
                    "The connection to the Dask scheduler was lost",
                    "What was finished is delivered; run the same command for the rest.",
                ) from error
            except TimeoutError as error:
                if pending.status == "error":
                    return error
            except Exception as error:
                return error
            _await_worker(self.client)


def _failure(place: SourceFile, error: Exception) -> Failure:
    match error:
        case KilledWorker():
            return Failure(
                f"Each worker that was to export {place.path} died",
                "The log of the workers says why; often a machine ran out of memory.",
                ExitCode.TOOL_FAILED,
            )
        case DocforgeError(message=message, hint=hint, exit_code=code):
            return Failure(message, hint, code)
        case OSError(strerror=str(reason)):
            return Failure(
                f"{place.path} could not be exported on a worker: {reason}",
                "Mend that on the worker, or leave it out, and run again.",
                ExitCode.TOOL_FAILED,
            )
    return failures.bug(error)
