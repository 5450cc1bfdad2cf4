"""What docforge exports passes the judges, and two exports are the same bytes.

The sources are the samples in input/ and the corpus, whose documents break many rules on
purpose: a draft of them may lack the claims, but must fail no other rule.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from judging import (
    CHECKS,
    ROOT,
    Case,
    Check,
    Judged,
    Manifest,
    SourceSet,
    corpus_folder,
    export,
    judge,
    problem,
    source_sets,
    write_table,
)

from docforge.export import FORMATS

pytestmark = pytest.mark.judges
SETS = tuple(source_sets())
CASES = tuple(Case(sources, file) for sources in SETS for file in sources.files)


@pytest.fixture(scope="session")
def manifests() -> Mapping[str, Manifest]:
    return {sources.name: export(sources, "first", jobs=2) for sources in SETS}


@pytest.fixture(scope="session")
def judged(manifests: Mapping[str, Manifest]) -> Judged:
    verdicts = judge(manifests, CASES)
    write_table(verdicts, ROOT / "build" / "judges.tsv")
    return verdicts


def test_the_corpus_is_there() -> None:
    """Elsewhere it may be absent, where everything is checked it may not."""
    if corpus_folder() is None:
        assert "CI" not in os.environ, "the corpus is missing"
        pytest.skip("there is no corpus beside the checkout: only input/ is judged")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_all_formats_are_exported(case: Case, manifests: Mapping[str, Manifest]) -> None:
    entry = manifests[case.set.name].get(case.source)
    assert entry is not None, f"{case.source} is not in the manifest"
    assert entry["status"] in {"exported", "draft"}, f"see {case.set.output('first')}.log"
    assert sorted(entry["outputs"]) == sorted(FORMATS)


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_judge_passes(
    case: Case, check: Check, manifests: Mapping[str, Manifest], judged: Judged
) -> None:
    verdict = judged.get((case, check))
    assert verdict is not None, f"{case.source} was not exported"
    said = problem(check, manifests[case.set.name][case.source], verdict)
    if said:
        pytest.fail(said, pytrace=False)


@pytest.mark.parametrize("sources", SETS, ids=lambda sources: sources.name)
def test_two_exports_are_the_same_bytes(
    sources: SourceSet, manifests: Mapping[str, Manifest]
) -> None:
    """One worker or two, this folder or that."""
    assert manifests[sources.name] == export(sources, "second", jobs=1)
    first, second = (files(sources.output(run)) for run in ("first", "second"))
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
