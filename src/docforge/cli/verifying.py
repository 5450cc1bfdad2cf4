"""`docforge verify`: what was delivered, checked again, in words and as an exit code."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from docforge import deliver
from docforge.cli.summary import safe
from docforge.errors import ExitCode, UsageError
from docforge.export import FORMATS, Failure
from docforge.findings import Outcome, Verdict, encode_finding, encode_verdict
from docforge.run.reading import read_each
from docforge.run.reporting import tell
from docforge.source import MEGABYTE
from docforge.source.config import DEFAULT_LIMITS
from docforge.verify.delivered import DeliveredFile, check, judged, unreadable
from docforge.verify.judges import JUDGES

Checked = tuple[DeliveredFile, Verdict]
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
    return [*own, *judged([one for one in files if one.file.is_file()])]


def delivered(
    output: Path, documents: Iterable[deliver.ManifestEntry]
) -> tuple[DeliveredFile, ...]:
    """The files of the manifest's `documents`, in its order."""
    return tuple(
        DeliveredFile(
            path,
            output / path,
            FORMATS[kind],
            document.sha256.get(kind, ""),
            document.claims,
            {kind: document.sha256.get(kind, "") for kind in deliver.EVIDENCE},
        )
        for document in documents
        for kind, path in document.outputs.items()
    )


def record(output: Path, checked: Sequence[Checked]) -> None:
    """Put the verdicts into the report of the output folder. Raises DeliveryFailed."""
    sources = {
        path: source
        for source, document in deliver.read_manifest(output).items()
        for path in document.outputs.values()
    }
    verdicts: dict[str, list[Verdict]] = {}
    for one, verdict in checked:
        if one.path in sources:
            verdicts.setdefault(sources[one.path], []).append(verdict)
    tell(output, verdicts)


def lines(checked: Sequence[Checked], required: Sequence[str]) -> Iterator[str]:
    """Each file with what did not pass, then how often each judge said what."""
    for one, verdict in checked:
        if verdict.outcome is Outcome.FAILED:
            yield f"{safe(one.path)}: {verdict.judge} FAILED"
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
            "file": one.path,
            **encode_verdict(verdict),
            "findings": [
                {**encode_finding(found), "where": str(found.where)} for found in verdict.findings
            ],
        }
        for one, verdict in checked
    ]
    return json.dumps(told, ensure_ascii=False, indent=2)


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
