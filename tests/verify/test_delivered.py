"""`docforge verify`: hashes, readers, judges; what did not answer is not run."""

import hashlib
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from proving import finished, proof, sample

from docforge import deliver
from docforge.cli import main, verifying
from docforge.deliver.report import report_of
from docforge.errors import ExitCode, UsageError
from docforge.export import Export, Format, Rendering, Status
from docforge.findings import Outcome
from docforge.verify import delivered as verifying_files
from docforge.verify.evidence import evidence
from docforge.verify.judges import JUDGES
from docforge.verify.judges.verapdf import VERAPDF

SIMULATOR = Path(__file__).parent / "judges" / "simulator.py"


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """An output folder with the sample as HTML, PDF and text."""
    kinds = (Format.HTML, Format.PDF, Format.TEXT)
    renderings = tuple(Rendering(kind, finished(kind), ()) for kind in kinds)
    proofs = tuple(proof(kind, finished(kind)) for kind in kinds)
    files = evidence("sha256:x", sample().meta.lang, renderings, proofs)
    export = Export("a.md", "a/a", "sha256:x", Status.EXPORTED, renderings, evidence=files)
    deliver.deliver(tmp_path, export, report_of(export, deliver.entry_of(export)))
    deliver.conclude(tmp_path, lambda documents: {})
    return tmp_path


@pytest.fixture
def output(exported: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, and no judge installed."""
    monkeypatch.setattr(verifying, "judged", lambda files: ())
    return exported


def outcomes(checked: list[verifying.Checked]) -> list[tuple[str, Outcome]]:
    return [(verdict.judge, verdict.outcome) for _, verdict in checked]


def test_what_was_delivered_passes(output: Path) -> None:
    checked = verifying.verify(output, [])
    assert {outcome for _, outcome in outcomes(checked)} == {Outcome.PASSED}
    assert len(checked) == 9
    assert verifying.exit_code(checked, []) == ExitCode.DELIVERED


def test_a_file_with_more_than_it_may_hold_fails_whatever_its_hash_is(output: Path) -> None:
    file, manifest = output / "a/a.html", output / "manifest.json"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"</main>", b"<script>alert(1)</script></main>"))
    was, now = (hashlib.sha256(content).hexdigest() for content in (before, file.read_bytes()))
    manifest.write_text(manifest.read_text().replace(was, now))
    (found,) = [v for _, v in verifying.verify(output, []) if v.judge == "last gate html"]
    assert found.outcome is Outcome.FAILED
    assert ("GAT001", "a/a.html") in [(one.code, one.where.path) for one in found.findings]


def test_a_changed_file_fails(output: Path) -> None:
    file = output / "a/a.html"
    file.write_bytes(file.read_bytes().replace(b"57 million", b"51 million"))
    checked = verifying.verify(output, [])
    assert ("manifest html", Outcome.FAILED) in outcomes(checked)
    assert verifying.exit_code(checked, []) == ExitCode.BLOCKED


def test_a_missing_file_fails(output: Path) -> None:
    (output / "a/a.pdf").unlink()
    assert ("manifest pdf", Outcome.FAILED) in outcomes(verifying.verify(output, []))


def test_a_file_that_says_something_else_than_its_evidence_fails(output: Path) -> None:
    file = output / "a/a.evidence.json"
    told = json.loads(file.read_text())
    told["outputs"]["pdf"]["outline"] = "0" * 64
    file.write_text(json.dumps(told))
    assert ("read-back pdf", Outcome.FAILED) in outcomes(verifying.verify(output, []))


def test_a_changed_text_file_does_not_say_what_its_evidence_says(output: Path) -> None:
    file = output / "a/a.txt"
    file.write_bytes(file.read_bytes().replace(b"Heading 3", b"Heading 4"))
    manifest = output / deliver.MANIFEST
    told = json.loads(manifest.read_text())
    told["documents"][0]["sha256"]["txt"] = hashlib.sha256(file.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told))
    assert ("read-back txt", Outcome.FAILED) in outcomes(verifying.verify(output, []))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"outputs": 3, "lang": "en"}'])
def test_without_evidence_nothing_was_read_back(output: Path, text: str) -> None:
    (output / "a/a.evidence.json").write_text(text)
    assert ("read-back pdf", Outcome.NOT_RUN) in outcomes(verifying.verify(output, []))


def test_a_required_judge_that_was_not_run_is_a_failure(output: Path) -> None:
    checked = verifying.verify(output, ["verapdf"])
    assert verifying.exit_code(checked, ["verapdf"]) == ExitCode.TOOL_MISSING
    assert "verapdf is required" in "\n".join(verifying.lines(checked, ["verapdf"]))


def test_an_unknown_judge_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no judge named"):
        verifying.verify(tmp_path, ["somebody"])
    with pytest.raises(UsageError, match="no manifest"):
        verifying.verify(tmp_path, [])


@pytest.mark.parametrize("mode", ["crash", "leave", "garbage", "dead-on-arrival", "wrong-judge"])
def test_a_judge_that_misbehaves_was_not_run(output: Path, mode: str) -> None:
    judge = replace(
        VERAPDF,
        name="simulated",
        programs=(),
        files=(),
        command=lambda _: (sys.executable, str(SIMULATOR), mode),
        seconds=5,
    )
    files = verifying.delivered(output, deliver.read_manifest(output).values())
    verdicts = [verdict for _, verdict in verifying_files.judged(files, {"simulated": judge})]
    assert [verdict.outcome for verdict in verdicts] == [Outcome.NOT_RUN]


@pytest.fixture
def hanging_verapdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """veraPDF as installed, whose Java greets, never answers, and may take a second and a half."""
    for file in VERAPDF.files:
        (tmp_path / "tools" / file).mkdir(parents=True)
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text('#!/bin/sh\necho \'{"judge": "verapdf", "version": "1"}\'\nexec sleep 60\n')
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(java.parent), prepend=os.pathsep)
    monkeypatch.setenv("DOCFORGE_TOOLS", str(tmp_path / "tools"))
    monkeypatch.setitem(JUDGES, "verapdf", replace(VERAPDF, seconds=1.5))


@pytest.mark.usefixtures("hanging_verapdf")
@pytest.mark.parametrize(
    ("options", "code"),
    [([], ExitCode.DELIVERED), (["--require", "verapdf"], ExitCode.TOOL_MISSING)],
)
def test_a_judge_that_hangs_is_shown_as_not_run_and_fails_when_it_is_required(
    exported: Path,
    options: list[str],
    code: ExitCode,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["docforge", "verify", str(exported), *options])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
    shown = capsys.readouterr().out
    assert "verapdf ua1: 1 not run" in shown
    assert "did not answer within 1.5 seconds" in shown
    assert ("verapdf is required and was not run" in shown) is bool(options)


def test_a_judge_that_finds_something_fails_the_file(output: Path) -> None:
    judge = replace(
        VERAPDF,
        name="simulated",
        programs=(),
        files=(),
        command=lambda _: (sys.executable, str(SIMULATOR), "honest"),
        seconds=5,
    )
    bad = output / "a/bad.pdf"
    bad.write_bytes(b"")
    files = verifying.delivered(output, deliver.read_manifest(output).values())
    named = [replace(one, file=bad) for one in files if one.format is Format.PDF]
    verdicts = [verdict for _, verdict in verifying_files.judged(named, {"simulated": judge})]
    assert [verdict.outcome for verdict in verdicts] == [Outcome.FAILED]


def test_evidence_is_the_same_each_time_and_names_what_was_not_run(output: Path) -> None:
    told = json.loads((output / "a/a.evidence.json").read_text())
    assert {one["judge"] for one in told["not_run"]} == {"verapdf", "axe", "nu"}
    assert told["for_people"]
    assert told["outputs"]["pdf"]["checks"][0]["outcome"] == "passed"
    earl = json.loads((output / "a/a.earl.jsonld").read_text())
    results = [each["earl:result"]["earl:outcome"]["@id"] for each in earl["@graph"]]
    assert results == ["earl:passed"] * 3
