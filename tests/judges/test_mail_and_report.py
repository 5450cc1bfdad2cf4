"""The HTML part of a draft and the report page, before axe and the Nu checker."""

from base64 import b64encode
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest
from briefings import briefing, draft, piece
from msgspec.structs import replace

from docforge.deliver import DocumentReport, ManifestEntry, report
from docforge.export import DocumentFacts, Status
from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.media.pages import first_page
from docforge.verify.judges import JUDGES, ask

pytestmark = pytest.mark.judges
# Rules about a page as a whole. A mail program shows the HTML part inside a page of its own,
# with landmarks of its own.
_OF_PAGES = {"axe:landmark-one-main", "axe:region"}


def page_in_pdf() -> bytes:
    buffer = BytesIO()
    PIL.Image.new("RGB", (60, 80), "teal").save(buffer, "PDF")
    return buffer.getvalue()


def told(verdict: Verdict) -> list[Finding]:
    assert verdict.version, verdict.reason
    return [found for found in verdict.findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize("judge", ["axe", "nu"])
def test_the_html_part_passes_but_for_rules_about_whole_pages(judge: str, tmp_path: Path) -> None:
    message = message_from_bytes(
        draft(briefing(piece(), piece("دليل", stem="dalil", lang="ar"))), policy=policy.default
    )
    body = message.get_body(("html",))
    assert body is not None
    (tmp_path / "mail.html").write_text(str(body.get_content()), "utf-8")
    (verdict,) = ask(JUDGES[judge], [tmp_path / "mail.html"])
    assert [found for found in told(verdict) if found.code not in _OF_PAGES] == []


@pytest.mark.parametrize("judge", ["axe", "nu"])
def test_the_report_page_passes(judge: str, tmp_path: Path) -> None:
    entry = ManifestEntry(
        source="a.md",
        digest="sha256:1",
        status=Status.BLOCKED,
        outputs={"pdf": "a/a.pdf"},
        bytes={"pdf": 2000},
        pages={"pdf": 2},
        findings={Severity.ERROR: 1, Severity.WARNING: 1},
        claims=("PDF/UA-1",),
        document=DocumentFacts("دليل", "ar", "rtl"),
    )
    found = tuple(
        Finding("IMG001", severity, "no description", Where("a.md", 1, 1), "Add it.")
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    picture = b64encode(first_page(page_in_pdf())).decode()
    one = DocumentReport(entry, found, (Verdict("nu", "1", Outcome.FAILED),), picture=picture)
    files = report.files([one, replace(one, entry=replace(entry, source="b.md"))])
    (tmp_path / "index.html").write_bytes(files["index.html"])
    (verdict,) = ask(JUDGES[judge], [tmp_path / "index.html"])
    assert told(verdict) == []
