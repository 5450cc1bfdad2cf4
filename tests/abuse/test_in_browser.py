"""Chromium opens what hostile sources became, drafts too: nothing is asked for, nothing runs."""

import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from attacking import CASES, attack, black_png, lay_out, read_case
from costs import CLASSES

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


def visited(pages: Mapping[Path, Path | None], folder: Path) -> dict[str, list[str]]:
    """What each page wanted, by its path; some are part of a book, whose folder is given."""
    lines = (f"{page}\t{book or ''}\n" for page, book in pages.items())
    (folder / "files").write_text("".join(lines))
    command = ["node", str(SCRIPT), str(tools_folder().resolve()), str(folder / "files")]
    # Chromium has a socket in its home, whose path may have 107 bytes: a worker's has more.
    with TemporaryDirectory(prefix="visit-", ignore_cleanup_errors=True) as home:
        environment = {**os.environ, "HOME": home, "TMPDIR": home}
        environment.setdefault("PUPPETEER_EXECUTABLE_PATH", shutil.which("chromium") or "")
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
    wanted = visited({page: None}, tmp_path)[str(page)]
    assert any(each.startswith("request") for each in wanted)
    assert "dialog 1" in wanted


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ('<img src="cover.png" alt="x"/>', []),
        ('<link rel="stylesheet" href="style.css"/>', []),
        ('<img src="style.css" alt="x"/>', ["picture not shown: x"]),
        ('<img src="none.png" alt="x"/>', ["request book/none.png", "picture not shown: x"]),
        ('<img src="../a.png" alt="x"/>', ["request a.png", "picture not shown: x"]),
        ('<img src="link.png" alt="x"/>', ["request book/link.png", "picture not shown: x"]),
        ('<img src="cover.png?a" alt="x"/>', ["request book/cover.png?a", "picture not shown: x"]),
        ('<iframe src="other.xhtml"></iframe>', ["request book/other.xhtml"]),
        ('<script src="style.css"></script>', ["request book/style.css"]),
    ],
)
def test_a_visit_shows_what_is_the_books_own_and_tells_all_else(
    tmp_path: Path, markup: str, wanted: list[str]
) -> None:
    book, page = tmp_path / "book", tmp_path / "book" / "a.xhtml"
    book.mkdir()
    page.write_text(
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
        f"<body>{markup}</body></html>"
    )
    (book / "other.xhtml").write_text(page.read_text())
    (book / "style.css").write_text("p { color: black }")
    for picture in (book / "cover.png", tmp_path / "a.png"):
        picture.write_bytes(black_png(2, 2))
    (book / "link.png").symlink_to(tmp_path / "a.png")
    told = visited({page: book}, tmp_path)[str(page)]
    assert [each.replace(f"{tmp_path.as_uri()}/", "") for each in told] == wanted


@pytest.mark.parametrize("kind", CLASSES)
def test_no_output_of_a_hostile_source_wants_anything(
    kind: str, tmp_path: Path, listener: Listener
) -> None:
    pages: dict[Path, Path | None] = {}
    for case in sorted(CASES.glob(f"{kind}-*.toml")):
        told = read_case(case)
        if not told.get("heavy"):
            folder = tmp_path / case.stem
            folder.mkdir()
            source = lay_out(told, folder, listener.host)
            pages |= written(source, folder)
    assert pages
    wanted = visited(pages, tmp_path)
    assert {page: said for page, said in wanted.items() if said} == {}
    assert len(wanted) == len(pages)
    assert listener.heard == []


def written(source: Path, folder: Path) -> dict[Path, Path | None]:
    """The page and the book's texts that a source became, also as a draft."""
    seen = attack(source, (Format.HTML, Format.EPUB), draft=True)
    pages: dict[Path, Path | None] = {}
    for rendering in seen.export.renderings if seen.export else ():
        output = folder / f"output.{rendering.format}"
        output.write_bytes(rendering.content)
        if rendering.format is Format.HTML:
            pages[output] = None
        else:
            book = folder / "book"
            with ZipFile(output) as archive:
                archive.extractall(book)
            pages |= dict.fromkeys(sorted(book.rglob("*.xhtml")), book)
    return pages
