"""Labels that people type before lines: which count on, and which only begin a line."""

import pytest

from docforge.parse.hand_labels import labels


@pytest.mark.parametrize(
    "block",
    [
        "A1. x|A2. y",
        "Art. 1 x|Art. 2 y|Art. 3 z",
        "§ 1 x|§ 2 y",
        "Step 1: x|Step 2: y",
        "Option A: x|Option B: y",
        "Part I x|Part II y|Part III z|Part IV u",
        "I. x|II. y|III. z",
        "A. x|B. y",
        "H. x|I. y|J. z",
        "aa) x|bb) y",
        "1.1 x|1.2 y|1.10 z|2 u",
        "1.1.1 x|1.1.2 y",
        "1.1 x|1.1.1 y|1.1.2 z|1.2 u",
        "א. x|ב. y",
        "а. x|б. y",
        "١. x|٢. y",
        "①x|②y",
        "（一）x|（二）y",
        "一、x|二、y|十、z|十一、u",
        "第九条 x|第十条 y|第十一条 z",
        "1、x|2、y",
        "가. x|나. y",
        "10:00 x|10:30 y|11:15 – 12:00 z",
        "10.00 Uhr x|10.30 Uhr y",
        "12.11. x|13.11. y|1.12. z",
        "12.11.2026: x|1.1.2027: y",
        "2019: x|2020: y|2024: z",
        "✓ x|✗ y",
        "✅ x|✅ y",
        "– x|– y",
        "No. 7 x|No. 9 y|No. 10 z",
        "Before:|1.1 x|1.2 y",
    ],
)
def test_labels_that_count_on_are_known(block: str) -> None:
    lines = block.split("|")
    expected = [n for n, line in enumerate(lines) if line != "Before:"]
    assert [*labels(lines)] == expected


@pytest.mark.parametrize(
    "block",
    [
        "1. x|2. y",  # which Markdown reads
        "1) x|2) y",
        "(a) x|(b) y",
        "a. x|b. y",
        "i) x|ii) y",
        "12 people|13 dogs",
        "1945. x|1946. y",
        "Article 5 x|Article 9 y",
        "under|Article 5 and|Article 6 of",
        "2. x|1.5 y",
        "A dog|B cat",
        "I have|I am",
        "50% of|51% of",
        "1.12.2026 x|Monday y",
        "Room 5 x",
        "a.b.c d|e.f.g h",
        "",
    ],
)
def test_what_only_begins_a_line_is_no_label(block: str) -> None:
    assert labels(block.split("|")) == {}
