"""The one form of findings and verdicts in JSON: nothing is lost, and it is the documented one."""

import json
from pathlib import Path

from msgspec.structs import fields

from docforge.deliver.records import DocumentReport, ManifestEntry, decode_report, encode_report
from docforge.export import Status
from docforge.findings import (
    Finding,
    Outcome,
    Severity,
    Verdict,
    Where,
    encode_finding,
    encode_verdict,
)

FOUND = [
    Finding("IMG001", Severity.ERROR, "“ä” has no description", Where("a/b.md", 3, 7), "Add it."),
    Finding("SRC001", Severity.NOTE, "of the file as a whole", Where("a.md")),
]
JUDGED = Verdict("verapdf ua1", "1.2", Outcome.FAILED, tuple(FOUND), "because")


def test_findings_and_verdicts_come_back_from_json_as_they_were() -> None:
    entry = ManifestEntry("a.md", "sha256:1", Status.EXPORTED, {})
    report = DocumentReport(entry, tuple(FOUND), (JUDGED, Verdict("nu", "", Outcome.NOT_RUN)))
    assert decode_report(json.loads(json.dumps(encode_report(report)))) == report


def test_a_new_field_has_to_get_a_key() -> None:
    """With a value that is its default, a field would be lost without the other tests' notice."""
    keys = {field.name for field in (*fields(Finding), *fields(Where))} - {"where"}
    assert set(encode_finding(FOUND[0])) == keys
    assert set(encode_verdict(JUDGED)) == {field.name for field in fields(Verdict)}


def test_the_keys_are_those_of_the_schema_of_events() -> None:
    schema = Path(__file__).parents[1] / "docs" / "events.schema.json"
    kinds = json.loads(schema.read_text(encoding="utf-8"))["$defs"]
    assert set(encode_finding(FOUND[0])) == set(kinds["finding"]["properties"])
    assert set(encode_verdict(JUDGED)) == set(kinds["verdict"]["properties"])
