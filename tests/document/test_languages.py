"""Language tags: what is accepted, how it is spelt, which way it runs."""

import pytest

from docforge.document.languages import direction, normalise


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("en", "en"),
        ("EN-gb", "en-GB"),
        (" cy ", "cy"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("iw", "he"),
        ("es-419", "es-419"),
        ("de-CH-1996", "de-CH-1996"),
        ("en-x-gb", "en-x-gb"),
        ("sr-latn", "sr-Latn"),
    ],
)
def test_a_tag_gets_its_usual_spelling(written: str, normal: str) -> None:
    assert normalise(written) == normal


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("en_GB", "en-GB"),
        ("en_GB.UTF-8", "en-GB"),
        ("english", "en"),
        ("Cymraeg", "cy"),
        ("العربية", "ar"),
        ("e", "such as"),
        ("en--GB", "such as"),
        ("en GB", "such as"),
        ("-", "such as"),
    ],
)
def test_what_is_no_tag_is_refused_with_what_to_write(written: str, better: str) -> None:
    with pytest.raises(ValueError, match=rf"write (?:a tag )?{better}"):
        normalise(written)


@pytest.mark.parametrize(
    ("tag", "way"),
    [
        ("ar", "rtl"),
        ("fa-IR", "rtl"),
        ("ckb", "rtl"),
        ("pa-Arab", "rtl"),
        ("az-Latn", "ltr"),
        ("ar-Latn", "ltr"),
        ("en", "ltr"),
        ("", "ltr"),
    ],
)
def test_the_direction_is_that_of_the_script(tag: str, way: str) -> None:
    assert direction(tag) == way
