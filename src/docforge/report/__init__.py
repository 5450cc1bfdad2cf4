"""Exports as data for programs and as a page for people.

Pure: nothing here reads, writes or prints; the same exports give the same bytes.
"""

from docforge.report.junit import junit
from docforge.report.page import page
from docforge.report.records import Record, describe, read_records, records, report_json

__all__ = ["Record", "describe", "junit", "page", "read_records", "records", "report_json"]
