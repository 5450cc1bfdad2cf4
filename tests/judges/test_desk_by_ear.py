"""The desk as people hear it: Orca in Firefox, from the first page to the finished files.

At each stop the words are asked for that somebody who does not see has to hear there: the name of
what the focus is on and what it is, or what was done. Browser and Orca may say more.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hearing import heard_of
from serving import serving

pytestmark = [pytest.mark.judges, pytest.mark.screen]
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
_TIMES, _SECONDS = 3, 500
# Without a voice Orca reads a page all at once, and answers no key meanwhile; a page that a script
# changes meanwhile it reads again and again, and never ends.
_SETTINGS = {"sayAllOnLoad": False}
_PAGE = "docforge"  # ends the title of each page
_WAY: tuple[tuple[str, dict[str, str]], ...] = (
    ("the first page", {"arrive": "Your documents", "hear": _PAGE}),
    ("the field for a text", {"press": "Tab", "until": "^Text in Markdown entry"}),
    ("its title", {"press": "Tab", "until": "^Title entry"}),
    ("the project", {"press": "Tab", "until": "^autumn link"}),
    ("it opens", {"press": "Return"}),
    ("its page", {"arrive": "autumn", "hear": _PAGE}),
    ("the document", {"press": "Tab", "until": "story.md link"}),
    ("it opens", {"press": "Return"}),
    ("its page", {"arrive": "input/story.md", "hear": _PAGE}),
    ("its text", {"press": "Tab", "until": "^Text of input/story.md entry"}),
    (
        "what was found",
        {"press": "Tab", "until": "The heading “What happens next” moves from level 4 to 2"},
    ),
    (
        "its line, chosen in the text",
        {"press": "Return", "hear": "^Text of input/story.md entry .*What happens next"},
    ),
    ("the end of the line", {"press": "End"}),
    ("more is written", {"type": " on Monday"}),
    ("what mends it", {"press": "Tab", "until": "^Mend this : Line 8, HDG002 (push )?button"}),
    ("it is mended", {"press": "Return"}),
    ("what was done", {"arrive": "input/story.md", "hear": "^Mended in the text below"}),
    ("what saves", {"press": "Tab", "until": "^Save (push )?button"}),
    ("it is saved", {"press": "Return"}),
    ("what was done", {"arrive": "input/story.md", "hear": "^Saved"}),
    ("the next step", {"press": "shift+Tab", "until": "Check and send link"}),
    ("it opens", {"press": "Return"}),
    ("its page", {"arrive": "Check", "hear": _PAGE}),
    ("what makes files", {"press": "Tab", "until": "^Make the files (push )?button"}),
    ("they are made", {"press": "Return"}),
    ("a file", {"press": "Tab", "until": "^Download PDF link"}),
)


def test_a_story_is_mended_and_made_by_ear() -> None:
    """Orca loses a word now and then, and Firefox's first window had no focus once in five times:
    who listens goes the way again, and so does this. A page that does not tell something never
    tells it.
    """
    for _ in range(_TIMES):
        walk = walked()
        told = zip(_WAY, walk.heard, strict=False)
        print(*(f"{what}: {said[-3:]}" for (what, _), said in told), sep="\n")
        if walk.is_whole:
            break
    assert walk.is_whole, _WAY[len(walk.heard) - 1]


class Walk(NamedTuple):
    """What was said for each step, and whether all was done; a way that ends early is shorter."""

    heard: list[list[str]]
    is_whole: bool


def walked() -> Walk:
    # Not pytest's folder: its name is in what is heard and in Firefox's sockets.
    with TemporaryDirectory(prefix="desk-") as folder:
        source = project(Path(folder)) / "input" / "story.md"
        with serving(Path(folder)) as desk:
            steps = [step for _, step in _WAY]
            heard = heard_of("firefox", desk.address, steps, _SECONDS, _SETTINGS)
        made = {file.suffix for file in (source.parents[1] / "output").rglob("story.*")}
        is_done = source.read_text("utf-8") == MENDED and made >= {".html", ".epub", ".pdf", ".txt"}
        is_heard = len(heard) == len(_WAY) and any("Download PDF" in one for one in heard[-1])
        return Walk(heard, is_heard and is_done)


def project(folder: Path) -> Path:
    """A project of one story, as somebody has left it on the disk."""
    made = folder / "projects" / "autumn"
    (made / "input").mkdir(parents=True)
    (made / "docforge.toml").write_text("", "utf-8")
    (made / "input" / "story.md").write_text(STORY, "utf-8")
    return made
