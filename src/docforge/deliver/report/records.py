"""What is told of a document: its entry in the manifest, with every finding and verdict in full.

Invariant: one record a document of the manifest; what this run did not touch keeps what an
earlier run said.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from docforge import __version__
from docforge.export import Export
from docforge.findings import (
    Finding,
    Verdict,
    decode_finding,
    decode_verdict,
    encode_finding,
    encode_verdict,
)

# A document as it stands in report.json.
Record = dict[str, Any]


def describe(export: Export, entry: Mapping[str, Any]) -> Record:
    """The manifest's `entry` of an export, with findings, verdicts and failure in full."""
    described: Record = {**entry, "counts": entry["findings"], "findings": []}
    described["findings"] = [encode_finding(finding) for finding in export.findings]
    described["verdicts"] = [encode_verdict(verdict) for verdict in export.verdicts]
    if export.failure is not None:
        described["failure"] = {
            "message": export.failure.message,
            "hint": export.failure.hint,
            "exit_code": int(export.failure.exit_code),
        }
    return described


def judged(record: Record, told: Iterable[Verdict]) -> Record:
    """`record` with the verdicts `told` in place of those it had."""
    return {**record, "verdicts": [encode_verdict(verdict) for verdict in told]}


def findings(record: Record) -> tuple[Finding, ...]:
    """The findings that `describe` put into `record`."""
    return tuple(map(decode_finding, record["findings"]))


def verdicts(record: Record) -> tuple[Verdict, ...]:
    """The verdicts that `describe` put into `record`."""
    return tuple(map(decode_verdict, record["verdicts"]))


def records(manifest: Mapping[str, Mapping[str, Any]], told: Mapping[str, Record]) -> list[Record]:
    """One record a document of the manifest, by source, with what was told of it."""
    return [_merged(manifest[source], told.get(source, {})) for source in sorted(manifest)]


def _merged(entry: Mapping[str, Any], told: Record) -> Record:
    """The entry's facts over the record's, which may be of an earlier run."""
    facts = {key: value for key, value in entry.items() if key != "findings"}
    blank: Record = {"findings": [], "verdicts": []}
    return {**blank, **told, **facts, "counts": entry["findings"]}


def report_json(told: Iterable[Record]) -> bytes:
    """All records as JSON, UTF-8."""
    data = {"docforge": __version__, "documents": list(told)}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_records(content: bytes) -> dict[str, Record]:
    """The records of a report.json by source; empty when it is none.

    A report can always be made again, so that a broken one stops nothing.
    """
    try:
        found = {record["source"]: record for record in json.loads(content)["documents"]}
        return {source: record for source, record in found.items() if _is_whole(record)}
    except (ValueError, KeyError, TypeError):
        return {}


def _is_whole(record: Record) -> bool:
    return all(isinstance(record.get(key), list) for key in ("findings", "verdicts"))
