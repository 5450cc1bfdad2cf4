"""What people write becomes a draft that read-back does not refuse, whole and as a summary."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from docforge import email
from docforge.run.mail import MailOptions, make
from docforge.source.config import Config

CASES = Path(__file__).parent / "legitimate"


@pytest.mark.slow
@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda case: case.stem)
def test_a_legitimate_document_becomes_a_draft(case: Path) -> None:
    for body in email.Body:
        for subject in ("", "A subject"):
            wish = MailOptions((case,), "a@example.org", ("b@example.org",), body=body)
            made = make(replace(wish, subject=subject), Config())
            assert made.content.startswith(b"X-Unsent: 1\r\n")
