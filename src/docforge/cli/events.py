"""A run as events, one JSON object a line, in the order of the sources.

The keys are those of docs/events.schema.json; they are added to, never renamed.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docforge import __version__
from docforge.cli.summary import exit_code
from docforge.deliver.records import encode_report
from docforge.deliver.report import report_of
from docforge.export import Export, Status
from docforge.findings import Finding, Severity, encode_finding
from docforge.run.batch import DeliveredDocument
from docforge.shown import as_json

# What a document's event has of its record; the manifest has more, for docforge's own use.
_KEYS = (
    *("source", "digest", "status", "outputs", "evidence", "sha256", "bytes", "pages"),
    *("claims", "withheld", "counts", "findings", "verdicts", "failure"),
)


def start(documents: int, output: Path, config: str) -> str:
    """The event before all others: how many documents there are, and where outputs go.

    `config` is the docforge.toml that is used, "" when there is none.
    """
    facts = {"documents": documents, "output": str(output), "config": config or None}
    return _line("start", {"docforge": __version__, **facts})


def document(delivered: DeliveredDocument) -> str:
    """The event of one document, with all that was found in it."""
    record = encode_report(report_of(delivered.export, delivered.entry))
    told = {key: record.get(key) for key in _KEYS}
    # The manifest says how the outputs came about; here it is how this run ended.
    ended = {"status": delivered.export.status, "seconds": round(delivered.export.seconds, 3)}
    return _line("document", told | ended)


def end(exports: Sequence[Export], late: Sequence[Finding], seconds: float) -> str:
    """The event after all others: how the documents ended, and what the exit code will be.

    `late` findings are those that no document could have of its own.
    """
    return _line(
        "end",
        {
            "statuses": {
                str(status): sum(export.status is status for export in exports) for status in Status
            },
            "counts": {
                str(severity): sum(export.count(severity) for export in exports)
                for severity in Severity
            },
            "findings": [encode_finding(finding) for finding in late],
            "exit_code": exit_code(exports),
            "seconds": round(seconds, 3),
        },
    )


def _line(event: str, values: Mapping[str, Any]) -> str:
    return as_json({"event": event, **values})
