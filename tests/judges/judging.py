"""What the judges' suite works on: sets of sources, exported twice, each output judged once."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from docforge.findings import Outcome, Severity, Verdict
from docforge.verify.judges import JUDGES, ask

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "judges"


@dataclass(frozen=True, slots=True)
class SourceSet:
    """A folder of sources and how it is exported. `files` are relative to the folder."""

    name: str
    folder: Path
    files: tuple[str, ...]
    options: tuple[str, ...] = ()

    def output(self, run: str) -> Path:
        return BUILD / self.name / run


@dataclass(frozen=True, slots=True)
class Case:
    """One source of a set; its name is what a test is called."""

    set: SourceSet
    source: str

    def __str__(self) -> str:
        return f"{self.set.name}/{self.source}"


@dataclass(frozen=True, slots=True)
class Check:
    """A judge with a profile, the claim that goes with it, and the rule that the claim exists.

    A file without the claim must fail that rule and nothing else. `with_files` is the profile
    and the claim of a file that has others in it, where they differ. `lower` are profiles by the
    lower claims that a file keeps when a finding has cost it the full one.
    """

    judge: str
    profile: str = ""
    claim: str = ""
    claim_rule: str = ""
    with_files: tuple[str, str] | None = None
    lower: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.judge}-{self.profile}" if self.profile else self.judge


# The slow ones first, so that the two that run at a time end together.
CHECKS = (
    Check("axe"),
    Check("ace"),
    Check("verapdf", "ua1", "PDF/UA-1", "verapdf:5-1"),
    # PDF/A-2 allows no files in a file: formulas bring their MathML.
    Check(
        "verapdf",
        "2a",
        "PDF/A-2a",
        "verapdf:6.6.4-1",
        ("3a", "PDF/A-3a"),
        (("PDF/A-2u", "2u"), ("PDF/A-3u", "3u")),
    ),
    Check("epubcheck"),
    Check("nu"),
)

Manifest = Mapping[str, Mapping[str, Any]]  # source to its entry in manifest.json
Judged = Mapping[tuple[Case, Check], Verdict]


def source_sets() -> Iterator[SourceSet]:
    """The samples in input/, what holds every construct, and the corpus beside the checkout."""
    samples = ROOT / "input"
    files = sorted(path.relative_to(samples).as_posix() for path in samples.rglob("*.md"))
    yield SourceSet("input", samples, tuple(files))
    yield SourceSet(
        "constructs",
        Path(__file__).parent,
        ("constructs.md", "tables.md", "pages.md"),
        ("--draft",),
    )
    corpus = corpus_folder()
    if corpus is not None:
        config = tomllib.loads((corpus / "docforge.toml").read_text("utf-8"))
        yield SourceSet("corpus", corpus, tuple(config["input"]["include"]), ("--draft",))


def corpus_folder() -> Path | None:
    """The documents of others to try, which are no part of the project."""
    folder = ROOT.parent / "shared" / "corpus"
    return folder if folder.is_dir() else None


def export(sources: SourceSet, run: str, jobs: int) -> Manifest:
    """Export a set by the real command line, in a process of its own; its manifest.

    Nothing of an earlier run is left there. Whoever exports at the same time does so elsewhere.
    """
    output = sources.output(run)
    shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, "-m", "docforge", "export", str(sources.folder)]
    options = ["--output", str(output), "--jobs", str(jobs), *sources.options]
    log = output.with_suffix(".log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as said:
        subprocess.run([*command, *options], stdout=said, stderr=subprocess.STDOUT, check=False)
    manifest = output / "manifest.json"
    if not manifest.is_file():
        pytest.fail(f"The export of {sources.name} ended early; {log} says why.", pytrace=False)
    documents = json.loads(manifest.read_text("utf-8"))["documents"]
    return {document["source"]: document for document in documents}


def judge(manifests: Mapping[str, Manifest], cases: Sequence[Case]) -> Judged:
    """Every output before every judge of its format; two judges at a time, each warm."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        asked = [pool.submit(_ask, check, manifests, cases) for check in CHECKS]
        return {key: verdict for one in asked for key, verdict in one.result().items()}


def _ask(check: Check, manifests: Mapping[str, Manifest], cases: Sequence[Case]) -> Judged:
    judge = JUDGES[check.judge]
    outputs: dict[Case, Path] = {}
    for case in cases:
        entry = manifests[case.set.name].get(case.source, {})
        if judge.format.extension in entry.get("outputs", {}):
            outputs[case] = case.set.output("first") / entry["outputs"][judge.format.extension]
    profiles: dict[str, list[Case]] = {}
    for case, path in outputs.items():
        claims = manifests[case.set.name][case.source]["claims"]
        profiles.setdefault(_profile(check, claims, path), []).append(case)
    judged: dict[tuple[Case, Check], Verdict] = {}
    for profile, own in profiles.items():
        verdicts = ask(judge, [outputs[case] for case in own], profile)
        judged |= {(case, check): verdict for case, verdict in zip(own, verdicts, strict=True)}
    return judged


def _profile(check: Check, claims: Sequence[str], path: Path) -> str:
    """The profile of what the file claims, or would claim."""
    lower = [profile for claim, profile in check.lower if claim in claims]
    if lower:
        return lower[0]
    return check.with_files[0] if check.with_files and _has_files(path) else check.profile


def _has_files(path: Path) -> bool:
    with pikepdf.open(path) as pdf:
        return bool(pdf.attachments)


def write_table(judged: Judged, path: Path) -> None:
    """One line a document and judge, for a person or a spreadsheet."""
    head = "document\tjudge\tversion\toutcome\terrors\twarnings\tnotes\tcodes\treason"
    lines = sorted(_line(case, verdict) for (case, _), verdict in judged.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8")


def _line(case: Case, verdict: Verdict) -> str:
    counts = [sum(f.severity is severity for f in verdict.findings) for severity in Severity]
    codes = sorted({f.code for f in verdict.findings if f.severity is not Severity.NOTE})
    cells = [case, verdict.judge, verdict.version, verdict.outcome, *counts, " ".join(codes)]
    return "\t".join([*map(str, cells), " ".join(verdict.reason.split())])


def problem(check: Check, entry: Mapping[str, Any], verdict: Verdict) -> str:
    """What a person needs to act on a verdict that is not the one wanted; "" when it is.

    Without the claim the file must fail the rule that it is there, and no other.
    """
    if verdict.outcome is Outcome.NOT_RUN:
        return f"{verdict.judge} did not judge: {verdict.reason}"
    claims = {check.claim, *(check.with_files or ())[1:]}
    kept = {claim for claim, _ in check.lower} & set(entry["claims"])
    lacking = check.claim != "" and not claims & set(entry["claims"])
    if lacking and entry["status"] != "draft" and not claims & _withheld(entry):
        return f"{check.claim} is not claimed, and the manifest does not say what withholds it"
    unclaimed = lacking and not kept
    told = [finding for finding in verdict.findings if finding.severity is not Severity.NOTE]
    if {finding.code for finding in told} == ({check.claim_rule} if unclaimed else set()):
        return ""
    lines = (f"{one.where}: {one.code} {one.message}\n{one.hint}" for one in told)
    return "\n".join([f"{verdict.judge} {verdict.outcome}, claims {entry['claims']}", *lines])


def _withheld(entry: Mapping[str, Any]) -> set[str]:
    """The claims that a finding of the document costs."""
    return {row["claim"] for row in entry.get("withheld", ()) if row["code"]}
