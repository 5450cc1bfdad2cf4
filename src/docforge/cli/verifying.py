"""`docforge verify`: what was delivered, checked again, in words and as an exit code."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from docforge import __version__, deliver
from docforge.cli.summary import safe
from docforge.deliver import report
from docforge.errors import ExitCode, UsageError
from docforge.export import Failure, outputs
from docforge.findings import (
    PERSON,
    Finding,
    Outcome,
    Severity,
    Verdict,
    Where,
    encode_finding,
    encode_verdict,
)
from docforge.run.reading import read_each
from docforge.run.reporting import other_than_told, reports, tell
from docforge.shown import as_json
from docforge.source import MEGABYTE
from docforge.source.config import DEFAULT_LIMITS
from docforge.verify.delivered import SAYS_OTHER, STRANGE, DeliveredFile, check, judged, unreadable
from docforge.verify.judges import JUDGES

_AGAIN = "Export the documents again."
_STRANGE = "This was not delivered: no document of the manifest has such a file of its own."
_AWAY = "Move it away; if it belongs to a document, export the document again."
# The path of a file from the output folder, and what a judge says of it.
Checked = tuple[str, Verdict]
_WORDS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "FAILED",
    Outcome.NOT_RUN: "not run",
}


def verify(output: Path, required: Sequence[str]) -> list[Checked]:
    """Every verdict on every delivered file. Raises UsageError when there is nothing to verify."""
    unknown = sorted(set(required) - set(JUDGES))
    if unknown:
        raise UsageError(
            f"There is no judge named “{unknown[0]}”", f"Known are {', '.join(JUDGES)}."
        )
    documents = deliver.read_manifest(output)
    if not documents:
        raise UsageError(
            f"There is no {deliver.MANIFEST} in {output}", "Name the folder of an export."
        )
    files = delivered(output, documents.values())
    limits = DEFAULT_LIMITS
    room = int(limits.memory_mb * MEGABYTE)
    own = [
        (one, verdict)
        for one, found in zip(
            files, read_each(check, files, seconds=limits.seconds, memory=room), strict=True
        )
        for verdict in (unreadable(one, found) if isinstance(found, Failure) else found)
    ]
    asked = [*own, *judged([one for one in files if one.file.is_file()])]
    of_all = (_manifest(output), _folders(output, documents.values()), _report(output))
    return [*((one.path, verdict) for one, verdict in asked), *of_all]


def _manifest(output: Path) -> Checked:
    """Whether the manifest says each thing once, and nothing that docforge does not say."""
    if deliver.is_as_written(output):
        return deliver.MANIFEST, Verdict("manifest", __version__, Outcome.PASSED)
    message = "The manifest is not written as docforge writes it."
    finding = Finding(SAYS_OTHER, Severity.ERROR, message, Where(deliver.MANIFEST), _AGAIN)
    return deliver.MANIFEST, Verdict("manifest", __version__, Outcome.FAILED, (finding,))


def _folders(output: Path, documents: Iterable[deliver.ManifestEntry]) -> Checked:
    """Whether the folders of documents hold what was delivered, and nothing beside it."""
    told = (deliver.MANIFEST, report.PAGE, report.JSON, report.JUNIT)
    found = tuple(
        Finding(STRANGE, Severity.ERROR, _STRANGE, Where(name), _AWAY)
        for name in deliver.strangers(output, documents, told)
    )
    outcome = Outcome.FAILED if found else Outcome.PASSED
    return deliver.MANIFEST, Verdict("folders", __version__, outcome, found)


def _report(output: Path) -> Checked:
    """Whether the report says what manifest and evidence say: people begin there."""
    wrong = other_than_told(output)
    if not wrong:
        return report.JSON, Verdict("report", __version__, Outcome.PASSED)
    message = "The report does not say what was delivered, or was changed."
    hint = "Export again, or verify once more: the report is made anew."
    finding = Finding(SAYS_OTHER, Severity.ERROR, message, Where(wrong), hint)
    return wrong, Verdict("report", __version__, Outcome.FAILED, (finding,))


def delivered(
    output: Path, documents: Iterable[deliver.ManifestEntry]
) -> tuple[DeliveredFile, ...]:
    """The files of the manifest's `documents`, in its order."""
    known = outputs()
    return tuple(
        DeliveredFile(
            path,
            output / path,
            known[kind],
            document.sha256.get(kind, ""),
            document.claims,
            {kind: document.sha256.get(kind, "") for kind in deliver.EVIDENCE},
            {each: document.sha256.get(each, "") for each in document.outputs},
            document.outputs_from or document.digest,
            document.withheld,
            document.bytes.get(kind),
            document.pages.get(kind),
            document.document,
        )
        for document in documents
        for kind, path in document.outputs.items()
    )


def record(output: Path, checked: Sequence[Checked]) -> None:
    """Put the verdicts into the report of the output folder, beside those that people gave.

    Raises DeliveryFailed.
    """
    sources = {
        path: source
        for source, document in deliver.read_manifest(output).items()
        for path in document.outputs.values()
    }
    verdicts: dict[str, list[Verdict]] = {}
    for path, verdict in checked:
        if path in sources:
            verdicts.setdefault(sources[path], []).append(verdict)
    for source, told in reports(output).items():
        if source in verdicts:
            verdicts[source] += [one for one in told.verdicts if one.judge == PERSON]
    tell(output, verdicts)


def lines(checked: Sequence[Checked], required: Sequence[str]) -> Iterator[str]:
    """Each file with what did not pass, then how often each judge said what."""
    for path, verdict in checked:
        if verdict.outcome is Outcome.FAILED:
            yield f"{safe(path)}: {verdict.judge} FAILED"
            for finding in verdict.findings:
                yield f"  {safe(str(finding.where))} {finding.code}: {safe(finding.message)}"
    for judge in dict.fromkeys(verdict.judge for _, verdict in checked):
        mine = [verdict for _, verdict in checked if verdict.judge == judge]
        counts = ", ".join(
            f"{count} {word}"
            for outcome, word in _WORDS.items()
            if (count := sum(verdict.outcome is outcome for verdict in mine))
        )
        versions = sorted({verdict.version for verdict in mine if verdict.version})
        yield f"{' '.join([judge, *versions])}: {counts}"
        for reason in dict.fromkeys(verdict.reason for verdict in mine if verdict.reason):
            yield f"  not run: {safe(reason)}"
    for name in _not_run(checked, required):
        yield f"{name} is required and was not run: that counts as a failure."


def described(checked: Sequence[Checked]) -> str:
    """The verdicts as JSON for programs."""
    told = [
        {
            "file": path,
            **encode_verdict(verdict),
            "findings": [
                {**encode_finding(found), "where": str(found.where)} for found in verdict.findings
            ],
        }
        for path, verdict in checked
    ]
    return as_json(told, indent=2)


def exit_code(checked: Sequence[Checked], required: Sequence[str]) -> int:
    """BLOCKED when something failed, TOOL_MISSING when a required judge was not run."""
    codes = [ExitCode.DELIVERED]
    if any(verdict.outcome is Outcome.FAILED for _, verdict in checked):
        codes.append(ExitCode.BLOCKED)
    if _not_run(checked, required):
        codes.append(ExitCode.TOOL_MISSING)
    return int(max(codes))


def _not_run(checked: Sequence[Checked], required: Sequence[str]) -> list[str]:
    """Required judges that did not judge every file they were asked about, or none at all."""
    missing = []
    for name in required:
        mine = [verdict for _, verdict in checked if verdict.judge.split()[0] == name]
        if not mine or any(verdict.outcome is Outcome.NOT_RUN for verdict in mine):
            missing.append(name)
    return missing
