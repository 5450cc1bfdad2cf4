"""What a judge is known to be wrong about is a note; nothing else is."""

import pytest

from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.verify.judges.asking import _without_false_alarms
from docforge.verify.judges.nu import NU

WRONG = (
    "Resource violates Content Security Policy (meta tag): image “data:image/png;base64,iVBO...” "
    "blocked by “img-src” directive."
)
RIGHT = (
    "Resource violates Content Security Policy (meta tag): image “https://evil.example/t.gif” "
    "blocked by “img-src” directive."
)


def said(*messages: str) -> Verdict:
    findings = tuple(Finding("nu:html", Severity.WARNING, m, Where("a.html")) for m in messages)
    return _without_false_alarms(NU, Verdict("nu", "1", Outcome.FAILED, findings))


def test_a_picture_in_its_own_address_is_no_violation() -> None:
    verdict = said(WRONG)
    assert (verdict.outcome, verdict.findings[0].severity) == (Outcome.PASSED, Severity.NOTE)


@pytest.mark.parametrize("messages", [(RIGHT,), (WRONG, RIGHT), (f"{WRONG} And more.",)])
def test_everything_else_fails(messages: tuple[str, ...]) -> None:
    assert said(*messages).outcome is Outcome.FAILED
