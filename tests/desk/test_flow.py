"""From a text to its files: what a person does, page by page."""

import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from desks import STORY, Browser, running
from PIL import Image

from docforge.desk.desk import Desk
from docforge.errors import ExitCode
from docforge.export import Failure

pytestmark = pytest.mark.slow
Running = tuple[Desk, Browser, Browser]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("desk")) as made:
        made[1].enter()
        yield made


def until(ask: Any, seconds: float = 60) -> Any:
    """What `ask` gives when that is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := ask():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come in time")


def with_words(browser: Browser, page: str, words: str) -> str:
    """The page once `words` stand in it."""

    def ask() -> str:
        text = browser.get(page).text
        return text if words in text else ""

    return str(until(ask))


def exported(browser: Browser, page: str) -> str:
    """The page with the files of a document, when they are made."""
    check = page.replace("/write/", "/check/")
    browser.post(page.replace("/write/", "/make/"))
    return with_words(browser, check, "up to date")


def test_a_pasted_text_shows_its_findings_and_its_page(desk: Running) -> None:
    _, browser, previews = desk
    page = browser.get(browser.paste(STORY.replace("## What", "#### What"))).text
    assert "Line 8" in page
    assert "HDG001" in page or "HDG002" in page
    source = re.search(r'data-src="http://localhost:8766([^"]+)"', page)
    assert source is not None
    shown = previews.get(source[1])
    assert "Work starts on the breakwater" in shown.text
    assert "default-src 'none'" in shown.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Quays open.\n", '---\ntitle: "The \\"new\\" quay: x"\nlang: cy\n---\n\nQuays open.\n'),
        ("\n\n# Quays\n", '---\ntitle: "The \\"new\\" quay: x"\nlang: cy\n---\n\n# Quays\n'),
        ("---\ntitle: Its own\n---\nText.\n", "---\ntitle: Its own\n---\nText.\n"),
        ('+++\ntitle = "Its own"\n+++\n', '+++\ntitle = "Its own"\n+++\n'),
    ],
)
def test_a_title_and_a_language_are_written_where_the_text_has_none(
    desk: Running, text: str, becomes: str
) -> None:
    running, browser, _ = desk
    form = {"text": text, "title": ' The "new"\nquay: x ', "lang": "cy"}
    page = browser.post("/paste", data=form, follow_redirects=False).headers["location"]
    (place,) = running.projects.open("", page.split("/")[2]).places()
    assert place.file.read_text() == becomes


def test_what_is_no_language_is_told_at_its_field(desk: Running) -> None:
    _, browser, _ = desk
    answer = browser.post("/paste", data={"text": "Kept.", "title": "Kept, too", "lang": "welsh!"})
    assert answer.status_code == 422
    assert 'id="lang-error"' in answer.text
    assert "Kept." in answer.text
    assert "Kept, too" in answer.text


def test_what_is_safe_is_mended_and_saved_only_when_somebody_saves(desk: Running) -> None:
    running, browser, _ = desk
    wrong = STORY.replace("## What", "#### What")
    page = browser.paste(wrong)
    done = browser.post(page, data={"text": wrong, "do": "mend", "mark": ""}).text
    assert "## What happens next" in done
    assert "#### What" not in done
    assert "changes that are not saved" in done
    file = running.projects.open("", page.split("/")[2]).input / page.rpartition("/")[2]
    assert file.read_text() == wrong
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', done)
    assert mark is not None
    browser.post(page, data={"text": STORY, "do": "save", "mark": mark[1]})
    assert file.read_text() == STORY


def test_what_is_saved_keeps_byte_order_mark_and_line_ends_of_windows(desk: Running) -> None:
    running, browser, _ = desk
    page = browser.paste()
    file = running.projects.open("", page.split("/")[2]).input / page.rpartition("/")[2]
    file.write_bytes(("\ufeff" + STORY.replace("\n", "\r\n")).encode())
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', browser.get(page).text)
    assert mark is not None
    text = STORY + "\nMore of it.\n"
    browser.post(page, data={"text": text, "do": "save", "mark": mark[1]})
    assert file.read_bytes() == ("\ufeff" + text.replace("\n", "\r\n")).encode()


def test_what_lies_about_a_document_counts_for_what_is_shown_of_it(desk: Running) -> None:
    _, browser, previews = desk
    page = browser.paste(STORY + "\n![A red square.](red.png)\n")
    ident = page.split("/")[2]
    with_words(browser, page, "IMG005")
    red = BytesIO()
    Image.new("RGB", (8, 8), "red").save(red, "PNG")
    files = {"files": ("red.png", red.getvalue())}
    browser.post("/upload", files=files, data={"project": ident})
    assert "IMG005" not in with_words(browser, page, "Nothing to mend")
    with_words(browser, f"/p/{ident}/documents", "Nothing to mend")

    def look() -> str:
        source = re.search(r'data-src="http://localhost:8766([^"]+)"', browser.get(page).text)
        return previews.get(source[1]).text if source else ""

    before = look()
    exported(browser, page)
    browser.post(f"/p/{ident}/choices", data={"style": "plain", "lang": "", "origin": "outside"})
    until(lambda: look() not in ("", before))
    assert "up to date" not in browser.get(f"/p/{ident}/documents").text
    assert "earlier text, picture or style" in browser.get(page.replace("/write/", "/check/")).text


def test_a_page_asks_for_no_preview_that_is_being_made(desk: Running) -> None:
    running, browser, _ = desk
    page = browser.paste()
    browser.get(page)
    document = running.previews.open(
        running.projects.open("", page.split("/")[2]), page.rpartition("/")[2]
    )
    text = STORY + "\nMore.\n"
    number = browser.post(page.replace("/write/", "/draft/"), data={"text": text}).json()["number"]
    for _ in range(5):
        browser.get(page.replace("/write/", "/state/"))
    assert document.number == number
    assert "More." in with_words(browser, f"{page}?as=txt", "More.")


def test_what_cannot_be_read_is_no_empty_text_that_could_be_saved(
    desk: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, browser, _ = desk
    page = browser.paste()
    late = Failure("It took longer than 30 seconds", "Look at what it is.", ExitCode.UNREADABLE)
    monkeypatch.setattr("docforge.desk.text.read_each", lambda work, things: [late])
    shown = browser.get(page).text
    assert "It took longer than 30 seconds" in shown
    assert "<textarea" not in shown


def test_somebody_elses_change_is_not_lost(desk: Running) -> None:
    running, browser, _ = desk
    page = browser.paste()
    file = running.projects.open("", page.split("/")[2]).input / page.rpartition("/")[2]
    file.write_text(STORY + "\nSomebody was here.\n")
    answer = browser.post(page, data={"text": "# Mine", "do": "save", "mark": "0" * 64})
    assert answer.status_code == 409
    assert "# Mine" in answer.text
    assert "Somebody was here" in file.read_text()


def test_a_page_that_is_loaded_anew_saves_over_nobodys_text(desk: Running) -> None:
    running, browser, _ = desk
    page = browser.paste()
    file = running.projects.open("", page.split("/")[2]).input / page.rpartition("/")[2]

    def mark() -> str:
        found = re.search(r'name="mark" value="([0-9a-f]+)"', browser.get(page).text)
        assert found is not None
        return found[1]

    browser.post(page.replace("/write/", "/draft/"), data={"text": "# Mine", "mark": mark()})
    file.write_text("# Theirs\n")
    for over in ({}, {}, {"over": "on"}):
        form = {"text": "# Mine", "do": "save", "mark": mark(), **over}
        told = browser.post(page, data=form).status_code
        assert (told, file.read_text()) == ((200, "# Mine") if over else (409, "# Theirs\n"))


def test_what_was_done_is_said_first(desk: Running) -> None:
    _, browser, _ = desk
    page = browser.paste()
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', browser.get(page).text)
    assert mark is not None
    for do, told in (("save", "Saved."), ("revert", "taken back"), ("mend", "nothing that can be")):
        done = browser.post(page, data={"text": STORY, "do": do, "mark": mark[1]}).text
        assert re.search(rf'id="done" tabindex="-1">[^<]*{told}', done), do


def test_a_text_whose_document_is_gone_is_not_lost(desk: Running) -> None:
    running, browser, _ = desk
    page = browser.paste()
    (running.projects.open("", page.split("/")[2]).input / page.rpartition("/")[2]).unlink()
    answer = browser.post(page, data={"text": "# Mine & yours", "do": "save", "mark": "0" * 64})
    assert answer.status_code == 404
    assert "not there any more" in answer.text
    assert "# Mine &amp; yours</textarea>" in answer.text


def test_a_configuration_that_is_not_right_is_told_and_loses_no_text(desk: Running) -> None:
    running, browser, _ = desk
    page = browser.paste()
    ident = page.split("/")[2]
    running.projects.open("", ident).file.write_text("nonsense = [[[")
    for asked in (page, f"/p/{ident}/", page.replace("/write/", "/check/")):
        assert "docforge.toml" in browser.get(asked).text, asked
    for do in ("save", "mend"):
        answer = browser.post(page, data={"text": "# Mine", "do": do, "mark": "0" * 64})
        assert answer.status_code == 422
        assert "docforge.toml" in answer.text
        assert "# Mine</textarea>" in answer.text


@pytest.mark.parametrize(
    "form",
    [
        {"do": "save", "over": "on"},
        {"do": "mend:HDG002:x:1", "text": STORY},
        {"do": "mend:HDG002", "text": STORY},
    ],
)
def test_a_form_that_says_half_changes_nothing(desk: Running, form: dict[str, str]) -> None:
    running, browser, _ = desk
    page = browser.paste()
    file = running.projects.open("", page.split("/")[2]).input / page.rpartition("/")[2]
    assert browser.post(page, data=form).status_code == 422
    assert file.read_text() == STORY
    assert 'id="changed" class="hint" hidden' in browser.get(page).text


def test_downloads_are_the_bytes_of_the_command_line(desk: Running, tmp_path: Path) -> None:
    running, browser, _ = desk
    page = browser.paste()
    assert "Download PDF" in exported(browser, page)
    ident = page.split("/")[2]
    project = running.projects.open("", ident)
    command = [sys.executable, "-m", "docforge", "export", str(project.input), "-q"]
    subprocess.run([*command, "--output", str(tmp_path / "out")], check=True, cwd=ROOT)
    for kind in ("html", "epub", "pdf", "txt"):
        got = browser.get(page.replace("/write/", f"/get/{kind}/"))
        assert got.headers["content-disposition"].startswith("attachment")
        (file,) = (
            (tmp_path / "out").rglob(f"*.{kind}")
            if kind != "html"
            else (tmp_path / "out").glob("*/*.html")
        )
        assert got.content == file.read_bytes(), kind
    with zipfile.ZipFile(BytesIO(browser.get(f"/p/{ident}/all.zip").content)) as archive:
        assert "index.html" in archive.namelist()


def test_the_order_of_reading_is_listed_and_drawn_on_each_page(desk: Running) -> None:
    _, browser, previews = desk
    page = browser.paste()
    with_words(browser, f"{page}?as=pdf", "page-1.png")
    order = browser.get(page.replace("/write/", "/order/")).text
    assert '<span class="tag" lang="en">heading' in order.lower()
    source = re.search(r'src="http://localhost:8766([^"]+)/order-1.png"', order)
    assert source is not None
    drawn = previews.get(f"{source[1]}/order-1.png")
    assert drawn.content.startswith(b"\x89PNG")
    assert drawn.content != previews.get(f"{source[1]}/page-1.png").content
    assert previews.get(f"{source[1]}/order-99.png").status_code == 404


def test_large_print_is_made_when_somebody_asks_for_it(desk: Running) -> None:
    running, browser, _ = desk
    page = browser.paste()
    ident = page.split("/")[2]
    chosen = {"style": "briefing", "lang": "", "origin": "outside"}
    shown = browser.post(f"/p/{ident}/choices", data={**chosen, "large-print": "on"}).text
    assert re.search(r'name="large-print" checked', shown)
    assert "Download Large-print PDF" in exported(browser, page)
    got = browser.get(page.replace("/write/", "/get/pdf-large-print/"))
    assert got.content.startswith(b"%PDF-")
    browser.post(f"/p/{ident}/choices", data=chosen)
    assert not running.projects.open("", ident).config().defaults.editions


def test_what_a_person_ticks_is_in_the_report(desk: Running) -> None:
    _, browser, _ = desk
    page = browser.paste()
    exported(browser, page)
    ticked = browser.post(page.replace("/write/", "/judge/"), data={"judged": ["0", "2"]}).text
    assert ticked.count(" checked") == 2
    report = browser.get(f"/p/{page.split('/')[2]}/report.html").text
    assert "person: Do the descriptions of images say what matters in them?" in report


def test_a_draft_is_the_one_of_the_command_line(desk: Running, tmp_path: Path) -> None:
    running, browser, _ = desk
    page = browser.paste()
    exported(browser, page)
    project = running.projects.open("", page.split("/")[2])
    path = page.rpartition("/")[2]
    form: dict[str, Any] = {
        "document": path,
        "from": "Press desk <press@example.org>",
        "to": "a@example.org, b@example.org",
        "subject": "",
        "note": "See readme.md\n\nMore to come.",
        "format": ["pdf", "txt"],
        "as": "eml",
    }
    got = browser.post(f"/p/{project.ident}/mail", data=form)
    assert got.headers["content-type"] == "message/rfc822", got.text
    command = [sys.executable, "-m", "docforge", "email", str(project.output)]
    options = ["--from", form["from"], "--to", "a@example.org", "--to", "b@example.org"]
    made = tmp_path / "made.eml"
    note = ["--note", f"{form['note']}\n", "--formats", "pdf,txt", "--output", str(made)]
    subprocess.run([*command, *options, *note], check=True, cwd=ROOT)
    assert got.content == made.read_bytes()


def test_a_wrong_address_is_told_at_its_field(desk: Running) -> None:
    _, browser, _ = desk
    page = browser.paste()
    exported(browser, page)
    ident, path = page.split("/")[2], page.rpartition("/")[2]
    form = {"document": path, "from": "press@example.org", "to": "nobody", "note": "Kept."}
    answer = browser.post(f"/p/{ident}/mail", data=form)
    assert answer.status_code == 422
    assert 'id="to-error"' in answer.text
    assert "Kept." in answer.text


def test_a_project_that_is_saved_is_a_folder_that_the_command_line_reads(desk: Running) -> None:
    running, browser, _ = desk
    ident = browser.paste().split("/")[2]
    unsaved = running.projects.open("", ident).folder
    saved = browser.post(f"/p/{ident}/save", data={"name": "Autumn news"})
    assert str(saved.url).endswith("/p/Autumn-news/")
    assert not unsaved.exists()
    folder = running.settings.projects / "Autumn-news"
    assert (folder / "docforge.toml").is_file()
    command = [sys.executable, "-m", "docforge", "export", "-q"]
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, check=True, cwd=folder, env=environment)
    assert "up to date" in browser.get("/p/Autumn-news/").text


def test_what_is_thrown_away_leaves_nothing(desk: Running) -> None:
    running, browser, _ = desk
    page = browser.paste()
    browser.get(page)
    ident = page.split("/")[2]
    folder = running.projects.open("", ident).folder
    browser.post(f"/p/{ident}/discard")
    assert not folder.exists()
    assert browser.get(page).status_code == 404


def test_pages_of_the_pdf_come_as_pictures_with_their_reading_order(desk: Running) -> None:
    _, browser, previews = desk
    page = browser.paste()
    shown = with_words(browser, f"{page}?as=pdf", "page-1.png")
    source = re.search(r'src="http://localhost:8766([^"]+page-1.png)"', shown)
    assert source is not None
    picture = previews.get(source[1])
    assert picture.content.startswith(b"\x89PNG")
    order = browser.get(page.replace("/write/", "/order/")).text
    heading = order.index("heading 1")
    assert heading < order.index("Repairs begin") < order.index("heading 2")
    book = browser.get(f"{page}?as=epub").text
    chapter = re.search(r'src="http://localhost:8766([^"]+/book/[^"]+)"', book)
    assert chapter is not None
    assert previews.get(chapter[1]).headers["content-type"].startswith("application/xhtml+xml")
    assert "Repairs begin on Monday." in browser.get(f"{page}?as=txt").text


def test_an_embargo_is_kept_until_somebody_says_otherwise(desk: Running) -> None:
    _, browser, _ = desk
    page = browser.paste(STORY.replace("lang:", "embargo: 2999-12-01 00:01\nlang:"))
    exported(browser, page)
    ident, path = page.split("/")[2], page.rpartition("/")[2]
    form = {"document": path, "from": "press@example.org", "seen": "on"}
    refused = browser.post(f"/p/{ident}/mail", data=form)
    assert refused.status_code == 422
    assert 'id="under_embargo-error"' in refused.text
    made = browser.post(f"/p/{ident}/mail", data={**form, "under_embargo": "on"})
    assert made.headers["content-type"] == "message/rfc822"


def test_what_is_to_be_thought_of_is_told_before_a_draft_is_downloaded(desk: Running) -> None:
    running, browser, _ = desk
    page = browser.paste()
    exported(browser, page)
    ident, path = page.split("/")[2], page.rpartition("/")[2]
    project = running.projects.open("", ident)
    project.file.write_text(project.file.read_text() + "\n[email]\nwarn_mb = 0.001\n")
    form = {"document": path, "from": "press@example.org"}
    told = browser.post(f"/p/{ident}/mail", data=form)
    assert "Look at this first" in told.text
    assert "weighs" in told.text
    made = browser.post(f"/p/{ident}/mail", data={**form, "seen": "on"})
    assert made.headers["content-type"] == "message/rfc822"


def test_what_is_not_claimed_is_told_with_its_reason(desk: Running) -> None:
    _, browser, _ = desk
    page = browser.paste()
    text = exported(browser, page)
    assert "What is not claimed, and why" in text
    assert "nobody is named who has evaluated it" in text
