"""The last gate on what programs read: report.json, evidence and junit.xml."""

import json
from pathlib import Path

import pytest

from docforge import gate, pipeline
from docforge.deliver import report
from docforge.deliver.manifest import entry_of
from docforge.export import FORMATS, Export
from docforge.findings import Finding, Severity, Where
from docforge.shown import as_json
from docforge.source import find_sources
from docforge.source.config import Config
from docforge.source.options import RunOptions

HOSTILE = "a\x1b[31m\x9b2J\u202etxt.exe\u2066\ufffe\x00]]><script>alert(1)</script><!--&amp;"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    folder = tmp_path_factory.mktemp("sources")
    (folder / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\nHere, [click](x.md).\n", "utf-8")
    (place,) = find_sources([folder / "a.md"], Config())
    return pipeline.export(place, RunOptions(Config(), {}, tuple(FORMATS.values())))


def files(export: Export, *findings: Finding) -> dict[str, bytes]:
    told = report.report_of(export, entry_of(export))
    return report.files(
        [type(told)(told.entry, (*told.findings, *findings), told.verdicts, told.failure)]
    )


def test_report_and_evidence_of_a_document_pass(export: Export) -> None:
    made = files(export)
    assert gate.check_data(made["report.json"]) == ()
    assert gate.check_results(made["junit.xml"]) == ()
    assert [gate.check_data(content) for _, content in export.evidence] == [(), ()]


def test_what_a_stranger_writes_is_data_in_every_file_of_the_report(export: Export) -> None:
    where = Where(HOSTILE, 1, 1)
    made = files(export, Finding("DOC001", Severity.ERROR, HOSTILE, where, HOSTILE))
    assert HOSTILE in [
        f["message"] for f in json.loads(made["report.json"])["documents"][0]["findings"]
    ]
    for content in made.values():
        assert not {*content.decode()} & {*"\x1b\x9b\u202e\ufffe\x00"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b'{"documents": NaN}',
        b'{"docforge": "1", "docforge": "2"}',
        b'{"script": 1}',
        b'{"__proto__": {}}',
        b'{"documents": [{"source": {"onload": 1}}]}',
        b'{"source": "\x1b[2J"}',
        '{"source": "\u202e"}'.encode(),
        '{"source": "\x9b"}'.encode(),
        b'{"source": "\xff"}',
        b"[" * 100 + b"]" * 100,
        b"[" * 100_000,
    ],
)
def test_data_with_anything_else_is_refused(content: bytes) -> None:
    assert gate.check_data(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<testsuites>",
        b"<html/>",
        b'<testsuites onload="x"/>',
        b"<testsuites><script/></testsuites>",
        b"<testsuites><testcase/></testsuites>",
        b"<testsuites><!-- x --></testsuites>",
        b'<?xml-stylesheet href="x.xsl"?><testsuites/>',
        b'<!DOCTYPE t [<!ENTITY a "b">]><testsuites name="&a;"/>',
        b'<testsuites xmlns="http://www.w3.org/1999/xhtml"/>',
        '<testsuites name="\u202e"/>'.encode(),
    ],
)
def test_results_with_anything_else_are_refused(content: bytes) -> None:
    assert gate.check_results(content)


def test_json_shows_what_nobody_sees_by_its_number() -> None:
    assert as_json({"a": HOSTILE}).isprintable()
    assert json.loads(as_json({"a": HOSTILE})) == {"a": HOSTILE}
    assert as_json("مرحبا é 😀 नमस्ते") == '"مرحبا é 😀 नमस्ते"'


def test_a_report_that_holds_something_else_is_not_written(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "report_json", lambda reports, house: b'{"script": 1}')
    with pytest.raises(Exception, match="may not stand"):
        files(export)


def test_evidence_that_holds_something_else_is_not_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "evidence", lambda *given: (("evidence.json", b"{}["),))
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\nText.\n", "utf-8")
    (place,) = find_sources([tmp_path / "a.md"], Config())
    made = pipeline.export(place, RunOptions(Config(), {}, ()))
    assert "GAT005" in {found.code for found in made.findings}
