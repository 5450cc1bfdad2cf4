"""Whose turn it is."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

import pytest

from docforge.desk.queue import FairQueue, Job, Rank


class Started:
    """Workers that do nothing until they are told."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, Future[Any]]] = []

    def __call__(self, job: Job) -> Future[Any]:
        future: Future[Any] = Future()
        self.jobs.append((job.arguments[0], future))
        return future

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.jobs]

    def finish(self, at: int = 0) -> None:
        name, future = self.jobs[at]
        future.set_result(name)


def nothing() -> None: ...


@pytest.fixture
def started() -> Started:
    return Started()


@pytest.fixture
def submit(started: Started) -> Callable[[str, Rank, str], Future[Any]]:
    queue = FairQueue(started, 2)
    return lambda person, rank, name: queue.submit(person, rank, Job(nothing, (name,), 1))


Submit = Callable[[str, Rank, str], Future[Any]]


def test_a_hundred_documents_of_one_person_do_not_hold_up_another(
    started: Started, submit: Submit
) -> None:
    for number in range(100):
        submit("anna", Rank.BATCH, f"anna {number}")
    submit("bede", Rank.BATCH, "bede")
    started.finish(0)
    started.finish(1)
    assert "bede" in started.names[:3]


def test_what_somebody_looks_at_goes_before_batches(started: Started, submit: Submit) -> None:
    submit("anna", Rank.BATCH, "batch 0")
    submit("anna", Rank.BATCH, "batch 1")
    submit("anna", Rank.SOON, "soon")
    submit("anna", Rank.NOW, "now")
    assert started.names == ["batch 0", "soon"]
    started.finish(1)
    assert started.names[2] == "now"


def test_batches_leave_a_worker_free(started: Started, submit: Submit) -> None:
    for number in range(5):
        submit("anna", Rank.BATCH, f"batch {number}")
    assert started.names == ["batch 0"]
    submit("bede", Rank.NOW, "now")
    assert started.names == ["batch 0", "now"]


def test_what_is_cancelled_while_it_waits_is_not_done(started: Started, submit: Submit) -> None:
    submit("anna", Rank.NOW, "a")
    submit("anna", Rank.NOW, "b")
    waiting = submit("anna", Rank.NOW, "c")
    last = submit("anna", Rank.NOW, "d")
    assert waiting.cancel()
    started.finish(0)
    assert started.names == ["a", "b", "d"]
    started.finish(2)
    assert last.result() == "d"


def test_a_worker_that_dies_costs_its_own_job_alone(started: Started, submit: Submit) -> None:
    first = submit("anna", Rank.NOW, "a")
    submit("anna", Rank.NOW, "b")
    third = submit("anna", Rank.NOW, "c")
    started.jobs[0][1].set_exception(RuntimeError("died"))
    with pytest.raises(RuntimeError):
        first.result()
    started.finish(2)
    assert third.result() == "c"


def test_a_job_that_cannot_be_started_is_told_and_holds_no_place() -> None:
    def refuse(job: Job) -> Future[Any]:
        raise RuntimeError("no workers")

    queue = FairQueue(refuse, 1)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            queue.submit("anna", Rank.NOW, Job(nothing, (), 1)).result(1)


def test_what_will_be_looked_at_leaves_batches_a_worker(started: Started, submit: Submit) -> None:
    for number in range(5):
        submit("anna", Rank.SOON, f"soon {number}")
    submit("bede", Rank.BATCH, "batch")
    assert started.names == ["soon 0", "batch"]


def test_nobody_waits_for_workers_that_are_gone(started: Started) -> None:
    queue = FairQueue(started, 1)
    first = queue.submit("anna", Rank.NOW, Job(nothing, ("a",), 1))
    second = queue.submit("anna", Rank.NOW, Job(nothing, ("b",), 1))
    queue.close()
    queue.abandon()
    third = queue.submit("anna", Rank.NOW, Job(nothing, ("c",), 1))
    for pending in (first, second, third):
        with pytest.raises(CancelledError):
            pending.result(1)
    started.finish(0)
