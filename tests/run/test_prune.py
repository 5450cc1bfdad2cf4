"""Sources that are gone: told, and pruned only when they really are."""

import json
from pathlib import Path

import pytest
from standing import run, tree, write

from docforge.run import batch
from docforge.run.prune import Pruned, gone, prune
from docforge.source import SourceFile
from docforge.source.config import Config, load_config


def places(*paths: Path, config: Config | None = None) -> tuple[SourceFile, ...]:
    return batch.plan(paths, config or Config()).places


def pruned(folder: Path, output: Path) -> Pruned:
    return prune(places(folder), output, lambda: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """a.md, b.md and sub/c.md, exported to `out`."""
    write(tmp_path / "in", a="one", b="two")
    write(tmp_path / "in/sub", c="three")
    run(tmp_path / "in", tmp_path / "out")
    return tmp_path


def test_nothing_is_gone_while_the_sources_are_there(folder: Path) -> None:
    for path in ("in", "in/a.md", "in/sub", "in/sub/c.md"):
        assert gone(places(folder / "in" / ".." / path), folder / "out") == ()


def test_what_was_delivered_of_a_source_that_is_gone_is_removed(folder: Path) -> None:
    (folder / "in/sub/c.md").unlink()
    assert gone(places(folder / "in"), folder / "out") == ("sub/c.md",)
    assert pruned(folder / "in", folder / "out") == Pruned(("sub/c.md",), ())
    assert not (folder / "out/sub").exists()
    for name in ("manifest.json", "report.json"):
        told = json.loads((folder / "out" / name).read_text())["documents"]
        assert [one["source"] for one in told] == ["a.md", "b.md"]
    assert "sub/c.md" not in (folder / "out/index.html").read_text()


def test_without_pruning_everything_stays(folder: Path) -> None:
    before = tree(folder / "out")
    (folder / "in/b.md").unlink()
    run(folder / "in", folder / "out")
    assert tree(folder / "out") == before


def test_pruning_leaves_what_a_fresh_run_makes(folder: Path) -> None:
    (folder / "in/b.md").unlink()
    pruned(folder / "in", folder / "out")
    run(folder / "in", folder / "fresh")
    assert tree(folder / "out") == tree(folder / "fresh")


@pytest.mark.parametrize("name", ["a.md", "sub"])
def test_exporting_a_part_prunes_no_other_part(folder: Path, name: str) -> None:
    assert pruned(folder / "in" / name, folder / "out").sources == ()
    (folder / "in/docforge.toml").write_text("")
    config = load_config(folder / "in")
    run(folder / "in", folder / "out", name, config=config)
    found = places(folder / "in" / name, config=config)
    assert prune(found, folder / "out", lambda: None).sources == ()


def test_documents_of_another_input_folder_are_not_gone(folder: Path) -> None:
    write(folder / "other", z="elsewhere")
    run(folder / "other", folder / "out")
    assert pruned(folder / "other", folder / "out").sources == ()
    (folder / "in/a.md").unlink()
    assert pruned(folder / "other", folder / "out").sources == ()
    assert pruned(folder / "in", folder / "out").sources == ("a.md",)


def test_what_is_excluded_now_is_still_there(folder: Path) -> None:
    (folder / "in/docforge.toml").write_text('[input]\nexclude = ["b.md"]\n')
    found = places(folder / "in", config=load_config(folder / "in"))
    assert [place.path for place in found] == ["a.md", "sub/c.md"]
    assert gone(found, folder / "out") == ()


def test_names_with_accents_are_found_however_they_are_stored(tmp_path: Path) -> None:
    write(tmp_path / "in", a="one", **{"caf\u0065\u0301": "two"})
    run(tmp_path / "in", tmp_path / "out")
    assert gone(places(tmp_path / "in/a.md"), tmp_path / "out") == ()


def test_files_that_are_not_docforges_stay(folder: Path) -> None:
    (folder / "in/b.md").unlink()
    (folder / "out/b/mine.txt").write_text("mine")
    (folder / "out/b/b.txt").write_text("mine, too")
    assert pruned(folder / "in", folder / "out") == Pruned(("b.md",), ("b/b.txt",))
    assert sorted(name for name in tree(folder / "out") if name.startswith("b/")) == [
        "b/b.txt",
        "b/mine.txt",
    ]


def test_a_folder_that_leads_out_of_the_output_is_left_alone(folder: Path) -> None:
    (folder / "in/b.md").unlink()
    (folder / "out/b").rename(folder / "elsewhere")
    (folder / "out/b").symlink_to(folder / "elsewhere")
    before = tree(folder / "elsewhere")
    assert len(pruned(folder / "in", folder / "out").kept) == len(before)
    assert tree(folder / "elsewhere") == before
