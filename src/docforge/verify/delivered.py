"""Reads delivered files again: hashes, the last gate, readers, and the judges that are here.

Invariant: what is missing, changed, cannot be read or says something else than another part of
the set has not passed; a judge that did not answer is shown as not run.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from docforge import __version__
from docforge.conformance import Withheld
from docforge.export import DocumentFacts, Failure, Format, outputs
from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.source.files import NotAFile, read_file
from docforge.style import load_words
from docforge.verify.claimed import claimed
from docforge.verify.compare import is_told_of
from docforge.verify.described import described_otherwise
from docforge.verify.entries import EntryKind, Outline
from docforge.verify.evidence import EARL, EVIDENCE, disagreement, earl_of, is_as_written
from docforge.verify.gated import gated, gated_data
from docforge.verify.judges import JUDGES, Judge, ask
from docforge.verify.readback import digest, read_again

ALTERED, SAYS_OTHER, UNPROVEN, STRANGE = "VFY001", "VFY002", "VFY003", "VFY004"
_LARGEST = 1 << 30  # bytes of a delivered file; docforge writes none that is larger
_PROFILES = {"PDF/UA-1": "ua1", "PDF/UA-2": "ua2", "PDF/A-2a": "2a", "PDF/A-3a": "3a"}
_PROFILES |= {"PDF/A-2u": "2u", "PDF/A-3u": "3u"}
_PROFILES |= {"PDF/A-4f": "4f", "PDF/A-4": "4"}


class DeliveredFile(Struct, frozen=True):
    """One delivered file and what the manifest says of it; `path` is relative to the output.

    `claims` are those of all files of the document. `proofs` are the files of evidence beside it,
    by extension, with their hashes ("" when the manifest does not know one). `hashes` are those of
    all outputs of the document by kind, `source` is the digest of what they were made from.
    `withheld` are the claims that none of them makes. `size` is in bytes; `pages` and `facts`
    are None where the manifest says nothing of them.
    """

    path: str
    file: Path
    format: Format
    sha256: str
    claims: tuple[str, ...]
    proofs: Mapping[str, str]
    hashes: Mapping[str, str]
    source: str
    withheld: tuple[Withheld, ...] = ()
    size: int | None = None
    pages: int | None = None
    facts: DocumentFacts | None = None

    def beside(self, extension: str) -> Path:
        """The file of evidence with that extension."""
        return self.file.with_name(f"{self.format.stem_of(self.file.name)}.{extension}")


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
    told = _evidence_of(one)
    if isinstance(told, str):
        unproven = _failed(f"evidence {one.format}", UNPROVEN, told, one)
        return (_passed(judge), _gated(one, content), unproven)
    return (
        _passed(judge),
        _gated(one, content),
        _agreeing(one, content, told),
        _read(one, content, told),
    )


def _gated(one: DeliveredFile, content: bytes) -> Verdict:
    verdict = gated(one.format, content, one.format.stem_of(one.path))
    findings = (replace(found, where=Where(one.path)) for found in verdict.findings)
    return replace(verdict, findings=tuple(findings))


def unreadable(one: DeliveredFile, failure: Failure) -> tuple[Verdict, ...]:
    """A file that could not be checked within limits has not passed."""
    return (_failed(f"read-back {one.format}", SAYS_OTHER, f"{failure.message}.", one),)


def _evidence_of(one: DeliveredFile) -> dict[str, Any] | str:
    """What the evidence says of the file, or why it says nothing."""
    told: dict[str, Any] = {}
    for extension in (EVIDENCE, EARL):
        try:
            content = read_file(one.beside(extension), _LARGEST)
        except (OSError, NotAFile):
            return f"There is no evidence that can be read: {extension} is missing."
        if hashlib.sha256(content).hexdigest() != one.proofs.get(extension):
            return f"The evidence is not what was delivered: the hash of {extension} differs."
        unfit = gated_data(extension, content, outputs().values())
        if unfit.findings:
            return unfit.findings[0].message
        try:
            if extension == EVIDENCE:
                told = json.loads(content)
                own = told["outputs"][one.format.key]
                proof = {key: own[key] for key in ("sha256", "claims", "outline")}
                proof |= {"lang": told["lang"], "all": _all_claims(told["outputs"])}
                proof["passed"] = all(c["outcome"] == Outcome.PASSED for c in own["checks"])
                proof["found"] = [found for check in own["checks"] for found in check["findings"]]
                if wrong := _foreign(one, told):
                    return wrong
                if not is_as_written(content):
                    return f"The evidence is not written as docforge writes it: {extension}."
            elif content != earl_of(told):
                return f"The two files of evidence do not say the same: {extension}."
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            return f"The evidence cannot be read ({type(error).__name__}): {extension}."
    return proof


def _foreign(one: DeliveredFile, told: Mapping[str, Any]) -> str:
    """What evidence says of other files or of another document than the manifest does."""
    hashes = {kind: output["sha256"] for kind, output in told["outputs"].items()}
    if hashes != one.hashes:
        return "The evidence is that of other files than the manifest names."
    withheld = {
        tuple(each.items()) for made in told["outputs"].values() for each in made["withheld"]
    }
    if withheld != {tuple(asdict(each).items()) for each in one.withheld}:
        return "The manifest withholds other claims than the evidence."
    if told["source"] != one.source:
        return "The evidence is that of another source: its hash differs."
    if one.facts is not None and one.facts.lang != told["lang"]:
        return "The manifest names another language than the evidence."
    part = disagreement(told)
    return f"The evidence says what docforge does not say: {part}." if part else ""


def _all_claims(outputs: Mapping[str, Mapping[str, Sequence[str]]]) -> list[str]:
    return sorted({claim for output in outputs.values() for claim in output["claims"]})


def _agreeing(one: DeliveredFile, content: bytes, told: Mapping[str, Any]) -> Verdict:
    """Whether evidence, manifest and the file's own claims say the same."""
    judge = f"evidence {one.format}"
    if told["sha256"] != one.sha256:
        message = "The evidence is that of another file: its hash differs."
        return _failed(judge, UNPROVEN, message, one)
    if not told["passed"]:
        message = "It did not say what its document says when it was exported."
        return _failed(judge, UNPROVEN, message, one)
    if told["all"] != sorted(one.claims):
        message = "The manifest claims something else than the evidence."
        return _failed(judge, SAYS_OTHER, message, one)
    try:
        own = list(claimed(one.format, content))
    except Exception as error:  # whatever a broken file does to a reader, it has not passed
        message = f"Its claims cannot be read ({type(error).__name__})."
        return _failed(judge, SAYS_OTHER, message, one)
    if own != sorted(told["claims"]):
        said = " and ".join(own) or "nothing"
        message = f"The file claims {said}, which is not what its evidence says."
        return _failed(judge, SAYS_OTHER, message, one)
    return _passed(judge)


def _read(one: DeliveredFile, content: bytes, told: Mapping[str, Any]) -> Verdict:
    judge = f"read-back {one.format}"
    try:
        outline = read_again(one.format, content, load_words(told["lang"]))
    except Exception as error:  # whatever a broken file does to a reader, it has not passed
        return _failed(judge, SAYS_OTHER, f"It cannot be read ({type(error).__name__}).", one)
    if digest(outline) != told["outline"]:
        return _failed(judge, SAYS_OTHER, "It does not say what its evidence says.", one)
    if any(not is_told_of(found, outline, one.format) for found in told["found"]):
        message = "Its evidence tells a finding that it does not bear out."
        return _failed(judge, UNPROVEN, message, one)
    if wrong := _described_otherwise(one, content, outline):
        return _failed(judge, SAYS_OTHER, f"The manifest names another {wrong} than it has.", one)
    return _passed(judge)


def _described_otherwise(one: DeliveredFile, content: bytes, outline: Outline) -> str:
    """What the manifest says of a file that is not so."""
    if one.size not in (None, len(content)):
        return "size"
    if one.pages is not None and one.pages != _pages(outline):
        return "number of pages"
    return described_otherwise(one.facts, outline) if one.facts is not None else ""


def _pages(outline: Outline) -> int:
    return sum(e.kind is EntryKind.AS_DELIVERED and e.text.startswith("page ") for e in outline)


def judged(
    files: Sequence[DeliveredFile], judges: Mapping[str, Judge] = JUDGES
) -> Iterator[tuple[DeliveredFile, Verdict]]:
    """The verdict of each judge on each file of its format; one process for all files."""
    for judge in judges.values():
        for profile in judge.profiles:
            mine = [
                one
                for one in files
                if one.format.base == judge.format and _asked(one, judge, profile)
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
