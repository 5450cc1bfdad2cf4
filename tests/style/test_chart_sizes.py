"""Charts beside the letters of their style."""

import pytest

from docforge.document import Cell, ChartKind, ChartRequest, Document, Meta, Row, Scope, Table
from docforge.document.blocks import Paragraph
from docforge.document.inlines import Text
from docforge.style import load_style
from docforge.style.charts import with_charts


def cell(said: str, scope: Scope | None = None) -> Cell:
    return Cell((Paragraph((Text(said),)),), scope)


def drawn(style: str) -> Document:
    head = (Row((cell("Port", Scope.COLUMN), cell("2025", Scope.COLUMN))),)
    rows = tuple(Row((cell(name), cell(number))) for name, number in (("A", "12"), ("B", "7")))
    table = Table((), head, (rows,), (), chart=ChartRequest(ChartKind.BAR))
    return with_charts(Document(Meta((), "en"), (table,)), load_style(style))


@pytest.mark.parametrize(
    ("style", "widths"), [("briefing", [320, 640]), ("large-print", [213, 427])]
)
def test_letters_of_a_chart_grow_with_those_of_the_text_on_a_telephone_too(
    style: str, widths: list[int]
) -> None:
    assert sorted({asset.width for asset in drawn(style).assets}) == widths
