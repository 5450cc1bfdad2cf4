"""Style sheets and declarations, read as CSS Syntax 3 reads them: escapes and comments are gone.

Invariant: nothing is fetched and nothing moves; a name that is on no list is a hit.
"""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from functools import lru_cache

import tinycss2  # type: ignore[import-untyped]  # it has no type information
import tinycss2.ast  # type: ignore[import-untyped]  # nor here

from docforge.gate.fonts import font
from docforge.gate.hits import STYLE, Hit, quoted
from docforge.gate.vocabulary import table

_OF_FACES = frozenset({"font-family", "font-weight", "font-style", "src"})
_FONT_DATA = re.compile(r"data:font/woff;base64,([A-Za-z0-9+/]{4,}={0,2})")


@lru_cache(maxsize=64)
def sheet(css: str, drawing: bool = False, fonts: frozenset[str] | None = None) -> tuple[Hit, ...]:
    """What may not stand in a style sheet; in a `drawing`, url() may lead to a place in it.

    `fonts` are the addresses that @font-face may name beside fonts in their own address (RFC
    2397); None where no font may be.
    """
    # CSS skips these marks; they are there for programs that know no style sheets.
    hidden = (Hit(STYLE, "a mark of a comment of HTML"),) if "<!--" in css or "-->" in css else ()
    rules = tinycss2.parse_stylesheet(css, skip_comments=True)
    faces = [] if fonts is None else [rule for rule in rules if _is_face(rule)]
    others = [rule for rule in rules if rule not in faces]
    told = (hit for face in faces for hit in _face(face, fonts or frozenset()))
    return (*hidden, *told, *_rules(others, drawing))


def _is_face(node: tinycss2.ast.Node) -> bool:
    is_rule = isinstance(node, tinycss2.ast.AtRule) and node.content is not None
    return is_rule and node.lower_at_keyword == "font-face"


def _face(node: tinycss2.ast.AtRule, fonts: frozenset[str]) -> Iterator[Hit]:
    """A font that is in its own address, or in the same book (CSS Fonts 4, 4)."""
    for each in tinycss2.parse_blocks_contents(node.content, skip_comments=True):
        if isinstance(each, tinycss2.ast.WhitespaceToken):
            continue
        if not isinstance(each, tinycss2.ast.Declaration) or each.lower_name not in _OF_FACES:
            yield Hit(STYLE, "what is none of a font", _place(node))
        elif each.lower_name == "src":
            said = [token for token in each.value if token.type != "whitespace"]
            address = said[0].value if [token.type for token in said] == ["url"] else ""
            data = _FONT_DATA.fullmatch(address)
            if data is not None and len(data[1]) % 4 == 0:
                yield from font(b64decode(data[1]))
            elif address not in fonts:
                yield Hit(STYLE, f"the font {quoted(address)}", _place(node))
        else:
            yield from _values(each.value, drawing=False)


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


# Labels as 1) and (a); a style of counters can say anything else, too.
_OF_LABELS = re.compile(
    r"@counter-style ((?:low|upp)er-(?:alpha|roman)|decimal)-parenthes(?:"
    r'is\{system:extends \1;suffix:"\) "|es\{system:extends \1;prefix:"\(";suffix:"\) ");\}'
)
_SPACES = re.compile(r"(?:(?<!\s)\s+)?([{:;}])\s*")


def _is_of_labels(node: tinycss2.ast.AtRule) -> bool:
    return _OF_LABELS.fullmatch(_SPACES.sub(r"\1", node.serialize())) is not None


def _at_rule(node: tinycss2.ast.AtRule, drawing: bool) -> Iterator[Hit]:
    if _is_of_labels(node):
        return
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
