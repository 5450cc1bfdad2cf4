"""The command line, run as users run it: what it prints and the exit code it ends with."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from docforge.cli.summary import exit_code
from docforge.export import Export, Failure, Status

GOOD = "---\ntitle: Good\nlang: en\n---\nSome text.\n"
BAD = "---\ntitle: Bad\nlang: en\n---\nText\n\n![](missing.png)\n"


def docforge(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "docforge", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_imports_nothing_that_is_slow(tmp_path: Path) -> None:
    slow = (
        *("weasyprint", "pypandoc", "ebooklib", "PIL", "lxml", "pikepdf", "yaml", "pygments"),
        *("pydantic", "rich.console"),
    )
    code = (
        "import sys\n"
        "from docforge.cli.application import app\n"
        "app(['--help'], standalone_mode=False)\n"
        f"assert not (found := set({slow!r}) & set(sys.modules)), found\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "export" in done.stdout


def test_without_arguments_there_is_help(tmp_path: Path) -> None:
    done = docforge(tmp_path)
    assert "Commands:" in done.stdout + done.stderr


def test_the_version_is_told(tmp_path: Path) -> None:
    assert docforge(tmp_path, "--version").stdout.startswith("docforge ")


@pytest.mark.slow
def test_the_input_folder_is_exported_to_the_output_folder(tmp_path: Path) -> None:
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "good.md").write_text(GOOD)
    done = docforge(tmp_path, "export", "--formats", "html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "good.md: exported"
    assert "1 document: 1 exported. 0 errors, 0 warnings, 0 notes." in done.stdout
    assert (tmp_path / "output" / "good" / "good.html").is_file()


@pytest.mark.slow
def test_errors_block_and_are_quoted_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(BAD)
    (tmp_path / "good.md").write_text(GOOD)
    done = docforge(tmp_path, "export", "bad.md", "good.md", "--formats", "html")
    assert done.returncode == 1
    assert "bad.md: not exported" in done.stdout
    assert "  bad.md:7:1 IMG001 error:" in done.stdout
    assert "    7 | ![](missing.png)\n      | ^\n" in done.stdout
    assert "2 documents: 1 exported, 1 blocked." in done.stdout
    assert not (tmp_path / "output" / "bad").exists()
    assert (tmp_path / "output" / "good" / "good.html").is_file()


@pytest.mark.slow
def test_a_draft_is_exported_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(BAD)
    done = docforge(tmp_path, "export", "bad.md", "--formats", "html", "--draft")
    assert done.returncode == 0
    assert "exported as a draft" in done.stdout
    page = tmp_path / "output" / "bad" / "bad-draft.html"
    assert '<p class="restriction">Draft</p>' in page.read_text("utf-8")


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_however_it_is_run(tmp_path: Path) -> None:
    (tmp_path / "docforge.toml").write_text('[document]\nlang = "en"\n')
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n[b](b.md)\n")
    docforge(tmp_path, "export", ".", "--formats", "html,txt", "--jobs", "2", "-o", "one")
    docforge(tmp_path, "export", "a.md", "--formats", "html,txt", "--jobs", "1", "-o", "two")
    for kind in ("html", "txt"):
        one, two = (tmp_path / out / "a" / f"a.{kind}" for out in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"), [("", "is empty"), ("---\ntitle: T\nlang: en\n---\n\n", "no content")]
)
def test_a_document_without_content_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.md").write_text(text)
    done = docforge(tmp_path, "export", "a.md", "--formats", "html")
    assert done.returncode == 1
    assert said in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export"], "no file or folder named input"),
        (["export", "nowhere"], "no file or folder named nowhere"),
        (["export", "a.md", "--formats", "hmtl"], "Did you mean html?"),
        (["export", "a.md", "--lang", "english"], "write en"),
        (["export", "a.md", "--jobs", "0"], "jobs"),
        (["exprot"], "exprot"),
    ],
)
def test_what_cannot_be_carried_out_is_a_usage_error(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "a.md").write_text(GOOD)
    done = docforge(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_broken_configuration_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "docforge.toml").write_text("[docment]\n")
    (tmp_path / "a.md").write_text(GOOD)
    done = docforge(tmp_path, "export", "a.md")
    assert done.returncode == 2
    assert (
        "docforge.toml:1: docment is not a key of docforge; did you mean document?" in done.stderr
    )


def test_the_exit_code_of_a_batch_is_the_highest() -> None:
    def ended(status: Status, code: int = 0) -> Export:
        failure = Failure("message", "hint", code) if code else None
        return Export("a.md", "a/a", "", status, failure=failure)

    assert exit_code([]) == 0
    assert exit_code([ended(Status.EXPORTED), ended(Status.DRAFT)]) == 0
    assert exit_code([ended(Status.BLOCKED), ended(Status.EXPORTED)]) == 1
    assert exit_code([ended(Status.FAILED, 5), ended(Status.FAILED, 3)]) == 5


@pytest.mark.slow
def test_a_new_document_exports_with_a_word_on_its_sentences_and_is_not_replaced(
    tmp_path: Path,
) -> None:
    assert docforge(tmp_path, "new", "news/autumn-story").returncode == 0
    file = tmp_path / "news" / "autumn-story.md"
    assert 'title: "Autumn story"' in file.read_text(encoding="utf-8")
    done = docforge(tmp_path, "export", "news/autumn-story.md", "--formats", "html", "-v")
    assert done.stdout.endswith("0 errors, 1 warning, 0 notes. Outputs are in output.\n")
    assert "MRK006 warning: “subtitle: One line that says more” is still" in done.stdout
    again = docforge(tmp_path, "new", "news/autumn-story.md")
    assert again.returncode == 2
    assert "exists already" in again.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", ["My news", "Ruth's (new) $5.md", "a-b"])
def test_a_new_document_is_named_in_a_command_that_can_be_copied(tmp_path: Path, name: str) -> None:
    said = docforge(tmp_path, "new", name).stdout.splitlines()[-1]
    *command, file = shlex.split(said)
    assert command == ["docforge", "export"]
    assert (tmp_path / file).is_file()


@pytest.mark.slow
def test_doctor_lists_what_is_here_and_what_is_needed(tmp_path: Path) -> None:
    done = docforge(tmp_path, "doctor")
    assert done.returncode == 0
    assert "here     pandoc 3." in done.stdout
    assert "here     weasyprint 70.0" in done.stdout
