"""A table asks for a chart where it asks for row headers; what cannot be drawn is told."""

import pytest
from reading import parse_text

from docforge.document import ChartKind, ChartRequest, Scope, Table, walk

ROWS = "| Port | 2024 | 2025 |\n|---|---|---|\n| A | 1 | 2 |\n| B | 3 | {cell} |\n"


def read(text: str, cell: str = "4") -> tuple[Table, list[str]]:
    parsed = parse_text(text.replace("ROWS", ROWS.format(cell=cell)))
    (found,) = [node for node in walk(parsed.document) if isinstance(node, Table)]
    return found, [f"{one.code} {one.where.line}: {one.message}" for one in parsed.findings]


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("{.chart kind=line}\nROWS", ChartRequest(ChartKind.LINE)),
        ("{.chart}\nROWS", ChartRequest(ChartKind.BAR)),
        ("Table: Ports {.chart kind=stacked}\n\nROWS", ChartRequest(ChartKind.STACKED)),
        ("ROWS\n\nTable: Ports {.chart kind='Stacked bar'}", ChartRequest(ChartKind.STACKED)),
        ("{.chart kind=line}\nTable: Ports\n\nROWS", ChartRequest(ChartKind.LINE)),
        ("ROWS\n\n{.chart kind=line}\nTable: Ports", ChartRequest(ChartKind.LINE)),
        ("::: {.chart kind=line}\nTable: Ports\n\nROWS:::\n", ChartRequest(ChartKind.LINE)),
        ("::: {.chart kind=bar}\nROWS:::\n", ChartRequest(ChartKind.BAR)),
        ("{.chart kind='line'}\nROWS", ChartRequest(ChartKind.LINE)),
        ('{.chart columns="2025"}\nROWS', ChartRequest(ChartKind.BAR, ("2025",))),
        ("{.chart kind=line series=rows}\nROWS", ChartRequest(ChartKind.LINE, (), True)),
        ("Table: Ports\n\nROWS", None),
    ],
)
def test_a_table_asks_for_a_chart(text: str, request_: ChartRequest | None) -> None:
    table, findings = read(text)
    assert table.chart == request_
    assert [one for one in findings if "CHT" in one] == []


def test_a_table_may_ask_for_row_headers_as_well() -> None:
    table, _ = read("{.chart kind=line .row-headers}\nROWS")
    assert table.chart == ChartRequest(ChartKind.LINE)
    assert table.bodies[0][0].cells[0].scope is Scope.ROW


def test_row_headers_may_be_asked_for_before_the_caption() -> None:
    table, _ = read("{.row-headers}\nTable: Ports\n\nROWS")
    assert table.bodies[0][0].cells[0].scope is Scope.ROW


@pytest.mark.parametrize(
    "text",
    ["{.chart}\nThe ports grew.\n\nROWS", "ROWS\n\n## Ports\n\nThe ports grew. {.chart kind=line}"],
)
def test_a_chart_of_no_table_is_told(text: str) -> None:
    table, findings = read(text)
    assert table.chart is None
    assert [one.partition(":")[0] for one in findings if "CHT" in one] == [
        f"CHT003 {2 if text.startswith('{') else 9}"
    ]


@pytest.mark.parametrize(
    ("text", "cell", "says"),
    [
        ("{.chart kind=pie}\nROWS", "4", "CHT001 3: “pie” is no kind of chart"),
        ("{.chart series=all}\nROWS", "4", "CHT001 3: “all” are no series of a chart"),
        ("{.chart}\nROWS", "about 5–6", "CHT002 5: this table cannot be drawn"),
        ("Table: Ports {.chart columns=2026}\n\nROWS", "4", "CHT002 4: this table cannot be"),
        ("{.chart}\nROWS", "5%", ""),
        ("{.chart}\nROWS", "5 km", "CHT002 5: this table cannot be drawn as a chart: its numbers"),
    ],
)
def test_what_cannot_be_drawn_is_told_with_its_place(text: str, cell: str, says: str) -> None:
    table, findings = read(text, cell)
    told = [one for one in findings if "CHT" in one]
    assert [one.startswith(says) for one in told] == ([True] if says else [])
    assert (table.chart is None) is bool(says)
