"""Exports as data for programs and as a page for people.

Pure: nothing here reads, writes or prints; the same exports give the same bytes.
"""

from collections.abc import Sequence

from docforge import gate
from docforge.deliver.report.records import (
    Record,
    describe,
    findings,
    judged,
    read_records,
    records,
    report_json,
    verdicts,
)
from docforge.errors import DeliveryFailed

PAGE, JSON, JUNIT = "index.html", "report.json", "junit.xml"

__all__ = [
    "JSON",
    "JUNIT",
    "PAGE",
    "Record",
    "describe",
    "files",
    "findings",
    "judged",
    "read_records",
    "records",
    "verdicts",
]


def files(told: Sequence[Record]) -> dict[str, bytes]:
    """The files of a report by name. Raises DeliveryFailed when its page may not be delivered."""
    # Imported when there is something new to write: they cost more than a run without work.
    from docforge.deliver.report.junit import junit
    from docforge.deliver.report.page import page

    made = page(told, JSON, JUNIT)
    if hits := gate.check_report(made):
        raise DeliveryFailed(
            f"The report holds what may not stand in it: {hits[0]}",
            "Nothing of it was written. This is a fault of docforge; please report it.",
        )
    return {JSON: report_json(told), JUNIT: junit(told), PAGE: made}
