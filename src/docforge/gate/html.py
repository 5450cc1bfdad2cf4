"""An HTML page, read as browsers read it (HTML, 13.2), against the list of its surface.

Invariant: a page in which the parser had to repair anything is refused, so that no two parsers
can disagree about what it holds.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

from tinyhtml5 import inputstream
from tinyhtml5.parser import HTMLParser

from docforge.gate import css
from docforge.gate.hits import FORM, MARKUP, Hit, quoted
from docforge.gate.markup import Place, check
from docforge.gate.vocabulary import XHTML, Surface, surface

_POLICY = "Content-Security-Policy"


class _Runs(dict[tuple[Iterable[str], bool], re.Pattern[str]]):
    """What finds the end of a run of characters, by these and whether they or others are meant.

    tinyhtml5 files each under a wrong name, and makes it anew for each run: up to half its time.
    """

    def __missing__(self, key: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, is_of_these = key
        listed = "".join(f"\\x{ord(character):02x}" for character in characters)
        made = self[key] = re.compile(f"[{'' if is_of_these else '^'}{listed}]+")
        return made


inputstream.characters_until_regex = _Runs()


@lru_cache(maxsize=1)
def parsed(content: bytes) -> tuple[Element, tuple[str, ...]]:
    """The tree of a page in UTF-8, the document above it, and what the parser had to repair.

    Remembers the last page: read-back reads the same one. Raises UnicodeDecodeError.
    """
    parser = HTMLParser()
    tree: Element = parser.parse(content.decode("utf-8"), full_tree=True)
    return tree, tuple(dict.fromkeys(str(code) for _, code, _ in parser.errors))


def examine(content: bytes, place: Place) -> Iterator[Hit]:
    """What may not stand in a page that is an output."""
    return page(content, surface("page"), place)


def page(content: bytes, surface: Surface, place: Place) -> Iterator[Hit]:
    """What may not stand in a page of `surface`."""
    try:
        document, repaired = parsed(content)
    except UnicodeDecodeError:
        yield Hit(FORM, "bytes that are no UTF-8")
        return
    for code in repaired:
        yield Hit(FORM, f"markup that parsers repair ({code})")
    roots = [node for node in document if node.tag == f"{{{XHTML}}}html"]
    for other in document:
        if other.tag not in ("<!DOCTYPE>", f"{{{XHTML}}}html"):
            yield Hit(FORM, "a comment or an instruction to programs", "around the page")
    for root in roots:
        yield from check(root, surface, place)
        yield from _head(root, surface)


def _head(root: Element, surface: Surface) -> Iterator[Hit]:
    """The policy stands before anything that it is for; sheets are read as CSS."""
    head = root.find(f"{{{XHTML}}}head")
    metas = [] if head is None else [dict(node.attrib) for node in head]
    policies = [[{"http-equiv": _POLICY, "content": policy}] for policy in surface.policies]
    first = metas[: 2 if policies else 1]
    if first not in [[{"charset": "utf-8"}, *policy] for policy in policies or [[]]]:
        yield Hit(MARKUP, "a head without its content security policy", "at its beginning")
    equivalents = [meta for meta in metas[len(first) :] if {"http-equiv", "charset"} & meta.keys()]
    for meta in equivalents:
        yield Hit(MARKUP, f"a second declaration {quoted(str(meta))}", "in “head”")
    may_have_fonts = any("font-src data:" in policy for policy in surface.policies)
    fonts = frozenset[str]() if may_have_fonts else None
    for style in root.iter(f"{{{XHTML}}}style"):
        if len(style):
            yield Hit(MARKUP, "elements", "in a style sheet")
        yield from css.sheet(style.text or "", fonts=fonts)
