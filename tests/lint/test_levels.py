"""Levels from docforge.toml: each rule at any level, profiles, and codes that do not exist."""

from pathlib import Path

import pytest
from linting import lint_text

from docforge.errors import UsageError
from docforge.findings import Severity
from docforge.lint import check_levels
from docforge.source.config import Lint, load_config

VAGUE = "Read it [here](https://example.org/)."


@pytest.mark.parametrize("level", ["error", "warning", "note"])
def test_a_rule_has_the_level_that_is_asked_for(level: str) -> None:
    (found,) = lint_text(VAGUE, Lint.model_validate({"levels": {"LNK020": level}}))
    assert found.severity == level


def test_a_rule_can_be_off() -> None:
    assert lint_text(VAGUE, Lint(levels={"LNK020": "off"})) == []


def test_findings_of_parsing_have_levels_too() -> None:
    (found,) = lint_text("![](pixel.png)", Lint(levels={"IMG001": "warning"}))
    assert found.severity is Severity.WARNING


def test_strict_makes_warnings_errors_and_adds_rules() -> None:
    found = {f.code: f.severity for f in lint_text(VAGUE, Lint(require="strict"))}
    assert found == {"LNK020": Severity.ERROR, "DOC005": Severity.WARNING}


def test_a_code_that_does_not_exist_is_told_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match=r"LNK029: .* did you mean LNK02"):
        check_levels(Lint(levels={"LNK029": "off"}))


def test_the_table_is_read_and_checked(tmp_path: Path) -> None:
    file = tmp_path / "docforge.toml"
    file.write_text('[lint]\nrequire = "strict"\n[lint.levels]\nLNK020 = "off"\n')
    assert load_config(tmp_path).lint == Lint(require="strict", levels={"LNK020": "off"})
    file.write_text('[lint]\nrequire = "gold"\n[lint.levels]\nLNK020 = "loud"\n')
    with pytest.raises(UsageError) as caught:
        load_config(tmp_path)
    assert "lint.require must be" in caught.value.message
    assert "lint.levels must be" in caught.value.message
