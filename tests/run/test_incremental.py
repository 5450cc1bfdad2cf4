"""Incremental runs: what is unchanged costs nothing, and what is not is made again."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from standing import WORKED, run, tree, write

from docforge import pipeline
from docforge.export import Format, Status
from docforge.run import inputs
from docforge.source import SourceFile
from docforge.source.config import Config, Limits, Settings
from docforge.source.options import RunOptions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three sources, exported once to `out` beside them."""
    write(tmp_path / "in", a="one", b="two asset:b.png link:c.md", c="three")
    (tmp_path / "in/b.png").write_bytes(b"image")
    run(tmp_path / "in", tmp_path / "out")
    assert WORKED == ["a.md", "b.md", "c.md"]
    return tmp_path


def test_nothing_is_made_or_written_again_when_nothing_changed(folder: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in (folder / "out").rglob("*")}
    delivered = run(folder / "in", folder / "out")
    assert WORKED == []
    assert [one.export.status for one in delivered] == [Status.UNCHANGED] * 3
    assert {file: file.stat().st_mtime_ns for file in (folder / "out").rglob("*")} == before


def test_findings_of_what_is_unchanged_are_told_again(folder: Path) -> None:
    first = run(folder / "in", folder / "out", force=True)
    assert WORKED == ["a.md", "b.md", "c.md"]
    again = run(folder / "in", folder / "out")
    assert WORKED == []
    for before, after in zip(first, again, strict=True):
        assert after.export.findings == before.export.findings != ()
        assert after.entry == before.entry


def test_a_changed_source_is_made_again_alone(folder: Path) -> None:
    write(folder / "in", c="other")
    delivered = run(folder / "in", folder / "out")
    assert WORKED == ["c.md"]
    assert [str(one.export.status) for one in delivered] == ["unchanged", "unchanged", "exported"]
    assert b"other" in tree(folder / "out")["c/c.txt"]


def test_what_a_source_names_counts(folder: Path) -> None:
    (folder / "in/b.png").write_bytes(b"other image")
    run(folder / "in", folder / "out")
    assert WORKED == ["b.md"]
    (folder / "in/b.png").unlink()
    run(folder / "in", folder / "out")
    assert WORKED == ["b.md"]
    (folder / "in/b.png").write_bytes(b"back again")
    run(folder / "in", folder / "out")
    assert WORKED == ["b.md"]
    write(folder / "in", c="---\nslug: moved\n---\nthree")
    run(folder / "in", folder / "out")
    assert WORKED == ["b.md", "c.md"]
    write(folder / "in", d="nobody links to this")
    run(folder / "in", folder / "out")
    assert WORKED == ["d.md"]


@pytest.mark.parametrize(
    "config",
    [
        Config(defaults=Settings(organisation="Other")),
        Config(limits=Limits(image_mb=3)),
        Config(lint=Config().lint.model_copy(update={"require": "strict"})),
    ],
)
def test_configuration_counts(folder: Path, config: Config) -> None:
    run(folder / "in", folder / "out", config=config)
    assert WORKED == ["a.md", "b.md", "c.md"]
    run(folder / "in", folder / "out", config=config)
    assert WORKED == []


def test_options_and_versions_count(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder / "in", folder / "out", formats=(Format.TEXT,))
    assert len(WORKED) == 3
    monkeypatch.setattr(inputs, "installed", lambda: {"docforge": "other"})
    run(folder / "in", folder / "out", formats=(Format.TEXT,))
    assert len(WORKED) == 3


def test_an_override_for_one_path_leaves_the_others(folder: Path) -> None:
    toml = folder / "in/docforge.toml"
    toml.write_text('[document]\nlang = "en"\n')
    from docforge.source.config import load_config

    run(folder / "in", folder / "out", config=load_config(folder / "in"))
    toml.write_text(toml.read_text() + '[[override]]\npaths = ["a.md"]\nlang = "cy"\n')
    run(folder / "in", folder / "out", config=load_config(folder / "in"))
    assert WORKED == ["a.md"]


@pytest.mark.parametrize("name", ["a/a.pdf", "a/a.evidence.json"])
def test_an_output_that_is_gone_or_changed_is_made_again(folder: Path, name: str) -> None:
    before = tree(folder / "out")
    (folder / "out" / name).unlink()
    run(folder / "in", folder / "out")
    assert WORKED == ["a.md"]
    (folder / "out" / name).write_text("tampered")
    run(folder / "in", folder / "out")
    assert WORKED == ["a.md"]
    assert tree(folder / "out") == before


@pytest.mark.parametrize("name", ["index.html", "junit.xml"])
def test_a_report_that_is_gone_is_written_again(folder: Path, name: str) -> None:
    before = tree(folder / "out")
    (folder / "out" / name).unlink()
    run(folder / "in", folder / "out")
    assert WORKED == []
    assert tree(folder / "out") == before


@pytest.mark.parametrize("text", ["{}", "no JSON", None])
def test_without_what_was_told_of_it_a_document_is_made_again(
    folder: Path, text: str | None
) -> None:
    before = tree(folder / "out")
    file = folder / "out/report.json"
    file.write_text(file.read_text().replace('"message"', '"other"') if text is None else text)
    run(folder / "in", folder / "out")
    assert len(WORKED) == 3
    assert tree(folder / "out") == before


def test_a_blocked_document_stays_blocked_and_a_failed_one_is_tried_again(tmp_path: Path) -> None:
    write(tmp_path / "in", a="BAD", b="FAIL", c="fine")
    run(tmp_path / "in", tmp_path / "out")
    delivered = run(tmp_path / "in", tmp_path / "out")
    assert WORKED == ["b.md"]
    assert [str(one.export.status) for one in delivered] == ["blocked", "failed", "unchanged"]
    assert [found.code for found in delivered[0].export.findings] == ["TST001"]


def test_files_of_an_earlier_source_are_not_told_as_those_of_a_blocked_one(folder: Path) -> None:
    (folder / "in" / "a.md").write_text("BAD\n")
    first = {one.export.source: one.entry for one in run(folder / "in", folder / "out")}
    again = {one.export.source: one.entry for one in run(folder / "in", folder / "out")}
    assert first["a.md"].outputs == again["a.md"].outputs == {}
    assert not again["a.md"].claims
    assert again["b.md"].outputs


def test_a_moved_project_is_unchanged(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    for name in ("in", "out"):
        (folder / name).rename(folder / "elsewhere" / name)
    run(folder / "elsewhere/in", folder / "elsewhere/out")
    assert WORKED == []


def test_the_manifest_names_no_machine_and_says_what_was_asked(folder: Path) -> None:
    text = (folder / "out/manifest.json").read_text()
    assert str(folder) not in text
    asked = json.loads(text)["documents"][1]["asked"]
    assert asked == {"asset": ["b.png"], "document": ["c.md"]}


# --- What the pipeline asks --------------------------------------------------------------


def test_the_pipeline_records_all_that_a_document_asks_for(tmp_path: Path) -> None:
    text = "---\ntitle: T\nlang: en\n---\n\n![A](a.svg) ![B](no.png) [c](sub/c.md#x) [d](d.md)\n"
    write(tmp_path, a=text)
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    place = SourceFile("a.md", tmp_path / "a.md", tmp_path, "a/a")
    options = RunOptions(
        Config(), {"a.md": "a/a", "sub/c.md": "sub/c/c"}, (Format.TEXT,), draft=True
    )
    export = pipeline.export(place, options)
    assert export.status is Status.DRAFT
    assert inputs.asked(export.dependencies) == {
        "asset": ("a.svg", "no.png", "sub/c.md"),
        "document": ("d.md", "sub/c.md"),
        "style": ("briefing",),
    }
    questions = inputs.asked(export.dependencies)
    files = (place, None, questions["asset"])
    again = {*inputs.asset_answers(files), *inputs.ask(questions, options)}
    assert again == set(export.dependencies)
    (tmp_path / "no.png").write_bytes(b"now it is there")
    assert {*inputs.asset_answers(files), *inputs.ask(questions, options)} != again


@pytest.mark.slow
def test_a_style_of_the_project_counts(tmp_path: Path) -> None:
    from docforge.style import forget_styles

    shipped = Path(__file__).parents[2] / "styles/briefing"
    own = tmp_path / "styles/own"
    own.mkdir(parents=True)
    for file in shipped.iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    options = replace(RunOptions(Config(file=tmp_path / "docforge.toml"), {}))
    before = list(inputs.ask({"style": ["own"]}, options))
    (own / "screen.css").write_text("p { color: black }")
    forget_styles()
    assert list(inputs.ask({"style": ["own"]}, options)) != before


def test_outputs_above_the_limit_fail_the_document_and_name_it(tmp_path: Path) -> None:
    write(tmp_path, a="---\ntitle: T\nlang: en\n---\n\nMore than a hundred bytes of text.\n")
    place = SourceFile("a.md", tmp_path / "a.md", tmp_path, "a/a", Limits(output_mb=0.0001))
    export = pipeline.export(place, RunOptions(Config(), {}, (Format.HTML,)))
    assert export.failure is not None
    assert export.failure.exit_code == 5
    assert "a.md are larger than 0.0001 MB" in export.failure.message
    assert "output_mb" in export.failure.hint
