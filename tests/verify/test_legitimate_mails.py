"""What people write becomes a draft that read-back does not refuse, whole and as a summary."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from docforge import email
from docforge.run import mail
from docforge.run.mail import MailOptions
from docforge.run.mail_documents import gather
from docforge.source.config import Config
from docforge.source.options import RunOptions

CASES = Path(__file__).parent / "legitimate"


@pytest.mark.slow
@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda case: case.stem)
def test_a_legitimate_document_becomes_a_draft(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported = gather([case], RunOptions(Config(), {}))
    monkeypatch.setattr(mail, "gather", lambda paths, options: exported)
    for body in email.Body:
        for subject in ("", "A subject"):
            wish = MailOptions((case,), "a@example.org", ("b@example.org",), body=body)
            made = mail.make(replace(wish, subject=subject), Config())
            assert made.content.startswith(b"X-Unsent: 1\r\n")
