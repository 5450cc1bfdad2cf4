"""Inline `svg` as an `img` that holds the drawing, described by the names and words it has itself.

Markdown would read what stands in a drawing as tags and text of its own. An icon that shows a
symbol of another drawing (`<use href="#…">`) shows nothing here: its name takes its place.
"""

import base64
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from docforge.document import Position
from docforge.findings import Severity
from docforge.parse.hidden import is_hidden
from docforge.parse.preprocess.lines import Edit, SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_START = re.compile(r"<svg(?=[\s>/])", re.IGNORECASE)
_EDGE = re.compile(r"<svg(?=[\s>/])|</svg\s*>", re.IGNORECASE)
_LINK = "{http://www.w3.org/1999/xlink}href"
# What draws nothing by itself, or says what a drawing is.
_UNDRAWN = frozenset({"svg", "g", "a", "use", "title", "desc", "metadata", "style", "script"})
_KEPT_ASIDE = frozenset({"defs", "symbol", "clipPath", "mask", "pattern", "marker"})


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What an `svg` element shows and says: `markup` is its file, `None` when nothing is shown."""

    markup: str | None
    name: str
    is_decorative: bool
    width: str


def read_drawings(lines: SourceLines, found: SourceScan) -> Iterator[Remark]:
    """Put an image in the place of each drawing; a finding for each that shows nothing."""
    # Lines go when a drawing takes several; what the scan says of them is by their first number.
    code = {lines.lines[index].number for index in (*found.fenced, *found.indented)}
    index = 0
    while index < len(lines.lines):
        text = lines.lines[index].text
        if lines.lines[index].number in code or not _START.search(text):
            index += 1
            continue
        edits: list[Edit] = []
        ticks = at = 0
        joined: tuple[int, int] | None = None
        for start in _START.finditer(text):
            if start.start() < at:
                continue
            ticks += text.count("`", at, start.start())
            if ticks % 2:
                at = start.start()
                continue
            end = _end(lines, index, start.start())
            if end is None:
                break
            at = end[1] if end[0] == index else len(text)
            drawing = _read(_between(lines, (index, start.start()), end))
            yield from _told(drawing, lines.position(index, start.start()))
            edits.append(Edit(start.start(), at, _markup(drawing)))
            joined = end if end[0] > index else None
        lines.lines[index].replace_each(edits)
        if joined is not None:
            lines.join(index, *joined)  # more drawings may follow on the same line
        else:
            index += 1


def _told(drawing: _Drawing, position: Position) -> Iterator[Remark]:
    if drawing.markup is None and not drawing.is_decorative:
        taken = f"; its name, “{drawing.name}”, takes its place" if drawing.name else ""
        yield Remark(
            "HTM014",
            Severity.WARNING,
            f"an icon that is drawn elsewhere is left out{taken}",
            position,
            "Say in words what it stands for, or delete it.",
        )


def _end(lines: SourceLines, index: int, offset: int) -> tuple[int, int] | None:
    """The line and the offset behind the end of the drawing that begins there."""
    depth = 0
    for number in range(index, len(lines.lines)):
        text = lines.lines[number].text
        for match in _EDGE.finditer(text, offset if number == index else 0):
            depth += -1 if match[0][1] == "/" else 1
            if not depth:
                return number, match.end()
    return None


def _between(lines: SourceLines, start: tuple[int, int], end: tuple[int, int]) -> str:
    whole = "\n".join(line.text for line in lines.lines[start[0] : end[0] + 1])
    return whole[start[1] : len(whole) - len(lines.lines[end[0]].text) + end[1]]


def _read(text: str) -> _Drawing:
    import tinyhtml5

    tree = tinyhtml5.parse(io.StringIO(text), namespace_html_elements=False)
    svg = next((node for node in tree.iter() if _local(node) == "svg"), None)
    if svg is None:
        return _Drawing(None, "", True, "")
    for node in svg.iter():
        # The serialiser declares it once more, which is no XML.
        node.attrib = {key: value for key, value in node.attrib.items() if "xmlns" not in key}
    hidden = is_hidden(svg.attrib) or svg.get("role") in ("presentation", "none")
    shows = _shows_something(svg) and "display:none" not in svg.get("style", "").replace(" ", "")
    markup = tostring(svg, encoding="unicode") if shows else None
    return _Drawing(markup, _name(svg), hidden, svg.get("width", ""))


def _local(node: Element) -> str:
    # The tag of a comment is a function.
    return str(node.tag).rpartition("}")[2]


def _shows_something(svg: Element) -> bool:
    """Whether it draws, and not only what another drawing defines."""
    own = {node.get("id") for node in svg.iter() if node.get("id")}
    waiting = [svg]
    while waiting:
        node = waiting.pop()
        name = _local(node)
        if name in _KEPT_ASIDE:
            continue
        address = node.get("href") or node.get(_LINK) or ""
        if name == "use" and address[:1] == "#" and address[1:] in own:
            return True
        if name not in _UNDRAWN:
            return True
        waiting += list(node)
    return False


def _name(svg: Element) -> str:
    """What it is called, what describes it, and the words that are drawn (AccName 1.2; SVG 2)."""
    by_id = {node.get("id"): node for node in svg.iter() if node.get("id")}
    labels = [by_id[ident] for ident in svg.get("aria-labelledby", "").split() if ident in by_id]
    described = [by_id[i] for i in svg.get("aria-describedby", "").split() if i in by_id]
    children = {name: [n for n in svg if _local(n) == name] for name in ("title", "desc")}
    said = [
        *([_words(node) for node in labels] or [svg.get("aria-label", "")]),
        *(_words(node) for node in (*children["title"], *described, *children["desc"])),
        " ".join(filter(None, (_words(node) for node in svg.iter() if _local(node) == "text"))),
    ]
    parts: list[str] = []
    for words in (" ".join(one.split()) for one in said):
        if words and not any(words in part for part in parts):
            parts.append(words)
    return ". ".join(part.rstrip(".") if part is not parts[-1] else part for part in parts)


def _words(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def _markup(drawing: _Drawing) -> str:
    name = html.escape(drawing.name)
    if drawing.markup is None:
        return f'<span role="img" aria-label="{name}"></span>' if name else ""
    data = base64.b64encode(drawing.markup.encode()).decode()
    alt = ' alt=""' if drawing.is_decorative else f' alt="{name}"' if name else ""
    width = f' width="{html.escape(drawing.width)}"' if drawing.width else ""
    return f'<img src="data:image/svg+xml;base64,{data}"{alt}{width}>'
