"""What the pages paint, by marked content (ISO 32000-1, 14.6): text, and where it begins.

Invariant: every shown glyph is counted to one marked content, to an artifact, or as unmarked.
"""

import re
from itertools import islice
from typing import Any

from msgspec import Struct, field

from docforge.verify.readers.pdf.faces import Face, Faces
from docforge.verify.readers.pdf.graphics import content_of, painting
from docforge.verify.readers.pdf.operations import (
    ContentStream,
    Operation,
    read_stream,
    text_string,
)
from docforge.verify.readers.pdf.paint import Painting

_LITERAL = rb"\((?:\\.|[^\\()])*\)"
_HELD = re.compile(rb"/(\w+)\s*(" + _LITERAL + rb"|<[0-9a-fA-F]*>|/\w+|[-\d.]+)")
_CONTENT, _ARTIFACT = frozenset({"MCID", "ActualText"}), frozenset({"Type", "Subtype"})
RESTRICTION, FOOT = "/Pagination/Watermark", "/Pagination/Footer"
HEAD = "/Pagination/Header"


class PaintedContent(Struct):
    """One marked content: its text as its glyphs follow each other, and where it begins.

    `said` is what it stands for instead (ActualText), `outer` the numbered content that it is a
    part of; `place` is in CSS pixels; pages count from 1.
    """

    shown: list[str] = field(default_factory=list)
    said: str | None = None
    place: tuple[float, float] | None = None
    artifact: str = ""
    page: int = 0
    outer: "PaintedContent | None" = None

    @property
    def text(self) -> str:
        return self.said if self.said is not None else "".join(self.shown)


class PaintedText(Struct):
    """All marked content by the stream that paints it and its number; `loose` is the rest.

    `restrictions` is what each page says of the whole document (ISO 32000-1,
    14.8.2.2.2: Watermark), `feet` what stands at its foot, piece by piece, and `heads` its
    running head.
    `peculiarities` are properties of marks that no content has; `spoken` is all that stands for
    other words than its glyphs say. `paintings` are what each page paints.
    """

    contents: dict[tuple[Any, int], PaintedContent] = field(default_factory=dict)
    loose: list[PaintedContent] = field(default_factory=list)
    restrictions: list[str] = field(default_factory=list)
    feet: list[list[str]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    peculiarities: list[str] = field(default_factory=list)
    spoken: list[PaintedContent] = field(default_factory=list)
    paintings: list[Painting] = field(default_factory=list)


def painted(pdf: Any) -> PaintedText:
    """Read every page, and every form that a page uses."""
    found, faces = PaintedText(), Faces()
    done: set[Any] = set()
    for number, page in enumerate(pdf.pages, start=1):
        before, known = len(found.loose), len(found.contents)
        stream = read_stream(content_of(page.obj))
        found.paintings.append(painting(page.obj, stream, faces))
        _StreamText(page.obj, found, faces).read(stream)
        on_page = (c for c in found.loose[before:] if c.artifact == RESTRICTION)
        found.restrictions.append(" ".join(content.text for content in on_page))
        at_foot = [c.text for c in found.loose[before:] if c.artifact == FOOT]
        found.feet.append(at_foot)
        at_head = (c.text for c in found.loose[before:] if c.artifact == HEAD)
        found.heads.append("".join(at_head))
        resources = page.obj.get("/Resources") or {}
        for form in (resources.get("/XObject") or {}).values():
            if form.get("/Subtype") == "/Form" and form.objgen not in done:
                done.add(form.objgen)
                stream = read_stream(bytes(form.read_bytes()))
                _StreamText(form, found, faces, is_form=True).read(stream)
        for content in islice(found.contents.values(), known, None):
            content.page = number
    return found


_NO_FONT = Face()


class _StreamText:
    """One content stream on its way to the text of its marked contents."""

    def __init__(
        self, owner: Any, found: PaintedText, faces: Faces, *, is_form: bool = False
    ) -> None:
        self._owner, self._found, self._faces = owner, found, faces
        self._fonts = (owner.get("/Resources") or {}).get("/Font") or {}
        self._available: dict[bytes, Face] = {}
        self._font, self._saved = _NO_FONT, list[Face]()
        # In a form, text without a mark belongs to the picture that the form is.
        self._loose = self._current = PaintedContent()
        self._stack: list[PaintedContent | None] = []
        if not is_form:
            found.loose.append(self._loose)

    def read(self, stream: ContentStream) -> None:
        for operation in stream.operations:
            match operation.name:
                case b"TJ" | b"Tj":
                    self._show(operation)
                case b"Tm":
                    self._place(operation)
                case b"Tf":
                    self._choose(operation.operands[0])
                case b"BDC" | b"BMC":
                    self._begin(operation)
                case b"EMC":
                    del self._stack[-1:]
                    open_ones = (content for content in reversed(self._stack) if content)
                    self._current = next(open_ones, self._loose)
                case b"q":
                    self._saved.append(self._font)
                case b"Q" if self._saved:
                    self._font = self._saved.pop()

    def _show(self, operation: Operation) -> None:
        said = self._current.shown
        for part in operation.operands[0]:
            if isinstance(part, bytes):
                said.append(self._font.run(part).said)
            elif isinstance(part, str):
                said.append(part)

    def _place(self, operation: Operation) -> None:
        x, y = operation.operands[-2:]
        for content in (self._loose, *self._stack):
            if content is not None and content.place is None:
                content.place = (x, y)

    def _choose(self, name: bytes) -> None:
        if name not in self._available:
            font = self._fonts.get(f"/{name.decode('latin-1')}")
            self._available[name] = _NO_FONT if font is None else self._faces.of(font)
        self._font = self._available[name]

    def _begin(self, operation: Operation) -> None:
        if operation.kinds.endswith("<"):
            self._current = _marked(operation.held, self._owner, self._current, self._found)
            self._stack.append(self._current)
            return
        is_artifact = operation.operands[:1] == (b"Artifact",)
        artifact = PaintedContent(artifact="unnamed") if is_artifact else None
        self._stack.append(artifact)
        if artifact is None:
            self._found.peculiarities.append("marked content without a number")
        else:
            self._found.loose.append(artifact)
            self._current = artifact


def _marked(held: bytes, owner: Any, outer: PaintedContent, found: PaintedText) -> PaintedContent:
    """The content that begins here: numbered, part of `outer`, or an artifact with its type."""
    facts = {name.decode(): value for name, value in _HELD.findall(held)}
    content = PaintedContent()
    is_artifact = "MCID" not in facts and "ActualText" not in facts
    listed = _ARTIFACT if is_artifact else _CONTENT
    found.peculiarities += [f"/{name} of marked content" for name in facts.keys() - listed]
    if "ActualText" in facts:
        content.said = text_string(facts["ActualText"])
        found.spoken.append(content)
    if "MCID" in facts:
        found.contents[owner.objgen, int(facts["MCID"])] = content
    elif content.said is not None:
        content.outer = outer
        outer.shown.append(content.said)
    else:
        content.artifact = (facts.get("Type", b"") + facts.get("Subtype", b"")).decode() or "none"
        found.loose.append(content)
    return content
