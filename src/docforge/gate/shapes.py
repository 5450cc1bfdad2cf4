"""Elements as they may be: with which attributes together, and in which elements.

Invariant: an attribute that a shape does not name may not be there, and one that it names without
a question mark must be; an element that is like no shape of its name is refused.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from xml.etree.ElementTree import Element

from msgspec import Struct

_SHAPE = re.compile(
    r"(?P<tag>(?:dc:)?[A-Za-z][A-Za-z0-9]*)(?P<classes>(?:\.[a-z-]+)*)"
    r"(?P<said>(?:\[[^\]]+\])*)(?: < (?P<in>.+))?"
)
_SAID = re.compile(r"\[(?P<name>[a-zA-Z-:]+)(?P<may>\?)?(?:=(?P<value>[^\]]*))?\]")
# An ident that the writer gave, or the parser: those of docforge's own parts begin with "df-".
_OWN = r"(?!df-)\S{1,512}"
_PREFIXES = {
    "xml:": "{http://www.w3.org/XML/1998/namespace}",
    "epub:": "{http://www.idpf.org/2007/ops}",
}


def whole_value(written: str) -> re.Pattern[str]:
    """The pattern of a whole value; digits are of ASCII: others are no numbers to browsers."""
    return re.compile(written.replace(r"\d", "(?a:\\d)"))


class Shape(Struct, frozen=True):
    """One way in which an element of a name may be.

    `said` gives the pattern of each attribute's value, None for any that its kind allows; `must`
    are those that are needed. `inside` are the parents that it may have: (tag, class), or () for
    any; a class of "" for any.
    """

    said: Mapping[str, re.Pattern[str] | None]
    must: frozenset[str]
    inside: tuple[tuple[str, str], ...] = ()

    def fits(self, said: Mapping[str, str], parent: Element | None) -> bool:
        """Whether an element that says `said` is of this shape, in `parent`."""
        if not self.must <= said.keys() or not said.keys() <= self.said.keys():
            return False
        return self._may_stand_in(parent) and all(
            (pattern := self.said[name]) is None or pattern.fullmatch(value)
            for name, value in said.items()
        )

    def _may_stand_in(self, parent: Element | None) -> bool:
        if not self.inside or parent is None:
            return True
        tag = str(parent.tag).rpartition("}")[2]
        classes = (parent.get("class") or "").split()
        return any(name == tag and (kind in classes or not kind) for name, kind in self.inside)


Shapes = Mapping[str, tuple[Shape, ...]]


def shapes(written: Iterable[str], beside_lang: Iterable[str]) -> Shapes:
    """Shapes by the name of their element; `beside_lang` are attributes that say the same.

    Raises ValueError for what is no shape.
    """
    known: dict[str, tuple[Shape, ...]] = {}
    for text in written:
        tag, shape = _shape(text, tuple(beside_lang))
        known[tag] = (*known.get(tag, ()), shape)
    return known


@cache
def _shape(text: str, beside_lang: tuple[str, ...]) -> tuple[str, Shape]:
    """`a.skip[href=#df-main][lang?] < body`."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no shape of an element.")
    said: dict[str, re.Pattern[str] | None] = {}
    must: set[str] = set()
    if found["classes"]:
        said["class"] = re.compile(re.escape(found["classes"][1:].replace(".", " ")))
        must.add("class")
    for part in _SAID.finditer(found["said"]):
        name = _whole(part["name"])
        said[name] = (
            None if part["value"] is None else whole_value(part["value"].replace("OWN", _OWN))
        )
        if not part["may"]:
            must.add(name)
    if "lang" in said:
        said |= dict.fromkeys(map(_whole, beside_lang))
    inside = tuple(_parent(name) for name in (found["in"] or "").split(" | ") if name)
    return found["tag"], Shape(said, frozenset(must), inside)


def _whole(name: str) -> str:
    prefix, colon, own = name.partition(":")
    return f"{_PREFIXES[prefix + colon]}{own}" if colon else name


def _parent(written: str) -> tuple[str, str]:
    tag, _, kind = written.partition(".")
    return tag, kind
