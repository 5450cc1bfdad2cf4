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
from standing import WORKED, run, tree, write

from docforge import deliver, pipeline
from docforge.export import Export, Status
from docforge.run import batch
from docforge.source import SourceFile
from docforge.source.config import Config
from docforge.source.options import RunOptions

POINTS = 50


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
def test_a_run_that_is_killed_at_50_points_leaves_whole_documents_and_is_resumed(
    scene: Path, operations: int
) -> None:
    old, new = tree(scene / "old"), tree(scene / "new")
    assert operations > 2 * POINTS
    for point in random.Random(7).sample(range(operations), POINTS):
        output = scene / f"killed-{point}"
        shutil.copytree(scene / "old", output)

        def act(point: int = point, output: Path = output) -> None:
            sys.addaudithook(killed_before(point, output))
            run(scene / "in", output)

        assert in_child(act) == -signal.SIGKILL, point
        check_files(shutil.copytree(output, scene / f"looked-at-{point}"), old, new)
        run(scene / "in", output)
        assert tree(output) == new, point
        shutil.rmtree(output)


def check_files(output: Path, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """Every file is the old or the new one, and sets are whole once they are settled."""
    for name, data in outputs(tree(output)).items():
        assert data in (old.get(name), new.get(name)), name
    deliver.settle(output)
    for entry in deliver.read_manifest(output).values():
        for name, sha256 in deliver.files_of(entry).items():
            assert deliver.hash_of(output / name) == sha256, name
    found = outputs(tree(output))
    for stem in {name.partition(".")[0] for name in new if "/" in name}:
        mine, before, after = (
            {name: data for name, data in each.items() if name.partition(".")[0] == stem}
            for each in (found, old, new)
        )
        assert mine in (before, after), stem


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
    real = Path.write_bytes

    def write_bytes(file: Path, data: bytes) -> int:
        if b"SIX" in data and file.parent.name == "new":
            raise OSError(28, "No space left on device")
        return real(file, data)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
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


def test_a_source_that_vanishes_meanwhile_fails_alone(tmp_path: Path) -> None:
    text = "---\ntitle: T\nlang: en\n---\n\nText.\n"
    write(tmp_path / "in", a=text, b=text)
    plan = batch.plan([tmp_path / "in"], Config())
    (tmp_path / "in/b.md").unlink()

    def execute(places: Sequence[SourceFile], options: RunOptions) -> Generator[Export, None, None]:
        yield from (pipeline.check(place, options) for place in places)

    options = RunOptions(Config(), plan.neighbours)
    first, second = batch.run(plan.places, options, tmp_path / "out", execute)
    assert first.export.status is Status.EXPORTED
    assert second.export.failure is not None
    assert "b.md cannot be read" in second.export.failure.message
