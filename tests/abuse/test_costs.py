"""The table of hostile sources tells of every class, and its numbers add up."""

from attacking import CASES
from costs import CLASSES, OUTCOMES, PAGE, Measured, class_of, rows


def test_every_class_of_cases_has_a_row_whose_outcomes_add_up() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").split("\n") if line[:2] == "| "]
    told = {cells[0]: [*map(int, cells[1:5])] for cells in map(_cells, lines[1:])}
    assert list(told) == [*CLASSES.values(), "All"]
    assert {class_of(file.stem) for file in CASES.glob("*.toml")} == set(CLASSES)
    assert all(cases == sum(ended) for cases, *ended in told.values())
    sums = [sum(column) for column in zip(*list(told.values())[:-1], strict=True)]
    assert sums == told["All"]


def test_a_row_counts_outcomes_and_tells_what_takes_most() -> None:
    cases = [Measured(f"{key}-a", OUTCOMES[0], 1.0, 50.0) for key in CLASSES]
    *_, notes, last = rows([*cases, Measured("sign-b", OUTCOMES[1], 4.0, 90.0)])
    assert notes == "| Signs that nobody sees | 2 | 1 | 1 | 0 | 4.0 | 4.0 | 90 |"
    assert last == "| All | 12 | 11 | 1 | 0 | 1.0 | 4.0 | 90 |"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
