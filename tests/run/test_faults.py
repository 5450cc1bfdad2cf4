"""Runs that are killed anywhere, run twice at once, or meet a full disk: whole documents only."""

import json
import os
import random
import shutil
import signal
import sys
import warnings
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path

import pytest
from standing import WORKED, here, run, tree, write

from docforge import checking, deliver
from docforge.deliver import files
from docforge.errors import DeliveryFailed
from docforge.export import Export, Status
from docforge.run import batch
from docforge.source import SourceFile
from docforge.source.config import Config
from docforge.source.options import RunOptions


def in_child(act: Callable[[], object]) -> int:
    """Do `act` in a process of its own; how that ended, as os.waitstatus_to_exitcode has it."""
    with warnings.catch_warnings():
        # Threads of earlier tests hold no lock that a batch in this process takes.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_before(number: int, output: Path) -> Callable[[str, tuple[object, ...]], None]:
    """An audit hook that kills this process before its `number`th file operation in `output`."""
    left = number

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if arguments and str(output) in str(arguments[0]):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return hook


def sources(folder: Path) -> None:
    write(folder, a="one", b="two", c="three", d="four", e="five", same="the same")
    (folder / "sub").mkdir()
    write(folder / "sub", f="six")


def changed(folder: Path) -> None:
    """Each kind of change: a text, another slug, an error, a format that is no more made."""
    write(folder, a="ONE", b="---\nslug: moved\n---\nTWO", c="BAD", d="FOUR NOPDF", g="new")
    write(folder / "sub", f="SIX")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`in` with changed sources, `old` as exported before, and `new` as exported undisturbed."""
    folder = tmp_path_factory.mktemp("scene")
    sources(folder / "in")
    run(folder / "in", folder / "old")
    changed(folder / "in")
    shutil.copytree(folder / "old", folder / "new")
    run(folder / "in", folder / "new")
    return folder


@pytest.fixture(scope="module")
def operations(scene: Path) -> int:
    """How many file operations the run needs."""
    output, count = scene / "counted", scene / "count"
    shutil.copytree(scene / "old", output)

    def act() -> None:
        seen = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            seen += bool(arguments) and str(output) in str(arguments[0])

        sys.addaudithook(hook)
        run(scene / "in", output)
        count.write_text(str(seen))

    assert in_child(act) == 0
    return int(count.read_text())


def outputs(found: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in found.items() if not name.startswith(".docforge")}


@pytest.mark.slow
@pytest.mark.parametrize(("exchanges", "points"), [(True, 100), (False, 25)])
def test_a_run_that_is_killed_anywhere_leaves_whole_documents_and_is_resumed(
    scene: Path, operations: int, exchanges: bool, points: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system cannot exchange folders, a set may be absent for a moment, never mixed."""
    if not exchanges:
        monkeypatch.setattr("docforge.deliver.folders.exchange", lambda one, other: False)
    old, new = tree(scene / "old"), tree(scene / "new")
    assert operations > points
    for point in random.Random(7).sample(range(operations), points):
        output = scene / f"killed-{point}"
        shutil.copytree(scene / "old", output)

        def act(point: int = point, output: Path = output) -> None:
            sys.addaudithook(killed_before(point, output))
            run(scene / "in", output)

        assert in_child(act) == -signal.SIGKILL, point
        looked_at = shutil.copytree(output, scene / f"looked-at-{point}", symlinks=True)
        check_files(looked_at, old, new, may_lack=not exchanges)
        run(scene / "in", output)
        assert tree(output) == new, point
        shutil.rmtree(output)
        shutil.rmtree(looked_at)


def check_files(
    output: Path, old: Mapping[str, bytes], new: Mapping[str, bytes], *, may_lack: bool
) -> None:
    """Every set is the old or the new one, at once and when it is settled."""
    check_sets(output, old, new, may_lack=may_lack)
    deliver.recover(output)
    check_sets(output, old, new, may_lack=False)
    for entry in deliver.read_manifest(output).values():
        for name, sha256 in deliver.files_of(entry).items():
            assert deliver.hash_of(output / name) == sha256, name


def check_sets(
    output: Path, old: Mapping[str, bytes], new: Mapping[str, bytes], *, may_lack: bool
) -> None:
    """A document's files are all those of before or all those of after."""
    found = outputs(tree(output))
    for name, data in found.items():
        assert data in (old.get(name), new.get(name)), name
    for stem in {name.partition(".")[0] for name in new if "/" in name}:
        mine, before, after = (
            {name: data for name, data in each.items() if name.partition(".")[0] == stem}
            for each in (found, old, new)
        )
        assert mine in (before, after) or (may_lack and not mine), stem


def test_what_a_killed_run_delivered_is_not_made_again(scene: Path, operations: int) -> None:
    output = scene / "killed"
    shutil.copytree(scene / "old", output)

    def act() -> None:
        sys.addaudithook(killed_before(operations // 3, output))
        run(scene / "in", output)

    assert in_child(act) == -signal.SIGKILL
    run(scene / "in", output)
    assert "a.md" not in WORKED
    assert WORKED[-1] == "sub/f.md"


def test_a_full_disk_fails_documents_and_leaves_their_earlier_outputs(
    scene: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = scene / "full"
    shutil.copytree(scene / "old", output)
    real = files.write_durably

    def write(file: Path, data: bytes) -> None:
        if b"SIX" in data:
            raise OSError(28, "No space left on device")
        real(file, data)

    monkeypatch.setattr("docforge.deliver.folders.write_durably", write)
    delivered = {one.export.source: one.export for one in run(scene / "in", output)}
    failure = delivered["sub/f.md"].failure
    assert failure is not None
    assert failure.exit_code == 6
    assert "disk is full" in failure.hint
    assert delivered["a.md"].status is Status.EXPORTED
    assert b"six" in (output / "sub/f/f.txt").read_bytes()
    entries = {
        entry["source"]: entry
        for entry in json.loads((output / "manifest.json").read_text())["documents"]
    }
    assert entries["sub/f.md"]["status"] == "failed"
    monkeypatch.undo()
    run(scene / "in", output)
    assert tree(output) == tree(scene / "new")


def vanishing(output: Path, way: str) -> batch.Executor:
    """An executor that finds `output` gone after two documents."""

    def execute(places: Sequence[SourceFile], options: RunOptions) -> Generator[Export, None, None]:
        for number, export in enumerate(here(places, options)):
            if number == 2:
                output.rename(output.with_name("elsewhere"))
                if way == "removed":
                    shutil.rmtree(output.with_name("elsewhere"))
                if way == "a file":
                    output.write_text("in the way")
            yield export

    return execute


@pytest.mark.parametrize("way", ["removed", "renamed"])
def test_an_output_folder_that_vanishes_is_made_again(
    scene: Path, tmp_path: Path, way: str
) -> None:
    output = tmp_path / "out"
    run(scene / "in", tmp_path / "fresh")
    plan = batch.plan([scene / "in"], Config())
    options = RunOptions(Config(), plan.neighbours)
    ended = list(batch.run(plan.places, options, output, vanishing(output, way)))
    entries = json.loads((output / "manifest.json").read_text())["documents"]
    assert len(entries) == len(ended) - 2  # what went with the folder is exported again
    for entry in entries:
        for name in entry["outputs"].values():
            assert (output / name).is_file()
    run(scene / "in", output)
    assert tree(output) == tree(tmp_path / "fresh")


def test_a_file_in_place_of_the_output_folder_is_told(scene: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    plan = batch.plan([scene / "in"], Config())
    options = RunOptions(Config(), plan.neighbours)
    with pytest.raises(DeliveryFailed) as told:
        list(batch.run(plan.places, options, output, vanishing(output, "a file")))
    assert "in the way" in told.value.hint


def test_a_source_that_vanishes_meanwhile_fails_alone(tmp_path: Path) -> None:
    text = "---\ntitle: T\nlang: en\n---\n\nText.\n"
    write(tmp_path / "in", a=text, b=text)
    plan = batch.plan([tmp_path / "in"], Config())
    (tmp_path / "in/b.md").unlink()

    def execute(places: Sequence[SourceFile], options: RunOptions) -> Generator[Export, None, None]:
        yield from (checking.check(place, options) for place in places)

    options = RunOptions(Config(), plan.neighbours)
    first, second = batch.run(plan.places, options, tmp_path / "out", execute)
    assert first.export.status is Status.EXPORTED
    assert second.export.failure is not None
    assert "b.md cannot be read" in second.export.failure.message
