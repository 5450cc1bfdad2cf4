"""Places of cells and the headers that speak for them."""

from collections.abc import Sequence

import pytest

from docforge.document import Cell, Paragraph, Row, Scope, Table, Text
from docforge.document.grid import cells_of, grid, headers_of

COL, ROW, COLS, ROWS = Scope.COLUMN, Scope.ROW, Scope.COLUMN_GROUP, Scope.ROW_GROUP


def cell(text: str, scope: Scope | None = None, colspan: int = 1, rowspan: int = 1) -> Cell:
    blocks = (Paragraph((Text(text),)),) if text else ()
    return Cell(blocks, scope, colspan, rowspan)


def rows(*lines: Sequence[Cell]) -> tuple[Row, ...]:
    return tuple(Row(tuple(line)) for line in lines)


def text(cell: Cell) -> str:
    match cell.blocks:
        case (Paragraph((Text(words),)),):
            return words
        case _:
            return ""


def named(table: Table) -> dict[str, list[str]]:
    """The headers' words for each cell's words."""
    places, headers = grid(table), headers_of(table)
    return {
        text(placed.cell): [text(header.cell) for header in headers[placed.coordinates]]
        for placed in cells_of(places)
    }


def test_a_spanning_cell_stands_in_all_its_places() -> None:
    table = Table((), (), (rows([cell("a", None, 2, 2), cell("b")], [cell("c")]),))
    words = [[text(placed.cell) for placed in line] for line in grid(table)]
    assert words == [["a", "a", "b"], ["a", "a", "c"]]


def test_rows_of_head_bodies_and_foot_follow_each_other_and_know_their_group() -> None:
    table = Table((), rows([cell("h")]), (rows([cell("a")]), rows([cell("b")])), rows([cell("f")]))
    assert [(text(p.cell), p.row, p.group) for p in cells_of(grid(table))] == [
        ("h", 0, 0),
        ("a", 1, 1),
        ("b", 2, 2),
        ("f", 3, 3),
    ]


def test_column_headers_speak_for_what_is_below_and_row_headers_for_what_follows() -> None:
    table = Table(
        (),
        rows([cell("Country", COL), cell("People", COL)]),
        (rows([cell("Wales", ROW), cell("3")]),),
    )
    assert named(table) == {
        "Country": [],
        "People": [],
        "Wales": ["Country"],
        "3": ["People", "Wales"],
    }


def test_spanning_headers_speak_for_all_their_columns_and_rows() -> None:
    table = Table(
        (),
        rows(
            [cell("", COL), cell("2025", COLS, colspan=2)],
            [cell("", COL), cell("Q1", COL), cell("Q2", COL)],
        ),
        (rows([cell("North", ROW, rowspan=2), cell("1"), cell("2")], [cell("3"), cell("4")]),),
    )
    found = named(table)
    assert found["2"] == ["2025", "Q2", "North"]
    assert found["3"] == ["2025", "Q1", "North"]


def test_a_cell_over_two_columns_has_the_headers_of_both() -> None:
    table = Table(
        (), rows([cell("Q1", COL), cell("Q2", COL)]), (rows([cell("half", None, colspan=2)]),)
    )
    assert named(table)["half"] == ["Q1", "Q2"]


def test_a_nearer_header_of_the_same_width_hides_the_farther() -> None:
    body = rows(
        [cell("1"), cell("2")], [cell("People", COL), cell("Share", COL)], [cell("3"), cell("4")]
    )
    found = named(Table((), rows([cell("Area", COL), cell("Rank", COL)]), (body,)))
    assert found["1"] == ["Area"]
    assert found["3"] == ["People"]


def test_headers_in_one_run_do_not_hide_each_other() -> None:
    found = named(Table((), rows([cell("Sum", COL)], [cell("Pounds", COL)]), (rows([cell("1")]),)))
    assert found["1"] == ["Sum", "Pounds"]


def test_a_row_group_header_speaks_until_the_next_and_never_for_another_body() -> None:
    first = rows(
        [cell("North", ROWS, colspan=2)],
        [cell("1"), cell("2")],
        [cell("South", ROWS, colspan=2)],
        [cell("3"), cell("4")],
    )
    found = named(Table((), (), (first, rows([cell("5"), cell("6")]))))
    assert (found["2"], found["4"], found["6"]) == (["North"], ["South"], [])


def test_ids_win_over_scopes_and_unknown_ids_count_for_nothing() -> None:
    head = rows([Cell(cell("A").blocks, COL, ident="a"), Cell(cell("B").blocks, COL, ident="b")])
    body = rows([Cell(cell("1").blocks, headers=("b", "lost")), cell("2")])
    assert named(Table((), head, (body,)))["1"] == ["B"]


def test_an_empty_header_speaks_for_nothing() -> None:
    table = Table((), rows([cell("", COL), cell("B", COL)]), (rows([cell("1"), cell("2")]),))
    assert named(table)["1"] == []


@pytest.mark.slow
def test_every_cell_of_a_long_table_finds_its_headers() -> None:
    head = rows([cell(f"h{n}", COL) for n in range(5)])
    body = rows(*([cell(f"r{n}", ROW), *[cell(f"{n}.{m}") for m in range(4)]] for n in range(2000)))
    found = named(Table((), head, (body,)))
    assert found["1999.3"] == ["h4", "r1999"]
    assert len(found) == 5 + 2000 * 5
