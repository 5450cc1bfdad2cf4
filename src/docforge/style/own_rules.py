"""What outputs have in every style: labels of lists, long formulas, colours of books."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from docforge.style.sheets import with_values


@cache
def label_rules() -> str:
    """Labels of lists as they were typed, in every format that has a style sheet."""
    return _sheet("labels.css")


@cache
def own_rules() -> str:
    """What no style of pages and books changes: labels, and formulas that break."""
    return label_rules() + _sheet("formulas.css")


def book_colours(values: Mapping[str, str]) -> str:
    """The colours of the house in books; `values` are those that sheets name."""
    return with_values(_sheet("book-colours.css"), values)


def _sheet(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")
