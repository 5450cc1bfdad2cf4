"""Names of outputs that say how far a document may go, and documents that are translations."""

from pathlib import Path

import pytest
import standing
from standing import WORKED, write

from docforge.export import Format
from docforge.run import batch
from docforge.run.batch import ExportPlan
from docforge.source.config import Config, Settings
from docforge.source.config.trust import Trust
from docforge.source.options import RunOptions

FINAL = "---\nlang: en\n---\nText"
WELSH = "---\nlang: cy\n---\nTestun"


def planned(folder: Path, config: Config | None = None, *, draft: bool = False) -> ExportPlan:
    return batch.plan([folder], config or Config(), draft=draft)


def stems(plan: ExportPlan) -> list[str]:
    return [place.stem for place in plan.places]


@pytest.mark.parametrize(
    ("lines", "stem"),
    [
        ("lang: en\nstatus: draft", "a/a-draft"),
        ("lang: cy\nstatus: draft", "a/a-drafft"),
        ("lang: ar\nstatus: draft", "a/a-draft"),
        ("lang: en\nembargo: 2026-12-01 00:01", "a/a-embargoed"),
        ("lang: fr\nstatus: embargoed", "a/a-sous-embargo"),
        ("lang: en\nclassification: Official – sensitive", "a/a-Official-sensitive"),
        ("lang: en\nslug: b\nstatus: draft\nclassification: X", "b/b-draft-X"),
        ("lang: en\nstatus: final", "a/a"),
        ("lang: en\nembargo: none", "a/a"),
    ],
)
def test_the_name_of_the_files_says_how_far_a_document_may_go(
    tmp_path: Path, lines: str, stem: str
) -> None:
    write(tmp_path, a=f"---\n{lines}\n---\nText")
    assert stems(planned(tmp_path)) == [stem]


def test_what_the_team_says_of_a_folder_is_in_the_names_of_its_files(tmp_path: Path) -> None:
    write(tmp_path, a=FINAL)
    config = Config(defaults=Settings(lang="en", classification="OFFICIAL"))
    assert stems(planned(tmp_path, config)) == ["a/a-OFFICIAL"]


def test_drafts_that_are_asked_for_are_named_as_drafts_and_their_neighbours_are_not(
    tmp_path: Path,
) -> None:
    write(tmp_path, a=FINAL, b=FINAL)
    config = Config(folder=tmp_path.resolve())
    plan = batch.plan([tmp_path / "a.md"], config, draft=True)
    assert plan.neighbours == {"a.md": "a/a-draft", "b.md": "b/b"}


def test_a_mark_takes_the_name_of_no_other_document(tmp_path: Path) -> None:
    write(tmp_path, a="---\nlang: en\nstatus: draft\n---\nText")
    write(tmp_path, **{"a-draft": FINAL})
    assert sorted(stems(planned(tmp_path))) == ["a-draft/a-draft", "a/a-draft"]


def test_a_document_that_is_final_now_leaves_nothing_of_its_draft(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    write(folder, a="---\nlang: en\nstatus: draft\n---\nText")
    standing.run(folder, output)
    assert (output / "a/a-draft.html").is_file()
    write(folder, a=FINAL)
    standing.run(folder, output)
    assert sorted(file.name for file in (output / "a").glob("*.*l")) == ["a.html"]


# --- Translations ------------------------------------------------------------------------


def others(plan: ExportPlan) -> dict[str, list[tuple[str, str]]]:
    return {path: list(found) for path, found in plan.translations.items()}


def test_names_that_differ_in_a_language_are_translations(tmp_path: Path) -> None:
    write(tmp_path, fund=FINAL)
    write(tmp_path, **{"fund.cy": WELSH, "fund.ar": "---\nlang: ar\n---\nنص", "other": FINAL})
    assert others(planned(tmp_path)) == {
        "fund.md": [("fund.ar.md", "ar"), ("fund.cy.md", "cy")],
        "fund.cy.md": [("fund.ar.md", "ar"), ("fund.md", "en")],
        "fund.ar.md": [("fund.cy.md", "cy"), ("fund.md", "en")],
    }


@pytest.mark.parametrize("written", ["fund.md", "fund", "./fund.md"])
def test_a_document_may_name_what_it_is_a_translation_of(tmp_path: Path, written: str) -> None:
    write(tmp_path, fund=FINAL, cronfa=f"---\nlang: cy\ntranslation_of: {written}\n---\nTestun")
    assert others(planned(tmp_path)) == {
        "fund.md": [("cronfa.md", "cy")],
        "cronfa.md": [("fund.md", "en")],
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("report.it", FINAL),  # of the department, in English
        ("report.v2", WELSH),
        ("report.cy", "---\ntitle: T\n---\nno language"),
        ("report.en", FINAL),
        ("reports.cy", WELSH),
    ],
)
def test_a_name_that_only_looks_alike_is_no_translation(
    tmp_path: Path, name: str, text: str
) -> None:
    write(tmp_path, report=FINAL)
    write(tmp_path, **{name: text})
    assert others(planned(tmp_path)) == {}


def test_the_teams_document_leads_to_no_translation_that_is_not_trusted(tmp_path: Path) -> None:
    write(tmp_path, fund=FINAL)
    write(tmp_path, **{"fund.cy": WELSH})
    config = Config(trust=Trust(untrusted=("fund.cy.md",)))
    assert others(planned(tmp_path, config)) == {"fund.cy.md": [("fund.md", "en")]}


def test_a_document_is_made_again_when_a_translation_comes_goes_or_is_renamed(
    tmp_path: Path,
) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"

    def run() -> list[str]:
        WORKED.clear()
        plan = planned(folder)
        options = RunOptions(
            Config(), plan.neighbours, (Format.TEXT,), translations=plan.translations
        )
        list(batch.run(plan.places, options, output, standing.here))
        return list(WORKED)

    write(folder, fund=FINAL, other=FINAL)
    assert run() == ["fund.md", "other.md"]
    write(folder, **{"fund.cy": WELSH})
    assert run() == ["fund.cy.md", "fund.md"]
    assert run() == []
    write(folder, **{"fund.cy": WELSH.replace("cy", "cy\nstatus: draft")})
    assert run() == ["fund.cy.md", "fund.md"]
    (folder / "fund.cy.md").unlink()
    assert run() == ["fund.md"]
