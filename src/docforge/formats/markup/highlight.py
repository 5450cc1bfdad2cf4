"""Code to highlighted spans.

Invariant: the text is unchanged, to the last character; only languages that the writer named
are highlighted, nothing is guessed.
"""

from collections.abc import Iterator
from itertools import groupby

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
    _TokenType,
)
from pygments.util import ClassNotFound

from docforge.formats.markup.context import MarkupContent, element

# Few classes: each one is told apart by more than colour or not at all, and every span costs
# layout time in the PDF. Errors have none: an unfinished example is no mistake.
_CLASSES: dict[_TokenType, str] = {
    Comment: "hl-comment",
    Comment.Preproc: "hl-name",
    Generic.Deleted: "hl-deleted",
    Generic.Inserted: "hl-inserted",
    Generic.Heading: "hl-name",
    Generic.Subheading: "hl-name",
    Keyword: "hl-keyword",
    Literal: "hl-number",
    Name.Attribute: "hl-attribute",
    Name.Builtin: "hl-number",
    Name.Class: "hl-name",
    Name.Decorator: "hl-attribute",
    Name.Function: "hl-name",
    Name.Tag: "hl-name",
    Name.Variable: "hl-attribute",
    Number: "hl-number",
    Operator.Word: "hl-keyword",
    String: "hl-string",
}
# Some lexers take quadratic time; code as long as this is data, not an example.
_LONGEST = 50_000


def highlight(text: str, language: str) -> Iterator[MarkupContent]:
    """`text` as plain runs and `span`s; as it is when `language` is unknown."""
    lexer = _lexer(language) if len(text) <= _LONGEST else None
    runs = [] if lexer is None else _runs(lexer, text)
    if "".join(run for _, run in runs) != text:
        yield text
        return
    for name, run in runs:
        yield element("span", {"class": name}, [run]) if name else run


def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def _runs(lexer: Lexer, text: str) -> list[tuple[str, str]]:
    # get_tokens() would strip and add line ends; this keeps the text as it is.
    tokens = ((_class(kind), value) for _, kind, value in lexer.get_tokens_unprocessed(text))
    return [
        (name, "".join(value for _, value in group))
        for name, group in groupby(tokens, key=lambda token: token[0])
    ]


def _class(kind: _TokenType) -> str:
    """The class of a token, or of the nearest kind above it."""
    while kind not in _CLASSES:
        if kind.parent is None:
            return ""
        kind = kind.parent
    return _CLASSES[kind]
