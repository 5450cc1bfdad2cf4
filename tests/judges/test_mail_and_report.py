"""The HTML part of a draft and the report page, before axe and the Nu checker."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from briefings import briefing, draft, piece

from docforge.deliver import report
from docforge.findings import Finding, Severity, Verdict
from docforge.verify.judges import JUDGES, ask

pytestmark = pytest.mark.judges
# Rules about a page as a whole. A mail program shows the HTML part inside a page of its own,
# with landmarks of its own.
_OF_PAGES = {"axe:landmark-one-main", "axe:region"}


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
    finding = {"code": "IMG001", "message": "no description", "path": "a.md", "hint": "Add it."}
    record: report.Record = {
        "source": "a.md",
        "status": "blocked",
        "outputs": {"pdf": "a/a.pdf"},
        "bytes": {"pdf": 2000},
        "pages": {"pdf": 2},
        "claims": ["PDF/UA-1"],
        "counts": {"error": 1, "warning": 1, "note": 0},
        "findings": [
            {**finding, "severity": severity, "line": 1, "column": 1}
            for severity in ("error", "warning")
        ],
        "verdicts": [
            {"judge": "nu", "version": "1", "outcome": "failed", "reason": "", "findings": []}
        ],
    }
    files = report.files([record, {**record, "source": "b.md"}])
    (tmp_path / "index.html").write_bytes(files["index.html"])
    (verdict,) = ask(JUDGES[judge], [tmp_path / "index.html"])
    assert told(verdict) == []
