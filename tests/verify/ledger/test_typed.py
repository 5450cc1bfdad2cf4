"""What the ledger's lexer takes for words."""

from docforge.verify.ledger.typed import read_typed

_LEFT_QUOTATION = """\
> ```
> code
*[VAT]: value added tax

> ```
> more
> ```
"""


def test_a_definition_on_the_line_that_leaves_a_quoted_fence_is_one() -> None:
    typed = read_typed(_LEFT_QUOTATION)
    assert typed.expansions == {"VAT": "value added tax"}
    assert typed.body.words.words == ["code", "more"]
