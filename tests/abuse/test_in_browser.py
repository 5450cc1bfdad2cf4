"""Chromium opens what hostile sources became, drafts too: nothing is asked for, nothing runs."""

import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from attacking import CASES, attack, lay_out, read_case

from docforge.export import Format
from docforge.system.programs import tools_folder

pytestmark = pytest.mark.judges
SCRIPT = Path(__file__).with_name("visit.cjs")


class Listener:
    """A server on the loopback address that keeps what it is asked."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self.heard.append(connection.recv(200))

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def visited(files: list[Path], folder: Path) -> dict[str, list[str]]:
    """What each file wanted, by its path."""
    (folder / "files").write_text("\n".join(map(str, files)))
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    environment.setdefault("PUPPETEER_EXECUTABLE_PATH", shutil.which("chromium") or "")
    command = ["node", str(SCRIPT), str(tools_folder().resolve()), str(folder / "files")]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=1500, env=environment, check=True
    )
    told: dict[str, list[str]] = json.loads(done.stdout)
    return told


def test_a_visit_sees_what_a_page_wants(tmp_path: Path, listener: Listener) -> None:
    page = tmp_path / "a.html"
    picture = f'<img src="http://{listener.host}/t.gif" alt="x">'
    refresh = f'<meta http-equiv="refresh" content="0;url=http://{listener.host}/">'
    page.write_text(f"<!DOCTYPE html><title>x</title>{refresh}{picture}<script>alert(1)</script>")
    wanted = visited([page], tmp_path)[str(page)]
    assert any(each.startswith("request") for each in wanted)
    assert "dialog 1" in wanted


def test_no_output_of_a_hostile_source_wants_anything(tmp_path: Path, listener: Listener) -> None:
    files = []
    for case in sorted(CASES.glob("*.toml")):
        told = read_case(case)
        if not told.get("heavy"):
            folder = tmp_path / case.stem
            folder.mkdir()
            source = lay_out(told, folder, listener.host)
            files += written(source, folder)
    assert len(files) > 300
    wanted = visited(files, tmp_path)
    assert {file: said for file, said in wanted.items() if said} == {}
    assert len(wanted) == len(files)
    assert listener.heard == []


def written(source: Path, folder: Path) -> list[Path]:
    """The page and the book's texts that a source became, also as a draft."""
    seen = attack(source, (Format.HTML, Format.EPUB), draft=True)
    files = []
    for rendering in seen.export.renderings if seen.export else ():
        output = folder / f"output.{rendering.format}"
        output.write_bytes(rendering.content)
        if rendering.format is Format.HTML:
            files.append(output)
        else:
            with ZipFile(output) as book:
                book.extractall(folder / "book")
            files += sorted((folder / "book").rglob("*.xhtml"))
    return files
