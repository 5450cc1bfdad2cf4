"""What the elements of a drawing draw besides themselves: by links, properties and style sheets.

Invariant: each reference that a program may follow is among the answers; rules are compared by
the last names of their selectors, so that one may be told that is not followed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Self

import tinycss2  # type: ignore[import-untyped]  # it has no type information
import tinycss2.ast  # type: ignore[import-untyped]  # nor here
from lxml import etree
from msgspec import Struct, field

_LOCAL_URL = re.compile(r"""url\(\s*["']?#([^"')\s]+)""")
_NUMBER = re.compile(r"[\d.]++")
_BETWEEN = re.compile(r"[\s>+~]")
_NAME = re.compile(r"[.#]?[\w-]++")


class Reference(Struct, frozen=True):
    """What is drawn by its id, and how often; rules that may be for others are not certain."""

    ident: str
    times: int
    is_certain: bool = True


def references_of(element: etree._Element) -> Iterator[Reference]:
    """What the attributes of an element lead to."""
    for key, value in element.attrib.items():
        if str(key).endswith("href"):
            yield Reference(str(value)[1:], 1)
        else:
            times = _corners(element) if "marker" in f"{key}{value}" else 1
            yield from (Reference(ident, times) for ident in _LOCAL_URL.findall(str(value)))


def _corners(element: etree._Element) -> int:
    """How many markers a line has at most."""
    line = element.get("d", "") + element.get("points", "")
    return 1 + sum(map(str.isalpha, line)) + len(_NUMBER.findall(line)) // 2


class ReferringRules(Struct, frozen=True):
    """The rules of a drawing's style sheets that lead anywhere, and how many there are of all.

    `by_name` has them by the last names of a selector: `g`, `.arrow`, `#one` or `*`.
    """

    rules: int = 0
    by_name: Mapping[str, list[tuple[str, bool, bool]]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element) -> Self:
        """Those of the drawing below `root`."""
        number, found = 0, dict[str, list[tuple[str, bool, bool]]]()
        for style in root.iter("{*}style"):
            for rule in tinycss2.parse_stylesheet(style.text or "", True, True):
                number += 1
                if isinstance(rule, tinycss2.ast.QualifiedRule):
                    said = tinycss2.serialize(rule.content)
                    led = [(ident, "marker" in said) for ident in _LOCAL_URL.findall(said)]
                    for selector in tinycss2.serialize(rule.prelude).split(",") if led else ():
                        whole = selector.strip()
                        for name in _NAME.findall(_BETWEEN.split(whole)[-1]) or ["*"]:
                            found.setdefault(name, []).extend((*one, name == whole) for one in led)
        return cls(number, found)

    def references_of(self, element: etree._Element) -> Iterator[Reference]:
        """What the rules for an element lead to."""
        if not self.by_name:
            return
        classes = (f".{name}" for name in element.get("class", "").split())
        ident = element.get("id", "")
        for name in ("*", etree.QName(element).localname, f"#{ident}", *classes):
            for target, is_marker, is_certain in self.by_name.get(name, ()):
                yield Reference(target, _corners(element) if is_marker else 1, is_certain)
