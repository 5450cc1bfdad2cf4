"""What the pages paint, by marked content (ISO 32000-1, 14.6): text, and where it begins.

Invariant: every shown glyph is counted to one marked content, to an artifact, or as unmarked.
"""

import re
from dataclasses import dataclass, field
from typing import Any

_LITERAL = rb"\((?:\\.|[^\\()])*\)"
_TOKEN = re.compile(
    rb"<<(?P<held>(?:\s*/\w+\s*(?:" + _LITERAL + rb"|<[0-9a-fA-F]*>|/\w+|[-\d.]+))*\s*)>>\s*BDC\b"
    rb"|(?P<mark>/\w+\s+(?:BMC|/\w+\s+BDC)\b)|(?P<end>\bEMC\b)"
    rb"|/(?P<font>[^\s/<>\[\]()]+)\s+[-\d.]+\s+Tf\b"
    rb"|<(?P<glyphs>[0-9a-fA-F]+)>|(?P<literal>" + _LITERAL + rb")\s*Tj\b"
    rb"|[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ (?P<x>[-\d.]+) (?P<y>[-\d.]+) Tm\b"
    rb"|(?P<state>(?<=\s)[qQ](?=\s))"
)
_HELD = re.compile(rb"/(\w+)\s*(" + _LITERAL + rb"|<[0-9a-fA-F]*>|/\w+|[-\d.]+)")
_MAPPED = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_CONTENT, _ARTIFACT = frozenset({"MCID", "ActualText"}), frozenset({"Type", "Subtype"})
_BLOCKS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_ESCAPED = re.compile(rb"\\(\d{1,3}|.)", re.DOTALL)
_PLAIN_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(slots=True)
class PaintedContent:
    """One marked content: its text as its glyphs follow each other, and where it begins.

    `said` is what it stands for instead (ActualText); `place` is in CSS pixels.
    """

    shown: list[str] = field(default_factory=list)
    said: str | None = None
    place: tuple[float, float] | None = None
    artifact: str = ""

    @property
    def text(self) -> str:
        return self.said if self.said is not None else "".join(self.shown)


@dataclass(slots=True)
class PaintedText:
    """All marked content by the stream that paints it and its number; `loose` is the rest.

    `peculiarities` are properties of marks that no content has.
    """

    contents: dict[tuple[Any, int], PaintedContent] = field(default_factory=dict)
    loose: list[PaintedContent] = field(default_factory=list)
    peculiarities: list[str] = field(default_factory=list)


def painted(pdf: Any) -> PaintedText:
    """Read every page, and every form that a page uses."""
    found = PaintedText()
    fonts: dict[Any, _Font] = {}
    done: set[Any] = set()
    for page in pdf.pages:
        _read(_bytes(page.obj.get("/Contents")), page.obj, found, fonts)
        resources = page.obj.get("/Resources") or {}
        for form in (resources.get("/XObject") or {}).values():
            if form.get("/Subtype") == "/Form" and form.objgen not in done:
                done.add(form.objgen)
                _read(form.read_bytes(), form, found, fonts, is_form=True)
    return found


def _bytes(contents: Any) -> bytes:
    if contents is None:
        return b""
    if hasattr(contents, "read_bytes"):
        return bytes(contents.read_bytes())
    return b"\n".join(bytes(part.read_bytes()) for part in contents)


def _read(
    stream: bytes,
    owner: Any,
    found: PaintedText,
    fonts: dict[Any, "_Font"],
    is_form: bool = False,
) -> None:
    resources = owner.get("/Resources") or {}
    available = resources.get("/Font") or {}
    stack: list[PaintedContent | None] = []
    # In a form, text without a mark belongs to the picture that the form is.
    loose = PaintedContent()
    if not is_form:
        found.loose.append(loose)
    current = loose
    font = _Font(4, {})
    saved: list[_Font] = []
    for token in _TOKEN.finditer(stream):
        match token.lastgroup:
            case "glyphs":
                current.shown.append(font[token["glyphs"]])
            case "held":
                current = _marked(token["held"], owner, current, found)
                stack.append(current)
            case "mark":
                artifact = (
                    PaintedContent(artifact="unnamed") if b"/Artifact" in token["mark"] else None
                )
                stack.append(artifact)
                found.peculiarities += [] if artifact else ["marked content without a number"]
                found.loose += [artifact] if artifact else []
                current = artifact or current
            case "end":
                stack = stack[:-1]
                current = next((c for c in reversed(stack) if c is not None), loose)
            case "font":
                font = _font(available.get(f"/{token['font'].decode('latin-1')}"), fonts)
            case "literal":
                current.shown.append(_string(token["literal"]))
            case "y":
                for content in filter(None, [loose, *stack]):
                    content.place = content.place or (float(token["x"]), float(token["y"]))
            case "state" if token["state"] == b"q":
                saved.append(font)
            case _:
                font = saved.pop() if saved else font


def _marked(held: bytes, owner: Any, outer: PaintedContent, found: PaintedText) -> PaintedContent:
    """The content that begins here: numbered, part of `outer`, or an artifact with its type."""
    facts = {name.decode(): value for name, value in _HELD.findall(held)}
    content = PaintedContent()
    is_artifact = "MCID" not in facts and "ActualText" not in facts
    listed = _ARTIFACT if is_artifact else _CONTENT
    found.peculiarities += [f"/{name} of marked content" for name in facts.keys() - listed]
    if "ActualText" in facts:
        content.said = _string(facts["ActualText"])
    if "MCID" in facts:
        found.contents[owner.objgen, int(facts["MCID"])] = content
    elif content.said is not None:
        outer.shown.append(content.said)
    else:
        content.artifact = (facts.get("Type", b"") + facts.get("Subtype", b"")).decode() or "none"
        found.loose.append(content)
    return content


def _string(raw: bytes) -> str:
    """A PDF text string (ISO 32000-1, 7.9.2.2)."""
    if raw.startswith(b"<"):
        data = bytes.fromhex(raw[1:-1].decode("ascii"))
    else:
        data = _ESCAPED.sub(_unescaped, raw[1:-1])
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be")
    return data.decode("latin-1")


def _unescaped(escape: re.Match[bytes]) -> bytes:
    what = escape[1]
    return bytes([int(what, 8) & 255]) if what.isdigit() else _PLAIN_ESCAPES.get(what, what)


class _Font(dict[bytes, str]):
    """What the glyphs of a font say, by the hexadecimal digits that show them.

    `digits` is how many of them make a glyph. Runs of glyphs come back again and again.
    """

    def __init__(self, digits: int, letters: dict[int, str]) -> None:
        super().__init__()
        self._digits, self._letters = digits, letters

    def __missing__(self, glyphs: bytes) -> str:
        codes = (glyphs[at : at + self._digits] for at in range(0, len(glyphs), self._digits))
        self[glyphs] = said = "".join(self._letters.get(int(c, 16), "\ufffd") for c in codes)
        return said


def _font(font: Any, fonts: dict[Any, _Font]) -> _Font:
    """What each glyph of a font says (ISO 32000-1, 9.10.3)."""
    if font is None:
        return _Font(4, {})
    if font.objgen not in fonts:
        table: dict[int, str] = {}
        if "/ToUnicode" in font:
            text = font.ToUnicode.read_bytes().decode("ascii", "replace")
            for block in _BLOCKS.findall(text):
                for code, value in _MAPPED.findall(block):
                    table[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be", "replace")
        fonts[font.objgen] = _Font(4 if font.get("/Subtype") == "/Type0" else 2, table)
    return fonts[font.objgen]
