"""Large-print PDFs pass the judges of PDFs: PDF/UA and PDF/A by what each claims."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from judging import Manifest, SourceSet, export, source_sets

from docforge.findings import Outcome, Verdict
from docforge.verify.judges import JUDGES, ask

pytestmark = pytest.mark.judges
# The samples in input/, all of which are clean, in five languages.
(SAMPLES, *_) = source_sets()
OPTIONS = ("--formats", "pdf", "--editions", "standard,large-print")
SET = SourceSet("input-large-print", SAMPLES.folder, SAMPLES.files, OPTIONS)
KEY = "pdf-large-print"


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return export(SET, "first", jobs=2)


@cache
def verdicts(profile: str, files: tuple[Path, ...]) -> Mapping[Path, Verdict]:
    return dict(zip(files, ask(JUDGES["verapdf"], files, profile), strict=True))


def verdict(source: str, manifest: Manifest, profiles: Mapping[str, str]) -> Verdict:
    """What veraPDF says of an edition, asked for the first of `profiles` that is claimed for it."""

    def claimed(entry: Mapping[str, Any]) -> str:
        return next(claim for claim in profiles if claim in entry["claims"])

    own = claimed(manifest[source])
    alike = [entry for entry in manifest.values() if claimed(entry) == own]
    files = tuple(SET.output("first") / entry["outputs"][KEY] for entry in alike)
    mine = SET.output("first") / manifest[source]["outputs"][KEY]
    return verdicts(profiles[own], files)[mine]


@pytest.mark.parametrize("source", SET.files)
def test_it_is_made_beside_the_standard_one(source: str, manifest: Manifest) -> None:
    entry = manifest[source]
    assert (entry["status"], list(entry["outputs"])) == ("exported", ["pdf", KEY])
    assert entry["pages"][KEY] >= entry["pages"]["pdf"] >= 1


@pytest.mark.parametrize("source", SET.files)
@pytest.mark.parametrize(
    "profiles", [{"PDF/UA-1": "ua1"}, {"PDF/A-2a": "2a", "PDF/A-3a": "3a"}], ids=["ua", "a"]
)
def test_it_passes_what_it_claims(
    source: str, profiles: Mapping[str, str], manifest: Manifest
) -> None:
    said = verdict(source, manifest, profiles)
    assert said.outcome is Outcome.PASSED, said
