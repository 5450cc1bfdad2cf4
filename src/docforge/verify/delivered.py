"""Reads delivered files again: hashes, the last gate, readers, and the judges that are here.

Invariant: what is missing, changed or cannot be read has not passed, and a judge that did not
answer is shown as not run.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docforge import __version__
from docforge.export import Failure, Format
from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.source.files import NotAFile, read_file
from docforge.style import load_words
from docforge.verify.gated import gated
from docforge.verify.judges import JUDGES, Judge, ask
from docforge.verify.readback import read_again

ALTERED, SAYS_OTHER = "VFY001", "VFY002"
_LARGEST = 1 << 30  # bytes of a delivered file; docforge writes none that is larger
_PROFILES = {"PDF/UA-1": "ua1", "PDF/UA-2": "ua2", "PDF/A-2a": "2a", "PDF/A-3a": "3a"}
_PROFILES |= {"PDF/A-4f": "4f", "PDF/A-4": "4"}


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One delivered file and what the manifest says of it; `path` is relative to the output."""

    path: str
    file: Path
    format: Format
    sha256: str
    claims: tuple[str, ...]
    evidence: Path


def check(one: DeliveredFile) -> tuple[Verdict, ...]:
    """Whether the file is what was delivered, holds what it may, and still says the same."""
    judge = f"manifest {one.format}"
    try:
        content = read_file(one.file, _LARGEST)
    except (OSError, NotAFile):
        return (_failed(judge, ALTERED, "The file is missing.", one),)
    if hashlib.sha256(content).hexdigest() != one.sha256:
        message = "The file is not the one that was delivered: its hash differs."
        return (_failed(judge, ALTERED, message, one),)
    return (_passed(judge), _gated(one, content), _read(one, content))


def _gated(one: DeliveredFile, content: bytes) -> Verdict:
    verdict = gated(one.format, content, one.path.rpartition(".")[0])
    findings = (replace(found, where=Where(one.path)) for found in verdict.findings)
    return replace(verdict, findings=tuple(findings))


def unreadable(one: DeliveredFile, failure: Failure) -> tuple[Verdict, ...]:
    """A file that could not be checked within limits has not passed."""
    return (_failed(f"read-back {one.format}", SAYS_OTHER, f"{failure.message}.", one),)


def _read(one: DeliveredFile, content: bytes) -> Verdict:
    judge = f"read-back {one.format}"
    try:
        told = json.loads(read_file(one.evidence, _LARGEST))
        proof = told["outputs"][one.format.extension]
        if not proof["outline"]:
            reason = f"The evidence holds no outline of the {one.format} file."
            return Verdict(judge, __version__, Outcome.NOT_RUN, reason=reason)
        same = read_again(one.format, content, load_words(told["lang"])) == proof["outline"]
    except (OSError, NotAFile, ValueError, KeyError, TypeError):
        reason = f"There is no evidence file that can be read beside {one.path}."
        return Verdict(judge, __version__, Outcome.NOT_RUN, reason=reason)
    except Exception as error:  # whatever a broken file does to a reader, it has not passed
        return _failed(judge, SAYS_OTHER, f"It cannot be read ({type(error).__name__}).", one)
    if not same:
        return _failed(judge, SAYS_OTHER, "It does not say what its evidence says.", one)
    return _passed(judge)


def judged(
    files: Sequence[DeliveredFile], judges: Mapping[str, Judge] = JUDGES
) -> Iterator[tuple[DeliveredFile, Verdict]]:
    """The verdict of each judge on each file of its format; one process for all files."""
    for judge in judges.values():
        for profile in judge.profiles:
            mine = [
                one for one in files if one.format == judge.format and _asked(one, judge, profile)
            ]
            verdicts = ask(judge, [one.file for one in mine], profile) if mine else ()
            yield from zip(mine, verdicts, strict=True)


def _asked(one: DeliveredFile, judge: Judge, profile: str) -> bool:
    """A file is judged by what it claims; one that claims nothing by the judge's default."""
    claimed = {_PROFILES[claim] for claim in one.claims if claim in _PROFILES}
    wanted = claimed & set(judge.profiles) or {judge.profiles[0]}
    return profile in wanted


def _passed(judge: str) -> Verdict:
    return Verdict(judge, __version__, Outcome.PASSED)


def _failed(judge: str, code: str, message: str, one: DeliveredFile) -> Verdict:
    hint = "Export the document again."
    finding = Finding(code, Severity.ERROR, message, Where(one.path), hint)
    return Verdict(judge, __version__, Outcome.FAILED, (finding,))
