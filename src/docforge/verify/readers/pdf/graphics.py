"""The graphics state of a page, interpreted: what is painted where, how, and in which order.

Invariant: every painting operator of the page and of the forms that it uses leaves an item, in
the order of painting; boxes are in the page's own space, in points (ISO 32000-1, 8.4 and 9.3).
"""

from collections.abc import Mapping
from typing import Any

from docforge.verify.readers.pdf.faces import Faces
from docforge.verify.readers.pdf.geometry import box_of, matrix_of, multiplied, shared
from docforge.verify.readers.pdf.grammar import oddities
from docforge.verify.readers.pdf.graphics_state import PEN_OPERATORS, STATE_OPERATORS
from docforge.verify.readers.pdf.interpreter import Step, StreamInterpreter
from docforge.verify.readers.pdf.operations import ContentStream, Operation, read_stream
from docforge.verify.readers.pdf.paint import Painted, Painting, State
from docforge.verify.readers.pdf.paths import PATH_OPERATORS
from docforge.verify.readers.pdf.text_objects import TEXT_OPERATORS

_DEEPEST = 8  # forms in one another


def painting_of(page: Any, faces: Faces | None = None) -> Painting:
    """Read the content of `page`; `faces` are the fonts of its file."""
    return painting(page, read_stream(content_of(page)), faces or Faces())


def content_of(page: Any) -> bytes:
    """The content stream of a page."""
    contents = page.get("/Contents")
    if contents is None:
        return b""
    parts = [contents] if hasattr(contents, "read_bytes") else list(contents)
    return b"\n".join(bytes(part.read_bytes()) for part in parts)


def painting(page: Any, content: ContentStream, faces: Faces) -> Painting:
    """What `content`, the content stream of `page`, paints."""
    stream = StreamInterpreter(page.get("/Resources") or {}, State(), faces)
    _run(stream, content)
    return Painting(stream.items, stream.odd)


def traced(page: Any, content: ContentStream, faces: Faces) -> Mapping[int, list[Painted]]:
    """What the figures and formulas of `page` paint, by their marks, with the points of paths."""
    stream = StreamInterpreter(page.get("/Resources") or {}, State(), faces, traces=True)
    in_figure = False
    for operation in content.operations:
        name = operation.name
        step = _TRACING.get(name)
        if step is not None and (in_figure or name not in _SHOWING):
            step(stream, operation)
            if name in (b"BDC", b"EMC"):
                in_figure = stream.marked()[1] == "Figure"
    found: dict[int, list[Painted]] = {}
    for item in stream.items:
        if item.mark is not None and item.tag == "Figure":
            found.setdefault(item.mark, []).append(item)
    return found


def _run(stream: StreamInterpreter, content: ContentStream) -> None:
    stream.odd += oddities(content, is_form=stream.depth > 0)
    steps = _TRACING if stream.traces else _STEPS
    for operation in content.operations:
        step = steps.get(operation.name)
        if step is not None:
            step(stream, operation)


def _draw(stream: StreamInterpreter, operation: Operation) -> None:
    """An external object (ISO 32000-1, 8.8): a picture, or a form, whose content is run."""
    name = operation.operands[0].decode("latin-1")
    held = (stream.resources.get("/XObject") or {}).get(f"/{name}")
    if held is None:
        return
    if str(held.get("/Subtype", "")) == "/Image":
        stream.items.append(_picture(stream, name))
    else:
        _run_form(stream, held)


def _picture(stream: StreamInterpreter, name: str) -> Painted:
    state = stream.state
    mark, tag, sequence = stream.marked()
    return Painted(
        "image",
        shared(box_of(state.ctm, 0, 0, 1, 1), state.clip),
        mark,
        tag,
        None,
        state.alpha,
        state.clip,
        state.strange,
        state.ctm,
        in_form=stream.depth > 0,
        name=name,
        sequence=sequence,
    )


def _run_form(stream: StreamInterpreter, form: Any) -> None:
    if stream.depth > _DEEPEST:
        raise ValueError("Forms are nested too deeply.")
    state = stream.state.kept()
    matrix = form.get("/Matrix")
    if matrix is not None:
        state.ctm = multiplied(matrix_of(float(n) for n in matrix), state.ctm)
    state.clip = shared(state.clip, box_of(state.ctm, *(float(n) for n in form.BBox)))
    inner = StreamInterpreter(
        form.get("/Resources") or stream.resources,
        state,
        stream.known,
        stream.depth + 1,
        marks=list(stream.marks),
        traces=stream.traces,
    )
    _run(inner, read_stream(bytes(form.read_bytes())))
    stream.items += inner.items
    stream.odd += inner.odd


_STEPS: Mapping[bytes, Step] = {
    **STATE_OPERATORS,
    **PATH_OPERATORS,
    **TEXT_OPERATORS,
    b"Do": _draw,
}
_TRACING: Mapping[bytes, Step] = {**_STEPS, **PEN_OPERATORS}
_SHOWING = frozenset({b"TJ", b"Tj"})
