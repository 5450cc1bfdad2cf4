"""What goes wrong stays small: a worker that dies, a server that ends, a file that changes."""

import errno
import os
import re
import signal
import time
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest
from desks import STORY, Browser, running
from pebble import ProcessExpired
from serving import address_of, started
from test_flow import until

from docforge.desk import exporting
from docforge.desk.queue import Rank
from docforge.export import Export, Status

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
MANY = 12


def folder_of(browser: Browser, count: int) -> str:
    files = [("files", (f"{n:02}.md", STORY.replace("wall", f"wall {n}"))) for n in range(count)]
    location = browser.post("/upload", files=files, follow_redirects=False).headers["location"]
    return str(location)


def test_a_worker_that_is_killed_is_one_message_on_one_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path) as (desk, browser, _):
        browser.enter()
        page = folder_of(browser, MANY)
        project = desk.projects.open("", page.split("/")[2])
        desk.workers.ask("", Rank.NOW, os.getpid).result()
        asked: list[str] = []
        document = desk.workers.document

        def deadly(*given: Any) -> Future[Export]:
            """The fifth document gets a worker that kills itself."""
            asked.append(given[3].path)
            if len(asked) == 5:
                return desk.workers.ask("", Rank.BATCH, signal.raise_signal, signal.SIGKILL)
            return document(*given)

        monkeypatch.setattr(desk.workers, "document", deadly)
        run = exporting.begin(desk, project, project.places())
        until(lambda: run.is_over)
        assert run.problem == ""
        assert run.count(Status.FAILED) == 1
        assert run.count(Status.EXPORTED) == MANY - 1
        (told,) = run.failures.values()
        assert "ended with signal 9" in told
        assert told.split()[4] in asked
        shown = browser.get(f"{page}documents").text
        assert shown.count("ended with signal 9") == 1


def test_workers_are_there_again_after_one_has_died(tmp_path: Path) -> None:
    with running(tmp_path) as (desk, _, _):
        with pytest.raises(ProcessExpired):
            desk.workers.ask("", Rank.NOW, os._exit, 7).result()
        assert desk.workers.ask("", Rank.NOW, max, 1, 2).result() == 2
        assert desk.workers.waiting() == 0


def test_a_worker_reads_nobodys_files_and_reaches_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    with running(tmp_path) as (desk, _, _):
        with pytest.raises(PermissionError):
            desk.workers.ask("", Rank.NOW, Path.read_text, tmp_path / "secret").result()
        import socket

        with pytest.raises(PermissionError):
            desk.workers.ask("", Rank.NOW, socket.create_connection, ("127.0.0.1", 9)).result()


def test_a_server_that_is_killed_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    projects = tmp_path / "projects"
    process = started("serve", str(projects), "--port", "0")
    address = address_of(process)
    origin = address.partition("/?")[0]
    headers = {"origin": origin, "sec-fetch-site": "same-origin"}
    with closing(httpx2.Client(follow_redirects=True, headers=headers, timeout=60)) as client:
        client.get(address)
        made = client.post(f"{origin}/paste", data={"text": STORY})
        ident = str(made.url).split("/")[4]
        client.post(f"{origin}/p/{ident}/save", data={"name": "kept"})
        client.post(f"{origin}/p/kept/export")
        client.post(f"{origin}/paste", data={"text": "# Never saved"})
    process.kill()
    process.communicate()
    process = started("serve", str(projects), "--port", "0")
    address = address_of(process)
    origin = address.partition("/?")[0]
    with closing(httpx2.Client(follow_redirects=True, timeout=60)) as client:
        home = client.get(address).text
        assert "kept" in home
        assert "never-saved" not in home
        name = "work-starts-on-the-breakwater.md"
        assert STORY.splitlines()[1] in client.get(f"{origin}/p/kept/write/{name}").text
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert (projects / "kept" / "input" / name).read_text() == STORY


def test_one_file_is_followed_as_it_is_saved(tmp_path: Path) -> None:
    file = tmp_path / "story.md"
    file.write_text(STORY)
    process = started("preview", str(file))
    address = address_of(process)
    origin = "/".join(address.split("/")[:3])
    with closing(httpx2.Client(follow_redirects=True, timeout=60)) as client:
        page = client.get(address).text
        assert "<textarea" not in page
        frame = re.search(r'data-src="([^"]+)"', page)
        assert frame is not None
        assert "Repairs begin on Monday." in client.get(frame[1]).text
        file.write_text(STORY.replace("Monday", "Tuesday"))
        state = f"{origin}/p/story/state/story.md"

        def renewed() -> bool:
            found = re.search(r'data-src="([^"]+)"', client.get(state).text)
            return found is not None and "on Tuesday" in client.get(found[1]).text

        until(renewed, 20)
    process.terminate()
    process.communicate(timeout=60)
    assert not (tmp_path / "output").exists()


def test_a_desk_ends_with_work_under_way_and_keeps_what_is_finished(tmp_path: Path) -> None:
    with running(tmp_path) as (desk, browser, _):
        browser.enter()
        page = folder_of(browser, 30)
        project = desk.projects.open("", page.split("/")[2])
        run = exporting.begin(desk, project, project.places())
        until(lambda: run.done >= 2)
    assert run.is_over
    assert run.count(Status.FAILED) == 0
    assert "was closed" in run.problem


def test_more_documents_than_are_kept_open_lose_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docforge.desk.previews._MOST_OPEN", 3)
    with running(tmp_path) as (desk, browser, _):
        browser.enter()
        page = folder_of(browser, 6)
        project = desk.projects.open("", page.split("/")[2])
        for number in range(6):
            desk.previews.open(project, f"{number:02}.md").draft = f"Draft {number}"
        for number in range(6):
            assert desk.previews.open(project, f"{number:02}.md").draft == f"Draft {number}"
        desk.previews.forget(project)
        assert [one for one in (tmp_path / "scratch").iterdir() if "draft" in one.name] == []


def test_a_full_disk_is_told_in_the_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with running(tmp_path) as (_, browser, _):
        browser.enter()
        page = browser.paste()
        monkeypatch.setattr(Path, "write_bytes", refuse)
        until(lambda: "No space left" in browser.get(page).text)


def refuse(*given: object, **named: object) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("what", ["write_text", "write_bytes", "mkdir"])
def test_a_full_disk_is_told_to_whoever_brings_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    with running(tmp_path) as (_, browser, _):
        browser.enter()
        monkeypatch.setattr(Path, what, refuse)
        files = {"files": ("a.md", STORY.encode())}
        for answer in (
            browser.post("/paste", data={"text": STORY}, follow_redirects=False),
            browser.post("/upload", files=files, follow_redirects=False),
        ):
            assert answer.status_code == 303 or "The disk is full" in answer.text
            assert "bug" not in answer.text


def test_a_folder_that_may_not_be_written_is_told_at_its_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path) as (desk, browser, _):
        browser.enter()
        ident = browser.paste().split("/")[2]

        def forbid(*given: object) -> None:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

        with monkeypatch.context() as patched:
            patched.setattr("docforge.desk.projects.make_folders", forbid)
            answer = browser.post(f"/p/{ident}/save", data={"name": "autumn"})
        assert answer.status_code == 422
        assert 'id="name-error"' in answer.text
        assert "Read-only file system" in answer.text
        assert desk.projects.open("", ident).folder.is_dir()
        assert browser.post(f"/p/{ident}/save", data={"name": "autumn"}).status_code == 200


def test_a_document_that_is_closed_while_it_is_made_leaves_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as (desk, browser, _):
        browser.enter()
        page = folder_of(browser, 1)
        project = desk.projects.open("", page.split("/")[2])
        (place,) = project.places()
        document = desk.previews.open(project, place.path)
        desk.previews.renew(document, STORY)
        desk.previews.forget(project)
        assert desk.previews.renew(document, STORY) < 0
        time.sleep(3)
        assert not document.folder.exists()
