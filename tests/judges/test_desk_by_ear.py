"""The desk as people hear it: Orca in Firefox, from the first page to the finished files.

`heard/desk.txt` holds what is said on the way. Firefox or Orca may say something else one day: read
the difference as a listener would, then write the file anew.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hearing import heard_of
from judging import BUILD
from serving import serving

pytestmark = [pytest.mark.judges, pytest.mark.screen]
AGREED = Path(__file__).parent / "heard" / "desk.txt"
STORY = """\
---
title: Work starts on the breakwater
lang: en-GB
---

Repairs begin on Monday.

#### What happens next

- The wall is mended.
"""
MENDED = STORY.replace("#### What happens next", "## What happens next on Monday")
# Each page is ready when it has said its last words, or what it says of itself.
_END = "Nothing is sent anywhere"
_TIMES = 3
_WAY: tuple[tuple[str, dict[str, str]], ...] = (
    ("The first page", {"hear": _END}),
    ("To the project", {"press": "Tab", "until": "^autumn link"}),
    ("Open it", {"press": "Return", "hear": _END}),
    ("To the document", {"press": "Tab", "until": "story.md link"}),
    ("Open it", {"press": "Return", "hear": _END}),
    # Orca drops what a page tells while it is loaded: the next one has what was found.
    ("Load it anew", {"press": "F5", "hear": _END}),
    ("To what was found", {"press": "Tab", "until": "^The heading “What happens next” moves"}),
    ("Go to its line", {"press": "Return"}),
    ("To the end of the line", {"press": "End"}),
    ("Write", {"type": " on Monday"}),
    ("To the button", {"press": "Tab", "until": "^Mend this"}),
    ("Mend it", {"press": "Return", "hear": "^Mended in the text below"}),
    ("To the button", {"press": "Tab", "until": "^Save push button"}),
    ("Save", {"press": "Return", "hear": "^Saved"}),
    ("Back to the steps", {"press": "shift+Tab", "until": "Check and send link"}),
    ("Open it", {"press": "Return", "hear": _END}),
    ("To the button", {"press": "Tab", "until": "^Make the files"}),
    ("Make them", {"press": "Return", "hear": "^The files are up to date"}),
    ("To a file", {"press": "Tab", "until": "^Download PDF"}),
)
# What a page tells when it is so far, wherever somebody is by then.
_BY_ITSELF = ("1 warning", "The preview is up to date. 1 warning")


def test_a_story_is_mended_and_made_by_ear() -> None:
    """Orca loses a word now and then where two pages follow each other at once: who listens goes
    the way again, and so does this. A page that does not tell something never tells it.
    """
    kept = BUILD / "heard-desk.txt"
    kept.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(_TIMES):
        walk = walked()
        kept.write_text(walk.said, "utf-8")
        if walk.said == AGREED.read_text("utf-8"):
            break
    assert walk.said.split("\n") == AGREED.read_text("utf-8").split("\n"), (
        f"{kept} has what was heard"
    )
    assert walk.saved == MENDED
    assert walk.made >= {".html", ".epub", ".pdf", ".txt"}


class Walk(NamedTuple):
    """What was said on the way, the source at its end, and the kinds of files that were made."""

    said: str
    saved: str
    made: set[str]


def walked() -> Walk:
    # Not pytest's folder: its name is in what is heard and in Firefox's sockets.
    with TemporaryDirectory(prefix="desk-") as folder:
        source = project(Path(folder)) / "input" / "story.md"
        with serving(Path(folder)) as desk:
            heard = heard_of("firefox", desk.address, [step for _, step in _WAY], 400)
        made = {file.suffix for file in (source.parents[1] / "output").rglob("story.*")}
        return Walk(transcript(heard), source.read_text("utf-8"), made)


def project(folder: Path) -> Path:
    """A project of one story, as somebody has left it on the disk."""
    made = folder / "projects" / "autumn"
    (made / "input").mkdir(parents=True)
    (made / "docforge.toml").write_text("", "utf-8")
    (made / "input" / "story.md").write_text(STORY, "utf-8")
    return made


def transcript(heard: list[list[str]]) -> str:
    """What is said on the way from place to place, and the word that a page was waited for with."""
    lines = []
    for (what, step), said in zip(_WAY, heard, strict=False):
        wanted = step.get("hear") or step.get("until", "$.")
        found = [number for number, one in enumerate(said) if re.search(wanted, one)]
        last = found[0] + 1 if found else len(said)
        kept = said[last - 1 : last] if "hear" in step else said[:last]
        lines += [f"{what}:", *(f"  {one}" for one in kept if one not in _BY_ITSELF)]
    return "\n".join(lines) + "\n"
