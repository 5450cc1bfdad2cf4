"""Numbers that belong to a word beside them are known, and others are not."""

import pytest

from docforge.style.joined import is_joined

JOINED = """\
en £5 million
en US$5 million,
en (12 March
en March 2026.
en 1st January
en Article 5
en page 7
en p. 7
en No. 12
en Regulation 2016/679
en (EU) 2016/679
en EUR 300
en € 300
en 20 °C.
en 24 hours,
en 10 a.m.
en about 40
de 5 Millionen
de 12. März
de Seite 7
de 15 Uhr
fr 5 millions
fr 1er mai
fr page 7
cy 5 miliwn
cy 12 Mawrth
cy tudalen 7
es 12 enero
hi 1 मई
ar المادة 5
ru № 5
th พ.ศ. 2570
en 020 7946
en +44 (0)20
en (0191) 496
en 7946 0018.
fr 2 000
""".splitlines()
FREE = """\
en in 2025
en met 12
en 12 people
en 2026 and
en 3, 4
en 2026. 12
en 5, million
en Monday. 12
en it: 5
en 5 March’s-end
en the page
en COVID-19 in
de am 12.
fr le 12
""".splitlines()


@pytest.mark.parametrize("case", JOINED)
def test_a_number_and_its_word_are_joined(case: str) -> None:
    lang, before, after = case.split()
    assert is_joined(before, after, lang)


@pytest.mark.parametrize("case", FREE)
def test_others_are_not(case: str) -> None:
    lang, before, after = case.split()
    assert not is_joined(before, after, lang)


def test_a_day_of_a_month_is_no_number_of_the_word_before_it() -> None:
    assert not is_joined("Monday", "23", "en", "November")
    assert not is_joined("Montag,", "23.", "de", "November")
    assert is_joined("Monday", "23", "en", "people")
    assert is_joined("23", "November", "en", "2026")
