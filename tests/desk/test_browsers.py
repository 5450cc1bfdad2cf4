"""The desk in Chromium and in Firefox, as people use it."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import pytest
from desks import STORY
from serving import ROOT, Served, running_command, serving

from docforge.desk import people
from docforge.findings import Outcome, Verdict
from docforge.system.programs import tools_folder
from docforge.verify.judges import JUDGES, ask

pytestmark = pytest.mark.judges
SCRIPT = Path(__file__).with_name("browser.cjs")
WRONG = STORY.replace("## What", "#### What")
LONG = STORY + "\n".join(f"\nParagraph {number} of a long text.\n" for number in range(200))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as made:
        yield made


def done(browser: str, scenario: str, folder: Path, **given: Any) -> Any:
    """What a scenario found."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["node", str(SCRIPT), str(tools_folder().resolve()), browser, scenario]
    # A short path: browsers put a socket there.
    with TemporaryDirectory(prefix="desk-") as home:
        environment = {**os.environ, "HOME": home, "TMPDIR": home}
        environment.setdefault("PUPPETEER_EXECUTABLE_PATH", shutil.which("chromium") or "")
        ran = subprocess.run(
            [*command, json.dumps({"folder": str(folder), **given})],
            capture_output=True,
            text=True,
            timeout=900,
            env=environment,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def on(served: Served) -> dict[str, str]:
    return {"address": served.address, "home": served.home}


def story(folder: Path, text: str = STORY, name: str = "story.md") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


each_browser = pytest.mark.parametrize("browser", ["chromium", "firefox"])


@each_browser
def test_a_file_becomes_the_files_of_the_command_line(
    served: Served, tmp_path: Path, browser: str
) -> None:
    source = ROOT / "input" / "news" / "harbour-repairs.md"
    text = source.read_text("utf-8").replace(
        "[our briefing on the coastal economy](../briefings/coastal-economy.md)", "our briefing"
    )
    text = text.replace("---\ntitle", "---\nlang: en-GB\ntitle", 1)
    file = story(tmp_path / "in", text, "harbour-repairs.md")
    pictures = [str(one) for one in (ROOT / "input" / "images").iterdir()]
    text = re.sub(r"\.\./images/", "", Path(file).read_text("utf-8"))
    Path(file).write_text(text, "utf-8")
    words = "Work starts on the Port Merrow breakwater"
    found = done(
        browser, "whole", tmp_path / "got", **on(served), files=[file, *pictures], words=words
    )
    assert found["wrong"] == []
    for picture in pictures:
        shutil.copy(picture, tmp_path / "in")
    command = [sys.executable, "-m", "docforge", "export", str(tmp_path / "in"), "--untrusted"]
    subprocess.run([*command, "-q", "--output", str(tmp_path / "out")], check=True, cwd=ROOT)
    for kind in ("html", "epub", "pdf", "txt"):
        ours = tmp_path / "out" / "harbour-repairs" / f"harbour-repairs.{kind}"
        assert Path(found["files"][kind]).read_bytes() == ours.read_bytes(), kind
    assert "person: Do the descriptions" in Path(found["files"]["report"]).read_text("utf-8")
    assert b"A covering note." in Path(found["files"]["eml"]).read_bytes()


@each_browser
def test_a_finding_leads_to_its_line_and_is_mended(
    served: Served, tmp_path: Path, browser: str
) -> None:
    found = done(browser, "mend", tmp_path, **on(served), text=WRONG)
    assert found["selected"] == "#### What happens next"
    assert found["mended"] == STORY
    assert found["wrong"] == []


@each_browser
def test_the_place_in_the_preview_is_kept(served: Served, tmp_path: Path, browser: str) -> None:
    words = "Paragraph 199"
    found = done(browser, "place", tmp_path, **on(served), text=LONG, words=words)
    assert abs(found["y"] - 900) < 3
    assert found["wrong"] == []


@each_browser
def test_wrong_files_are_told_at_their_field(served: Served, tmp_path: Path, browser: str) -> None:
    files = [story(tmp_path, "x", "a.docx"), story(tmp_path, "x", "b.exe")]
    found = done(browser, "wrong", tmp_path, **on(served), files=files)
    assert "a.docx: a document of a word processor" in found["told"]
    assert "b.exe: neither a Markdown document" in found["told"]
    assert found["focused"] == "problem"
    assert "files-error" in found["described"]
    assert found["url"] == served.home


@each_browser
def test_a_folder_of_200_documents_is_checked_and_exported(
    served: Served, tmp_path: Path, browser: str
) -> None:
    files = zipped(tmp_path, 200)
    found = done(browser, "folder", tmp_path, **on(served), files=[files])
    assert found["rows"] == 200
    assert found["ended"].strip() == "200 documents exported"
    assert found["wrong"] == []


def zipped(folder: Path, count: int) -> str:
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        for number in range(count):
            text = STORY.replace("breakwater", f"breakwater {number}")
            archive.writestr(f"news/{number:03}.md", text)
    return str(folder / "many.zip")


@each_browser
def test_two_people_do_not_see_each_others_files(tmp_path: Path, browser: str) -> None:
    known = [("anna", "a long password"), ("bede", "another password")]
    for name, password in known:
        people.add(tmp_path / "people.txt", name, password)
    with team(tmp_path) as served:
        found = done(browser, "two", tmp_path / "got", **on(served), people=known)
    assert found["status"] == 404
    assert "of-anna" not in found["mine"]
    assert "of-bede" in found["mine"]


@contextmanager
def team(folder: Path) -> Iterator[Served]:
    """A desk for several people on fixed ports, without a proxy before it."""
    address, preview = "http://127.0.0.1:18765", "http://localhost:18766"
    with serving(
        folder,
        *("--people", str(folder / "people.txt"), "--port", "18765"),
        *("--address", address, "--preview-address", preview),
    ) as made:
        yield made


@each_browser
def test_back_and_reload_keep_what_was_typed(served: Served, tmp_path: Path, browser: str) -> None:
    found = done(browser, "back", tmp_path, **on(served), text=STORY)
    assert found["reloaded"].endswith("Typed and not saved.")
    assert found["back"].endswith("Typed and not saved.")
    assert found["reverted"] == STORY
    assert found["wrong"] == []


@each_browser
def test_a_lost_connection_loses_no_text(served: Served, tmp_path: Path, browser: str) -> None:
    words = "Repairs begin"
    found = done(browser, "lost", tmp_path, **on(served), text=STORY, words=words)
    assert found["kept"].endswith("Typed without the desk.")


@each_browser
def test_everything_works_without_script(served: Served, tmp_path: Path, browser: str) -> None:
    found = done(browser, "scriptless", tmp_path, **on(served), files=[story(tmp_path)])
    assert "HDG" in found["findings"]
    assert "Mended" in found["mended"]
    assert found["pages"] >= 1
    assert "Repairs begin" in found["order"]
    assert Path(found["file"]).read_bytes().startswith(b"%PDF")


def test_everything_is_reached_and_seen_by_keyboard(served: Served, tmp_path: Path) -> None:
    found = done("chromium", "keyboard", tmp_path, **on(served), text=WRONG, words="Repairs begin")
    named = [one["what"] for one in found["seen"]]
    for wanted in ("Skip to main content", "Save", "Line 8", "HTML", "PDF", "Check and send"):
        assert any(wanted in name for name in named), (wanted, named)
    assert [one for one in found["seen"] if not one["ring"]] == []
    # WCAG 2.2, 2.5.8: 24 pixels; links within a line and the frame are another matter.
    small = [one for one in found["seen"] if one["tag"] == "BUTTON" and one["height"] < 24]
    assert small == []
    assert "Saved by keyboard." in found["text"]


@each_browser
def test_another_site_gets_nothing(served: Served, tmp_path: Path, browser: str) -> None:
    (tmp_path / "index.html").write_text("<!DOCTYPE html><title>Evil</title>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    evil = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=evil.serve_forever, daemon=True).start()
    hostile = (
        STORY
        + "\n<script>parent.pwned = 1</script>\n\n<img src=x onerror='top.pwned = 1'>\n\n"
        + "[a link](javascript:top.pwned=1)\n\n<iframe src='http://127.0.0.1:9/x'></iframe>\n"
    )
    found = done(
        browser,
        "attack",
        tmp_path,
        **on(served),
        text=hostile,
        words="Repairs begin",
        evil=f"http://127.0.0.1:{evil.server_port}/",
    )
    evil.shutdown()
    evil.server_close()
    assert found["got"]["fetch"].startswith("refused")
    assert found["got"]["frame"] == "closed"
    assert found["got"]["preview"] == "closed"
    assert not found["evil"], "nothing was pasted by the other site"
    assert not found["inner"], "nothing of the document ran"
    assert [name for name in found["cookies"] if name.startswith("docforge")] == []
    assert [url for url in found["asked"] if ":9/" in url] == []


@each_browser
def test_a_page_that_nobody_sees_listens_to_nothing(
    served: Served, tmp_path: Path, browser: str
) -> None:
    found = done(browser, "unseen", tmp_path, **on(served), text=STORY, words="Repairs begin")
    assert found["unseen"] == 0
    assert found["seen"] == 1
    assert found["wrong"] == []


def test_a_link_of_the_document_opens_beside_the_desk(served: Served, tmp_path: Path) -> None:
    """In Chromium: Firefox, as it is driven here, opens no page of its own from a frame."""
    asked: list[tuple[str, str | None]] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = json.dumps([one for one in asked if one[0] == "/plans"])
            asked.append((self.path, self.headers["referer"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(told.encode())

        def log_message(self, *said: object) -> None:
            """Not beside what the test says."""

    other = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=other.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{other.server_port}/"
    given = {"text": f"{STORY}\n[The plans]({address}plans)\n", "words": "The plans"}
    found = done("chromium", "links", tmp_path, **on(served), **given, elsewhere=address)
    other.shutdown()
    other.server_close()
    assert found[0] == ["/plans", None]


# --- Every state of every page -----------------------------------------------------------

VIEWS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    # 320 pixels are also what is left of 1280 at 400 % (WCAG 2.2, 1.4.10).
    "phone-dark": {"viewport": {"width": 320, "height": 640}, "colorScheme": "dark"},
    "welsh": {"viewport": {"width": 1280, "height": 900}, "locale": "cy"},
    "forced": {"viewport": {"width": 1280, "height": 900}, "forcedColors": "active"},
}


@pytest.mark.parametrize("kind", ["en", "ar"])
def test_every_state_of_every_page_is_what_we_preach(
    served: Served, tmp_path: Path, kind: str
) -> None:
    text = STORY + "\n![](none.png)\n" if kind == "en" else ARABIC
    good = story(tmp_path / "in", STORY if kind == "en" else ARABIC, "a.md")
    bad = story(tmp_path / "in", text.replace("## ", "#### "), "b.md")
    views = VIEWS if kind == "en" else {key: VIEWS[key] for key in ("desktop", "phone-dark")}
    given = {**judging(), "files": [good, bad], "views": views}
    found = done("chromium", "states", tmp_path / "got", **on(served), **given)
    told = {"home-problem", "document-saved", "document-gone", "document-epub", "mail-problem"}
    assert {one["title"] for one in found} >= told
    preached(found)


def test_the_ways_in_are_what_we_preach(tmp_path: Path) -> None:
    people.add(tmp_path / "people.txt", "anna", "a long password")
    with team(tmp_path) as served:
        preached(done("chromium", "entrance", tmp_path / "a", **on(served), **judging()))
    file = story(tmp_path / "in", WRONG)
    with running_command(tmp_path, "preview", file) as served:
        preached(done("chromium", "followed", tmp_path / "b", **on(served), **judging()))


def judging() -> dict[str, Any]:
    axe = tools_folder().resolve() / "node" / "node_modules" / "axe-core" / "axe.min.js"
    return {"views": VIEWS, "axe": str(axe)}


def preached(found: list[dict[str, Any]]) -> None:
    """Neither axe nor Nu has anything to say of any state, and none is wider than its window."""
    assert [(one["title"], one["mark"], one["axe"]) for one in found if one["axe"]] == []
    assert [(one["title"], one["mark"]) for one in found if one["wide"] > 0] == []
    files = [Path(one["html"]) for one in found]
    said = zip(files, ask(JUDGES["nu"], files), strict=True)
    told = [(file.name, one.reason, one.findings) for file, one in said if not _is_good(one)]
    assert told == []


def _is_good(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.PASSED


ARABIC = """\
---
title: تبدأ أعمال إصلاح كاسر الأمواج
lang: ar
---

تبدأ الإصلاحات يوم الاثنين.

## ما الذي سيحدث بعد ذلك

- يُرمم الجدار.
"""
