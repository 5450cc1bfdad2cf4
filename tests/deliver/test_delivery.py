"""Delivery: whole sets or nothing, and a manifest that only says what is true."""

import json
import os
import resource
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from docforge import deliver
from docforge.deliver import journal, report
from docforge.deliver.records import JournalLine
from docforge.deliver.report import report_of
from docforge.errors import DeliveryFailed
from docforge.export import FORMATS, DocumentFacts, Export, Failure, Format, Rendering, Status
from docforge.findings import Finding, Severity, Where
from docforge.system.exchange import exchange


def exported(
    formats: Sequence[Format] = tuple(FORMATS.values()),
    text: str = "one",
    source: str = "2026/autumn.md",
    stem: str = "2026/autumn/autumn",
) -> Export:
    renderings = tuple(
        Rendering(kind, f"{text} {kind}".encode(), (f"C-{kind}",)) for kind in formats
    )
    finding = Finding("SRC001", Severity.WARNING, "message", Where(source))
    return Export(source, stem, f"sha256:{text}", Status.EXPORTED, renderings, (finding,))


def ended(status: Status) -> Export:
    failure = Failure("message", "hint", 3) if status is Status.FAILED else None
    return Export("2026/autumn.md", "2026/autumn/autumn", "sha256:two", status, failure=failure)


def contents(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text()
        for file in folder.rglob("*")
        if file.is_file() and ".docforge" not in file.parts
    }


def delivered(export: Export, output: Path) -> deliver.ManifestEntry:
    entry = deliver.entry_of(export)
    deliver.deliver(output, export, report_of(export, entry))
    return entry


def conclude(output: Path) -> tuple[str, ...]:
    return deliver.conclude(output, lambda documents: {})


def record(output: Path, *exports: Export) -> None:
    """What a run does: deliver, and say so in the manifest."""
    for export in exports:
        delivered(export, output)
    conclude(output)


def documents(output: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((output / "manifest.json").read_text())["documents"]
    return found


def test_outputs_lie_where_the_stem_says(tmp_path: Path) -> None:
    delivered(exported(), tmp_path)
    assert contents(tmp_path) == {f"2026/autumn/autumn.{kind}": f"one {kind}" for kind in FORMATS}


def test_a_format_that_is_not_made_again_is_taken_away(tmp_path: Path) -> None:
    delivered(exported(), tmp_path)
    (tmp_path / "2026/autumn/mine.txt").write_text("kept")
    delivered(exported([Format.PDF], "two"), tmp_path)
    assert contents(tmp_path) == {
        "2026/autumn/autumn.pdf": "two pdf",
        "2026/autumn/mine.txt": "kept",
    }


@pytest.mark.parametrize("status", [Status.BLOCKED, Status.FAILED])
def test_a_document_without_outputs_leaves_what_is_there(tmp_path: Path, status: Status) -> None:
    record(tmp_path, exported([Format.PDF]))
    record(tmp_path, ended(status))
    assert (tmp_path / "2026/autumn/autumn.pdf").read_text() == "one pdf"
    (entry,) = documents(tmp_path)
    assert entry["status"] == status
    assert entry["outputs"] == {"pdf": "2026/autumn/autumn.pdf"}
    assert entry["claims"] == ["C-pdf"]
    assert (entry["digest"], entry["outputs_from"]) == ("sha256:two", "sha256:one")


def test_what_earlier_outputs_say_of_themselves_stays_with_them(tmp_path: Path) -> None:
    facts = DocumentFacts("Autumn", "en", contact="desk@example.org")
    record(tmp_path, replace(exported([Format.PDF]), facts=facts))
    record(tmp_path, replace(ended(Status.BLOCKED), facts=replace(facts, title="Winter")))
    assert deliver.read_manifest(tmp_path)["2026/autumn.md"].document == facts
    record(tmp_path, replace(exported([Format.PDF], "two"), facts=None))
    assert "document" not in documents(tmp_path)[0]


@pytest.fixture(params=[True, False], ids=["exchange", "rename"])
def exchanging(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether this system can have two folders change places; each test is run both ways."""
    can = bool(request.param)
    if can and sys.platform not in ("linux", "darwin"):
        pytest.skip("there is no such call here")
    if not can:
        monkeypatch.setattr("docforge.deliver.folders.exchange", lambda one, other: False)
    return can


def fail_at(monkeypatch: pytest.MonkeyPatch, number: int, error: BaseException) -> None:
    """Have the `number`th renaming of a folder fail."""
    real, calls = os.rename, 0

    def rename(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == number:
            raise error
        real(source, target)

    monkeypatch.setattr(os, "rename", rename)


@pytest.mark.parametrize("failing", [1, 2])
def test_a_failure_half_way_leaves_the_earlier_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    monkeypatch.setattr("docforge.deliver.folders.exchange", lambda one, other: False)
    delivered(exported([Format.HTML, Format.PDF]), tmp_path)
    before = contents(tmp_path)
    fail_at(monkeypatch, failing, OSError(28, "No space left on device"))
    with pytest.raises(DeliveryFailed) as told:
        delivered(exported(text="two"), tmp_path)
    assert "disk is full" in told.value.hint
    assert contents(tmp_path) == before
    assert not list((tmp_path / ".docforge").glob("set-*"))


def test_a_new_version_keeps_what_others_put_into_the_folder(
    tmp_path: Path, exchanging: bool
) -> None:
    delivered(exported(), tmp_path)
    inner = exported(source="2026/autumn/x.md", stem="2026/autumn/x/x")
    delivered(inner, tmp_path)
    folder = tmp_path / "2026/autumn"
    (folder / "notes").mkdir()
    (folder / "notes/mine.txt").write_text("mine")
    (folder / "link").symlink_to("notes/mine.txt")
    folder.chmod(0o750)
    delivered(exported(text="two"), tmp_path)
    assert contents(tmp_path) == {
        **{f"2026/autumn/autumn.{kind}": f"two {kind}" for kind in FORMATS},
        **{f"2026/autumn/x/x.{kind}": f"one {kind}" for kind in FORMATS},
        "2026/autumn/notes/mine.txt": "mine",
        "2026/autumn/link": "mine",
    }
    assert (folder / "link").is_symlink()
    assert folder.stat().st_mode & 0o777 == 0o750


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give folders away")
def test_a_new_version_belongs_to_whom_the_old_one_did(tmp_path: Path) -> None:
    delivered(exported(), tmp_path)
    folder = tmp_path / "2026/autumn"
    (folder / "notes").mkdir()
    for each in (folder, folder / "notes"):
        os.chown(each, 65534, 65534)
    delivered(exported(text="two"), tmp_path)
    for each in (folder, folder / "notes"):
        assert (each.stat().st_uid, each.stat().st_gid) == (65534, 65534)


def test_what_is_saved_while_a_set_is_made_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanging: bool
) -> None:
    delivered(exported(), tmp_path)
    folder = tmp_path / "2026/autumn"
    (folder / "mine.txt").write_text("first")
    os.utime(folder / "mine.txt", (1, 1))
    real = journal.append

    def append(output: Path, line: JournalLine) -> int:
        (folder / "new.txt").write_text("second")
        (folder / "aside.txt").write_text("second")
        os.replace(folder / "aside.txt", folder / "mine.txt")
        return real(output, line)

    monkeypatch.setattr(journal, "append", append)
    delivered(exported(text="two"), tmp_path)
    assert (folder / "mine.txt").read_text() == "second"
    assert (folder / "new.txt").read_text() == "second"
    assert (folder / "autumn.pdf").read_text() == "two pdf"


def test_a_folder_in_the_way_of_an_output_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "2026/autumn/autumn.pdf").mkdir(parents=True)
    (tmp_path / "2026/autumn/autumn.pdf/mine.txt").write_text("mine")
    with pytest.raises(DeliveryFailed, match="autumn could not be written") as told:
        delivered(exported(), tmp_path)
    assert "A folder is in the way" in told.value.hint
    assert contents(tmp_path) == {"2026/autumn/autumn.pdf/mine.txt": "mine"}


def test_a_file_in_the_way_of_a_folder_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026/autumn").write_text("mine")
    with pytest.raises(DeliveryFailed, match="autumn could not be written") as told:
        delivered(exported(), tmp_path)
    assert "A file is in the way" in told.value.hint
    assert contents(tmp_path) == {"2026/autumn": "mine"}


def test_a_folder_that_is_a_link_stays_one(tmp_path: Path, exchanging: bool) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out/2026").mkdir(parents=True)
    (tmp_path / "out/2026/autumn").symlink_to("../../elsewhere")
    delivered(exported([Format.PDF]), tmp_path / "out")
    delivered(exported([Format.PDF], "two"), tmp_path / "out")
    assert (tmp_path / "out/2026/autumn").is_symlink()
    assert contents(tmp_path / "elsewhere") == {"autumn.pdf": "two pdf"}


def test_a_link_to_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/passwd").write_text("mine")
    (tmp_path / "out/2026").mkdir(parents=True)
    (tmp_path / "out/2026/autumn").symlink_to("../../elsewhere")
    with pytest.raises(DeliveryFailed, match="holds other files, such as passwd"):
        delivered(exported([Format.PDF]), tmp_path / "out")
    assert contents(tmp_path / "elsewhere") == {"passwd": "mine"}


@pytest.mark.parametrize("name", ["manifest.json", ".docforge/journal.jsonl"])
def test_a_pipe_in_place_of_what_an_earlier_run_wrote_is_told(tmp_path: Path, name: str) -> None:
    record(tmp_path, exported([Format.PDF]))
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    os.mkfifo(tmp_path / name)
    with pytest.raises(DeliveryFailed, match="is no file"):
        deliver.read_manifest(tmp_path) if name == "manifest.json" else journal.read(tmp_path)


def test_files_are_on_the_disk_before_they_are_announced_and_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(tmp_path, exported([Format.PDF]))
    events: list[str] = []

    def name(descriptor: int) -> str:
        found = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        return "new/" if found.name == "new" else found.name.removesuffix(str(os.getpid()))

    def exchanged(one: Path, other: Path) -> bool:
        events.append("put in place")
        return exchange(one, other)

    def synced(descriptor: int) -> None:
        events.append(name(descriptor))
        real(descriptor)

    real = os.fsync
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr("docforge.deliver.folders.exchange", exchanged)
    record(tmp_path, exported([Format.PDF], "two"))
    assert [event for event in events if not event.startswith("set-")] == [
        *("autumn.pdf", "new/", "journal.jsonl", ".docforge", "put in place", "2026"),
        *(".docforge-", tmp_path.name),  # the manifest
    ]


def test_a_failure_while_writing_aside_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(exported(), tmp_path)
    before = contents(tmp_path)

    def fsync(descriptor: int) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(DeliveryFailed, match=r"2026/autumn/autumn could not be written"):
        delivered(exported(text="two"), tmp_path)
    assert contents(tmp_path) == before


def test_without_hard_links_the_earlier_set_is_safe_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(source: Path, target: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    delivered(exported(), tmp_path)
    delivered(exported(text="two"), tmp_path)
    assert contents(tmp_path)["2026/autumn/autumn.pdf"] == "two pdf"


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "2026").write_text("in the way")
    with pytest.raises(DeliveryFailed) as told:
        delivered(exported(), tmp_path)
    assert "in the way" in told.value.hint
    assert str(tmp_path) not in told.value.message + told.value.hint


def test_the_manifest_is_sorted_and_keeps_earlier_documents(tmp_path: Path) -> None:
    second = exported([Format.TEXT], source="b.md", stem="b/b")
    first = exported([Format.TEXT], source="a.md", stem="a/a")
    record(tmp_path, second)
    record(tmp_path, first)
    once = (tmp_path / "manifest.json").read_bytes()
    record(tmp_path, first)
    assert (tmp_path / "manifest.json").read_bytes() == once
    assert [entry["source"] for entry in documents(tmp_path)] == ["a.md", "b.md"]
    assert documents(tmp_path)[0] == {
        "source": "a.md",
        "digest": "sha256:one",
        "status": "exported",
        "outputs": {"txt": "a/a.txt"},
        "evidence": [],
        "sha256": {"txt": "c917e20bb79715751673f3a96d8b4550e37ebdb98ff9eba509ec892747db3bf8"},
        "bytes": {"txt": 7},
        "pages": {},
        "findings": {"error": 0, "warning": 1, "note": 0},
        "claims": ["C-txt"],
        "withheld": [],
    }


def test_outputs_of_a_document_with_a_new_slug_are_taken_away(tmp_path: Path) -> None:
    record(tmp_path, exported([Format.PDF]))
    renamed = exported([Format.PDF], stem="2026/hydref/hydref")
    record(tmp_path, renamed)
    assert sorted(contents(tmp_path)) == ["2026/hydref/hydref.pdf", "manifest.json"]
    assert not (tmp_path / "2026/autumn").exists()


def test_a_manifest_cannot_make_files_elsewhere_go(tmp_path: Path) -> None:
    victim = tmp_path / "victim.pdf"
    victim.write_bytes(b"one pdf")
    output = tmp_path / "out"
    record(output, exported([Format.PDF]))
    manifest = output / "manifest.json"
    manifest.write_text(manifest.read_text().replace("2026/autumn/autumn.pdf", "../victim.pdf"))
    record(output, exported([Format.PDF], "two"))
    assert victim.read_text() == "one pdf"


def test_a_file_that_somebody_changed_is_not_taken_away(tmp_path: Path) -> None:
    record(tmp_path, exported([Format.PDF, Format.TEXT]))
    (tmp_path / "2026/autumn/autumn.txt").write_text("mine now")
    delivered(exported([Format.PDF], stem="2026/hydref/hydref"), tmp_path)
    assert conclude(tmp_path) == ("2026/autumn/autumn.txt",)
    assert (tmp_path / "2026/autumn/autumn.txt").read_text() == "mine now"
    assert not (tmp_path / "2026/autumn/autumn.pdf").exists()


def test_what_is_forgotten_goes_with_the_folders_that_it_leaves_empty(tmp_path: Path) -> None:
    record(tmp_path, exported(), exported(source="b.md", stem="b/b"))
    deliver.forget(tmp_path, "2026/autumn.md")
    conclude(tmp_path)
    assert {name.partition("/")[0] for name in contents(tmp_path)} == {"b", "manifest.json"}
    assert not (tmp_path / "2026").exists()
    assert [entry["source"] for entry in documents(tmp_path)] == ["b.md"]


def test_two_documents_that_swap_names_both_stay(tmp_path: Path) -> None:
    one, two = (
        exported([Format.PDF], "one", "a.md", "x/x"),
        exported([Format.PDF], "two", "b.md", "y/y"),
    )
    record(tmp_path, one, two)
    record(tmp_path, replace(one, stem="y/y"), replace(two, stem="x/x"))
    assert (tmp_path / "x/x.pdf").read_text() == "two pdf"
    assert (tmp_path / "y/y.pdf").read_text() == "one pdf"


def test_a_name_that_another_document_has_taken_is_its_own(tmp_path: Path) -> None:
    record(tmp_path, exported([Format.PDF], source="b.md", stem="a/a"))
    failing = replace(ended(Status.FAILED), source="b.md", stem="a/a")
    record(tmp_path, exported([Format.PDF], "two", source="a.md", stem="a/a"), failing)
    first, second = documents(tmp_path)
    assert (first["source"], first["outputs"]) == ("a.md", {"pdf": "a/a.pdf"})
    assert (second["source"], second["outputs"], second["claims"]) == ("b.md", {}, [])
    assert (tmp_path / "a/a.pdf").read_text() == "two pdf"


# --- Killed runs -------------------------------------------------------------------------


def test_the_manifest_of_a_killed_run_is_never_behind(tmp_path: Path) -> None:
    record(tmp_path, exported([Format.PDF]))
    delivered(exported([Format.PDF], "two"), tmp_path)
    assert deliver.read_manifest(tmp_path)["2026/autumn.md"].digest == "sha256:two"
    reported = deliver.reported(tmp_path)["2026/autumn.md"]
    assert [found.code for found in reported.findings] == ["SRC001"]
    conclude(tmp_path)
    assert documents(tmp_path)[0]["digest"] == "sha256:two"
    assert not list((tmp_path / ".docforge").iterdir())


class Killed(BaseException):
    """Stands for a signal: nothing may be tidied up after it."""


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_set_that_was_interrupted_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, exchanging: bool
) -> None:
    record(tmp_path, exported())
    (tmp_path / "2026/autumn/mine.txt").write_text("two mine")
    with monkeypatch.context() as patched, suppress(Killed):
        fail_at(patched, step, Killed())
        if exchanging and step == 1:
            patched.setattr("docforge.deliver.folders.exchange", killed)
        delivered(exported(text="two"), tmp_path)
    seen = {text for name, text in contents(tmp_path).items() if name.startswith("2026/autumn/a")}
    assert len({text.partition(" ")[0] for text in seen}) < 2
    deliver.recover(tmp_path)
    texts = {text for name, text in contents(tmp_path).items() if name.startswith("2026")}
    assert texts == {f"two {kind}" for kind in (*FORMATS, "mine")}
    assert not list((tmp_path / ".docforge").glob("set-*"))


def killed(*arguments: object) -> bool:
    raise Killed


@pytest.mark.parametrize("step", [1, 2, 3])
def test_files_of_a_document_that_moved_go_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, exchanging: bool
) -> None:
    record(tmp_path, exported())
    (tmp_path / "2026/autumn/mine.txt").write_text("mine")
    delivered(exported(stem="2026/hydref/hydref"), tmp_path)
    with monkeypatch.context() as patched, suppress(Killed):
        fail_at(patched, step, Killed())
        conclude(tmp_path)
    seen = [name for name in contents(tmp_path) if name.startswith("2026/autumn/a")]
    assert len(seen) in (0, len(FORMATS))
    deliver.recover(tmp_path)
    conclude(tmp_path)
    assert {name for name in contents(tmp_path) if name.startswith("2026/autumn")} == {
        "2026/autumn/mine.txt"
    }


def test_a_set_that_was_not_announced_never_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(tmp_path, exported())
    before = contents(tmp_path)

    def append(*arguments: object) -> int:
        raise Killed

    monkeypatch.setattr("docforge.deliver.journal.append", append)
    with pytest.raises(Killed):
        delivered(exported(text="two"), tmp_path)
    (tmp_path / ".docforge-4711").write_text("a manifest that was being written")
    deliver.recover(tmp_path)
    assert contents(tmp_path) == before
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".docforge")] == [
        ".docforge"
    ]


def test_a_line_that_is_cut_off_never_happened(tmp_path: Path) -> None:
    delivered(exported([Format.PDF], source="a.md", stem="a/a"), tmp_path)
    lines = tmp_path / ".docforge/journal.jsonl"
    lines.write_bytes(lines.read_bytes() + b'{"source": "b.md", "ent')
    assert list(deliver.read_manifest(tmp_path)) == ["a.md"]
    deliver.recover(tmp_path)
    delivered(exported([Format.PDF], source="c.md", stem="c/c"), tmp_path)
    assert list(deliver.read_manifest(tmp_path)) == ["a.md", "c.md"]


def test_concluding_twice_says_the_same(tmp_path: Path) -> None:
    record(tmp_path, exported([Format.PDF]))
    delivered(ended(Status.BLOCKED), tmp_path)
    file = tmp_path / ".docforge/journal.jsonl"
    lines = file.read_bytes()
    conclude(tmp_path)
    once = (tmp_path / "manifest.json").read_bytes()
    file.write_bytes(lines)  # as if the run had been killed just before it was removed
    conclude(tmp_path)
    assert (tmp_path / "manifest.json").read_bytes() == once


# --- Full disks --------------------------------------------------------------------------


def test_a_journal_without_room_takes_nothing_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(exported([Format.PDF]), tmp_path)
    before = contents(tmp_path)
    lines = (tmp_path / ".docforge/journal.jsonl").read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(lines) + 100, limits[1]))
    try:
        with pytest.raises(DeliveryFailed, match="autumn could not be written"):
            delivered(exported([Format.PDF], "two"), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert contents(tmp_path) == before
    assert (tmp_path / ".docforge/journal.jsonl").read_bytes() == lines
    assert not list((tmp_path / ".docforge").glob("set-*"))


# --- The lock ----------------------------------------------------------------------------


def test_a_second_run_says_that_it_waits_and_goes_on_when_the_first_ends(tmp_path: Path) -> None:
    options: list[str] = []
    told = threading.Event()

    def second() -> None:
        with deliver.exclusive(tmp_path, told.set):
            options.append("second")

    thread = threading.Thread(target=second)
    with deliver.exclusive(tmp_path, lambda: options.append("never")):
        thread.start()
        assert told.wait(60)
        options.append("first")
    thread.join(60)
    assert options == ["first", "second"]
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_dead_run_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / ".docforge").mkdir()
    (tmp_path / ".docforge/lock").write_text("")
    waited: list[str] = []
    with deliver.exclusive(tmp_path, lambda: waited.append("yes")):
        assert waited == []


def test_a_folder_that_cannot_be_written_to_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mkdir(folder: Path, **options: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    with (
        pytest.raises(DeliveryFailed, match="out could not be written") as told,
        deliver.exclusive(tmp_path / "out", lambda: None),
    ):
        pass
    assert "read-only" in told.value.hint


def test_an_output_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(DeliveryFailed) as told:
        delivered(exported(), tmp_path / "out")
    assert "in the way" in told.value.hint


# --- Damage ------------------------------------------------------------------------------

NO_MANIFESTS = (
    "",
    "[]",
    "{}",
    '{"documents": [1]}',
    '{"documents": [{"source"',
    "\0\0\0",
    "[" * 9999,
)


@pytest.mark.parametrize("text", NO_MANIFESTS)
def test_a_damaged_manifest_is_kept_and_made_again_from_the_report(
    tmp_path: Path, text: str
) -> None:
    one, two = exported(), exported([Format.PDF], source="b.md", stem="b/b")
    for export in (one, two):
        delivered(export, tmp_path)
    reports = [report.report_of(export, deliver.entry_of(export)) for export in (one, two)]
    deliver.conclude(tmp_path, lambda documents: report.files(reports))
    manifest = tmp_path / "manifest.json"
    whole = manifest.read_bytes()
    manifest.write_text(text)
    with pytest.raises(DeliveryFailed, match="cannot be read as a manifest") as told:
        deliver.read_manifest(tmp_path)
    assert "Export again" in told.value.hint
    (notice,) = deliver.recover(tmp_path)
    assert "could not be read: it was kept as manifest.json.damaged" in notice
    assert "made again from report.json" in notice
    assert manifest.read_bytes() == whole
    assert (tmp_path / "manifest.json.damaged").read_text() == text
    assert deliver.recover(tmp_path) == ()


@pytest.mark.parametrize("text", NO_MANIFESTS)
def test_a_damaged_manifest_without_a_report_is_begun_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    (tmp_path / "report.json").write_text(text)
    (notice,) = deliver.recover(tmp_path)
    assert "begun anew" in notice
    record(tmp_path, exported())
    assert [entry["source"] for entry in documents(tmp_path)] == ["2026/autumn.md"]


def test_a_manifest_of_another_program_is_not_touched(tmp_path: Path) -> None:
    text = '{"name": "A web application", "icons": []}'
    (tmp_path / "manifest.json").write_text(text)
    assert deliver.recover(tmp_path) == ()
    with pytest.raises(DeliveryFailed, match="cannot be read as a manifest") as told:
        conclude(tmp_path)
    assert "Move it away" in told.value.hint
    assert (tmp_path / "manifest.json").read_text() == text


@pytest.mark.parametrize(
    "damage",
    [b"\0" * 40, b"\0" * 40 + b"\n", b"{}\n", b"[1]\n", b"\xff\xfe\n", b"[" * 9999 + b"\n"],
)
def test_damage_in_the_journal_is_kept_and_the_other_lines_count(
    tmp_path: Path, damage: bytes
) -> None:
    delivered(exported([Format.PDF], source="a.md", stem="a/a"), tmp_path)
    lines = tmp_path / ".docforge/journal.jsonl"
    lines.write_bytes(lines.read_bytes() + damage)
    damaged = lines.read_bytes()
    (notice,) = deliver.recover(tmp_path)
    assert "kept as journal.jsonl.damaged" in notice
    assert (tmp_path / "journal.jsonl.damaged").read_bytes() == damaged
    delivered(exported([Format.PDF], source="c.md", stem="c/c"), tmp_path)
    assert list(deliver.read_manifest(tmp_path)) == ["a.md", "c.md"]
    assert deliver.recover(tmp_path) == ()
