"""Passages and numbers get the direction of their own that UAX 9 cannot give them."""

from reading import parse_text

from docforge.document import Division, Language, plain_text, walk
from docforge.source.config import Settings

ARABIC = Settings(title="عنوان", lang="ar")


def directions(source: str, settings: Settings = ARABIC) -> list[tuple[str, str, str | None]]:
    """Kind, words and direction of each passage that has one, in reading order."""
    document = parse_text(source, settings).document
    return [
        (
            type(node).__name__,
            plain_text(node.children)
            if isinstance(node, Language)
            else "".join(getattr(below, "text", "") for below in walk(node)),
            node.dir,
        )
        for node in walk(document)
        if isinstance(node, Language | Division)
    ]


def test_a_paragraph_in_other_letters_is_a_group_and_a_lone_one_a_passage() -> None:
    assert directions("Press office.") == [("Division", "Press office.", "ltr")]
    assert directions("> Press office.") == [("Division", "Press office.", "ltr")]
    for source in ("- Press office.", "## Press office.", "مصطلح\n:   Press office."):
        assert directions(source) == [("Language", "Press office.", "ltr")]
    assert directions("نص[^1]\n\n[^1]: See p. 5.") == [("Language", "See p. 5.", "ltr")]


def test_cells_captions_terms_and_titles_have_the_direction_of_their_letters() -> None:
    table = "Table: Fees (2026)\n\n| الرسم | Fee |\n|---|---|\n| رسم | $5 |"
    found = [("Language", words, "ltr") for words in ("Fees (2026)", "Fee", "$5")]
    assert directions(table) == found
    assert directions("A term\n:   نص") == [("Language", "A term", "ltr")]
    title = Settings(title="اتصل 01632 960 100", lang="ar")
    assert directions("نص", title) == [("Language", "01632 960 100", "ltr")]


def test_what_the_writer_marked_stays_and_counts_apart() -> None:
    assert directions("[Press office.]{lang=en}") == [("Language", "Press office.", "ltr")]
    assert directions("[01632 960 111]{dir=ltr} هاتف") == [("Language", "01632 960 111", "ltr")]
    english = Settings(title="A title", lang="en-GB")
    assert directions("[שלום לכולם]{lang=he} and 5.", english) == [
        ("Language", "שלום לכולם", "rtl")
    ]
    assert directions("::: {lang=en}\nCall 01632 960 111.\n:::") == [
        ("Division", "Call 01632 960 111.", "ltr")
    ]


def test_a_division_from_right_to_left_in_an_english_text_sets_its_numbers_apart() -> None:
    english = Settings(title="A title", lang="en-GB")
    assert directions("::: {lang=ar}\nهاتف 01632 960 111\n:::\n\nCall 01632 960 111.", english) == [
        ("Division", "هاتف 01632 960 111", "rtl"),
        ("Language", "01632 960 111", "ltr"),
    ]


def test_the_words_of_a_telephone_link_are_set_apart() -> None:
    assert directions("هاتف [01632 960111](tel:01632960111)") == [
        ("Language", "01632 960111", "ltr")
    ]


def test_a_source_without_a_language_is_read_from_left_to_right() -> None:
    assert parse_text("Text.", Settings(title="A title")).document.meta.dir == "ltr"
