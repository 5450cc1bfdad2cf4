"""What the pages paint, by marked content (ISO 32000-1, 14.6): text, and where it begins.

Invariant: every shown glyph is counted to one marked content, to an artifact, or as unmarked.
"""

import re
import unicodedata
from collections.abc import Iterator
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
_BLOCKS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_ESCAPED = re.compile(rb"\\(\d{1,3}|.)", re.DOTALL)
_PLAIN_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(slots=True)
class Content:
    """One marked content: its text in logical order, and where it begins, in CSS pixels."""

    shown: list[tuple[float, list[str]]] = field(default_factory=list)
    said: str | None = None
    place: tuple[float, float] | None = None
    artifact: str = ""

    @property
    def text(self) -> str:
        return self.said if self.said is not None else logical(self.shown)

    def show(self, clusters: list[str]) -> None:
        """Add glyphs at the place that was set last."""
        if not self.shown:
            self.shown.append((0.0, []))
        self.shown[-1][1].extend(clusters)

    def move(self, x: float, y: float) -> None:
        """Set the place of the next glyphs."""
        self.place = self.place or (x, y)
        self.shown.append((x, []))


@dataclass(slots=True)
class Painted:
    """All marked content by the stream that paints it and its number; `loose` is the rest."""

    contents: dict[tuple[Any, int], Content] = field(default_factory=dict)
    loose: list[Content] = field(default_factory=list)


def painted(pdf: Any) -> Painted:
    """Read every page, and every form that a page uses."""
    found = Painted()
    fonts: dict[Any, tuple[int, dict[int, str]]] = {}
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
    found: Painted,
    fonts: dict[Any, tuple[int, dict[int, str]]],
    is_form: bool = False,
) -> None:
    resources = owner.get("/Resources") or {}
    available = resources.get("/Font") or {}
    stack: list[Content | None] = []
    # In a form, text without a mark belongs to the picture that the form is.
    loose = Content()
    if not is_form:
        found.loose.append(loose)
    font: tuple[int, dict[int, str]] = (4, {})
    saved: list[tuple[int, dict[int, str]]] = []
    for token in _TOKEN.finditer(stream):
        current = next((c for c in reversed(stack) if c is not None), loose)
        match token.lastgroup:
            case "held":
                stack.append(_marked(token["held"], owner, found))
            case "mark":
                artifact = Content(artifact="unnamed") if b"/Artifact" in token["mark"] else None
                stack.append(artifact)
                found.loose += [artifact] if artifact else []
            case "end":
                stack = stack[:-1]
            case "font":
                font = _font(available.get(f"/{token['font'].decode('latin-1')}"), fonts)
            case "glyphs":
                digits, table = font
                shown = token["glyphs"].decode("ascii")
                current.show(
                    [
                        table.get(int(shown[at : at + digits], 16), "\ufffd")
                        for at in range(0, len(shown), digits)
                    ]
                )
            case "literal":
                current.show([_string(token["literal"])])
            case "y":
                current.move(float(token["x"]), float(token["y"]))
            case "state" if token["state"] == b"q":
                saved.append(font)
            case _:
                font = saved.pop() if saved else font


def _marked(held: bytes, owner: Any, found: Painted) -> Content:
    """The content that begins here: numbered, or an artifact with its type."""
    facts = {name.decode(): value for name, value in _HELD.findall(held)}
    content = Content()
    if "ActualText" in facts:
        content.said = _string(facts["ActualText"])
    if "MCID" in facts:
        found.contents[owner.objgen, int(facts["MCID"])] = content
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


def _font(font: Any, fonts: dict[Any, tuple[int, dict[int, str]]]) -> tuple[int, dict[int, str]]:
    """Hexadecimal digits of a glyph, and what each glyph says (ISO 32000-1, 9.10.3)."""
    if font is None:
        return (4, {})
    if font.objgen not in fonts:
        table: dict[int, str] = {}
        if "/ToUnicode" in font:
            text = font.ToUnicode.read_bytes().decode("ascii", "replace")
            for block in _BLOCKS.findall(text):
                for code, value in _MAPPED.findall(block):
                    table[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be", "replace")
        fonts[font.objgen] = (4 if font.get("/Subtype") == "/Type0" else 2, table)
    return fonts[font.objgen]


# --- Order -------------------------------------------------------------------------------


def logical(shown: list[tuple[float, list[str]]]) -> str:
    """Text in reading order from the glyphs of one line, each with what it says.

    Right-to-left text is painted from left to right: it is turned round, and numbers and words
    in other scripts inside it are turned back (Unicode Standard Annex 9, rule L2 reversed). A
    ligature is one glyph that says several letters, so that it keeps their order.
    """
    if not any(_is_rtl(cluster) for _, clusters in shown for cluster in clusters):
        return "".join(cluster for _, clusters in shown for cluster in clusters)
    on_line = sorted(shown, key=lambda run: run[0])
    clusters = [cluster for _, run in on_line for cluster in run]
    return "".join(_turned(clusters[::-1]))


def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _is_ltr(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("L", "EN", "AN") for char in text)


def _turned(clusters: list[str]) -> Iterator[str]:
    """`clusters` with each run that is read from left to right turned back."""
    at = 0
    while at < len(clusters):
        if not _is_ltr(clusters[at]):
            yield clusters[at]
            at += 1
            continue
        end = last = at
        while end < len(clusters) and not _is_rtl(clusters[end]):
            last = end if _is_ltr(clusters[end]) else last
            end += 1
        yield from reversed(clusters[at : last + 1])
        at = last + 1
