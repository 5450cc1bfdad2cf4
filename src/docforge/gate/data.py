"""What programs read: JSON of the report and of evidence, and the results in JUnit XML.

Invariant: every name stands on the list, each once, and no sign is obeyed by what shows it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from docforge.gate.hits import FORM, MARKUP, Hit, quoted
from docforge.gate.vocabulary import pattern, table
from docforge.gate.xml import parse

# C0 without tab and line feed, C1 and DEL, what turns text round or is no character.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
_DEEPEST = 20


def json_data(content: bytes, kinds: Iterable[str]) -> Iterator[Hit]:
    """What may not stand in a report.json or in evidence of these kinds of outputs."""
    try:
        written = content.decode("utf-8")
        told = json.loads(written, object_pairs_hook=_Pairs, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        yield Hit(FORM, f"what is no JSON ({type(error).__name__})")
        return
    yield from _signs(written)
    yield from _named(told, "", frozenset((*kinds, *table()["data"]["evidence"])), 0)


class _Pairs(list[tuple[str, object]]):
    """An object of JSON, with names that stand in it twice."""


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _named(told: object, above: str, kinds: frozenset[str], depth: int) -> Iterator[Hit]:
    if depth > _DEEPEST:
        yield Hit(FORM, "JSON that is nested too deeply")
        return
    if isinstance(told, _Pairs):
        listed = table()["data"]
        known = pattern(listed["made"].get(above, listed["names"]))
        for n, (name, value) in enumerate(told):
            if not (name in kinds or known.fullmatch(name)):
                yield Hit(MARKUP, f"the name {quoted(name)}", f"in {quoted(above)}")
            if name in (other for other, _ in told[:n]):
                yield Hit(FORM, f"the name {quoted(name)} a second time")
            # Of what is told by format, names are those of what it is told in.
            inner = above if name in kinds else name
            yield from _named(value, inner, kinds, depth + 1)
    elif isinstance(told, list):
        for value in told:
            yield from _named(value, above, kinds, depth + 1)


def results(content: bytes) -> Iterator[Hit]:
    """What may not stand in a junit.xml."""
    root = parse(content)
    if isinstance(root, Hit):
        yield root
        return
    yield from _elements(root, ())
    yield from _signs(content.decode("utf-8"))


def _elements(element: Element, path: Sequence[str]) -> Iterator[Hit]:
    listed = table()["data"]["results"]
    tag = str(element.tag)
    own = listed.get(tag)
    if own is None or own["in"] != (path[-1] if path else ""):
        yield Hit(MARKUP, f"the element {quoted(tag)}", f"in {quoted('/'.join(path))}")
        return
    for name in element.attrib:
        if name not in own["attributes"]:
            yield Hit(MARKUP, f"the attribute {quoted(name)}", f"of {quoted(tag)}")
    for child in element:
        yield from _elements(child, (*path, tag))


def _signs(written: str) -> Iterator[Hit]:
    found = _CONTROL.search(written)
    if found:
        line = written.count("\n", 0, found.start()) + 1
        yield Hit(FORM, f"the control character U+{ord(found[0]):04X}", f"in line {line}")
