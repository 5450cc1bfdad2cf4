"""PDFs that carry their source pass the parts of PDF/A that allow files: 3a, and 4f."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from judging import BUILD, SourceSet, export, source_sets

from docforge.findings import Outcome, Verdict
from docforge.verify.judges import JUDGES, ask

pytestmark = pytest.mark.judges
(SAMPLES, *_) = source_sets()
FLAVOURS = {"ua-1": ("ua1", "3a"), "ua-2": ("ua2", "4f")}


@pytest.fixture(scope="module", params=FLAVOURS)
def judged(request: pytest.FixtureRequest) -> Mapping[str, Mapping[Path, Verdict]]:
    """What veraPDF says of each file, by flavour."""
    name = f"input-embedded-{request.param}"
    folder = BUILD / name / "sources"
    shutil.rmtree(folder.parent, ignore_errors=True)
    shutil.copytree(SAMPLES.folder, folder)
    settings = folder / "docforge.toml"
    given = settings.read_text("utf-8")
    settings.write_text(given.replace("[document]", "[document]\nembed_source = true"), "utf-8")
    options = ("--formats", "pdf", "--pdf-profile", request.param)
    export(SourceSet(name, folder, SAMPLES.files, options), "first", jobs=2)
    files = sorted((BUILD / name / "first").rglob("*.pdf"))
    assert len(files) == len(SAMPLES.files)
    return {
        flavour: dict(zip(files, ask(JUDGES["verapdf"], files, flavour), strict=True))
        for flavour in FLAVOURS[request.param]
    }


def test_every_sample_passes_with_its_source_in_it(
    judged: Mapping[str, Mapping[Path, Verdict]],
) -> None:
    failed = {
        (flavour, file.name): verdict.findings
        for flavour, verdicts in judged.items()
        for file, verdict in verdicts.items()
        if verdict.outcome is not Outcome.PASSED
    }
    assert not failed
