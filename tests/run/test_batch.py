"""Batches: stable order, links between neighbours, and documents that fail alone."""

import os
import signal
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from docforge.errors import DeliveryFailed, ExitCode
from docforge.export import Export, Format, Rendering, Status
from docforge.pipeline import RunOptions
from docforge.run import batch, local
from docforge.source import SourceFile
from docforge.source.config import Config, Limits
from docforge.source.config.trust import Trust


def work(place: SourceFile, options: RunOptions) -> Export:
    """A stand-in for the pipeline: the source's name says what becomes of it."""
    name = Path(place.path).stem
    if "hang" in name:
        time.sleep(600)
    if "crash" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "exit" in name:
        os._exit(3)
    if "hungry" in name:
        bytearray(8_000_000_000)
    if "call" in name:
        try:
            socket.create_connection(("127.0.0.1", 9), timeout=1)
        except PermissionError:
            name = "refused"
    if "slow" in name:
        time.sleep(0.3)
    rendering = Rendering(Format.TEXT, name.encode())
    return Export(place.path, place.stem, "sha256:0", Status.EXPORTED, (rendering,))


def write(folder: Path, *names: str, text: str = "text") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def run(
    folder: Path, jobs: int = 2, config: Config | None = None, **limits: Any
) -> dict[str, Export]:
    config = config or Config(limits=Limits(**limits))
    plan = batch.plan([folder], config)
    options = RunOptions(config, plan.neighbours, ())
    delivered = batch.run(plan.places, options, folder.parent / "out", local.executor(jobs, work))
    return {one.export.source: one.export for one in delivered}


@pytest.mark.slow
def test_results_come_in_the_order_of_the_sources(tmp_path: Path) -> None:
    names = ["a-slow.md", *(f"b{number:02}.md" for number in range(12))]
    write(tmp_path / "in", *names)
    exports = run(tmp_path / "in")
    assert list(exports) == names
    assert {export.status for export in exports.values()} == {Status.EXPORTED}
    assert (tmp_path / "out" / "b11" / "b11.txt").read_text() == "b11"
    assert (tmp_path / "out" / "manifest.json").read_text().count('"source"') == 13


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_hangs_or_dies_fails_alone(tmp_path: Path, jobs: int) -> None:
    write(tmp_path / "in", "a.md", "b-hang.md", "c.md", "d-crash.md", "e-exit.md", "f.md")
    exports = run(tmp_path / "in", jobs, seconds=20)
    assert [export.status.value for export in exports.values()] == [
        "exported",
        "failed",
        "exported",
        "failed",
        "failed",
        "exported",
    ]
    told = [export.failure.message for export in exports.values() if export.failure]
    assert "longer than 20 seconds" in told[0]
    assert "signal 9" in told[1]
    assert "code 3" in told[2]
    codes = {export.failure.exit_code for export in exports.values() if export.failure}
    assert codes == {ExitCode.TOOL_FAILED}


def slugged(folder: Path, **slugs: str) -> None:
    for name, slug in slugs.items():
        write(folder, f"{name}.md", text=f"---\nslug: {slug}\n---\n")


def failed(exports: dict[str, Export]) -> list[str]:
    return [source for source, export in exports.items() if export.failure]


def test_documents_with_the_same_claim_to_a_name_both_fail_and_are_named(tmp_path: Path) -> None:
    slugged(tmp_path / "in", a="same", b="Same")
    write(tmp_path / "in", "c.md")
    exports = run(tmp_path / "in")
    assert failed(exports) == ["a.md", "b.md"]
    failure = exports["b.md"].failure
    assert failure is not None
    assert failure.exit_code == ExitCode.USAGE
    assert failure.message.startswith("a.md and b.md would be written to the same place, same/same")


@pytest.mark.parametrize("slug", ["á", *(pytest.param(s, marks=pytest.mark.slow) for s in "Aaａ")])
def test_a_slug_does_not_take_the_name_of_another_file(tmp_path: Path, slug: str) -> None:
    write(tmp_path / "in", "a.md", "b.md")
    slugged(tmp_path / "in", d=slug)
    exports = run(tmp_path / "in")
    assert failed(exports) == ["d.md"]
    failure = exports["d.md"].failure
    assert failure is not None
    assert failure.exit_code == ExitCode.USAGE
    assert "a.md and d.md would be written" in failure.message


@pytest.mark.parametrize(
    "names",
    [
        ("a", "A"),
        pytest.param(("e\u0301", "\u00e9"), marks=pytest.mark.slow),
        pytest.param(("a b", "a-b"), marks=pytest.mark.slow),
    ],
)
@pytest.mark.slow
def test_files_whose_names_are_the_same_elsewhere_both_fail(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    write(tmp_path / "in", *(f"{name}.md" for name in names), "other.md")
    plan = batch.plan([tmp_path / "in"], Config())
    options = RunOptions(Config(), plan.neighbours, ())
    delivered = batch.run(plan.places, options, tmp_path / "out", local.executor(1, work))
    ended = {one.export.stem.lower(): one.export.status.value for one in delivered}
    assert sorted(ended.values()) == ["exported", "failed"]
    assert ended["other/other"] == "exported"


@pytest.mark.slow
def test_an_untrusted_document_takes_no_name_of_the_team(tmp_path: Path) -> None:
    slugged(tmp_path / "in", own="briefing")
    write(tmp_path / "in", "outside/briefing.md", "briefing.md")
    config = Config(trust=Trust(untrusted=("briefing.md", "outside/**")))
    assert failed(run(tmp_path / "in", config=config)) == ["briefing.md"]


def test_a_neighbour_that_is_not_exported_keeps_its_name(tmp_path: Path) -> None:
    write(tmp_path / "in", "a.md")
    slugged(tmp_path / "in", d="a")
    config = Config(folder=(tmp_path / "in").resolve())
    assert failed(run(tmp_path / "in/d.md", config=config)) == ["d.md"]
    assert failed(run(tmp_path / "in/a.md", config=config)) == []


def test_neighbours_are_all_sources_of_the_configured_folder(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md", "c/d.md")
    write(tmp_path, "e.md", text="---\nslug: f\n---\n")
    plan = batch.plan([tmp_path / "a.md"], Config(folder=tmp_path.resolve()))
    assert [place.path for place in plan.places] == ["a.md"]
    assert plan.neighbours == {"a.md": "a/a", "b.md": "b/b", "c/d.md": "c/d/d", "e.md": "f/f"}
    alone = batch.plan([tmp_path / "a.md"], Config())
    assert alone.neighbours == {"a.md": "a/a"}


def test_a_failed_delivery_fails_that_document_only(tmp_path: Path) -> None:
    write(tmp_path / "in", "a.md", "b.md")
    write(tmp_path / "out", "a", text="a file where a folder must be")
    exports = run(tmp_path / "in")
    failure = exports["a.md"].failure
    assert failure is not None
    assert failure.exit_code == ExitCode.DELIVERY_FAILED
    assert exports["b.md"].status is Status.EXPORTED


def test_a_broken_manifest_stops_before_the_work(tmp_path: Path) -> None:
    write(tmp_path / "in", "a.md")
    write(tmp_path / "out", "manifest.json", text='{"name": "of another program"}')
    with pytest.raises(DeliveryFailed):
        run(tmp_path / "in")
    assert not (tmp_path / "out" / "a").exists()


def test_what_was_delivered_before_a_stop_is_in_the_manifest(tmp_path: Path) -> None:
    write(tmp_path / "in", *(f"{number:02}.md" for number in range(20)))
    plan = batch.plan([tmp_path / "in"], Config())
    options = RunOptions(Config(), plan.neighbours, ())
    results = batch.run(plan.places, options, tmp_path / "out", local.executor(1, work))
    next(results)
    results.close()
    assert (tmp_path / "out" / "manifest.json").read_text().count('"source"') == 1


@pytest.mark.slow
def test_memory_is_limited(tmp_path: Path) -> None:
    write(tmp_path / "in", "a-hungry.md", "b.md")
    exports = run(tmp_path / "in", memory_mb=2000)
    assert exports["a-hungry.md"].failure is not None
    assert "2000 MB" in exports["a-hungry.md"].failure.message
    assert exports["b.md"].status is Status.EXPORTED


def test_workers_cannot_reach_the_network(tmp_path: Path) -> None:
    write(tmp_path / "in", "call.md")
    run(tmp_path / "in")
    assert (tmp_path / "out" / "call" / "call.txt").read_text() == "refused"
