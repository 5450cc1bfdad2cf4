"""The desk as people hear it: Orca in Firefox, from the first page to the finished files.

At each stop the words are asked for that somebody who does not see has to hear there: the name of
what the focus is on and what it is, or what was done. Browser and Orca may say more.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

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
_PAGE = "docforge"  # ends the title of each page
_WAY: tuple[tuple[str, dict[str, str]], ...] = (
    ("the first page", {"arrive": "Start", "hear": _PAGE}),
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
    ("its line", {"press": "Return"}),
    ("the text, with the line chosen", {"ask": "What happens next selected"}),
    ("the end of the line", {"press": "End"}),
    ("more is written", {"type": " on Monday"}),
    ("what mends it", {"press": "Tab", "until": "^Mend this : Line 8, HDG002 (push )?button"}),
    ("it is mended", {"press": "Return"}),
    ("what was done", {"ask": "^Mended in the text below"}),
    ("what saves", {"press": "Tab", "until": "^Save (push )?button"}),
    ("it is saved", {"press": "Return"}),
    ("what was done", {"ask": "^Saved"}),
    ("the next step", {"press": "shift+Tab", "until": "Check and send link"}),
    ("it opens", {"press": "Return"}),
    ("its page", {"arrive": "Check", "hear": _PAGE}),
    ("what makes files", {"press": "Tab", "until": "^Make the files (push )?button"}),
    ("they are made", {"press": "Return"}),
    ("a file", {"press": "Tab", "until": "^Download PDF link"}),
)


def test_a_story_is_mended_and_made_by_ear() -> None:
    # Not pytest's folder: its name is in what is heard and in Firefox's sockets.
    with TemporaryDirectory(prefix="desk-") as folder:
        source = project(Path(folder)) / "input" / "story.md"
        with serving(Path(folder)) as desk:
            heard = walked(desk.address)
            if len(heard) == 1:
                # Once in five times Firefox's first window got no focus and no key: somebody would
                # open it again.
                heard = walked(desk.address)
        made = {file.suffix for file in (source.parents[1] / "output").rglob("story.*")}
        told = [f"{what}: {said[-3:]}" for (what, _), said in zip(_WAY, heard, strict=False)]
        print(*told, sep="\n")
        assert len(heard) == len(_WAY)
        assert source.read_text("utf-8") == MENDED
        assert made >= {".html", ".epub", ".pdf", ".txt"}


def walked(address: str) -> list[list[str]]:
    """What is said for each step; a way that ends early is shorter."""
    return heard_of("firefox", address, [step for _, step in _WAY], 600)


def project(folder: Path) -> Path:
    """A project of one story, as somebody has left it on the disk."""
    made = folder / "projects" / "autumn"
    (made / "input").mkdir(parents=True)
    (made / "docforge.toml").write_text("", "utf-8")
    (made / "input" / "story.md").write_text(STORY, "utf-8")
    return made
