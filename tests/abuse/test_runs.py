"""Hostile names and files in a folder of sources: every file in its place."""

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from docforge import gate
from docforge.export import FORMATS

SOURCE = "---\ntitle: T\nlang: en\ncontact: a@example.org\n---\n\nHi\n"
NAMES = (
    "plain.md",
    "manifest.json.md",
    "index.html.md",
    "report.json.md",
    "junit.xml.md",
    ".docforge.md",
    "con.md",
    "<img src=x onerror=alert(1)>.md",
    "=cmd|x!A0.md",
    "a\u202efdp.md",
    "new\nline.md",
    "tab\there.md",
    'quote".md',
    "..md",
    "-o.md",
    "%2e%2e%2f.md",
    "مرحبا.md",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sources"
    made.mkdir()
    for name in NAMES:
        (made / name).write_text(SOURCE, "utf-8")
    os.mkfifo(made / "pipe.md")
    (made / "folder.md").mkdir()
    (made / "out.md").symlink_to("/etc/passwd")
    (made / "circle").symlink_to(made)
    return made


def docforge(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "docforge", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=300,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode != 70
    return done


@pytest.mark.slow
def test_a_folder_of_hostile_names_is_exported_into_its_folder(folder: Path) -> None:
    output = folder.parent / "output"
    docforge("export", str(folder), "-o", str(output), "--formats", "html,txt", cwd=folder.parent)
    assert gate.check_report((output / "index.html").read_bytes()) == ()
    documents = json.loads((output / "manifest.json").read_text("utf-8"))["documents"]
    exported = [each for each in documents if each["status"] == "exported"]
    assert len(exported) >= len(NAMES) - 3
    places = [path for each in exported for path in each["outputs"].values()]
    assert len(set(places)) == len(places)
    for path in places:
        file = output / path
        assert file.resolve().is_relative_to(output.resolve())
        assert path.isascii()
        stem, _, kind = path.rpartition(".")
        content = file.read_bytes()
        assert gate.check(FORMATS[kind], content, stem) == ()
        assert b"root:x:0" not in content
    outside = {path.name for path in folder.parent.iterdir()} - {"sources", "output"}
    assert outside == set()


@pytest.mark.slow
@pytest.mark.parametrize("title", ["Hello\\r\\nBcc: evil@evil.example", "../../evil"])
def test_a_hostile_title_names_no_header_and_no_file(tmp_path: Path, title: str) -> None:
    source = SOURCE.replace("title: T", f'title: "{title}"')
    (tmp_path / "a.md").write_text(source, "utf-8")
    docforge("email", "a.md", "-o", "a.eml", cwd=tmp_path)
    docforge("email", "a.md", "--zip", "-o", "a.zip", cwd=tmp_path)
    if (tmp_path / "a.eml").exists():
        content = (tmp_path / "a.eml").read_bytes()
        assert gate.check_message(content) == ()
        assert b"\nBcc" not in content.split(b"\r\n\r\n")[0]
    if (tmp_path / "a.zip").exists():
        content = (tmp_path / "a.zip").read_bytes()
        assert gate.check_bundle(content) == ()
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert not [name for name in archive.namelist() if "/" in name or ".." in name]
