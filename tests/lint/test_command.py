"""`docforge lint` and `docforge explain` as people start them."""

import json
import sys
from pathlib import Path

import pytest

from docforge import cli

SOURCE = "---\ntitle: A title\nlang: en-GB\n---\n\nRead it [here](https://example.org/).\n"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["docforge", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "a.md"
    file.write_text(SOURCE)
    return file


def test_a_warning_is_told_with_its_line_and_does_not_fail(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "lint", str(source)) == 0
    said = capsys.readouterr().out
    assert "a.md:6:9 LNK020 warning: the link “here” does not say where it leads" in said
    assert "    6 | Read it [here](https://example.org/).\n      |         ^" in said
    assert "1 document checked. 0 errors, 1 warning, 0 notes." in said


def test_the_exit_code_follows_the_levels(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source.with_name("docforge.toml").write_text('[lint.levels]\nLNK020 = "error"\n')
    assert run(monkeypatch, "lint", str(source)) == 1
    source.with_name("docforge.toml").write_text('[lint.levels]\nLNK999 = "error"\n')
    assert run(monkeypatch, "lint", str(source)) == 2


def test_json_holds_every_finding(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "lint", str(source), "--format", "json") == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert (document["source"], document["failure"]) == ("a.md", None)
    assert [(f["code"], f["line"], f["column"]) for f in document["findings"]] == [("LNK020", 6, 9)]


def test_a_link_to_a_document_with_errors_is_told_with_its_place(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source.write_text(SOURCE + "\nAnd [the budget](budget.md).\n")
    source.with_name("budget.md").write_text("Without a title or a language.\n")
    assert run(monkeypatch, "lint", str(source.parent), "--format", "json") == 1
    told = {d["source"]: d["findings"] for d in json.loads(capsys.readouterr().out)}
    found = [(f["code"], f["line"]) for f in told["a.md"]]
    assert found == [("LNK020", 6), ("LNK010", 8)]
    assert "LNK010" not in [f["code"] for f in told["budget.md"]]


def test_annotations_name_the_file_from_where_the_command_runs(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(source.parent.parent)
    assert run(monkeypatch, "lint", source.parent.name, "--format", "github") == 0
    assert f"file={source.parent.name}/a.md,line=6,col=9" in capsys.readouterr().out


@pytest.mark.slow
def test_fix_changes_the_source_and_shows_how(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source.write_text("---\ntitle: A title\nlang: en-GB\n---\n\n#### Ports\n\nText.\n")
    assert run(monkeypatch, "lint", str(source), "--fix") == 0
    assert source.read_text() == "---\ntitle: A title\nlang: en-GB\n---\n\n## Ports\n\nText.\n"
    assert "-#### Ports\n+## Ports\n" in capsys.readouterr().out


@pytest.mark.slow
def test_fix_keeps_byte_order_mark_and_line_ends_of_windows(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\ufeff---\r\ntitle: A title\r\nlang: en-GB\r\n---\r\n\r\n#### Ports\r\n\r\nText.\r\n"
    source.write_bytes(text.encode())
    assert run(monkeypatch, "lint", str(source), "--fix") == 0
    assert source.read_bytes() == text.replace("####", "##").encode()


def test_fix_leaves_a_source_that_it_would_change_otherwise(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = b"---\r\ntitle: A title\nlang: en-GB\n---\r\n\r\n#### Ports\r\n\r\nText.\r\n"
    source.write_bytes(before)
    assert run(monkeypatch, "lint", str(source), "--fix") == 6
    assert source.read_bytes() == before
    assert "was not changed" in capsys.readouterr().err


def test_explain_tells_a_code_and_suggests_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["docforge", "explain", "lnk020"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    assert "Why: " in capsys.readouterr().out
    assert run(monkeypatch, "explain", "LNK02") == 2
    assert "Did you mean LNK02" in capsys.readouterr().err
