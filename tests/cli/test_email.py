"""`docforge email`, run as users run it."""

import zipfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from test_cli import BAD, docforge

SOURCE = """---
title: Harbour news
lang: en-GB
date: 2026-11-12
contact: desk@example.org
---

![A lighthouse](lighthouse.svg)

Some text.
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="40" height="20" fill="teal"/></svg>'
)
CONFIG = """
[email]
from = "Press desk <desk@example.org>"
to = ["press"]
[email.lists]
press = ["Ann <ann@example.org>"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news.md").write_text(SOURCE, "utf-8")
    (tmp_path / "lighthouse.svg").write_text(SVG, "utf-8")
    (tmp_path / "docforge.toml").write_text(CONFIG, "utf-8")
    return tmp_path


def draft(file: Path) -> EmailMessage:
    found = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.slow
def test_a_source_and_its_outputs_give_the_same_draft(folder: Path) -> None:
    (folder / "note.md").write_text("Please **read** [this](https://example.org/).\n", "utf-8")
    done = docforge(folder, "email", "news.md", "--note", "note.md", "-o", "a.eml")
    assert (done.returncode, done.stderr) == (0, "")
    docforge(folder, "export", "news.md", "-o", "out")
    docforge(folder, "email", "out/news", "--note", "note.md", "-o", "b.eml")
    assert (folder / "a.eml").read_bytes() == (folder / "b.eml").read_bytes()
    message = draft(folder / "a.eml")
    assert message["To"] == "Ann <ann@example.org>"
    assert message["From"] == "Press desk <desk@example.org>"
    assert message["Subject"] == "Harbour news"
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().startswith("Please read this (https://example.org/).")
    assert [part.get_content_type() for part in message.walk()].count("image/png") == 1


@pytest.mark.slow
def test_a_zip_holds_the_html_too(folder: Path) -> None:
    done = docforge(folder, "email", "news.md", "--zip")
    assert (done.returncode, done.stderr) == (0, "")
    with zipfile.ZipFile(folder / "output" / "news.zip") as archive:
        name = "2026-11-12-news"
        assert archive.namelist()[:5] == [
            "message.txt",
            *(f"{name}.{kind}" for kind in ("pdf", "epub", "txt", "html")),
        ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "told", "code"),
    [
        (("bad.md",), "has errors", 1),
        (("news.md", "--to", "pres"), "Did you mean press?", 2),
        (("news.md", "--subject", "a\nBcc: x@example.org"), "line break", 2),
        (("news.md", "--formats", "html"), "quarantine", 2),
    ],
)
def test_what_cannot_be_sent_is_told_and_nothing_is_written(
    folder: Path, arguments: tuple[str, ...], told: str, code: int
) -> None:
    (folder / "bad.md").write_text(BAD, "utf-8")
    done = docforge(folder, "email", *arguments, "-o", "a.eml")
    assert told in done.stderr
    assert done.returncode == code
    assert not (folder / "a.eml").exists()
