"""A judge that is missing, hangs, dies, lies or prints nonsense is NOT_RUN, never PASSED."""

import sys
from pathlib import Path

import pytest

from docforge.export import Format
from docforge.findings import Finding, Outcome, Severity, Where
from docforge.verify.judges import JUDGES, Judge, ask, probe

SIMULATOR = Path(__file__).with_name("simulator.py")
PASSED, FAILED, NOT_RUN = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_RUN


def simulated(mode: str, seconds: float = 20) -> Judge:
    return Judge(
        name="simulated",
        format=Format.PDF,
        profiles=("ua1",),
        programs=(),
        files=(),
        command=lambda folder: (sys.executable, "-I", str(SIMULATOR), mode),
        seconds=seconds,
    )


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    names = ["one.pdf", "bad.pdf", "three é 'q\".pdf"]
    for name in names:
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    return [tmp_path / name for name in names]


def outcomes(judge: Judge, files: list[Path]) -> list[Outcome]:
    return [verdict.outcome for verdict in ask(judge, files)]


def test_an_honest_judge_passes_and_fails_files_in_their_order(files: list[Path]) -> None:
    verdicts = ask(simulated("honest"), files)
    assert [verdict.outcome for verdict in verdicts] == [PASSED, FAILED, PASSED]
    assert {verdict.judge for verdict in verdicts} == {"simulated"}
    assert {verdict.version for verdict in verdicts} == {"1.0"}


def test_findings_name_the_file_without_its_folder(files: list[Path]) -> None:
    error, note = ask(simulated("honest"), files[1:2])[0].findings
    where = Where("bad.pdf", 3, 4)
    assert error == Finding(
        "simulated:7.1-3", Severity.ERROR, "Content is not tagged", where, "clause 7.1"
    )
    assert note.severity is Severity.NOTE


def test_no_files_need_no_judge() -> None:
    assert ask(simulated("dead-on-arrival"), []) == ()


def test_a_file_that_is_not_there_is_not_run(files: list[Path], tmp_path: Path) -> None:
    verdicts = ask(simulated("honest"), [tmp_path / "none.pdf", files[0]])
    assert [verdict.outcome for verdict in verdicts] == [NOT_RUN, PASSED]
    assert verdicts[0].reason == "There is no file none.pdf."


@pytest.mark.parametrize("mode", ["crash", "leave", "garbage", "half"])
def test_trouble_with_one_file_leaves_the_others_judged(mode: str, files: list[Path]) -> None:
    assert outcomes(simulated(f"{mode}-on-bad"), files) == [PASSED, NOT_RUN, PASSED]


def test_a_refusal_leaves_the_process_warm_and_says_why(files: list[Path]) -> None:
    verdicts = ask(simulated("refuse-on-bad"), files)
    assert [verdict.outcome for verdict in verdicts] == [PASSED, NOT_RUN, PASSED]
    assert verdicts[1].reason == "The file is encrypted"


@pytest.mark.slow
def test_a_judge_that_hangs_is_stopped_and_started_again(files: list[Path]) -> None:
    verdicts = ask(simulated("hang-on-bad", seconds=10), files)
    assert [verdict.outcome for verdict in verdicts] == [PASSED, NOT_RUN, PASSED]
    assert "did not answer within 10 seconds" in verdicts[1].reason


def test_a_crash_is_told_with_what_the_judge_complained_about(files: list[Path]) -> None:
    (verdict,) = ask(simulated("crash"), files[:1])
    assert "ended with code 139" in verdict.reason
    assert "Segmentation fault" in verdict.reason


def test_a_judge_that_always_dies_is_not_started_for_ever(files: list[Path]) -> None:
    verdicts = ask(simulated("crash"), files * 3)
    assert [verdict.outcome for verdict in verdicts] == [NOT_RUN] * 9
    assert "not started again" in verdicts[-1].reason


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "mode",
    [
        "garbage",
        "half",
        "empty-line",
        "list",
        "deep",
        "other-file",
        "other-profile",
        "looked-at-nothing",
        "passed-with-errors",
        "passed-with-warnings",
        "failed-without-reason",
        "unknown-outcome",
        "not-run-outcome",
        "unknown-severity",
        "no-checked",
        "checked-is-true",
        "negative",
        "no-findings",
        "nameless-finding",
    ],
)
def test_a_judge_that_lies_is_not_believed(mode: str, files: list[Path]) -> None:
    (verdict,) = ask(simulated(mode), files[:1])
    assert verdict.outcome is NOT_RUN
    assert verdict.findings == ()
    assert "judge" in verdict.reason


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("dead-on-arrival", "could not find or load main class"),
        ("mute", "did not answer"),
        ("garbage-greeting", "cannot be read"),
        ("wrong-judge", "another judge answered"),
        ("no-version", "cannot be read"),
    ],
)
def test_a_judge_that_does_not_greet_judges_nothing(
    mode: str, reason: str, files: list[Path]
) -> None:
    judge = simulated(mode, seconds=2 if mode == "mute" else 60)
    verdicts = ask(judge, files * 2)
    assert [verdict.outcome for verdict in verdicts] == [NOT_RUN] * 6
    assert all(reason in verdict.reason for verdict in verdicts)
    assert probe(judge) is None


def test_probe_gives_the_version_of_a_judge_that_greets() -> None:
    assert probe(simulated("honest")) == "1.0"


@pytest.mark.parametrize("name", JUDGES)
def test_a_judge_that_is_not_installed_is_not_run_with_a_remedy(
    name: str, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCFORGE_TOOLS", str(tmp_path / "nothing"))
    for verdict in ask(JUDGES[name], files):
        assert verdict.outcome is NOT_RUN
        assert "not installed" in verdict.reason
        assert "scripts/test" in verdict.reason
    assert probe(JUDGES[name]) is None


def test_a_missing_program_is_named(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (verdict,) = ask(JUDGES["verapdf"], files[:1])
    assert verdict.outcome is NOT_RUN
    assert verdict.reason.startswith("verapdf needs java, which is not installed.")


def test_every_judge_is_registered_under_its_name() -> None:
    assert {name: judge.name for name, judge in JUDGES.items()} == {name: name for name in JUDGES}
