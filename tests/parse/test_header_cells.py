"""A header cell stays one whatever its words are marked as."""

import pytest
from reading import parse_text

from docforge.document import Cell, Scope, walk
from docforge.source.config import Settings


@pytest.mark.parametrize(
    "content",
    [
        '<abbr title="Value added tax">VAT</abbr>',
        "<strong><em>VAT</em></strong>",
        "<code>vat</code>",
        '<a href="https://example.org">VAT</a>',
        '<img src="data:image/png;base64," alt="VAT">',
        '<span lang="fr"><abbr title="Taxe sur la valeur ajoutée">TVA</abbr></span>',
        "<pre>vat</pre>",
    ],
)
def test_a_header_keeps_its_scope(content: str) -> None:
    cells = _cells(f"<tr><th>{content}</th><th>Customs</th></tr><tr><td>20</td><td>5</td></tr>")
    assert [cell.scope for cell in cells] == [Scope.COLUMN, Scope.COLUMN, None, None]


@pytest.mark.parametrize("content", ["", "&nbsp;", "<br>", "<strong> </strong>", "<a id=x></a>"])
def test_a_corner_that_says_nothing_leaves_the_headers_beside_it_to_their_columns(
    content: str,
) -> None:
    cells = _cells(f"<tr><td>{content}</td><th>VAT</th></tr><tr><th>2025</th><td>20</td></tr>")
    assert [cell.scope for cell in cells] == [None, Scope.COLUMN, Scope.ROW, None]


def _cells(rows: str) -> list[Cell]:
    parsed = parse_text(f"<table>{rows}</table>\n", Settings(title="Tax", lang="en-GB"))
    return [node for node in walk(parsed.document) if isinstance(node, Cell)]
