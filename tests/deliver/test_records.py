"""Records of documents: what was written is read back, and what is damaged says so once."""

import json
import re
from typing import Any

import pytest

from docforge.deliver.records import (
    DamagedRecord,
    DocumentReport,
    JournalLine,
    Json,
    ManifestEntry,
    decode_entry,
    decode_line,
    decode_manifest,
    decode_report,
    decode_reports,
    encode_entry,
    encode_line,
    encode_report,
)
from docforge.export import Failure, Status
from docforge.findings import Finding, Outcome, Severity, Verdict, Where

FINDING = Finding("IMG001", Severity.ERROR, "no description", Where("a.md", 7, 1), "Add it.")
SPARSE = ManifestEntry("a.md", "sha256:1", Status.BLOCKED, {})
FULL = ManifestEntry(
    source="é/a.md",
    digest="sha256:2",
    status=Status.DRAFT,
    outputs={"pdf": "a/a.pdf"},
    evidence=("a/a.evidence.json",),
    sha256={"pdf": "00", "evidence.json": "01"},
    bytes={"pdf": 7},
    pages={"pdf": 1},
    findings={Severity.ERROR: 1, Severity.WARNING: 0, Severity.NOTE: 0},
    claims=("PDF/UA-1",),
    input_folder="0123",
    inputs="sha256:3",
    asked={"asset": ("b.png",)},
    outputs_from="sha256:0",
)
REPORTS = [
    DocumentReport(SPARSE),
    DocumentReport(FULL, (FINDING,), (Verdict("nu", "26", Outcome.FAILED, (FINDING,)),)),
    DocumentReport(SPARSE, failure=Failure("It failed", "Try again.", 5)),
]


def stored(data: Json) -> Any:
    return json.loads(json.dumps(data))


@pytest.mark.parametrize("report", REPORTS)
def test_what_was_written_is_read_back(report: DocumentReport) -> None:
    assert decode_entry(stored(encode_entry(report.entry))) == report.entry
    assert decode_report(stored(encode_report(report))) == report
    line = JournalLine("a.md", report, "a/a", "set-1")
    assert decode_line(stored(encode_line(line))) == line


def test_a_source_that_is_gone_is_a_line_without_a_report() -> None:
    line = JournalLine("a.md", None)
    assert stored(encode_line(line))["entry"] is None
    assert decode_line(stored(encode_line(line))) == line


def test_what_is_not_known_is_not_written() -> None:
    assert "outputs_from" not in encode_entry(SPARSE)
    assert list(encode_entry(FULL))[-4:] == ["input_folder", "inputs", "asked", "outputs_from"]


def test_a_key_of_a_later_version_is_left_out() -> None:
    assert decode_entry({**stored(encode_entry(FULL)), "later": 1}) == FULL


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ({"source": None}, "expected `str`, got `null` - at `$.source`"),
        ({"status": "finished"}, "invalid enum value 'finished' - at `$.status`"),
        ({"outputs": ["a.pdf"]}, "expected `object`, got `array` - at `$.outputs`"),
        ({"bytes": {"pdf": "many"}}, "expected `int`, got `str` - at `$.bytes[...]`"),
        ({"findings": {"fatal": 1}}, "invalid enum value 'fatal' - at `key` in `$.findings`"),
        ({"asked": {"asset": "b.png"}}, "expected `array`, got `str` - at `$.asked[...]`"),
    ],
)
def test_a_damaged_entry_says_what_is_wrong(damage: dict[str, object], told: str) -> None:
    with pytest.raises(DamagedRecord, match=f"^{re.escape(told)}$"):
        decode_entry({**stored(encode_entry(FULL)), **damage})


@pytest.mark.parametrize(
    "damage",
    [
        {"findings": [{"code": "IMG001"}]},
        {"findings": [{**encode_report(REPORTS[1])["findings"][0], "severity": "fatal"}]},  # type: ignore[index]
        {"verdicts": None},
        {"counts": None},
        {"failure": {"message": "no more"}},
    ],
)
def test_a_damaged_report_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(DamagedRecord):
        decode_report({**stored(encode_report(REPORTS[1])), **damage})


@pytest.mark.parametrize("data", [None, [], {}, {"documents": {}}, {"documents": [1]}])
def test_what_is_no_list_of_documents_is_refused(data: object) -> None:
    for decode in (decode_manifest, lambda data: list(decode_reports(data))):
        with pytest.raises(DamagedRecord):
            decode(data)


def test_a_damaged_manifest_says_which_document_and_a_report_goes_on_without_it() -> None:
    whole, damaged = stored(encode_report(REPORTS[1])), {"source": "b.md"}
    with pytest.raises(DamagedRecord, match=r"field `digest` - at .*documents.1"):
        decode_manifest({"documents": [stored(encode_entry(FULL)), damaged]})
    assert list(decode_reports({"documents": [damaged, whole]})) == [REPORTS[1]]
