"""What is set apart inside text of the other direction (UAX 9)."""

import pytest

from docforge.document import Direction
from docforge.document.isolates import isolated, own_direction


def apart(text: str, around: Direction = "rtl") -> list[str]:
    parts = list(isolated(text, around))
    assert "".join(part for part, _ in parts) == text
    assert all(direction in (None, "rtl" if around == "ltr" else "ltr") for _, direction in parts)
    return [part for part, direction in parts if direction]


@pytest.mark.parametrize(
    "run",
    [
        *("01632 960 111", "+44 1632 960 112", "+441632960112", "(01632) 960 111", "03-123 4567"),
        *("+44 (0)20 7946 0000", "١٢٣ ٤٥٦ ٧٨٩", "06 12 34 56 78", "1 250 000", "€1 250 000"),
        *("press@example.org", "https://example.org/a/", "www.example.org/b/", "tel://1/"),
        *("$5", "5$", "-5", "−12.5%", "3.5%", "−۵", "$5 million", "12 km", "5 GB", "30 °C"),
        *(
            "US$10 million",
            "US$ 10",
            "A$5.50",
            "HK$ 1,200",
            "USD 10 million",
            "EUR 5",
            "10 million US$",
        ),
        *("10 million USD", "5 US$", "US$4.50", "$10 million", "€5 million"),
        *("20,124 TEU", "22.8 kn", "12 mg/l", "5 NM", "20,124 km", "1013 hPa", "60 dB", "15 kWh"),
        *("SA03 8000 0000 6080 1016 7519", "GB82 WEST 1234 5698 7654 32", "AB 123 456 C"),
        *("C++", "#harbour", "@docforge", "12/AB", "2026-11-26", "1'250'000"),
    ],
)
@pytest.mark.parametrize("text", ["اتصل بالمكتب {} أو زرنا.", "התקשרו {}, בבקשה", "{}"])
def test_a_run_is_set_apart_from_right_to_left_text(text: str, run: str) -> None:
    assert apart(text.format(run)) == [run]


@pytest.mark.parametrize(
    "text",
    [
        *("عام 2019 2020 2021", "صفحة 12", "بين 3 و 5", "من 5–10", "من 2019-2020", "10 20 30 40"),
        *("1,250,500 جنيه", "26/11/2026", "10:30", "والرمز AB-12/3", "COVID-19", "5G", "(5)"),
        *("٥٠٪", "٢٠١٩–٢٠٢٠", "Port Merrow", "قال: «نعم»!", "في عام 2019 Google أعلنت", "ה-11"),
        *("في 2024 WHO أعلنت", "في 2024 eBay", "1,2,3", "5, 6, 7", "AB 12"),
    ],
)
def test_what_the_algorithm_sets_right_is_left_alone(text: str) -> None:
    assert apart(text) == []


def test_a_prefix_of_hebrew_is_no_minus() -> None:
    assert apart("ב-5% מתוך") == ["5%"]
    assert apart("ב -5% מתוך") == ["-5%"]
    assert apart("10%–15%") == ["10%", "15%"]


def test_a_word_from_right_to_left_keeps_the_number_behind_it_in_its_place() -> None:
    assert apart("of (מרסין) 2019; see سعيد – 500", "ltr") == ["מרסין", "سعيد"]
    assert apart("علي محمد, 5", "ltr") == ["علي محمد"]
    assert apart("see سعيد and 500 people", "ltr") == []


@pytest.mark.parametrize(
    ("text", "around", "direction"),
    [
        ("Press office, Aberhafan.", "rtl", "ltr"),
        ("WHO أعلنت المنظمة اليوم", "rtl", None),
        ("https://example.org/a و press@example.org", "rtl", None),
        ("01632 960 100", "rtl", None),
        ("اتصل بنا today", "ltr", "rtl"),
        ("Call اتصل", "ltr", None),
    ],
)
def test_a_line_has_the_direction_of_its_letters(
    text: str, around: Direction, direction: Direction | None
) -> None:
    assert own_direction(text, around) == direction


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("She wrote קול בשנת 2025 היה טוב today.", []),
        ("It says: قال الوزير سنبدأ في 5 مايو 2025 في لندن and ends.", []),
        ("He said «قال الوزير: 50% في 10:30» then.", ["قال الوزير: 50% في 10:30"]),
        ("It says “قال 5 مايو 2025” there.", ["قال 5 مايو 2025"]),
        ("The words שלום 5 people know", ["שלום"]),
        ("The words שלום, 5 and עולם (2026) here", ["שלום", "עולם"]),
    ],
)
def test_a_number_within_words_from_right_to_left_is_theirs(text: str, apart: list[str]) -> None:
    assert [part for part, direction in isolated(text, "ltr") if direction] == apart
