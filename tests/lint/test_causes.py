"""One cause is one finding: its places are counted, and no other rule tells it again."""

import pytest
from linting import lint_text, subject_of

from docforge.source.config import Settings

TABLE = "| Port | 2025 |\n|------|------|\n| one  | 5 |\n| two  | 6 |\n"


def told(text: str, *codes: str) -> list[str]:
    found = lint_text(text)
    return [f"{f.where.line} {f.code} {f.message}" for f in found if f.code.startswith(codes)]


def test_a_missing_image_is_told_once_with_its_places() -> None:
    text = "![A crane](crane.png)\n\n![A crane](crane.png)\n\n![The quay](crane.png)\n"
    assert told(text, "IMG") == ["1 IMG005 “crane.png” does not exist (3 times)"]


def test_a_description_that_says_nothing_is_told_once_with_its_places() -> None:
    text = "![photo](pixel.png)\n\n![photo](quay.png)\n\n![.](pixel.png)\n\n![photo](poster.png)\n"
    assert told(text, "IMG021") == [
        "1 IMG021 the description “photo” does not say what the image shows, and 2 more like it",
        "5 IMG021 the description of pixel.png is “.”, without any word",
    ]


@pytest.mark.parametrize("text", [f"{TABLE}\nTabel 1: Ports\n", f"Tabel 1: Ports\n\n{TABLE}"])
def test_a_caption_that_was_meant_is_no_missing_one(text: str) -> None:
    (found,) = told(text, "TBL")
    assert "TBL015" in found
    assert [one.split()[1] for one in told(f"{text}\nText.\n\n{TABLE}", "TBL")] == [
        "TBL015",
        "TBL012",
    ]


def test_attributes_with_spaces_give_no_finding_beside_that_of_a_description() -> None:
    assert [one.split()[1] for one in told("![..](pixel.png){ alt = 'x' }\n", "")] == []
    assert told("![](pixel.png){ alt = 'The quay' }\n", "") == []


GERMAN = (
    "Der Hafen bleibt im Winter geschlossen, weil die Mauern erneuert werden müssen und die "
    "Arbeiten länger dauern als geplant war, sagte die Behörde gestern in einer Mitteilung.\n"
)


def test_a_language_that_is_not_the_text_s_is_told_where_it_is_said() -> None:
    (found,) = told(f"---\ntitle: Hafen\nlang: en-GB\n---\n\n{GERMAN}", "LNG012")
    assert found.startswith("3 ")
    (found,) = told(f"\n\n{GERMAN}", "LNG012")
    assert found.startswith("3 ")


def test_earlier_findings_reach_the_rules() -> None:
    subject, earlier = subject_of("![](pixel.png)", Settings(title="T", lang="en"))
    assert subject.earlier == earlier
