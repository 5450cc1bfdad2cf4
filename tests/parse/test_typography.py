"""Quotation marks and dashes: the language's where it is plain, and as typed where it is not."""

import pytest

from docforge.document import Code, Language, Paragraph, Phrase, PhraseKind, Text, plain_text
from docforge.parse.quotation_marks import marks_of
from docforge.parse.typography import set_marks


def typeset(text: str, lang: str = "en-GB") -> str:
    (block,) = set_marks((Paragraph((Text(text),)),), lang)
    assert isinstance(block, Paragraph)
    return plain_text(block.children)


@pytest.mark.parametrize(
    ("typed", "lang", "shown"),
    [
        ("He said \"the 'best' one\".", "en", "He said “the ‘best’ one”."),
        ('Das ist "gut".', "de", "Das ist „gut“."),
        ('C\'est "bon".', "fr", "C’est «\u00a0bon\u00a0»."),
        ('È "buono".', "it", "È «buono»."),
        ('To "dobre".', "pl", "To „dobre”."),
        ('Det är "bra".', "sv", "Det är ”bra”."),
        ("它是'好'的", "zh", "它是‘好’的"),
    ],
)
def test_marks_are_those_of_the_language(typed: str, lang: str, shown: str) -> None:
    assert typeset(typed, lang) == shown


@pytest.mark.parametrize(
    ("typed", "lang"),
    [
        ("He is 5' 10\" tall", "en"),
        ('שר החוץ של ארה"ב ודובר צה"ל', "he"),
        ("use --draft and -- to end options --", "en"),
        ("+------+-----+ and ---- and -->", "en"),
        ("wait....", "en"),
    ],
)
def test_what_is_no_quotation_stays_as_typed(typed: str, lang: str) -> None:
    assert (
        typeset(typed, lang).replace("options –", "options --").replace("and – to", "and -- to")
        == typed
    )


def test_years_elisions_and_possessives_have_apostrophes() -> None:
    assert (
        typeset("the '90s, 'tis so, the writers' hall's")
        == "the ’90s, ’tis so, the writers’ hall’s"
    )


def test_dashes_stand_between_words_and_numbers() -> None:
    assert typeset("pages 3--5, word---word, so -- well...") == "pages 3–5, word—word, so – well…"


def test_marks_see_through_phrases_and_leave_code() -> None:
    strong = Phrase(PhraseKind.STRONG, (Text('"all"'),))
    code = Code('"x"')
    german = Language((Text(' "gut" '),), "de", None)
    (block,) = set_marks((Paragraph((Text('A "'), strong, Text('" '), code, german)),), "en")
    assert isinstance(block, Paragraph)
    assert plain_text(block.children) == 'A “"all"” "x" „gut“ '.replace('"all"', "“all”")


def test_a_language_takes_the_marks_of_its_longest_known_prefix() -> None:
    assert marks_of("de-AT") == marks_of("de")
    assert marks_of("xx") == marks_of("en")
