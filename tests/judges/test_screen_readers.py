"""What people hear: Orca's speech in Firefox and Chromium, of a page with one of each construct.

`heard/` holds a transcript for each version of Orca that was listened to and each browser, by
section of `constructs.md`. A browser or Orca may say something else one day: read the difference as
a listener would, then write the file anew.
"""

import re
import subprocess
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hearing import heard_of
from judging import BUILD, SourceSet, export

pytestmark = [pytest.mark.judges, pytest.mark.screen]
HERE = Path(__file__).parent
HEARD = HERE / "heard"
BROWSERS = ("firefox", "chromium")
# From the title down, each table by its key, and the next stop of the Tab key.
KEYS = ("ctrl+Home", "t", "t", "t")
# The contact in the footer.
LAST = "press@example.org"
_SECTION = re.compile(r"heading (?:level )?2")  # as Orca 43 and 48 have it


@cache
def page() -> Path:
    made = SourceSet("constructs", HERE, ("constructs.md",), ("--formats", "html"))
    entry = export(made, "orca", jobs=1)["constructs.md"]
    return made.output("orca") / str(entry["outputs"]["html"])


def version() -> str:
    """That of Orca, as far as it changes what is said."""
    told = subprocess.run(["orca", "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+", told)
    assert number is not None, told
    return number[0]


@cache
def heard(browser: str) -> dict[str, list[str]]:
    """What is said while the page is read on, and what by key."""
    steps = ({"hear": re.escape(LAST)}, *({"press": key} for key in KEYS))
    said, *pressed = heard_of(browser, page().as_uri(), steps, 170)
    # Orca 48 begins anew when Firefox has loaded the page, after all of it was read.
    end = next((number for number, one in enumerate(said) if LAST in one), len(said))
    read = said[: end + 2]  # and that it is a link
    return {"read": read, "pressed": [one for each in pressed for one in each]}


def transcript(said: Sequence[str]) -> str:
    """The utterances in sections, each under its heading; breaths are no matter."""
    sections: list[list[str]] = [[]]
    for number, one in enumerate(said):
        following = said[number + 1] if number + 1 < len(said) else ""
        if _SECTION.fullmatch(following):
            sections.append([f"{one}, {following}:"])
        elif not _SECTION.fullmatch(one):
            sections[-1].append(one)
    return "\n\n".join(" ".join(section) for section in sections) + "\n"


@pytest.mark.parametrize("browser", BROWSERS)
def test_orca_reads_the_page_as_agreed(browser: str) -> None:
    said = transcript(heard(browser)["read"])
    kept = BUILD / "constructs" / f"{browser}.txt"
    kept.write_text(said, "utf-8")
    # Firefox knows a figure's name, its caption, when Orca comes to it, or a moment later: both
    # were listened to, and each has the caption.
    agreed = [*(HEARD / f"orca-{version()}").glob(f"{browser}*.txt")]
    assert agreed, f"nobody has listened to this Orca yet: {kept} has what was heard"
    texts = [file.read_text("utf-8").split("\n") for file in agreed]
    assert said.split("\n") in texts, f"{kept} has what was heard"


@pytest.mark.parametrize("browser", BROWSERS)
def test_orca_says_the_captions_of_tables_whole_by_key(browser: str) -> None:
    pressed = " ".join(heard(browser)["pressed"])
    assert "Costs table with 2 rows 2 columns" in pressed
    assert "The NAO’s costs in millions of CO2 table with 3 rows 4 columns" in pressed


@pytest.mark.parametrize("browser", BROWSERS)
def test_nothing_is_said_twice_but_the_caption_that_names_its_table(browser: str) -> None:
    said = heard(browser)["read"]
    again = [one for one, following in pairwise(said) if one == following]
    assert again == []
