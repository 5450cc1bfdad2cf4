"""Style sheets and declarations, read as CSS Syntax 3 reads them: escapes and comments are gone.

Invariant: nothing is fetched and nothing moves; a name that is on no list is a hit.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import tinycss2  # type: ignore[import-untyped]  # it has no type information
import tinycss2.ast  # type: ignore[import-untyped]  # nor here

from docforge.gate.hits import STYLE, Hit, quoted
from docforge.gate.vocabulary import table


@lru_cache(maxsize=64)
def sheet(css: str, drawing: bool = False) -> tuple[Hit, ...]:
    """What may not stand in a style sheet; in a `drawing`, url() may lead to a place in it."""
    # CSS skips these marks; they are there for programs that know no style sheets.
    hidden = (Hit(STYLE, "a mark of a comment of HTML"),) if "<!--" in css or "-->" in css else ()
    return (*hidden, *_rules(tinycss2.parse_stylesheet(css, skip_comments=True), drawing))


@lru_cache(maxsize=1024)
def declarations(css: str, drawing: bool = False) -> tuple[Hit, ...]:
    """What may not stand in a style attribute."""
    return tuple(_contents(tinycss2.parse_blocks_contents(css, skip_comments=True), drawing))


@lru_cache(maxsize=1024)
def value(css: str, drawing: bool = False) -> tuple[Hit, ...]:
    """What may not stand in the value of one property."""
    return tuple(_values(tinycss2.parse_component_value_list(css, skip_comments=True), drawing))


def _rules(nodes: Iterable[tinycss2.ast.Node], drawing: bool) -> Iterator[Hit]:
    for node in nodes:
        match node:
            case tinycss2.ast.QualifiedRule():
                yield from _values(node.prelude, drawing)
                inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True)
                yield from _contents(inner, drawing)
            case tinycss2.ast.AtRule():
                yield from _at_rule(node, drawing)
            case tinycss2.ast.WhitespaceToken():
                pass
            case _:
                yield Hit(STYLE, f"what is no rule ({node.type})", _place(node))


def _at_rule(node: tinycss2.ast.AtRule, drawing: bool) -> Iterator[Hit]:
    if node.lower_at_keyword not in table()["css"]["at-rules"] or node.content is None:
        yield Hit(STYLE, f"the rule {quoted('@' + node.at_keyword)}", _place(node))
        return
    yield from _values(node.prelude, drawing)
    yield from _rules(tinycss2.parse_rule_list(node.content, skip_comments=True), drawing)


def _contents(nodes: Iterable[tinycss2.ast.Node], drawing: bool) -> Iterator[Hit]:
    for node in nodes:
        match node:
            case tinycss2.ast.Declaration():
                name = node.lower_name
                if not name.startswith("--") and name not in table()["css"]["properties"]:
                    yield Hit(STYLE, f"the property {quoted(node.name)}", _place(node))
                yield from _values(node.value, drawing)
            case tinycss2.ast.WhitespaceToken():
                pass
            case _:
                yield from _rules([node], drawing)


def _values(nodes: Iterable[tinycss2.ast.Node], drawing: bool) -> Iterator[Hit]:
    for node in nodes:
        match node:
            case tinycss2.ast.URLToken():
                yield from _url(node, node.value, drawing)
            case tinycss2.ast.FunctionBlock() if node.lower_name in ("url", "src"):
                first = node.arguments[0] if len(node.arguments) == 1 else None
                said = first.value if isinstance(first, tinycss2.ast.StringToken) else ""
                yield from _url(node, said, drawing)
            case tinycss2.ast.FunctionBlock():
                if node.lower_name not in table()["css"]["functions"] and not _is_selector(node):
                    yield Hit(STYLE, f"the function {quoted(node.name + '()')}", _place(node))
                yield from _values(node.arguments, drawing)
            case (
                tinycss2.ast.ParenthesesBlock()
                | tinycss2.ast.SquareBracketsBlock()
                | tinycss2.ast.CurlyBracketsBlock()
            ):
                yield from _values(node.content, drawing)
            case tinycss2.ast.ParseError() | tinycss2.ast.AtKeywordToken():
                yield Hit(STYLE, f"what cannot be read ({node.type})", _place(node))


def _url(node: tinycss2.ast.Node, address: str, drawing: bool) -> Iterator[Hit]:
    if not (drawing and address.startswith("#")):
        yield Hit(STYLE, f"the address {quoted(address)}", _place(node))


def _is_selector(node: tinycss2.ast.FunctionBlock) -> bool:
    return node.lower_name in table()["css"]["selectors"]


def _place(node: tinycss2.ast.Node) -> str:
    return f"in line {node.source_line} of the style"
