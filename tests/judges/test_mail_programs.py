"""What a draft is in a mail program: opened in Thunderbird, as whoever sends it opens it."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from judging import BUILD, ROOT

pytestmark = [pytest.mark.judges, pytest.mark.screen]
HERE = Path(__file__).parent
SAMPLES = ROOT / "input"


def made(name: str, *arguments: str) -> Path:
    """A draft, as the command line makes it."""
    draft = BUILD / "mail" / f"{name}.eml"
    draft.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "docforge", "email", *arguments, "--output", str(draft)]
    subprocess.run(command, check=True, capture_output=True)
    return draft


@cache
def opened(draft: Path) -> Any:
    session = [sys.executable, str(HERE / "thunderbird_session.py"), str(draft)]
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1000x1400x24", "dbus-run-session", "--"]
    picture = str(draft.with_suffix(".png"))
    done = subprocess.run(
        [*screen, *session, picture], capture_output=True, check=True, timeout=170
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_thunderbird_opens_a_draft_for_writing_with_all_that_is_in_it() -> None:
    source = str(SAMPLES / "briefings" / "coastal-economy.md")
    wishes = ("--to", "press@example.org", "--note", "Dear all,\nthe news.")
    seen = opened(made("coastal-economy", source, *wishes))
    assert seen["subject"] == "The coastal economy in 2025"
    assert seen["to"] == ["press@example.org"]
    assert seen["headings"][0] == "h1 The coastal economy in 2025"
    assert seen["headings"][1] == "h2 What the coast earns"
    assert seen["headings"][-1] == "h2 Attached"
    assert seen["captions"] == [
        "Value added by industry, in millions of pounds",
        "Ferry traffic by route, 2024 and 2025",
    ]
    assert [alt for alt, is_shown in seen["pictures"] if not is_shown] == []
    assert "v sub t" in [alt for alt, _ in seen["pictures"]]
    assert [name.rpartition(".")[2] for name in seen["attached"]] == ["pdf", "epub", "txt"]
    assert all(
        link.startswith(("https://www.example.gov.uk/", "mailto:")) for link in seen["links"]
    )


def test_thunderbird_shows_the_beginning_of_what_is_long_from_right_to_left_too() -> None:
    policy = str(SAMPLES / "policies" / "information-management.md")
    arabic = str(SAMPLES / "ar" / "dalil-alzuwwar.md")
    seen = opened(made("several", arabic, policy, "--subject", "دليل", "--body", "summary"))
    assert seen["headings"] == [
        "h1 دليل",
        "h2 Attached",
        "h2 دليل خدمات الميناء للقادمين الجدد",
        "h2 Information management policy",
    ]
    assert seen["directions"] == ["rtl", "ltr", "rtl", "ltr"]
    assert len(seen["attached"]) == 6
