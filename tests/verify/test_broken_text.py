"""Text files broken in known ways: read-back catches every one."""

import pytest
from proving import finished, proof

from docforge.export import Format
from docforge.findings import Outcome

# What is done to the file: name, the text that is replaced (once), and what stands there instead.
BREAKS = [
    ("heading one level off", "Heading 3: Lists", "Heading 4: Lists"),
    ("heading as a paragraph", "Heading 2: Set apart", "Set apart"),
    ("heading dropped", "Heading 2: Tables\n\n", ""),
    ("paragraph as a heading", "An opening paragraph.", "Heading 2: An opening paragraph."),
    ("title dropped", "Autumn briefing\n\n", ""),
    ("author dropped", "Ada Byron, ", ""),
    ("paragraphs swapped", "  Two.\n\n  Paragraphs.", "  Paragraphs.\n\n  Two."),
    ("paragraphs merged", "  Read.\n\n  Then begin.", "  Read. Then begin."),
    ("paragraphs run together", "  Read.\n\n  Then begin.", "  Read.\n  Then begin."),
    ("paragraph dropped", "\n\n  It goes on.", ""),
    ("paragraph added", "  Read.\n", "  Read.\n\n  Buy now!\n"),
    ("text added", "An opening paragraph.", "An opening paragraph. Buy now!"),
    ("text added at the end", "Contact: press@example.org", "Contact: press@example.org Buy now!"),
    ("word dropped", "An opening paragraph.", "An paragraph."),
    ("emphasised text lost", ", stressed,", ", ,"),
    ("digit changed", "57 million", "51 million"),
    ("row dropped", "Row 2\n  Country: Wales\n  People: 3 million\n  Area: (empty)\n\n", ""),
    ("row's number wrong", "Row 3\n", "Row 2\n"),
    ("number of rows wrong", "Rows: 3", "Rows: 4"),
    ("cell dropped", "  People: 57 million\n", ""),
    ("cell emptied", "People: 57 million", "People: (empty)"),
    ("empty cell filled", "Area: (empty)", "Area: 0"),
    ("cells swapped", "  2025, Q1: 1\n  2025, Q2: 2", "  2025, Q2: 2\n  2025, Q1: 1"),
    ("column's header lost", "People: 57 million", "57 million"),
    ("column's header wrong", "2025, Q1: 1", "2025, Q2: 1"),
    ("one of two headers lost", "2025, Q1, Q2: 4", "2025, Q1: 4"),
    ("row's header lost", "  Country: England\n", ""),
    ("row's header as a value", "Name: Ada", "Ada"),
    ("name of a group lost", "Group: South\n\n", ""),
    ("list of columns lost", "Columns: Country; People; Area\n", ""),
    ("caption lost", "Table: Population", "Table:"),
    ("end of a table lost", "End of Table\n\nTable:\nRows: 2\nColumns", "Table:\nRows: 2\nColumns"),
    ("list item merged", "  c. apple\n  d. pear", "  c. apple pear"),
    ("list item dropped", "- Bread\n", ""),
    ("items swapped", "- Done: Publish\n- To do: Translate", "- To do: Translate\n- Done: Publish"),
    ("item's number wrong", "c. apple", "b. apple"),
    ("number became a bullet", "9. First", "- First"),
    ("nested list taken out", "  c. apple\n  d. pear", "c. apple\nd. pear"),
    ("task's state changed", "Done: Publish", "To do: Publish"),
    ("task's state lost", "Done: Publish", "Publish"),
    ("item's second paragraph taken out", "  More of it", "More of it"),
    ("term dropped", "Duty\nTax\n", "Duty\n"),
    ("description of a term dropped", "Relief\n  What is not paid.", "Relief"),
    ("description as a term", "Relief\n  What is not paid.", "Relief\nWhat is not paid."),
    ("description emptied", "Image: Rain fell most in May", "Image:"),
    ("description changed", "[Image: A blue bar]", "[Image: A red bar]"),
    ("description moved out of its figure", "  Image: Rain", "Image: Rain"),
    ("image as text", "[Image: A blue bar]", "A blue bar"),
    ("link leads elsewhere", "[1] https://example.org/rates", "[1] https://example.com/"),
    ("link has another's number", "Rates [1]", "Rates [2]"),
    ("link's number lost", "Rates [1]", "Rates"),
    ("link's number behind another word", "summer [2], lost", "summer, lost [2]"),
    ("address lost", "[3] https://example.org/note\n", ""),
    ("mail address lost", " (press@example.org)", ""),
    ("note unlinked", "[Note 1] [Note 2]", "[Note 1] [Note 1]"),
    ("mark of a note dropped", " [Note 2]\n", "\n"),
    ("note without its number", "[Note 2] The second.", "The second."),
    ("notes swapped", "[Note 2] The second.", "[Note 1] The second."),
    ("heading of the notes lost", "Heading 2: Notes\n\n", ""),
    ("expansion lost", " (National Audit Office)", ""),
    ("deletion unmarked", "[deleted: 12]", "12"),
    ("deletion became insertion", "[deleted: 12]", "[inserted: 12]"),
    ("subscript became plain", "CO₂", "CO2"),
    ("quotation unmarked", "Quotation: One paragraph.", "One paragraph."),
    ("quotation not indented", "  Paragraphs.", "Paragraphs."),
    ("end of a quotation lost", "End of Quotation\n\n", ""),
    ("code's line lost", "    print(2)\n", ""),
    ("code's line moved in", "    print(2)", "      print(2)"),
    ("code unmarked", "Code:\n", ""),
    ("end of code lost", "End of Code\n\n", ""),
    ("formula's words changed", "Formula: E equals m c squared", "Formula: E equals m"),
    ("mark of a writer lost", "[marked: marked]", "marked"),
    ("deletion became a mark", "[deleted: 12]", "[marked: 12]"),
    ("callout's label lost", "Warning: Do not open.", "Do not open."),
    ("callout's kind changed", "Warning: Do not open.", "Caution: Do not open."),
    ("callout's title lost", "Note: Before you start", "Note:"),
    ("callout's end moved up", "  Then begin.\n\nEnd of Note", "End of Note\n\n  Then begin."),
    ("summary lost", "Details: How we counted", "Details:"),
    ("caption of a figure lost", "Figure: Rain by month", "Figure:"),
    ("break between sections lost", "Section break\n\n", ""),
    ("contact lost", "\nContact: press@example.org\n", ""),
]


def test_the_whole_file_passes() -> None:
    assert proof(Format.TEXT, finished(Format.TEXT)).verdict.outcome is Outcome.PASSED


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("name", "old", "new"), BREAKS, ids=[each[0] for each in BREAKS])
def test_a_broken_text_is_caught(name: str, old: str, new: str) -> None:
    text = finished(Format.TEXT).decode()
    assert old in text
    verdict = proof(Format.TEXT, text.replace(old, new, 1).encode()).verdict
    assert verdict.outcome is Outcome.FAILED, name


@pytest.mark.parametrize("kind", [Format.HTML, Format.TEXT])
def test_descriptions_that_changed_places_are_caught(kind: Format) -> None:
    text = finished(kind).decode()
    one, other = "A blue bar", "Rain fell most in May"
    assert text.count(one) == text.count(other) == 1
    swapped = text.replace(one, "\0").replace(other, one).replace("\0", other)
    assert proof(kind, swapped.encode()).verdict.outcome is Outcome.FAILED


def test_bytes_that_are_no_text_have_not_passed() -> None:
    verdict = proof(Format.TEXT, finished(Format.TEXT) + b"\xff").verdict
    assert verdict.outcome is Outcome.FAILED
    assert [finding.code for finding in verdict.findings] == ["RBK005"]
