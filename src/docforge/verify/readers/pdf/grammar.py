"""How a content stream is written: which operators, with which operands, and what encloses what.

Invariant: what opens is closed, and nothing stands between operations.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct, field

from docforge.verify.readers.pdf.operations import ContentStream, Operation

# What a drawing is painted in: the figure that it is, or what says nothing to a listener.
_DRAWN = frozenset({b"Figure", b"Artifact"})
_NESTING = frozenset({b"BT", b"ET", b"q", b"Q", b"BDC", b"EMC"})
_UNKNOWN = (frozenset[str](), "")


@cache
def _operators() -> Mapping[bytes, tuple[frozenset[str], str]]:
    """The operands of each operator and the part of the list that it is in."""
    text = files(__package__).joinpath("operators.toml").read_text(encoding="utf-8")
    return {
        operator.encode(): (frozenset(shapes.split("|")), where)
        for where, told in tomllib.loads(text).items()
        for operator, shapes in told.items()
    }


def oddities(stream: ContentStream, *, is_form: bool = False) -> list[str]:
    """What of `stream` is not written as docforge writes it.

    The stream of a form may be cut out of a page: it holds no marks.
    """
    nesting, known = _Nesting(is_form), _operators()
    odd = [] if stream.is_whole else ["what is no operator"]
    for operation in stream.operations:
        name, kinds, _ = operation
        shapes, where = known.get(name, _UNKNOWN)
        if kinds not in shapes:
            odd.append(f"the operator {name.decode('latin-1')}")
        if (where == "page" and nesting.in_text) or (where == "text" and not nesting.in_text):
            odd.append(f"the operator {name.decode('latin-1')} out of its place")
        if where == "drawing" and not nesting.is_drawing():
            odd.append(f"the operator {name.decode('latin-1')} outside of drawings")
        if name in _NESTING:
            nesting.follow(operation)
    return [*odd, *nesting.odd, *nesting.unclosed()]


class _Nesting(Struct):
    """What is open at a place of a stream; `odd` is what was opened or closed and may not be."""

    is_form: bool
    odd: list[str] = field(default_factory=list)
    in_text: bool = False
    _states: int = 0
    _marks: list[tuple[bytes, bool]] = field(default_factory=list)

    def is_drawing(self) -> bool:
        """Whether what is painted here is a picture, or says nothing to a listener."""
        return self.is_form or any(tag in _DRAWN for tag, _ in self._marks)

    def follow(self, operation: Operation) -> None:
        """Open or close what `operation` does."""
        match operation.name:
            case b"BT" | b"ET":
                self.in_text = operation.name == b"BT"
            case b"q":
                self._states += 1
            case b"Q":
                self._states -= 1
                if self._states < 0:
                    self.odd.append("a state that is left and was never entered")
            case b"BDC":
                is_numbered = b"/MCID" in operation.held
                if is_numbered and any(numbered for _, numbered in self._marks):
                    self.odd.append("a mark within another one")
                tag = operation.operands[0] if operation.kinds[:1] == "/" else b""
                self._marks.append((tag, is_numbered))
            case b"EMC" if not self._marks:
                self.odd.append("a mark that ends and never began")
            case b"EMC":
                self._marks.pop()

    def unclosed(self) -> list[str]:
        """What is told at the end of a stream that leaves something open."""
        is_open = self.in_text or self._states > 0 or self._marks
        return ["a stream that ends before all is closed"] if is_open else []
