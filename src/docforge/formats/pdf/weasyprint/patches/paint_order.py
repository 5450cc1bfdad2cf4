"""Content streams put into the order of the structure tree.

CSS paints in layers (CSS 2.2, appendix E): list markers, pictures and inline blocks come after
the text around them. Programs that read without tags, and viewers that make their accessibility
tree from the page, follow the stream (ISO 32000-2, 14.8.2.5.1).

Invariant: each sequence is painted in the graphics state in which WeasyPrint painted it; what
is an artifact is painted before all content, in WeasyPrint's own order, but for what stands at
the foot of the page, which comes last.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from docforge.formats.pdf.marked_content import Artifact, MarkedContent

_SAVE, _RESTORE = b"q", b"Q"
_COLOURS = {b"rg": b"fill", b"scn": b"fill", b"RG": b"stroke", b"SCN": b"stroke"}


class PaintedSequence(Struct, frozen=True):
    """A marked-content sequence of a stream: its operators from `start` to before `end`.

    It is content, or an artifact, of one kind or another.
    """

    start: int
    end: int
    kind: MarkedContent | Artifact


class _Painted(Struct):
    """A sequence's operators, and the operators of each graphics state that they stand in."""

    operators: list[Any]
    states: tuple[tuple[Any, ...], ...]


class _Layers(Struct):
    """A stream taken apart: what is no content, the sequences by their content, and the foot."""

    ground: list[Any] = field(default_factory=list)
    content: dict[MarkedContent, _Painted] = field(default_factory=dict)
    foot: list[_Painted] = field(default_factory=list)


def put_in_order(
    stream: Any, marks: Sequence[PaintedSequence], order: Iterable[MarkedContent]
) -> None:
    """Rewrite `stream` with its content in `order`, numbered from 0."""
    layers = _take_apart(stream.stream, marks)
    painted: list[_Painted] = []
    for number, content in enumerate(order):
        content.mcid = number
        layers.content[content].operators[1]["MCID"] = number
        painted.append(layers.content[content])
    stream.stream[:] = [*layers.ground, *_written([*painted, *layers.foot])]


def _written(sequences: Iterable[_Painted]) -> Iterator[Any]:
    """The operators of `sequences`, each in its graphics state."""
    states: tuple[tuple[Any, ...], ...] = ()
    known: dict[bytes, bytes] = {}
    for painted in sequences:
        if painted.states != states:
            yield from _leave(states)
            yield from _enter(painted.states)
            states, known = painted.states, {}
        yield from _without_repeats(painted.operators, known)
    yield from _leave(states)


def _take_apart(operators: list[Any], marks: Sequence[PaintedSequence]) -> _Layers:
    layers = _Layers()
    # The operators of each state that is open, and where it begins in the ground.
    states: list[list[Any]] = []
    begins: list[int] = []
    at = 0
    for mark in (*marks, None):
        end = len(operators) if mark is None else mark.start
        for operator in operators[at:end]:
            layers.ground.append(operator)
            if operator == _SAVE:
                begins.append(len(layers.ground) - 1)
                states.append([])
            elif operator == _RESTORE:
                states.pop()
                if layers.ground[begins.pop() :] == [_SAVE, _RESTORE]:
                    del layers.ground[-2:]
            elif states:
                states[-1].append(operator)
        if mark is None:
            break
        own = _Painted(operators[mark.start : mark.end], tuple(map(tuple, states)))
        if isinstance(mark.kind, MarkedContent):
            layers.content[mark.kind] = own
        elif mark.kind is Artifact.FOOTER:
            layers.foot.append(own)
        else:
            layers.ground += own.operators
        at = mark.end
    return layers


def _enter(states: Iterable[Iterable[Any]]) -> Iterator[Any]:
    kept = [operators for operators in states if operators]
    for operators in kept:
        yield _SAVE
        yield from operators


def _leave(states: Iterable[Iterable[Any]]) -> Iterator[Any]:
    return (_RESTORE for operators in states if operators)


def _without_repeats(operators: Sequence[Any], known: dict[bytes, bytes]) -> Iterator[Any]:
    """The operators without those that set again what `known` says is in force."""
    depth = 0
    for operator in operators:
        if operator == _SAVE:
            depth += 1
        elif operator == _RESTORE:
            depth -= 1
        elif depth == 0 and isinstance(operator, bytes):
            kind = _sets(operator)
            if kind and known.get(kind) == operator:
                continue
            if kind:
                # After a colour in another space, the colour before has to be set again.
                known[kind] = operator if operator[-2:] in (b"rg", b"RG", b"gs") else b""
        yield operator


def _sets(operator: bytes) -> bytes:
    """What an operator sets: a colour, or the opacity of fills or strokes; b"" for all else."""
    values, _, name = operator.rpartition(b" ")
    # WeasyPrint names states of opacity a… and A…; others differ each time.
    return values[:2] if name == b"gs" else _COLOURS.get(name, b"")
