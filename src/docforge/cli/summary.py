"""Exports in words that a person can act on. Pure but for looking up the quoted source line.

What others wrote (file names, source lines) is shown without anything a terminal would obey.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from docforge.cli.options import Verbosity
from docforge.errors import ExitCode
from docforge.export import Export, Failure, Status
from docforge.findings import Finding, Severity
from docforge.run.reading import read_each
from docforge.source import SourceFile, read_text

if TYPE_CHECKING:
    from docforge.deliver import ManifestEntry

_STYLES: Mapping[Severity, str] = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.NOTE: "bold blue",
}
_WORDS: Mapping[Status, str] = {
    Status.EXPORTED: "exported",
    Status.DRAFT: "exported as a draft, without any claim of conformance",
    Status.UNCHANGED: "unchanged",
    Status.BLOCKED: "not exported, because of the errors below",
    Status.FAILED: "failed",
}
_WIDTH = 100
_JOINERS = "\u200c\u200d"


def heading(export: Export) -> Text:
    """The document and how it ended."""
    return Text.assemble((safe(export.source), "bold"), f": {_WORDS[export.status]}")


def is_told(export: Export, detail: Verbosity) -> bool:
    """Whether there is something to say of a document: that it is as it was says nothing."""
    if detail is Verbosity.QUIET:
        return export.status in (Status.BLOCKED, Status.FAILED)
    return export.status is not Status.UNCHANGED or _shows(export, detail)


def details(
    export: Export, entry: "ManifestEntry", place: SourceFile, detail: Verbosity
) -> Iterator[Text]:
    """What went wrong, the findings with the source quoted, and where the outputs are."""
    yield from _failure(export)
    yield from _findings(export, place, detail)
    yield from _withheld(export, detail)
    if entry.outputs and detail is not Verbosity.QUIET:
        ends = (name.removeprefix(export.stem) for name in entry.outputs.values())
        yield Text(f"  {safe(export.stem)}{', '.join(map(safe, ends))}")


def _withheld(export: Export, detail: Verbosity) -> Iterator[Text]:
    """The claims that findings have cost, in a line; with -v also those that wait for people."""
    if detail is Verbosity.QUIET or export.status is Status.DRAFT:
        return
    costs: dict[str, list[str]] = {}
    for row in export.withheld:
        if row.code or detail is Verbosity.VERBOSE:
            told = f"{row.code} in line {row.line}" if row.code else row.reason
            costs.setdefault(told, []).append(row.claim)
    # What costs the same claims stands together.
    reasons: dict[str, list[str]] = {}
    for told, claims in costs.items():
        reasons.setdefault(", ".join(dict.fromkeys(claims)), []).append(told)
    for names, why in reasons.items():
        yield Text(f"  Not claimed: {safe(names)} ({safe('; '.join(why))})")


def findings(export: Export, place: SourceFile, detail: Verbosity) -> Iterator[Text]:
    """A checked source's heading and findings; nothing when there are none to show."""
    if _shows(export, detail) or export.failure is not None:
        yield Text(safe(export.source), "bold")
        yield from _failure(export)
        yield from _findings(export, place, detail)


def _shows(export: Export, detail: Verbosity) -> bool:
    return any(detail.shows(finding.severity) for finding in export.findings)


def _failure(export: Export) -> Iterator[Text]:
    if export.failure is not None:
        yield Text(f"  {safe(export.failure.message)}")
        if export.failure.hint:
            yield Text(f"  {safe(export.failure.hint)}")


def _findings(export: Export, place: SourceFile, detail: Verbosity) -> Iterator[Text]:
    shown = [finding for finding in export.findings if detail.shows(finding.severity)]
    lines = _lines_of(place, shown)
    hints: set[str] = set()
    for finding in shown:
        yield from _finding(finding, lines.get(finding.where.line, ""), hints)
    notes = export.count(Severity.NOTE)
    if notes and detail is Verbosity.NORMAL:
        yield Text(f"  {many(notes, 'note')}; -v shows {'it' if notes == 1 else 'them'}")


def found(exports: Sequence[Export]) -> Text:
    """One line: how many sources were checked and what was found in them."""
    return Text(f"{many(len(exports), 'document')} checked. {_counts(exports)}.")


def _counts(exports: Sequence[Export], late: int = 0) -> str:
    counts = {level: sum(export.count(level) for export in exports) for level in Severity}
    counts[Severity.WARNING] += late
    return ", ".join(many(count, level) for level, count in counts.items())


def late(finding: Finding, place: SourceFile) -> Iterator[Text]:
    """A finding that shows itself only when all documents are done."""
    line = _lines_of(place, (finding,)).get(finding.where.line, "")
    return _finding(finding, line, set())


def totals(exports: Sequence[Export], output: Path, late: int = 0) -> Text:
    """One line: how the documents ended, what was found, where the outputs are.

    `late` warnings are those that no document could have of its own.
    """
    ends = [
        f"{count} {status}"
        for status in Status
        if (count := sum(export.status is status for export in exports))
    ]
    where = ""
    if any(export.status in (Status.EXPORTED, Status.DRAFT) for export in exports):
        where = f" Outputs are in {safe(str(output))}."
    return Text(
        f"{many(len(exports), 'document')}: {', '.join(ends)}. {_counts(exports, late)}.{where}"
    )


def exit_code(exports: Iterable[Export]) -> int:
    """The exit code of a command: the highest of what its documents stand for."""
    codes = [ExitCode.DELIVERED.value]
    for export in exports:
        if export.failure is not None:
            codes.append(int(export.failure.exit_code))
        elif export.status is Status.BLOCKED:
            codes.append(ExitCode.BLOCKED.value)
    return max(codes)


def safe(text: str) -> str:
    """`text` on one line, without control characters and marks that reverse the direction."""
    return "".join(
        char if char.isprintable() or char in _JOINERS else " " if char in "\t\n" else "\ufffd"
        for char in text
    )


def _finding(finding: Finding, line: str, hints: set[str]) -> Iterator[Text]:
    """The finding, its line with a caret, and its hint the first time the document needs it."""
    yield Text.assemble(
        f"  {safe(str(finding.where))} {finding.code} ",
        (f"{finding.severity}:", _STYLES[finding.severity]),
        f" {safe(finding.message)}",
    )
    yield from _quoted(line, finding.where.line, finding.where.column)
    if finding.hint and finding.hint not in hints:
        hints.add(finding.hint)
        yield Text(f"    {safe(finding.hint)}")


def _quoted(line: str, number: int, column: int) -> Iterator[Text]:
    start = max(0, column - 1 - _WIDTH // 2) if len(line) > _WIDTH else 0
    part = safe(line[start : start + _WIDTH])
    if not part.strip():
        return
    margin = f"    {number} | "
    yield Text(margin + part)
    before = cell_len(part[: max(0, column - 1 - start)])
    yield Text(f"{'| ':>{len(margin)}}{' ' * before}^")


def _lines_of(place: SourceFile, findings: Sequence[Finding]) -> Mapping[int, str]:
    """The lines that `findings` name, as far as the source can be read."""
    numbers = {finding.where.line for finding in findings if finding.where.line}
    if not numbers:
        return {}
    (lines,) = read_each(partial(_some_lines, numbers=numbers), [place])
    return {} if isinstance(lines, Failure) else lines


def _some_lines(place: SourceFile, numbers: Set[int]) -> dict[int, str]:
    lines = read_text(place).text.split("\n")
    return {number: lines[number - 1] for number in numbers if number <= len(lines)}


def many(count: int, noun: str) -> str:
    """The count with its noun in the singular or the plural."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
