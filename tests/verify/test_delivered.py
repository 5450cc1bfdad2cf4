"""`docforge verify`: hashes, readers, judges; what did not answer is not run."""

import hashlib
import json
import os
import sys
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from every_node import DOCUMENT, TABLES, inlines
from msgspec.structs import replace

from docforge import deliver
from docforge.cli import main, verifying
from docforge.conformance import FAULTLESS
from docforge.deliver.report import report_of
from docforge.document import Heading
from docforge.errors import ExitCode, UsageError
from docforge.export import DocumentFacts, Export, Format, Rendering, Status
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.run import reporting
from docforge.shown import as_json
from docforge.style import load_style
from docforge.verify import delivered as verifying_files
from docforge.verify.evidence import earl_of, evidence
from docforge.verify.judges import JUDGES
from docforge.verify.judges.verapdf import VERAPDF
from docforge.verify.readback import read_back

SIMULATOR = Path(__file__).parent / "judges" / "simulator.py"


# Every node is read back elsewhere.
SHORT = replace(
    DOCUMENT,
    blocks=(Heading(2, inlines("Tables"), "tables"), TABLES[0]),
    notes=(),
    assets=(),
)


@cache
def made() -> tuple[tuple[Rendering, ...], tuple[tuple[str, bytes], ...]]:
    """What is made of the document, and the evidence that it is proven."""
    style = load_style("briefing")
    kinds = (Format.HTML, Format.PDF, Format.TEXT)
    renderings = tuple(renderer(kind)(SHORT, style, standing=FAULTLESS) for kind in kinds)
    proofs = read_back(SHORT, style, renderings, FAULTLESS)
    return renderings, evidence("sha256:x", SHORT.meta.lang, renderings, proofs, FAULTLESS)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """An output folder with a document as HTML, PDF and text."""
    renderings, files = made()
    facts = DocumentFacts(
        "Autumn briefing",
        DOCUMENT.meta.lang,
        date=DOCUMENT.meta.date,
        contact=DOCUMENT.meta.contact,
    )
    export = Export(
        "a.md", "a/a", "sha256:x", Status.EXPORTED, renderings, evidence=files, facts=facts
    )
    deliver.deliver(tmp_path, export, report_of(export, deliver.entry_of(export)))
    reporting.conclude(tmp_path)
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
    assert [v for _, v in checked if v.outcome is not Outcome.PASSED] == []
    assert len(checked) == 15
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


def renewed(output: Path, old: bytes, new: bytes) -> None:
    """Put the hash of `new` wherever manifest, report and evidence have that of `old`."""
    was, now = (hashlib.sha256(content).hexdigest() for content in (old, new))
    for name in (deliver.MANIFEST, "report.json", "a/a.evidence.json", "a/a.earl.jsonld"):
        file = output / name
        before = file.read_bytes()
        after = before.replace(was.encode(), now.encode())
        file.write_bytes(after)
        if name.startswith("a/") and after != before:
            renewed(output, before, after)


def retold(output: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what the evidence says, so that its hash fits."""
    file = output / "a/a.evidence.json"
    before = file.read_bytes()
    told = json.loads(before)
    change(told)
    file.write_text(as_json(told, indent=1) + "\n")
    renewed(output, before, file.read_bytes())


def failures(output: Path) -> set[str]:
    found = verifying.verify(output, [])
    assert verifying.exit_code(found, []) == ExitCode.BLOCKED
    return {verdict.judge for _, verdict in found if verdict.outcome is Outcome.FAILED}


def test_a_file_that_says_something_else_than_its_evidence_fails(output: Path) -> None:
    retold(output, lambda told: told["outputs"]["pdf"].update(outline="0" * 64))
    assert failures(output) == {"read-back pdf"}


def test_a_changed_text_file_does_not_say_what_its_evidence_says(output: Path) -> None:
    file = output / "a/a.txt"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"Heading 2", b"Heading 3"))
    renewed(output, before, file.read_bytes())
    assert failures(output) == {"read-back txt"}


def test_evidence_of_another_file_fails(output: Path) -> None:
    file, manifest = output / "a/a.txt", output / deliver.MANIFEST
    before = file.read_bytes()
    file.write_bytes(before + b"\n")
    was, now = (hashlib.sha256(content).hexdigest() for content in (before, file.read_bytes()))
    manifest.write_text(manifest.read_text().replace(was, now))
    assert "evidence txt" in failures(output)


# What is changed in the manifest's entry, or in the evidence, with all hashes renewed.
OTHERWISE = {
    "size": lambda entry: entry["bytes"].update(html=1),
    "pages": lambda entry: entry["pages"].update(pdf=9),
    "digest of the source": lambda entry: entry.update(digest="sha256:y"),
    "title": lambda entry: entry["document"].update(title="Spring briefing"),
    "language": lambda entry: entry["document"].update(lang="fr"),
    "direction": lambda entry: entry["document"].update(dir="rtl"),
    "day": lambda entry: entry["document"].update(date="1999-01-01"),
    "contact": lambda entry: entry["document"].update(contact="me@example.org"),
    "how to ask for another format": lambda entry: entry["document"].update(formats="Ask me."),
    "embargo": lambda entry: entry["document"].update(embargo="2026-12-01 00:01"),
    "mark": lambda entry: entry["document"].update(marks=["Draft"]),
    "format left out": lambda entry: entry["outputs"].pop("txt"),
    "format instead of another": lambda entry: entry["outputs"].update(html="a/a.pdf"),
}
RETOLD = {
    "tolerance": lambda told: told["tolerances"]["pdf"].update({"all": "It does not matter."}),
    "nothing left to judges": lambda told: told["not_run"].clear(),
    "nothing left to people": lambda told: told["for_people"].clear(),
    "criterion left out": lambda told: told["criteria"].pop(0),
    "criterion fulfilled": lambda told: told["criteria"][0].update(outcome="passed"),
    "version of a judge": lambda told: told["outputs"]["pdf"]["checks"][0].update(version="9"),
    "source": lambda told: told.update(source="sha256:y"),
    "language": lambda told: told.update(lang="fr"),
    "output more": lambda told: told["outputs"].update(epub=told["outputs"]["html"]),
    "part more": lambda told: told.update(approved=True),
    "day": lambda told: told.update(date="1999-01-01"),
    "order of the parts": lambda told: told.update(lang=told.pop("lang")),
    "version": lambda told: told.update(docforge="0.0.1"),
    "reason": lambda told: told["outputs"]["pdf"]["checks"][0].update(reason="All is well."),
    "claim that is withheld": lambda told: told["outputs"]["pdf"]["withheld"].append(
        {"claim": "PDF/UA-2", "reason": "Nobody knows.", "code": "", "line": 0}
    ),
    "claim that is made and withheld": lambda told: told["outputs"]["pdf"]["withheld"].append(
        {"claim": "PDF/UA-1", "reason": "Nobody knows.", "code": "", "line": 0}
    ),
    "no checks": lambda told: told["outputs"]["pdf"]["checks"].clear(),
    "check of another": lambda told: told["outputs"]["pdf"]["checks"][0].update(judge="verapdf"),
    "what was read gone": lambda told: told["outputs"]["pdf"].pop("outline"),
    "no tolerances": lambda told: told.update(tolerances={}),
}
# What is changed in the manifest as it is written.
WRITTEN = {
    "key more": lambda told: told["documents"][0].update(approved=True),
    "document twice": lambda told: told["documents"].append(told["documents"][0]),
    "part more": lambda told: told.update(approved=True),
    "version": lambda told: told.update(docforge="0.0.1"),
    "part more of another version": lambda told: told.update(docforge="0.0.1", approved=True),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("case", OTHERWISE)
def test_a_manifest_that_says_something_else_than_files_and_evidence_fails(
    output: Path, case: str
) -> None:
    manifest = output / deliver.MANIFEST
    told = json.loads(manifest.read_text())
    OTHERWISE[case](told["documents"][0])
    manifest.write_text(as_json(told, indent=2) + "\n")
    assert failures(output) - {"report"}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("case", WRITTEN)
def test_a_manifest_that_docforge_does_not_write_fails(output: Path, case: str) -> None:
    manifest = output / deliver.MANIFEST
    told = json.loads(manifest.read_text())
    WRITTEN[case](told)
    manifest.write_text(as_json(told, indent=2) + "\n")
    assert "manifest" in failures(output)


def test_evidence_in_other_white_space_fails(output: Path) -> None:
    file = output / "a/a.evidence.json"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"\n ", b"\n  ", 1))
    renewed(output, before, file.read_bytes())
    assert "evidence pdf" in failures(output)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("case", RETOLD)
def test_evidence_that_says_what_docforge_does_not_say_fails(output: Path, case: str) -> None:
    retold(output, RETOLD[case])
    assert {name for name in failures(output) if name.startswith("evidence")}


def test_two_files_of_evidence_that_say_different_things_fail(output: Path) -> None:
    file = output / "a/a.earl.jsonld"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"earl:passed", b"earl:failed", 1))
    renewed(output, before, file.read_bytes())
    assert "evidence html" in failures(output)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("index.html", "a.md", "b.md"),
        ("index.html", "a/a.pdf", "a/a.txt"),
        ("report.json", '"exported"', '"draft"'),
        ("report.json", "Autumn briefing", "Spring briefing"),
        ("junit.xml", 'failures="0"', 'failures="1"'),
    ],
)
def test_a_report_that_says_something_else_fails_once_and_is_made_anew(
    output: Path, name: str, old: str, new: str
) -> None:
    file = output / name
    before = file.read_text()
    assert old in before
    file.write_text(before.replace(old, new, 1))
    found = verifying.verify(output, [])
    assert ("report", Outcome.FAILED) in outcomes(found)
    verifying.record(output, found)
    assert verifying.exit_code(verifying.verify(output, []), []) == ExitCode.DELIVERED


CLAIMS = {
    "a claim more": lambda told: told["outputs"]["pdf"]["claims"].append("PDF/UA-2"),
    "no claim": lambda told: told["outputs"]["pdf"].update(claims=[]),
    "a claim for a page": lambda told: told["outputs"]["html"].update(claims=["WCAG 2.2"]),
    "failed when exported": lambda told: told["outputs"]["pdf"]["checks"][0].update(
        outcome="failed"
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("case", CLAIMS)
def test_evidence_that_disagrees_fails(output: Path, case: str) -> None:
    retold(output, CLAIMS[case])
    assert any(name.startswith("evidence") for name in failures(output))


def test_a_file_with_another_claim_fails_wherever_its_hash_is_renewed(output: Path) -> None:
    file = output / "a/a.pdf"
    before = file.read_bytes()
    with pikepdf.open(BytesIO(before)) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(packet.replace(b"part>1<", b"part>2<"))
        pdf.save(file)
    renewed(output, before, file.read_bytes())
    assert "evidence pdf" in failures(output)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ["a.evidence.json", "a.earl.jsonld"])
@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"outputs": 3, "lang": "en"}'])
def test_without_evidence_nothing_has_passed(output: Path, name: str, text: str | None) -> None:
    file = output / "a" / name
    if text is None:
        file.unlink()
    else:
        file.write_text(text)
    assert failures(output) == {"evidence html", "evidence pdf", "evidence txt"}


def test_a_required_judge_that_was_not_run_is_a_failure(output: Path) -> None:
    checked = verifying.verify(output, ["verapdf"])
    assert verifying.exit_code(checked, ["verapdf"]) == ExitCode.TOOL_MISSING
    assert "verapdf is required" in "\n".join(verifying.lines(checked, ["verapdf"]))


def test_an_unknown_judge_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no judge named"):
        verifying.verify(tmp_path, ["somebody"])
    with pytest.raises(UsageError, match="no manifest"):
        verifying.verify(tmp_path, [])


@pytest.mark.sampled(3)
@pytest.mark.parametrize("mode", ["crash", "leave", "garbage", "dead-on-arrival", "wrong-judge"])
def test_a_judge_that_misbehaves_was_not_run(output: Path, mode: str) -> None:
    judge = replace(
        VERAPDF,
        name="simulated",
        programs=(),
        files=(),
        command=lambda _: (sys.executable, str(SIMULATOR), mode),
        seconds=60,
    )
    files = verifying.delivered(output, deliver.read_manifest(output).values())
    verdicts = [verdict for _, verdict in verifying_files.judged(files, {"simulated": judge})]
    assert {verdict.outcome for verdict in verdicts} == {Outcome.NOT_RUN}


@pytest.fixture
def hanging_verapdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """veraPDF as installed, whose Java greets, never answers, and may take five seconds."""
    for file in VERAPDF.files:
        (tmp_path / "tools" / file).mkdir(parents=True)
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text('#!/bin/sh\necho \'{"judge": "verapdf", "version": "1"}\'\nexec sleep 60\n')
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(java.parent), prepend=os.pathsep)
    monkeypatch.setenv("DOCFORGE_TOOLS", str(tmp_path / "tools"))
    monkeypatch.setitem(JUDGES, "verapdf", replace(VERAPDF, seconds=5))


@pytest.mark.slow
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
    assert "did not answer within 5 seconds" in shown
    assert ("verapdf is required and was not run" in shown) is bool(options)


def test_a_judge_that_finds_something_fails_the_file(output: Path) -> None:
    judge = replace(
        VERAPDF,
        name="simulated",
        programs=(),
        files=(),
        command=lambda _: (sys.executable, str(SIMULATOR), "honest"),
        seconds=60,
    )
    bad = output / "a/bad.pdf"
    bad.write_bytes(b"")
    files = verifying.delivered(output, deliver.read_manifest(output).values())
    named = [replace(one, file=bad) for one in files if one.format is Format.PDF]
    verdicts = [verdict for _, verdict in verifying_files.judged(named, {"simulated": judge})]
    assert {verdict.outcome for verdict in verdicts} == {Outcome.FAILED}


def test_evidence_is_the_same_each_time_and_names_what_was_not_run(output: Path) -> None:
    told = json.loads((output / "a/a.evidence.json").read_text())
    assert {one["judge"] for one in told["not_run"]} == {"verapdf", "axe", "nu"}
    assert told["for_people"]
    assert told["outputs"]["pdf"]["checks"][0]["outcome"] == "passed"
    earl = json.loads((output / "a/a.earl.jsonld").read_text())
    results = [each["earl:result"]["earl:outcome"]["@id"] for each in earl["@graph"]]
    assert results == ["earl:passed"] * 3


# What is put into an output folder, by name, and what it is a link to (None: a file of its own).
STRANGERS = {
    "page beside the page": ("a/a.old.html", None),
    "document of another program": ("a/a.docx", None),
    "file for a server": ("a/.htaccess", None),
    "folder in a document's": ("a/more/a.html", None),
    "evidence of no document": ("b/b.evidence.json", None),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("case", STRANGERS)
def test_what_lies_among_the_outputs_and_was_not_delivered_fails(output: Path, case: str) -> None:
    file = output / STRANGERS[case][0]
    file.parent.mkdir(exist_ok=True)
    file.write_text("x")
    assert failures(output) == {"folders"}


@pytest.mark.parametrize("name", ["a/a.pdf", "a/a.evidence.json", "manifest.json", "report.json"])
def test_a_file_that_is_a_link_fails(output: Path, name: str) -> None:
    file = output / name
    file.rename(output.parent / "elsewhere")
    file.symlink_to(output.parent / "elsewhere")
    assert failures(output) == {"folders"}


def test_what_systems_and_people_leave_in_a_folder_is_no_matter(output: Path) -> None:
    (output / "a/.DS_Store").write_text("x")
    (output / "draft.eml").write_text("x")
    (output / "other").mkdir()
    (output / "other/notes.docx").write_text("x")
    assert verifying.exit_code(verifying.verify(output, []), []) == ExitCode.DELIVERED


def test_evidence_of_another_version_fails_though_all_of_it_is_of_that_one(output: Path) -> None:
    def older(told: dict[str, Any]) -> None:
        told["docforge"] = "0.0.1"
        for made in told["outputs"].values():
            made["checks"][0]["version"] = "0.0.1"

    retold(output, older)
    earl = output / "a/a.earl.jsonld"
    before = earl.read_bytes()
    earl.write_bytes(earl_of(json.loads((output / "a/a.evidence.json").read_text())))
    renewed(output, before, earl.read_bytes())
    assert {"evidence html", "evidence pdf", "evidence txt"} <= failures(output)


INVENTED = {
    "warning of no code": {"code": "XYZ001", "severity": "warning", "message": "No.", "line": 1},
    "words that are not there": {
        "code": "RBK006",
        "severity": "warning",
        "message": "paragraph “x” has other spaces in the PDF: “Buy now”, not “Buynow”.",
        "line": 1,
    },
    "error": {"code": "RBK006", "severity": "error", "message": "No.", "line": 1},
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("case", INVENTED)
def test_evidence_that_invents_a_finding_fails(output: Path, case: str) -> None:
    retold(
        output, lambda told: told["outputs"]["pdf"]["checks"][0]["findings"].append(INVENTED[case])
    )
    earl = output / "a/a.earl.jsonld"
    before = earl.read_bytes()
    earl.write_bytes(earl_of(json.loads((output / "a/a.evidence.json").read_text())))
    renewed(output, before, earl.read_bytes())
    assert "read-back pdf" in failures(output)


def test_a_warning_that_the_manifest_invents_fails(output: Path) -> None:
    manifest = output / deliver.MANIFEST
    told = json.loads(manifest.read_text())
    told["documents"][0]["findings"]["warning"] = 1
    manifest.write_text(as_json(told, indent=2) + "\n")
    report_file = output / "report.json"
    report_file.write_text(report_file.read_text().replace('"warning": 0', '"warning": 1'))
    reporting.conclude(output)
    assert failures(output) == {"report"}
