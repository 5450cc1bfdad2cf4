"""Exports as data for programs and as a page for people.

Pure: nothing here reads, writes or prints; the same exports give the same bytes. One report a
document of the manifest; what this run did not touch keeps what an earlier run said.
"""

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import to_builtins
from msgspec.structs import replace

from docforge import gate
from docforge.deliver.records import (
    DocumentReport,
    ManifestEntry,
    decode_reports,
    encode_documents,
    encode_report,
)
from docforge.errors import DeliveryFailed
from docforge.export import Export
from docforge.findings import Finding, Severity, Verdict, in_reading_order
from docforge.shown import as_json

if TYPE_CHECKING:
    from docforge.deliver.report.house import House

PAGE, JSON, JUNIT = "index.html", "report.json", "junit.xml"


def report_of(export: Export, entry: ManifestEntry) -> DocumentReport:
    """What the report says of `export`, whose entry in the manifest is `entry`."""
    picture = b64encode(export.first_page).decode("ascii")
    return DocumentReport(entry, export.findings, export.verdicts, export.failure, picture)


def merged(
    manifest: Mapping[str, ManifestEntry],
    reported: Mapping[str, DocumentReport],
    judged: Mapping[str, Sequence[Verdict]] = MappingProxyType({}),
    late: Mapping[str, Sequence[Finding]] = MappingProxyType({}),
) -> list[DocumentReport]:
    """One report a document of the manifest, by source, with what was `reported` of it.

    The manifest's facts count: a report may be of an earlier run. `judged` are verdicts in place
    of those it had, and `late` what the end of the run has shown of a document.
    """
    reports: list[DocumentReport] = []
    for source in sorted(manifest):
        told = reported.get(source) or DocumentReport(manifest[source])
        verdicts = tuple(judged.get(source, told.verdicts))
        entry, found = manifest[source], told.findings
        if source in late:
            own = [one for one in found if one.code not in LATE]
            entry, found = _counted(entry, late[source]), in_reading_order((*own, *late[source]))
        reports.append(replace(told, entry=entry, findings=found, verdicts=verdicts))
    return reports


# What only the end of a run shows: a link to a document that was not exported.
LATE = frozenset({"LNK010"})


def is_complete(entry: ManifestEntry, told: DocumentReport) -> bool:
    """Whether `told` names as many findings of each severity as `entry` of the manifest counts."""
    found = Counter(one.severity for one in told.findings if one.code not in LATE)
    return all(found[severity] == entry.count(severity) for severity in Severity)


def _counted(entry: ManifestEntry, late: Sequence[Finding]) -> ManifestEntry:
    """`entry` with `late` findings among those that it counts."""
    added = Counter(finding.severity for finding in late)
    counts = {severity: entry.count(severity) + added[severity] for severity in Severity}
    return replace(entry, findings=counts)


def files(reports: Sequence[DocumentReport], house: "House | None" = None) -> dict[str, bytes]:
    """The files of a report by name, its page under the head of `house`.

    Raises DeliveryFailed when one of them may not be delivered.
    """
    # Imported when there is something new to write: they cost more than a run without work.
    from docforge.deliver.report.junit import junit
    from docforge.deliver.report.page import page

    made = {
        JSON: report_json(reports, house),
        JUNIT: junit(reports),
        PAGE: page(reports, JSON, JUNIT, house),
    }
    checks = {JSON: gate.check_data, JUNIT: gate.check_results, PAGE: gate.check_report}
    for name, content in made.items():
        if hits := checks[name](content):
            raise DeliveryFailed(
                f"The report holds what may not stand in it: {hits[0]} ({name})",
                "Nothing of it was written. This is a fault of docforge; please report it.",
            )
    return made


def report_json(reports: Sequence[DocumentReport], house: "House | None" = None) -> bytes:
    """All reports as JSON, UTF-8, and whose they are."""
    data = encode_documents(list(map(encode_report, reports)))
    if house is not None:
        data["house"] = to_builtins(house)
    return (as_json(data, indent=1) + "\n").encode()


def read_reports(content: bytes) -> dict[str, DocumentReport]:
    """The reports of a report.json by source; empty when it is none.

    A report can always be made again, so that a broken one stops nothing: its document is left out.
    """
    try:
        return {report.entry.source: report for report in decode_reports(json.loads(content))}
    except (ValueError, RecursionError):
        return {}
