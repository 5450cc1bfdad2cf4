"""Columns of numbers: aligned at the right, so that ones stand below ones, where nothing else says.

Invariant: words stay as they are, and an alignment that the source has wins.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from docforge.document import Cell, Paragraph, Row, Table
from docforge.document.grid import Coordinates, PlacedCell, cells_of, grid
from docforge.media.charts.data import text_of
from docforge.media.charts.numbers import NotANumber, read_amount

# Units such as “%”, “km” and “million”; what is longer is a sentence with a number in it.
_LONGEST_UNIT = 10
# Telephone numbers and codes begin so: they are read from the left.
_CODE = re.compile(r"\D*0\d")


def align_numbers(table: Table, lang: str) -> Table:
    """`table` with each column of numbers at the right, and with it the header right above.

    The first column names its rows and stays as it is, whatever it holds. `lang` is the language
    that the numbers are written in.
    """
    places = list(cells_of(grid(table)))
    numeric = frozenset(_numeric_columns(places, lang))
    aligned: dict[Coordinates, Cell] = {
        one.coordinates: replace(one.cell, align="right")
        for one in places
        if one.column in numeric and one.cell.colspan == 1
    }
    return _with(table, places, aligned) if aligned else table


def _numeric_columns(places: Iterable[PlacedCell], lang: str) -> Iterable[int]:
    columns: dict[int, list[PlacedCell]] = {}
    for one in places:
        if one.column and one.cell.colspan == 1:
            columns.setdefault(one.column, []).append(one)
    for number, cells in columns.items():
        body = [one.cell for one in cells if one.group and one.cell.scope is None]
        if all(one.cell.align is None for one in cells) and _are_numbers(body, lang):
            yield number


def _are_numbers(cells: Iterable[Cell], lang: str) -> bool:
    """Whether there are numbers in `cells`, in one unit or with none, and nothing but them."""
    units = set()
    for cell in cells:
        if not all(isinstance(block, Paragraph) for block in cell.blocks) or len(cell.blocks) > 1:
            return False
        said = text_of(cell.blocks)
        try:
            amount = read_amount(said, lang)
        except NotANumber:
            return False
        if amount is not None:
            if _CODE.match(said) or not _is_unit(said, amount.unit):
                return False
            units.add(amount.unit)
    return bool(units) and len(units - {""}) <= 1


def _is_unit(said: str, unit: str) -> bool:
    """Whether `unit` is one and no word that a number stands behind, as in “Step 3”."""
    before = re.split(r"\d", said, maxsplit=1)[0]
    has_word = any(char.isalpha() for char in before)
    is_money = any(unicodedata.category(char) == "Sc" for char in before)
    return len(unit) <= _LONGEST_UNIT and (is_money or not has_word)


def _with(table: Table, places: Iterable[PlacedCell], aligned: Mapping[Coordinates, Cell]) -> Table:
    cells = iter([aligned.get(one.coordinates, one.cell) for one in places])

    def rows(given: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(replace(row, cells=tuple(next(cells) for _ in row.cells)) for row in given)

    head = rows(table.head)
    bodies = tuple(rows(body) for body in table.bodies)
    return replace(table, head=head, bodies=bodies, foot=rows(table.foot))
