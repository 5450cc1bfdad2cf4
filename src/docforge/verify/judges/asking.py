"""Files to verdicts, through one warm process; whatever goes wrong is NOT_RUN with its reason.

Law 5: no path through this module makes PASSED out of anything but a judge's own clean answer.
"""

import os
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from docforge.errors import DocforgeError, ToolFailed, ToolMissing
from docforge.findings import Outcome, Severity, Verdict
from docforge.system.process_limits import ProcessLimits
from docforge.system.processes import Conversation, conversation
from docforge.system.programs import tools_folder
from docforge.verify.judges.answers import question, read_answer, read_greeting
from docforge.verify.judges.contract import Judge

_STARTS = 4  # a judge that dies on some files is started again, one that dies on all is not
_BROWSER = "PUPPETEER_EXECUTABLE_PATH"


def probe(judge: Judge) -> str | None:
    """The version of the judge when it is installed and greets, else None."""
    try:
        with _talk(judge) as (_, version):
            return version
    except (ToolMissing, ToolFailed):
        return None


def ask(judge: Judge, files: Sequence[Path], profile: str = "") -> tuple[Verdict, ...]:
    """One verdict a file, in order; `profile` is one of the judge's, "" its default.

    Raises nothing: a judge that is missing, hangs, dies or prints nonsense is NOT_RUN for the
    file it did so on, and for those that follow when it cannot be started again.
    """
    profile = profile or judge.profiles[0]
    waiting = deque(files)
    verdicts: list[Verdict] = []
    for _ in range(_STARTS):
        if not waiting:
            break
        verdicts += _ask_until_trouble(judge, waiting, profile)
    reason = f"{judge.name} failed too often and was not started again."
    verdicts += [_not_run(judge, profile, reason) for _ in waiting]
    return tuple(verdicts)


def _ask_until_trouble(judge: Judge, waiting: deque[Path], profile: str) -> Iterator[Verdict]:
    """Verdicts of the files that are taken off `waiting`, up to the first that ends the process."""
    greeted = False
    try:
        with _talk(judge) as (talk, version):
            greeted = True
            while waiting:
                yield _ask_one(judge, talk, waiting[0], profile, version)
                waiting.popleft()
    except (ToolMissing, ToolFailed) as failure:
        for _ in range(1 if greeted else len(waiting)):
            waiting.popleft()
            yield _not_run(judge, profile, _reason(failure))


def _ask_one(judge: Judge, talk: Conversation, file: Path, profile: str, version: str) -> Verdict:
    if not file.is_file():
        return _not_run(judge, profile, f"There is no file {file.name}.")
    asked = question(file, profile)
    return _without_false_alarms(
        judge, read_answer(talk.ask(asked), asked, _label(judge, profile), version)
    )


def _without_false_alarms(judge: Judge, verdict: Verdict) -> Verdict:
    """`verdict` with what the judge is known to be wrong about as notes."""
    if verdict.outcome is not Outcome.FAILED or not judge.false_alarms:
        return verdict
    known = re.compile("|".join(judge.false_alarms))
    findings = tuple(
        replace(found, severity=Severity.NOTE) if known.fullmatch(found.message) else found
        for found in verdict.findings
    )
    failing = any(found.severity is not Severity.NOTE for found in findings)
    outcome = Outcome.FAILED if failing else Outcome.PASSED
    return replace(verdict, outcome=outcome, findings=findings)


@contextmanager
def _talk(judge: Judge) -> Iterator[tuple[Conversation, str]]:
    """A conversation after its greeting, with the judge's version.

    Raises ToolMissing when the judge is not installed, ToolFailed when it does not greet.
    """
    folder = tools_folder()
    _require(judge, folder)
    with tempfile.TemporaryDirectory(prefix="docforge-judge-") as scratch:
        limits = ProcessLimits(seconds=judge.seconds)
        with conversation(judge.command(folder), limits=limits, env=_environment(scratch)) as talk:
            yield talk, read_greeting(talk.listen(), judge.name)


def _require(judge: Judge, folder: Path) -> None:
    hint = "Run scripts/test once: it installs the judges."
    for program in judge.programs:
        if shutil.which(program) is None and not (program == "chromium" and _BROWSER in os.environ):
            raise ToolMissing(f"{judge.name} needs {program}, which is not installed.", hint)
    if not all((folder / file).exists() for file in judge.files):
        raise ToolMissing(f"{judge.name} is not installed.", hint)


def _environment(scratch: str) -> dict[str, str]:
    """Everything a judge leaves behind goes to `scratch`, which is removed after it."""
    browser = os.environ.get(_BROWSER) or shutil.which("chromium") or ""
    return {"HOME": scratch, "TMPDIR": scratch, _BROWSER: browser}


def _label(judge: Judge, profile: str) -> str:
    return judge.name if len(judge.profiles) == 1 else f"{judge.name} {profile}"


def _not_run(judge: Judge, profile: str, reason: str) -> Verdict:
    return Verdict(_label(judge, profile), "", Outcome.NOT_RUN, reason=reason)


def _reason(failure: DocforgeError) -> str:
    return f"{failure.message} {failure.hint}".strip()
