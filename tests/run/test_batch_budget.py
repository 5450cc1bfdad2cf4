"""A batch is bounded as a whole: documents, size, time, and the memory of all workers together."""

import os
import resource
import time
from pathlib import Path

import pytest
from standing import WORKED, here, write

from docforge.errors import UsageError
from docforge.export import Export, Status
from docforge.run import batch, budget, local
from docforge.source import SourceFile
from docforge.source.config import DEFAULT_LIMITS, Config, Limits
from docforge.source.options import RunOptions


def limited(**limits: float) -> Config:
    return Config(limits=DEFAULT_LIMITS.model_copy(update=limits))


def test_more_documents_than_a_batch_may_have_are_refused_before_any_is_read(
    tmp_path: Path,
) -> None:
    write(tmp_path, a="a", b="b", c="c")
    assert len(batch.plan([tmp_path], limited(batch_documents=3)).places) == 3
    with pytest.raises(UsageError, match=r"3 sources.* may have 2") as refused:
        batch.plan([tmp_path], limited(batch_documents=2))
    assert "batch_documents under [limits]" in refused.value.hint


@pytest.mark.slow
def test_sources_that_are_larger_together_than_a_batch_may_be_are_refused(tmp_path: Path) -> None:
    write(tmp_path, a="a" * 600_000, b="b" * 600_000)
    assert len(batch.plan([tmp_path], limited(batch_mb=1.3)).places) == 2
    with pytest.raises(UsageError, match=r"1\.2 MB together") as refused:
        batch.plan([tmp_path], limited(batch_mb=1.1))
    assert "batch_mb under [limits]" in refused.value.hint


def test_what_is_finished_when_time_is_over_is_delivered_and_the_rest_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", a="a", b="b", c="c")
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    config = limited(batch_seconds=10)
    plan = batch.plan([tmp_path / "in"], config)
    options = RunOptions(config, plan.neighbours)
    ends = []
    for one in batch.run(plan.places, options, tmp_path / "out", here):
        ends.append(one.export)
        now[0] += 6
    assert [one.status for one in ends] == [Status.EXPORTED, Status.EXPORTED, Status.FAILED]
    failure = ends[2].failure
    assert failure is not None
    assert "batch_seconds under [limits]" in failure.hint
    # The same command goes on with the rest.
    now[0] = 0
    again = list(batch.run(plan.places, options, tmp_path / "out", here))
    assert WORKED[-1:] == ["c.md"]
    assert again[2].export.status is Status.EXPORTED


@pytest.mark.parametrize(
    ("total", "jobs", "workers", "each"),
    [
        (16_000, 2, 2, 4096),  # enough for all
        (6_000, 8, 5, 1200),  # fewer workers, with a gigabyte each
        (6_000, 2, 2, 3000),
        (500, 4, 1, 500),
    ],
)
def test_the_memory_of_a_batch_is_shared_out(
    total: float, jobs: int, workers: int, each: float
) -> None:
    assert budget.share(Limits(batch_memory_mb=total), jobs) == (workers, each)


@pytest.mark.parametrize(
    ("batch_mb", "worker_mb", "threads", "each"),
    [
        (None, 8_000, 4, 2_000),  # what the Dask worker may have
        (4_000, 8_000, 4, 1_000),  # what a batch may have
        (None, None, 4, 2_400),  # three quarters of the machine
        (None, 9_000, 1, 4_096),  # what a document may have
    ],
)
def test_the_threads_of_a_dask_worker_share_its_memory(
    monkeypatch: pytest.MonkeyPatch,
    batch_mb: float | None,
    worker_mb: float | None,
    threads: int,
    each: float,
) -> None:
    monkeypatch.setattr(budget, "_machine_mb", lambda: 12_800.0)
    limits = budget.for_thread(Limits(batch_memory_mb=batch_mb), worker_mb, threads)
    assert budget.share(limits, 1)[1] == each


def test_without_a_number_a_batch_takes_three_quarters_of_the_machine() -> None:
    jobs, each = budget.share(Limits(memory_mb=1_000_000_000.0), 1)
    assert jobs == 1
    assert each < resource.getpagesize() * os.sysconf("SC_PHYS_PAGES") / 1_000_000 * 0.76


def _what_it_may_take(place: SourceFile, options: RunOptions) -> Export:
    said = f"{resource.getrlimit(resource.RLIMIT_AS)[0]} {place.limits.memory_mb:g}"
    return Export(place.path, said, "", Status.EXPORTED)


def test_a_worker_has_its_share_and_so_has_what_it_starts(tmp_path: Path) -> None:
    write(tmp_path, a="a", b="b")
    config = limited(batch_memory_mb=3000.0)
    plan = batch.plan([tmp_path], config)
    options = RunOptions(config, plan.neighbours, ())
    ends = list(local.executor(2, _what_it_may_take)(plan.places, options))
    assert [one.stem for one in ends] == ["1500000000 1500"] * 2
