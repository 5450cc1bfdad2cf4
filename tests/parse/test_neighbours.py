"""Links to other sources: read where they are there, and refused with what was meant."""

from pathlib import Path

import pytest

from docforge.document import Internal, Link, Sibling, walk
from docforge.parse import Parsed, parse
from docforge.run.batch import plan
from docforge.source import read_source
from docforge.source.config import Config, Settings

OTHER = """---
title: Other
---

## Part *one*

Text [x]{#note-here}. <a id="cap"></a>

## 1 One

## Part one
"""
FILES = ("b.md", "my story.md", "news/index.md", "news/spring.md", "Übersicht.md", "a (b).md")


@pytest.fixture(params=["https://www.example.org/", None], ids=["base_url", "no base_url"])
def settings(request: pytest.FixtureRequest) -> Settings:
    return Settings(title="A", lang="en-GB", base_url=request.param)


def parsed(folder: Path, settings: Settings, address: str) -> Parsed:
    for name in FILES:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(OTHER, encoding="utf-8")
    (folder / "a.md").write_text(f"[words]({address})\n\n## Own\n", encoding="utf-8")
    planned = plan([folder], Config())
    (place,) = (place for place in planned.places if place.path == "a.md")
    return parse(read_source(place, settings), planned.neighbours)


def target(read: Parsed) -> object:
    return next(node.target for node in walk(read.document) if isinstance(node, Link))


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("address", "stem", "fragment"),
    [
        ("b.md", "../b/b", ""),
        ("./b.md#part-one", "../b/b", "part-one"),
        ("b.md#Part-One", "../b/b", "part-one"),
        ("b.md#part-one-1", "../b/b", "part-one-1"),
        ("b.md#note-here", "../b/b", "note-here"),
        ("b.md#cap", "../b/b", "cap"),
        ("b.md#1-one", "../b/b", "s-1-one"),
        ("b.md#:~:text=one", "../b/b", ":~:text=one"),
        ("my%20story.md#cap", "../my-story/my-story", "cap"),
        ("<my story.md>", "../my-story/my-story", ""),
        ("U\u0308bersicht.md", "../Ubersicht/Ubersicht", ""),
    ],
)
def test_a_neighbour_and_its_places_are_found(
    tmp_path: Path, settings: Settings, address: str, stem: str, fragment: str
) -> None:
    read = parsed(tmp_path, settings, address)
    assert [finding for finding in read.findings if finding.code.startswith("LNK")] == []
    found = target(read)
    assert isinstance(found, Sibling)
    assert (found.stem, found.fragment) == (stem, fragment)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("address", "code", "meant"),
    [
        ("B.md", "LNK008", "Did you mean b.md?"),
        ("b.MD", "LNK008", "Did you mean b.md?"),
        ("b.html", "LNK008", "Did you mean b.md?"),
        ("b", "LNK008", "Did you mean b.md?"),
        ("news/", "LNK008", "Did you mean news/index.md?"),
        ("news/index.html#cap", "LNK008", "Did you mean news/index.md?"),
        ("news/sprng.md", "LNK008", "Did you mean news/spring.md?"),
        ("spring.md", "LNK008", "Did you mean news/spring.md?"),
        ("/b.md", "LNK008", "Did you mean b.md?"),
        ("my-story.md", "LNK008", "Did you mean <my story.md>?"),
        ("A%20%28B%29.md", "LNK008", "Did you mean <a (b).md>?"),
        ("nothing-like-it.md", "LNK008", "Correct the name"),
        ("b.md#part-on", "LNK009", "Did you mean #part-one?"),
        ("b.md#zzz", "LNK009", "{#name}"),
        ("#ow", "LNK007", "Did you mean #own?"),
    ],
)
def test_a_neighbour_that_is_not_there_is_an_error_with_what_was_meant(
    tmp_path: Path, settings: Settings, address: str, code: str, meant: str
) -> None:
    (found,) = parsed(tmp_path, settings, address).findings
    assert (found.code, found.severity) == (code, "error")
    assert meant in found.hint


def test_a_link_to_a_place_in_itself_needs_no_other_page(
    tmp_path: Path, settings: Settings
) -> None:
    assert target(parsed(tmp_path, settings, "a.md#own")) == Internal("own")


def test_other_pages_of_the_website_are_left_to_it(tmp_path: Path) -> None:
    settings = Settings(title="A", lang="en-GB", base_url="https://www.example.org/")
    for address in ("/about/", "about", "news/2020/", "report.pdf", "/b", "."):
        assert parsed(tmp_path, settings, address).findings == ()


def test_a_neighbour_is_one_of_the_files_that_a_document_is_made_from(
    tmp_path: Path, settings: Settings
) -> None:
    asked = {(one.kind, one.name) for one in parsed(tmp_path, settings, "b.md#cap").dependencies}
    assert asked == {("document", "b.md"), ("asset", "b.md")}
