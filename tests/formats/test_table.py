"""The table of formats: every row is complete, and a new row is all that a new format needs."""

import inspect
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path
from zipfile import ZipFile

import pytest
import toy
from msgspec.structs import fields
from proving import finished, proof

from docforge.cli.application import app
from docforge.export import FORMATS, Format, outputs
from docforge.findings import Outcome
from docforge.formats import Render, renderer
from docforge.style import load_words
from docforge.verify.readback import Read, reader

ROOT = Path(__file__).parents[2]
SOURCE = "---\ntitle: Harbour\nlang: en-GB\n---\n\n## Ships\n\nThree *ships* came.\n"
MAY_BE_EMPTY = {"edition", "mail_rank", "sets_type", "word"}


@pytest.mark.parametrize("row", FORMATS.values(), ids=str)
def test_every_row_is_complete(row: Format) -> None:
    empty = {each.name for each in fields(row) if not getattr(row, each.name)}
    assert empty <= MAY_BE_EMPTY, "export.py: fill the row"
    assert row.extension == row.extension.lower()
    assert row.media_type.count("/") == 1
    assert row == import_module(row.rendition).FORMAT
    assert parameters(renderer(row))[:3] == parameters(Render.__call__)[1:]
    assert parameters(reader(row)) == parameters(Read.__call__)[1:]
    assert [name for name, _ in parameters(import_module(row.gate).examine)] == ["content", "place"]
    if row.word:
        assert load_words("en")[row.word]


@pytest.mark.parametrize("row", FORMATS.values(), ids=str)
def test_every_row_is_told_and_proven(row: Format) -> None:
    guide = (ROOT / "docs/guide/exporting.md").read_text(encoding="utf-8")
    assert f"| `.{row.extension}` |" in guide, "docs/guide/exporting.md: say what is in the file"
    assert f"`{row.extension}`" in guide, "docs/guide/exporting.md: name it under --formats"
    broken = f"def test_a_broken_{row.name.lower()}_is_caught("
    proofs = (file.read_text(encoding="utf-8") for file in ROOT.glob("tests/verify/test_broken_*"))
    assert any(broken in proof for proof in proofs), f"tests/verify: break files in {broken}…"


def test_programs_are_told_of_every_format() -> None:
    schema = json.loads((ROOT / "docs/events.schema.json").read_text(encoding="utf-8"))
    (named,) = (each for each in find(schema, "propertyNames") if "html" in each["enum"])
    assert named["enum"] == list(outputs())


def find(schema: object, key: str) -> Iterator[dict[str, list[str]]]:
    """The values of `key`, wherever it stands in `schema`."""
    if isinstance(schema, dict):
        yield from (value for name, value in schema.items() if name == key)
    for value in schema.values() if isinstance(schema, dict) else ():
        yield from find(value, key)


def parameters(function: object) -> list[tuple[str, object]]:
    assert callable(function)
    return [(each.name, each.kind) for each in inspect.signature(function).parameters.values()]


def test_no_two_rows_share_a_name() -> None:
    for key in ("name", "extension", "label", "media_type", "rendition", "reader", "gate"):
        counts = Counter(getattr(row, key) for row in FORMATS.values())
        assert max(counts.values()) == 1, key
    ranks = [row.mail_rank for row in FORMATS.values() if row.mail_rank]
    assert len(ranks) == len(set(ranks))
    assert list(FORMATS) == [row.extension for row in FORMATS.values()]


@pytest.mark.parametrize("row", FORMATS.values(), ids=str)
def test_every_node_is_read_back_from_every_format(row: Format) -> None:
    verdict = proof(row, finished(row)).verdict
    messages = "\n".join(found.message for found in verdict.findings)
    assert verdict.outcome is Outcome.PASSED, messages


@pytest.mark.slow
def test_a_row_is_all_that_a_new_format_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "toy", toy.FORMAT)
    # The server that workers come from may have begun in an earlier test, without the toy; and
    # workers of an earlier test may still live, so that it cannot be ended.
    server = forkserver.ForkServer()
    for name in ("ensure_running", "connect_to_new_process", "set_forkserver_preload"):
        monkeypatch.setattr(forkserver, name, getattr(server, name))
    # Workers look for modules where this process does, also from another folder.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(os.path.abspath, sys.path)))
    monkeypatch.chdir(tmp_path)
    Path("harbour.md").write_text(SOURCE)

    docforge("export", "harbour.md", "--formats", "html,epub,pdf,text,toy")
    (entry,) = json.loads(Path("output/manifest.json").read_text())["documents"]
    assert list(entry["outputs"]) == ["html", "epub", "pdf", "txt", "toy"]
    file = Path("output", entry["outputs"]["toy"])
    assert file.read_bytes() == file.with_suffix(".html").read_bytes()
    assert '<a href="harbour/harbour.toy" aria-label="TOY of Harbour">TOY</a>' in (
        Path("output/index.html").read_text()
    )
    evidence = json.loads(file.with_suffix(".evidence.json").read_text())
    (check,) = evidence["outputs"]["toy"]["checks"]
    assert (check["judge"], check["outcome"]) == ("read-back toy", "passed")

    docforge("email", "output/harbour/harbour.toy", "--from", "a@example.org")
    mail = Path("output/harbour.eml").read_text()
    assert "Content-Type: application/x-toy" in mail
    docforge("email", "output/harbour", "--zip", "-o", "harbour.zip")
    assert "harbour.toy" in ZipFile("harbour.zip").namelist()

    docforge("export", "harbour.md", "--formats", "TOY")
    assert sorted(each.suffix for each in file.parent.iterdir()) == [".json", ".jsonld", ".toy"]


def docforge(*arguments: str) -> None:
    """Run a command in this process, whose table has the toy."""
    assert not app(list(arguments), standalone_mode=False)
