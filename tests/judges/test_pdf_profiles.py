"""PDFs of the second profile pass all of its standards: PDF/UA-2, PDF/A-4 and 4f, WTPDF."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from judging import BUILD, Manifest, SourceSet, export, source_sets

from docforge.findings import Outcome, Verdict
from docforge.verify.judges import JUDGES, ask

pytestmark = pytest.mark.judges
# The samples in input/, all of which are clean; the corpus is judged by the first profile.
(SAMPLES, *_) = source_sets()
OPTIONS = ("--formats", "pdf", "--pdf-profile", "ua-2")
SET = SourceSet("input-ua-2", SAMPLES.folder, SAMPLES.files, OPTIONS)
# The rule that a file says PDF/A-4f of itself, which a file without embedded files does not.
IS_4F = {"verapdf:6.7.3-3", "verapdf:6.9-5"}


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return export(SET, "first", jobs=2)


@cache
def verdicts(flavour: str) -> Mapping[Path, Verdict]:
    files = sorted((BUILD / SET.name / "first").rglob("*.pdf"))
    return dict(zip(files, ask(JUDGES["verapdf"], files, flavour), strict=True))


def verdict(manifest: Manifest, source: str, flavour: str) -> Verdict:
    return verdicts(flavour)[SET.output("first") / manifest[source]["outputs"]["pdf"]]


@pytest.mark.parametrize("source", SET.files)
@pytest.mark.parametrize("flavour", ["ua2", "wt1a", "wt1r"])
def test_it_passes(source: str, flavour: str, manifest: Manifest) -> None:
    said = verdict(manifest, source, flavour)
    assert said.outcome is Outcome.PASSED, said


@pytest.mark.parametrize("source", SET.files)
def test_it_passes_the_part_of_pdf_a_that_it_claims(source: str, manifest: Manifest) -> None:
    with_files = "PDF/A-4f" in manifest[source]["claims"]
    said = verdict(manifest, source, "4f" if with_files else "4")
    assert said.outcome is Outcome.PASSED, said
    if not with_files:
        other = verdict(manifest, source, "4f")
        assert {finding.code for finding in other.findings} == IS_4F
