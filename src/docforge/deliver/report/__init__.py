"""Exports as data for programs and as a page for people.

Pure: nothing here reads, writes or prints; the same exports give the same bytes. One report a
document of the manifest; what this run did not touch keeps what an earlier run said.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

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
from docforge.findings import Verdict

PAGE, JSON, JUNIT = "index.html", "report.json", "junit.xml"


def report_of(export: Export, entry: ManifestEntry) -> DocumentReport:
    """What the report says of `export`, whose entry in the manifest is `entry`."""
    return DocumentReport(entry, export.findings, export.verdicts, export.failure)


def merged(
    manifest: Mapping[str, ManifestEntry],
    reported: Mapping[str, DocumentReport],
    judged: Mapping[str, Sequence[Verdict]] = MappingProxyType({}),
) -> list[DocumentReport]:
    """One report a document of the manifest, by source, with what was `reported` of it.

    The manifest's facts count: a report may be of an earlier run. `judged` are verdicts in place
    of those it had.
    """
    reports: list[DocumentReport] = []
    for source in sorted(manifest):
        told = reported.get(source) or DocumentReport(manifest[source])
        verdicts = tuple(judged.get(source, told.verdicts))
        reports.append(replace(told, entry=manifest[source], verdicts=verdicts))
    return reports


def files(reports: Sequence[DocumentReport]) -> dict[str, bytes]:
    """The files of a report by name. Raises DeliveryFailed when its page may not be delivered."""
    # Imported when there is something new to write: they cost more than a run without work.
    from docforge.deliver.report.junit import junit
    from docforge.deliver.report.page import page

    made = page(reports, JSON, JUNIT)
    if hits := gate.check_report(made):
        raise DeliveryFailed(
            f"The report holds what may not stand in it: {hits[0]}",
            "Nothing of it was written. This is a fault of docforge; please report it.",
        )
    return {JSON: report_json(reports), JUNIT: junit(reports), PAGE: made}


def report_json(reports: Sequence[DocumentReport]) -> bytes:
    """All reports as JSON, UTF-8."""
    data = encode_documents(list(map(encode_report, reports)))
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_reports(content: bytes) -> dict[str, DocumentReport]:
    """The reports of a report.json by source; empty when it is none.

    A report can always be made again, so that a broken one stops nothing: its document is left out.
    """
    try:
        return {report.entry.source: report for report in decode_reports(json.loads(content))}
    except (ValueError, RecursionError):
        return {}
