"""The one form of findings and verdicts in JSON: nothing is lost, and it is the documented one."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from docforge.deliver.records import StoredFinding, StoredVerdict
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


@pytest.mark.parametrize("finding", FOUND)
def test_a_finding_comes_back_from_json_as_it_was(finding: Finding) -> None:
    stored = json.loads(json.dumps(encode_finding(finding)))
    assert TypeAdapter(StoredFinding).validate_python(stored) == finding


@pytest.mark.parametrize("verdict", [JUDGED, Verdict("nu", "", Outcome.NOT_RUN)])
def test_a_verdict_comes_back_from_json_as_it_was(verdict: Verdict) -> None:
    stored = json.loads(json.dumps(encode_verdict(verdict)))
    assert TypeAdapter(StoredVerdict).validate_python(stored) == verdict


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
