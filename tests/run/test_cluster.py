"""Exports on the workers of a real Dask scheduler: the same bytes as here, whatever dies."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread, Timer
from types import SimpleNamespace
from typing import Any, cast

import pytest
from distributed import Client, KilledWorker
from msgspec.structs import replace
from PIL import Image

from docforge import pipeline
from docforge.errors import DocforgeError, ExitCode, ToolFailed, ToolMissing, UsageError
from docforge.export import Export, Format, Status
from docforge.run import batch, cluster
from docforge.run.cluster import client
from docforge.source import SourceFile
from docforge.source.config import Limits, load_config
from docforge.source.options import RunOptions

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
STYLES = Path(__file__).parents[2] / "styles"


# --- A cluster ---------------------------------------------------------------------------


@contextmanager
def started(module: str, *arguments: str) -> Iterator[int]:
    """A process of Dask, by its id."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments]
    with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.DEVNULL) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, int]]:
    """A scheduler on the loopback address: where it listens, and its process."""
    file = folder / "scheduler.json"
    place = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    with started("dask_scheduler", *place) as pid:
        while not file.exists() or not file.read_text().endswith("}"):
            time.sleep(0.02)
        yield json.loads(file.read_text())["address"], pid


@contextmanager
def worker(address: str, folder: Path, *options: str) -> Iterator[int]:
    alone = ("--death-timeout", "30")  # of a worker that finds no scheduler
    known = ("--host", "127.0.0.1", "--nthreads", "1", "--local-directory", str(folder), *alone)
    with started("dask_worker", address, *known, *options) as pid:
        yield pid


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with a worker that a nanny looks after, as most clusters have them."""
    folder = tmp_path_factory.mktemp("cluster")
    with scheduler(folder) as (where, _), worker(where, folder):
        yield where


# --- Documents ---------------------------------------------------------------------------


def write(folder: Path, name: str, body: str, more: str = "") -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: {name}\nlang: en\n{more}---\n\n{body}\n", encoding="utf-8")


def picture(file: Path, colour: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 6), colour).save(file)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Sources that name files in every way there is, most of which must not be read."""
    folder = tmp_path / "project"
    picture(folder / "quay.png", "red")
    picture(folder / "my quay.png", "green")
    picture(folder / "their quay.png", "yellow")
    picture(folder / "web" / "logo.png", "blue")
    picture(tmp_path / "secret.png", "black")
    (folder / "large.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300_000))
    (folder / "folder.png").mkdir()
    (folder / "link.png").symlink_to("quay.png")
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "docforge.toml").write_text(
        '[document]\nresource_root = "web"\n[limits]\nimage_mb = 0.2\n', encoding="utf-8"
    )
    (folder / "styles").mkdir()
    own = folder / "styles" / "own"
    own.mkdir()
    for file in sorted((STYLES / "briefing").iterdir()):
        (own / file.name).write_bytes(file.read_bytes())
    (own / "screen.css").write_text("p { color: #123456 }", encoding="utf-8")
    write(folder, "a.md", "![A quay](quay.png) and [the other one](b/b.md#there).", "style: own\n")
    names = (
        "../my%20quay.png",
        "<../their quay.png>",
        "/logo.png",
        "../link.png",
        "../quay.png?x=1",
    )
    write(folder, "b/b.md", "# There\n\n" + "\n\n".join(f"![A quay]({name})" for name in names))
    bad = ("quai.png", "../secret.png", "out.png", "folder.png", "large.png", "/etc/passwd")
    far = ("http://127.0.0.1/x.png", "file:///etc/x.png", "a.md")
    write(folder, "c.md", "\n\n".join(f"![A quay]({name})" for name in (*bad, *far)))
    (folder / "d.md").write_bytes(b"\xff\xfeodd")
    write(folder, "e.md", "Some text.", "style: unknown\n")
    return folder


def planned(folder: Path) -> tuple[tuple[SourceFile, ...], RunOptions]:
    config = load_config(folder)
    plan = batch.plan([folder], config)
    return plan.places, RunOptions(config, plan.neighbours, (Format.HTML,), draft=True)


def failures(exports: list[Export]) -> list[tuple[int, str]]:
    return [(one.failure.exit_code, one.failure.message) for one in exports if one.failure]


# --- The same as here --------------------------------------------------------------------


@pytest.mark.slow
def test_exports_are_the_same_as_on_this_machine(address: str, project: Path) -> None:
    places, options = planned(project)
    told: list[Export] = []
    there = list(cluster.executor(address, told.append)(places, options))
    assert told == there
    assert there == [pipeline.export(place, options) for place in places]
    statuses = [export.status for export in there]
    assert statuses == [
        Status.EXPORTED,
        Status.EXPORTED,
        Status.DRAFT,
        Status.FAILED,
        Status.FAILED,
    ]
    assert b"#123456" in there[0].renderings[0].content
    assert len(there[2].findings) >= 9
    assert str(project.parent) not in repr(there)


@pytest.mark.slow
def test_the_command_line_delivers_the_same_files(address: str, tmp_path: Path) -> None:
    write(tmp_path / "input", "a.md", "Some text.")
    for output, more in (("here", ()), ("there", ("--scheduler", address))):
        command = [sys.executable, "-m", "docforge", "export", "-o", output, *more]
        done = subprocess.run(
            command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
    here, there = (
        {
            file.relative_to(tmp_path / name): file.read_bytes()
            for file in sorted((tmp_path / name).rglob("*"))
            if file.is_file()
        }
        for name in ("here", "there")
    )
    assert len(here) > 6
    assert here == there


@pytest.mark.slow
def test_a_killed_worker_loses_nothing(address: str, tmp_path: Path) -> None:
    for number in range(4):
        write(tmp_path, f"{number}.md", "\n\n".join(f"Paragraph {n}." for n in range(200)))
    places, options = planned(tmp_path)
    killed: list[str] = []
    gate = tmp_path / "gate"

    def hold() -> None:
        while not gate.exists():
            time.sleep(0.02)

    def kill(watching: Client, where: str, victim: int) -> None:
        given_up = time.monotonic() + 60
        while not killed and time.monotonic() < given_up:
            held = watching.processing().get(where, ())
            killed.extend(key for key in held if key.startswith("call"))
            time.sleep(0.01)
        os.kill(victim, signal.SIGKILL)
        gate.touch()

    with (
        worker(address, tmp_path, "--no-nanny", "--name", "victim") as victim,
        Client(address, set_as_default=False) as watching,
    ):
        watching.wait_for_workers(2, timeout=30)
        known = watching.scheduler_info()["workers"]
        (where,) = (worker for worker in known if known[worker]["name"] == "victim")
        # The other worker is busy meanwhile, or it might do all the work.
        busy = watching.submit(hold, workers=[*known.keys() - {where}], pure=False)
        killer = Thread(target=kill, args=(watching, where, victim))
        killer.start()
        there = list(cluster.executor(address)(places, options))
        killer.join()
        busy.result()
    assert killed
    assert there == [pipeline.export(place, options) for place in places]
    assert {export.status for export in there} == {Status.EXPORTED}


@pytest.mark.slow
def test_a_document_over_its_limits_fails_alone(address: str, tmp_path: Path) -> None:
    write(tmp_path, "a.md", "\n\n".join(f"Paragraph {n}." for n in range(40_000)))
    write(tmp_path, "b.md", "Some text.")
    (first, second), options = planned(tmp_path)
    hurried = replace(first, limits=Limits(seconds=0.5))
    there = list(cluster.executor(address)([hurried, second], options))
    assert failures(there) == [(ExitCode.TOOL_FAILED, "a.md took longer than 0.5 seconds")]
    assert there[1].status is Status.EXPORTED


@pytest.mark.slow
def test_a_document_has_its_share_of_what_a_worker_may_have(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "Some text.")
    places, options = planned(tmp_path)
    room = ("--memory-limit", "600MB", "--nthreads", "4")
    with scheduler(tmp_path) as (address, _), worker(address, tmp_path / "dask", *room):
        (there,) = cluster.executor(address)(places, options)
    assert there.failure is not None
    # No process of a document begins with so little.
    assert "too little memory" in there.failure.hint


class Task:
    """Stands for a task that kills each worker that meets b.md."""

    def __init__(self, bundles: bytes) -> None:
        self.places = pickle.loads(bundles)

    def result(self, timeout: float) -> list[Export]:
        if any(place.path == "b.md" for place in self.places):
            raise KilledWorker("task", cast(Any, None), 3)
        return [Export(place.path, place.stem, "", Status.EXPORTED) for place in self.places]


def test_a_document_that_kills_its_workers_fails_alone(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        write(tmp_path, name, "Some text.")
    places, options = planned(tmp_path)
    deadly = SimpleNamespace(submit=lambda call, work, bundles, **options: Task(bundles))
    run = client._Run(cast(Any, deadly), options, cast(Any, None))
    there = list(run.exports(places, run.send(places)))
    assert [export.source for export in there] == ["a.md", "b.md", "c.md"]
    assert failures(there) == [(ExitCode.TOOL_FAILED, "Each worker that was to export b.md died")]


# --- What is refused ---------------------------------------------------------------------


@pytest.mark.slow
def test_other_versions_are_refused_before_any_work(
    address: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docforge.run.versions.installed", lambda: {"pillow": "0.1"})
    places, options = planned(project)
    with pytest.raises(ToolMissing, match=r"pillow: 0\.1 here, \S+ on tcp://127\.0\.0\.1:\d+"):
        next(cluster.executor(address)(places, options))


@pytest.mark.slow
def test_a_worker_that_comes_later_with_other_versions_makes_nothing(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docforge.run.versions.installed", lambda: {"pillow": "0.1"})
    monkeypatch.setattr(client, "refuse_differences", lambda here, workers: None)
    write(tmp_path, "a.md", "Some text.")
    there = list(cluster.executor(address)(*planned(tmp_path)))
    assert failures(there)[0][0] == ExitCode.TOOL_MISSING
    assert "pillow: 0.1 here" in failures(there)[0][1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "error", "said"),
    [
        ("tcp://127.0.0.1:9", ToolFailed, "No Dask scheduler answers at tcp://127.0.0.1:9"),
        ("ftp://127.0.0.1", UsageError, "is not the address of a Dask scheduler"),
    ],
)
def test_a_scheduler_that_cannot_be_reached_is_told(
    where: str,
    error: type[DocforgeError],
    said: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "_CONNECT", 1)
    with pytest.raises(error, match=said):
        next(cluster.executor(where)(*planned(project)))


@pytest.mark.slow
def test_a_scheduler_without_workers_and_one_that_dies_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", "a.md", "Some text.")
    places, options = planned(tmp_path / "in")
    monkeypatch.setattr(client, "_STAFFED", 1)
    with scheduler(tmp_path) as (where, pid):
        with pytest.raises(ToolFailed, match="has no workers"):
            next(cluster.executor(where)(places, options))
        monkeypatch.setattr(client, "_await_worker", lambda client: None)
        Timer(0.5, os.kill, (pid, signal.SIGKILL)).start()
        with pytest.raises(ToolFailed, match="connection to the Dask scheduler was lost"):
            next(cluster.executor(where)(places, options))


def test_without_dask_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docforge.run.cluster.client", None)
    with pytest.raises(ToolMissing) as caught:
        cluster.executor("tcp://127.0.0.1:8786")
    assert 'pip install "docforge[dask]"' in caught.value.hint


@pytest.mark.slow
def test_dask_is_imported_only_for_a_scheduler() -> None:
    code = (
        "import sys, docforge.cli, docforge.run.cluster, docforge.cli.exporting\n"
        "assert not {'dask', 'distributed'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, check=True)
