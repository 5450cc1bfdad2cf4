"""Charts: numbers as people write them, tables that can be drawn, and what is drawn of them.

What is drawn is read back from its file: bars are as long as their numbers say.
"""

import itertools
import re
from xml.etree import ElementTree

import pytest

from docforge.document import Cell, ChartKind, ChartRequest, Paragraph, Row, Table, Text
from docforge.media.charts.bars import bars, stacked
from docforge.media.charts.canvas import PATTERNS, Look, Palette, width_of, wrapped
from docforge.media.charts.data import NotDrawable, chart_data
from docforge.media.charts.lines import lines
from docforge.media.charts.numbers import Amount, NotANumber, read_amount
from docforge.media.charts.series import ChartData

SVG = "{http://www.w3.org/2000/svg}"
PALETTE = Palette("#111111", "#222222", "#ffffff", "#333333", "#004400")
DRAW = {ChartKind.BAR: bars, ChartKind.LINE: lines, ChartKind.STACKED: stacked}


# --- Numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "lang", "value", "unit"),
    [
        ("1,085", "en", 1085, ""),
        ("1.085", "en", 1.085, ""),
        ("1.085", "de", 1085, ""),
        ("1,085", "de", 1.085, ""),
        ("1.085,5", "de", 1085.5, ""),
        ("1 085,5", "fr", 1085.5, ""),
        ("1\u202f085", "fr", 1085, ""),
        ("12'345.6", "de-CH", 12345.6, ""),
        ("١٬٠٨٥٫٥", "ar", 1085.5, ""),
        ("۱۲۳", "fa", 123, ""),
        ("१,००,०००", "hi", 100000, ""),
        ("1,00,000", "en-IN", 100000, ""),
        ("1.000.000", "en", 1000000, ""),
        ("−5", "en", -5, ""),
        ("–3.2", "en", -3.2, ""),
        ("(5)", "en", -5, ""),
        ("-£5", "en", -5, "£"),
        ("£-5", "en", -5, "£"),
        ("12 %", "fr", 12, "%"),
        ("٪12", "ar", 12, "٪"),
        ("US$1,136", "en", 1136, "US$"),
        ("1.2 million", "en", 1.2, "million"),
        ("3.2 [p]", "en", 3.2, ""),
        ("412*", "en", 412, ""),
        ("0,5", "en", 0.5, ""),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(
    written: str, lang: str, value: float, unit: str
) -> None:
    assert read_amount(written, lang) == Amount(value, unit)


@pytest.mark.parametrize("written", ["", " ", "–", "..", "n/a", "[c]", "x", "…"])
def test_a_cell_may_have_no_number(written: str) -> None:
    assert read_amount(written, "en") is None


@pytest.mark.parametrize("written", ["2019–2020", "5 to 6", "1,2,3", "12 34", "about", "3.2 (2.6)"])
def test_what_is_no_number_or_may_be_two_is_refused(written: str) -> None:
    with pytest.raises(NotANumber):
        read_amount(written, "en")


# --- Tables ------------------------------------------------------------------------------


def table(*rows: str) -> Table:
    """A table of rows such as "Year | 2024"; the first one is the head."""
    head, *body = [
        Row(tuple(Cell((Paragraph((Text(said.strip()),)),)) for said in row.split("|")))
        for row in rows
    ]
    return Table((), (head,), (tuple(body),))


def data(kind: ChartKind, *rows: str, lang: str = "en", **wish: object) -> ChartData:
    request = ChartRequest(kind, **wish)  # type: ignore[arg-type]
    return chart_data(table(*rows), request, lang)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["A | B", "x | about"], "no column of numbers"),
        (["A | B", "x | 5", "y | about 5 or 6"], "“about 5 or 6” in row 2 under “B” is no number"),
        (["A | B", "x | £5", "y | 6%"], "different units: “£” and “%”"),
        (["A | B | C", "x | 5 | 6%", "y | 5% | 6 km"], "different units"),
        (["A | Ships | Earned", "x | 1 | £2m", "y | 4 | £3m"], "“£ m” and none under “Ships”"),
        (["A | B", "x | 1.2 million", "y | 900"], "different units: “million” and none"),
        (["A | | ", "x | 5 | 6"], "has no name"),
        (["A | B", " | 5"], "has no name"),
        (["A | B", "x | –"], "no column of numbers"),
        (["A | B | C | D | E | F | G | H", "x | 1 | 2 | 3 | 4 | 5 | 6 | 7"], "7 series"),
        (["A | B", *(f"row {n} | {n}" for n in range(41))], "41 bars"),
        (["A", "5"], "no column of numbers"),
    ],
)
def test_a_table_that_a_chart_would_tell_wrongly_is_refused(rows: list[str], says: str) -> None:
    with pytest.raises(NotDrawable, match=re.escape(says)) as refused:
        data(ChartKind.BAR, *rows)
    assert refused.value.hint


def test_a_line_needs_two_points_and_has_room_for_many() -> None:
    with pytest.raises(NotDrawable, match="two points"):
        data(ChartKind.LINE, "Year | A", "2024 | 5")
    many = data(ChartKind.LINE, "Year | A", *(f"{n} | {n}" for n in range(100)))
    assert len(many.categories) == 100


def test_columns_are_drawn_that_are_named_or_hold_numbers() -> None:
    rows = ("A | Name | B | C", "x | some | 5 | 6", "y | words | – | £7")
    assert [s.name for s in data(ChartKind.BAR, *rows).series] == ["B", "C"]
    assert [s.name for s in data(ChartKind.BAR, *rows, columns=("c",)).series] == ["C"]
    with pytest.raises(NotDrawable, match="no column “D”"):
        data(ChartKind.BAR, *rows, columns=("D",))


def test_a_row_may_be_a_series() -> None:
    turned = data(ChartKind.LINE, "Port | 2023 | 2024", "A | 1 | 2", "B | 3 | 4", by_rows=True)
    assert turned.categories == ("2023", "2024")
    assert [(s.name, s.values) for s in turned.series] == [("A", (1, 2)), ("B", (3, 4))]


def test_rows_without_a_unit_have_no_scale_with_one_of_pounds() -> None:
    rows = ("What | A | B", "Ships | 1 | 4", "Earned | £2m | £3m")
    with pytest.raises(NotDrawable, match="none under “Ships”"):
        data(ChartKind.BAR, *rows, by_rows=True)
    for name in ("2025", "Earned (£m)"):  # of one thing, or the unit is said above
        assert data(ChartKind.BAR, f"A | {name} | B", "x | 1 | £2m", "y | 4 | £3m").series


def test_sums_in_the_foot_and_marks_of_remarks_are_not_drawn() -> None:
    whole = table("A | B", "x | 5")
    total = Table((), whole.head, whole.bodies, foot=table("", "Total | 5").bodies[0])
    assert chart_data(total, ChartRequest(ChartKind.BAR), "en").categories == ("x",)


SUM_ROWS = ("Industry | 2024 | 2025", "Fishing | 405 | 412", "Ports | 941 | ")


@pytest.mark.parametrize(
    ("last", "is_drawn"),
    [
        ("Total | 1,346 | 412", False),
        ("All of them | 1,346 | 412", False),
        ("Grand total: | 1,347 | 412", False),  # rounded
        ("Cyfanswm | 1,346 | 412", False),
        ("Total | 1,400 | 412", True),  # of more than the table has
        ("Ferries | 1,346 | 412", True),  # a sum by chance
    ],
)
def test_a_last_row_that_is_called_a_sum_and_is_one_is_not_drawn(last: str, is_drawn: bool) -> None:
    drawn = data(ChartKind.BAR, *SUM_ROWS, last)
    assert len(drawn.categories) == (3 if is_drawn else 2)
    assert [len(series.points) for series in drawn.series] == [len(drawn.categories)] * 2


def test_a_last_column_of_sums_is_drawn_where_it_is_asked_for() -> None:
    rows = ("Year | Rail | Sea | All", "2024 | 2.4 | 5.1 | 7.5", "2025 | 3 | 4.25 | 7.25")
    names = [series.name for series in data(ChartKind.STACKED, *rows).series]
    assert names == ["Rail", "Sea"]
    asked = data(ChartKind.STACKED, *rows, columns=("Sea", "All"))
    assert [series.name for series in asked.series] == ["Sea", "All"]


# --- Drawings ----------------------------------------------------------------------------

ROWS = (
    "Industry | 2024 | 2025",
    "Fishing and aquaculture, including processing on board | 405 | −41.5",
    "Tourism | 1,085 | 1,136",
    "Ports | 0 | ",
)


def look(width: float = 640, *, rtl: bool = False, lang: str = "en") -> Look:
    return Look(PALETTE, width, "rtl" if rtl else "ltr", ("Fira Sans",), lang)


def drawing(made: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(made)


def words(root: ElementTree.Element) -> list[str]:
    return [re.sub("[\u2066-\u2069]", "", e.text or "") for e in root.iter(f"{SVG}text")]


def boxes(root: ElementTree.Element) -> list[tuple[float, float]]:
    """Where each bar begins and how long it is, without the ground."""
    found = list(root.iter(f"{SVG}rect"))[1:]
    return [(float(rect.get("x", "")), float(rect.get("width", ""))) for rect in found]


@pytest.mark.parametrize("width", [640, 320])
@pytest.mark.parametrize("rtl", [False, True])
def test_a_bar_is_as_long_as_its_number(width: float, rtl: bool) -> None:
    root = drawing(bars(data(ChartKind.BAR, *ROWS), look(width, rtl=rtl)))
    (_, first), (other, negative), *rest = boxes(root)
    lengths = [first, negative, *(length for _, length in rest)]
    unit = lengths[-1] / 1136
    expected = [405 * unit, 41.5 * unit, 1085 * unit, 1136 * unit]
    assert lengths == pytest.approx(expected, abs=0.2)
    zero = boxes(root)[0][0] + (first if rtl else 0)
    assert other + (0 if rtl else negative) == pytest.approx(zero, abs=0.2)


@pytest.mark.parametrize("width", [640, 320])
@pytest.mark.parametrize("kind", ChartKind)
def test_every_name_and_number_of_the_table_stands_in_the_drawing(
    kind: ChartKind, width: float
) -> None:
    said = " ".join(words(drawing(DRAW[kind](data(kind, *ROWS), look(width)))))
    expected = ["Fishing and aquaculture", "Ports", "2024", "2025", "1,136"]
    if kind is not ChartKind.LINE:
        expected += ["Tourism", "405", "−41.5", "1,085", "0", "–"]
    assert all(part in said for part in expected), said


def test_stacked_pieces_follow_each_other_from_zero_on_both_sides() -> None:
    rows = ("Region | A | B | C | D", "North | 30 | 20 | -5 | -10")
    root = drawing(stacked(data(ChartKind.STACKED, *rows), look()))
    pieces = boxes(root)[:4]
    (a, wide_a), (b, wide_b), (c, wide_c), (d, wide_d) = pieces
    assert (wide_a / wide_b, wide_d / wide_c) == pytest.approx((1.5, 2), abs=0.05)
    assert (b, c + wide_c, d + wide_d) == pytest.approx((a + wide_a, a, c), abs=0.2)


def test_a_line_meets_its_numbers_and_stops_where_there_is_none() -> None:
    rows = ("Year | A", "2020 | 0", "2021 | 10", "2022 | ", "2023 | 20", "2024 | 10")
    root = drawing(lines(data(ChartKind.LINE, *rows), look()))
    marks = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in root.iter(f"{SVG}circle")]
    zero, ten, twenty, again = (y for _, y in sorted(set(marks)))
    assert again == pytest.approx(ten, abs=0.1)
    assert zero - ten == pytest.approx(ten - twenty, abs=0.2)
    runs = [p.get("d", "") for p in root.iter(f"{SVG}path") if p.get("stroke-width") == "2.5"]
    assert [way.count("L") + 1 for way in runs] == [2, 2]


def test_names_of_lines_that_end_in_one_place_have_the_signs_of_their_lines() -> None:
    rows = ("Year | North | South", "2024 | 5.0 | 5.2", "2025 | 5.5 | 5.5")
    root = drawing(lines(data(ChartKind.LINE, *rows), look()))
    places = [
        float(text.get("x", "")) for text in root.iter(f"{SVG}text") if "5.5" in (text.text or "")
    ][-2:]
    rounds = [float(one.get("cx", "")) for one in root.iter(f"{SVG}circle")]
    assert places[0] == places[1]
    assert places[0] - 16 < rounds[-1] < places[0]
    one = drawing(lines(data(ChartKind.LINE, "Year | North", "2024 | 5.0", "2025 | 5.5"), look()))
    assert len({each.get("cx") for each in one.iter(f"{SVG}circle")}) == 2


def test_a_scale_is_as_fine_at_each_of_its_lines() -> None:
    rows = ("Year | North", "2024 | 5.0", "2025 | 5.5")
    said = words(drawing(lines(data(ChartKind.LINE, *rows), look())))
    assert {"5.0", "5.2"} <= set(said)


def test_lines_are_told_apart_without_colours() -> None:
    rows = ("Year | A | B | C", "2020 | 1 | 2 | 3", "2021 | 2 | 3 | 4")
    root = drawing(lines(data(ChartKind.LINE, *rows), look()))
    drawn = [p for p in root.iter(f"{SVG}path") if p.get("stroke-width") == "2.5"]
    dashes = {p.get("stroke-dasharray") for p in drawn}
    assert len(dashes) == 3
    assert len(set(PATTERNS)) == 6


def test_the_scale_speaks_the_language_and_its_digits() -> None:
    rows = ("Jahr | A", "2020 | 1.000,5", "2021 | 3.000")
    said = words(drawing(lines(data(ChartKind.LINE, *rows, lang="de"), look(lang="de"))))
    assert "2.000" in said
    arabic = ("السنة | أ", "٢٠٢٠ | ١", "٢٠٢١ | ٣")
    made = lines(data(ChartKind.LINE, *arabic, lang="ar"), look(rtl=True, lang="ar"))
    assert {"٠", "١", "٢", "٣"} <= set(words(drawing(made)))


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize(("width", "rtl"), list(itertools.product([640, 320], [False, True])))
def test_nothing_is_drawn_beside_the_drawing(kind: ChartKind, width: float, rtl: bool) -> None:
    rows = (
        "Region | A series with a very long name of its own | −B | C",
        "Donaudampfschifffahrtsgesellschaftskapitänswitwenverband | 12,345,678.9 | -9 | 5",
        "ناحية الشمال والجزر البعيدة في البحر وما حولها | 4 | 5 | ",
        "水産業および水産加工業ならびに関連するすべての事業 | 1 | 2 | 3",
    )
    root = drawing(DRAW[kind](data(kind, *rows), look(width, rtl=rtl)))
    height = float(root.get("height", ""))
    for x, length in boxes(root):
        assert x >= -1
        assert x + length <= width + 1
    for e in root.iter(f"{SVG}text"):
        x, said = float(e.get("x", "")), e.text or ""
        room = {"start": width - x, "end": x, "middle": 2 * min(x, width - x)}
        assert width_of(said) <= room[e.get("text-anchor", "")] + 2, said
        assert 0 < float(e.get("y", "")) <= height


def test_the_same_table_gives_the_same_bytes() -> None:
    made = [bars(data(ChartKind.BAR, *ROWS), look()) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("room", [40.0, 90.0, 300.0])
@pytest.mark.parametrize(
    "said", ["one two three four", "Donaudampfschifffahrtsgesellschaft", "水産業および関連事業", ""]
)
def test_wrapped_words_lose_no_letter_and_fit(said: str, room: float) -> None:
    made = wrapped(said, room)
    assert "".join("".join(made).split()) == "".join(said.split())
    assert all(width_of(line) <= room for line in made)
