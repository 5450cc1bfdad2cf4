"""`docforge lint` and `docforge explain`: findings in the form that is asked for.

Only `fix` writes, and only into sources whose bytes are exactly the text that was checked.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.text import Text

from docforge.cli import summary
from docforge.cli.options import Verbosity
from docforge.errors import DeliveryFailed, UsageError
from docforge.export import Export, Failure
from docforge.findings import Finding, encode_finding, in_reading_order
from docforge.run import tasks
from docforge.run.astray import ended, links_astray
from docforge.run.reading import read_each
from docforge.shown import as_json
from docforge.source import MEGABYTE, SourceFile
from docforge.source.config import Config
from docforge.source.options import RunOptions

if TYPE_CHECKING:
    from docforge.checking import Autofix


class ReportForm(StrEnum):
    """The forms that findings are told in."""

    HUMAN = "human"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


def read_form(name: str) -> ReportForm:
    """The form of that name. Raises UsageError."""
    try:
        return ReportForm(name.lower())
    except ValueError as error:
        raise UsageError(
            f"There is no form named “{name}”", f"Known are {', '.join(ReportForm)}."
        ) from error


def told(
    form: ReportForm, exports: Sequence[Export], places: Mapping[str, SourceFile], detail: Verbosity
) -> Iterator[str | Text]:
    """The findings of checked sources, as lines to print."""
    findings = [
        _from_here(finding, places[export.source])
        for export in exports
        for finding in export.findings
    ]
    match form:
        case ReportForm.HUMAN:
            yield from _human(exports, places, detail)
        case ReportForm.JSON:
            yield as_json([_record(export) for export in exports], indent=2)
        case ReportForm.SARIF:
            from docforge.lint.reporting import sarif

            yield sarif(findings).rstrip("\n")
        case ReportForm.GITHUB:
            from docforge.lint.reporting import annotations

            yield from annotations(findings)


def _from_here(finding: Finding, place: SourceFile) -> Finding:
    """`finding` with its path from the current folder, where other programs look for it.

    The path from the input folder stays where the source lies elsewhere.
    """
    here = Path.cwd().resolve()
    if not place.file.is_relative_to(here):
        return finding
    path = place.file.relative_to(here).as_posix()
    return replace(finding, where=replace(finding.where, path=path))


def _human(
    exports: Sequence[Export], places: Mapping[str, SourceFile], detail: Verbosity
) -> Iterator[Text]:
    for export in exports:
        if summary.is_told(export, detail):
            yield from summary.findings(export, places[export.source], detail)
    if detail is not Verbosity.QUIET:
        yield summary.found(exports)


def _record(export: Export) -> dict[str, object]:
    failure = export.failure.message if export.failure else None
    found = [encode_finding(finding) for finding in export.findings]
    return {"source": export.source, "failure": failure, "findings": found}


def with_links(
    checked: Sequence[Export], places: Sequence[SourceFile], config: Config
) -> list[Export]:
    """What was checked, with the links to documents that an export would not deliver."""
    documents = [ended(place, one) for place, one in zip(places, checked, strict=True)]
    late: dict[str, list[Finding]] = {}
    for finding, place in links_astray(documents, config.lint):
        late.setdefault(place.path, []).append(finding)
    return [
        replace(one, findings=in_reading_order((*one.findings, *late.get(one.source, ()))))
        for one in checked
    ]


# --- Autofix -----------------------------------------------------------------------------


def fix(places: Sequence[SourceFile], options: RunOptions) -> Iterator[str]:
    """Mends what is safe to mend in each source that can be read, and shows each change.

    Raises DeliveryFailed when a source cannot be written.
    """
    from docforge.lint.autofix import diff

    changed = 0
    limits = options.config.limits
    work, room = partial(tasks.autofix, options=options), int(limits.memory_mb * MEGABYTE)
    found = read_each(work, places, seconds=limits.seconds, memory=room)
    for place, mending in zip(places, found, strict=True):
        if isinstance(mending, Failure) or mending.before == mending.after:
            continue
        _store(place, mending)
        yield from map(summary.safe, diff(place.path, mending.before, mending.after))
        changed += 1
    yield f"{changed} of {len(places)} sources changed."


def _store(place: SourceFile, mending: "Autofix") -> None:
    """Write the mended text, if nothing of the source would be lost by it."""
    if mending.form is None:
        raise DeliveryFailed(
            f"{place.path} was not changed: it is not UTF-8 with line ends of one kind, or holds "
            "signs that are not read",
            "Save it as UTF-8, mend what the findings say of signs, and run again.",
        )
    try:
        place.file.write_bytes(mending.form.encoded(mending.after))
    except OSError as error:
        raise DeliveryFailed(f"{place.path} cannot be written: {error.strerror}") from error


# --- Explaining --------------------------------------------------------------------------


def explain(code: str) -> Iterator[str]:
    """What a code means and how to mend it; all codes in a line each for "all".

    Raises UsageError for a code that does not exist.
    """
    from docforge.lint.catalogue import catalogue

    if code.lower() == "all":
        yield from (f"{e.code}  {e.level:8}{e.what}" for e in catalogue().values())
        return
    entry = catalogue().get(code.upper())
    if entry is None:
        close = get_close_matches(code.upper(), catalogue(), 1)
        hint = f"Did you mean {close[0]}?" if close else "docforge explain all lists every code."
        raise UsageError(f"There is no code {code}", hint)
    yield f"{entry.code} ({entry.level}): {entry.what}"
    yield f"Why: {entry.why}"
    if entry.bearing:
        yield f"Criterion: {' '.join(entry.bearing)}"
    yield f"Example: {entry.example}"
    yield f"How to mend it: {entry.mend}"
