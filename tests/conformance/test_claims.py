"""Claims, criterion by criterion: what fails costs what rests on it, whatever its level."""

from pathlib import Path
from typing import Literal

import pytest
from failing import Failing, failing, kept, table

from docforge.conformance import FAULTLESS, bearing, criteria, criterion, known_codes, mentioned
from docforge.export import Format
from docforge.findings import Finding, Severity, Where
from docforge.lint.catalogue import CodeDescription, catalogue
from docforge.pipeline import RunOptions, export
from docforge.source import find_sources
from docforge.source.config import Config, Lint

GUIDE = Path(__file__).parents[2] / "docs/guide/claims.md"
EPUB = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
ALL = ("PDF/UA-1", "PDF/A-2a", EPUB)


def found(code: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(code, severity, "…", Where("a.md", 7, 1))


def test_a_failure_costs_the_claims_that_rest_on_its_criterion_and_no_other() -> None:
    pale = FAULTLESS.with_findings([found("IMG028")])
    assert pale.kept(ALL) == ("PDF/UA-1", "PDF/A-2a")
    undrawn = FAULTLESS.with_findings([found("MTH001")])
    assert undrawn.kept(ALL) == ("PDF/A-2u", EPUB)


def test_a_hint_costs_nothing() -> None:
    assert FAULTLESS.with_findings([found("TBL012", Severity.NOTE)]).kept(ALL) == ALL


def test_an_error_costs_every_claim() -> None:
    assert FAULTLESS.with_findings([found("LNK008", Severity.ERROR)]).kept(ALL) == ()


def test_what_is_withheld_names_the_finding_and_the_criterion() -> None:
    (row,) = FAULTLESS.with_findings([found("LNK020")]).withheld(ALL)
    assert (row.claim, row.code, row.line) == (EPUB, "LNK020", 7)
    assert row.reason == "WCAG 2.2, 2.4.4 Link Purpose (In Context)"


def test_all_criteria_of_levels_a_and_aa_are_listed() -> None:
    levels = [one.level for one in criteria().values()]
    assert (levels.count("A"), levels.count("AA")) == (31, 24)


def test_only_codes_that_exist_have_a_bearing() -> None:
    assert known_codes() <= set(catalogue())


@pytest.mark.parametrize("code", sorted(known_codes()))
def test_every_criterion_that_is_named_exists(code: str) -> None:
    said = bearing(code)
    assert said.fails or said.hints
    assert all(criterion(name) for name in (*said.fails, *said.hints))


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.code)
def test_what_the_catalogue_says_of_wcag_is_its_bearing(entry: CodeDescription) -> None:
    said = bearing(entry.code)
    assert set(mentioned(entry.why)) == {
        name for name in (*said.fails, *said.hints) if name.startswith("WCAG")
    }


# --- Whole documents ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("one", failing(), ids=lambda one: one.what)
def test_a_kind_of_failure_is_found_and_costs_claims(one: Failing, tmp_path: Path) -> None:
    made = one.exported(tmp_path)
    assert {finding.code for finding in made.findings} >= ({one.code} if one.code else set())
    fails = bool(bearing(one.code).fails) if one.code else "evaluated" not in one.head
    assert (kept(made) != (EPUB, "PDF/UA-1", "PDF/A-2a")) is fails


@pytest.mark.slow
def test_the_table_of_the_guide_is_what_becomes_of_the_documents() -> None:
    assert "\n".join(table()) in GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize("level", ["off", "note"])
def test_no_level_brings_a_claim_back(level: Literal["off", "note"], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: A title\nlang: en\n---\n\n**Who can apply**\n\nEverybody can.\n"
    )
    (place,) = find_sources([tmp_path / "a.md"], Config())
    config = Config(lint=Lint(levels={"HDG006": level}))
    made = export(place, RunOptions(config, {}, (Format.PDF,)))
    assert kept(made) == ("PDF/A-2u",)
    assert [row.code for row in made.withheld] == ["HDG006", "HDG006"]


def test_no_silencer_brings_a_claim_back(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: A title\nlang: en\n---\n\n"
        "<!-- docforge: off HDG006 because it is quoted -->\n**Who can apply**\n\nEverybody can.\n"
    )
    (place,) = find_sources([tmp_path / "a.md"], Config())
    made = export(place, RunOptions(Config(), {}, (Format.PDF,)))
    assert [finding.code for finding in made.findings] == []
    assert kept(made) == ("PDF/A-2u",)
