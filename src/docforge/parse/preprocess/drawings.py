"""Inline `svg` as an `img` that holds the drawing, described by the names and words it has itself.

Markdown would read what stands in a drawing as tags and text of its own. An icon that shows a
symbol of another drawing (`<use href="#…">`) shows nothing here: its name takes its place.
"""

import base64
import html
import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from msgspec import Struct

from docforge.document import Position
from docforge.findings import Severity
from docforge.parse.hidden import is_hidden
from docforge.parse.preprocess.lines import Edit, Line, SourceLines, joined
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_EDGE = re.compile(r"<svg(?=[\s>/])|</svg\s*>", re.IGNORECASE)
_LINK = "{http://www.w3.org/1999/xlink}href"
# What draws nothing by itself, or says what a drawing is.
_UNDRAWN = frozenset({"svg", "g", "a", "use", "title", "desc", "metadata", "style", "script"})
_KEPT_ASIDE = frozenset({"defs", "symbol", "clipPath", "mask", "pattern", "marker"})


class _Drawing(Struct, frozen=True):
    """What an `svg` element shows and says: `markup` is its file, `None` when nothing is shown."""

    markup: str | None
    name: str
    is_decorative: bool
    width: str


def read_drawings(lines: SourceLines, found: SourceScan) -> Iterator[Remark]:
    """Put an image in the place of each drawing; a finding for each that shows nothing.

    Every line is searched once, and cut once, however many drawings there are or stay open.
    """
    edits: dict[int, list[Edit]] = {}
    goes_on: set[int] = set()  # lines that go on with the one before: a drawing ends in them
    within: set[int] = set()
    texts = [line.text for line in lines.lines]
    icons: dict[str, list[Position]] = {}  # that are drawn elsewhere, by their names
    for start, end in _drawings(texts, found.fenced | found.indented):
        drawing = _read(_between(texts, start, end))
        if drawing.markup is None and not drawing.is_decorative:
            icons.setdefault(drawing.name, []).append(lines.position(*start))
        one_line = start[0] == end[0]
        last = end[1] if one_line else len(texts[start[0]])
        edits.setdefault(start[0], []).append(Edit(start[1], last, _markup(drawing)))
        if not one_line:
            within.update(range(start[0] + 1, end[0]))
            goes_on.add(end[0])
            edits[end[0]] = [Edit(0, end[1], "")]
    made: list[list[Line]] = []
    for index, line in enumerate(lines.lines):
        if index in within:
            continue
        if index in edits:
            line.replace_each(edits[index])
        if index in goes_on:
            made[-1].append(line)
        else:
            made.append([line])
    lines.lines = [joined(one) for one in made]
    yield from (_remark(name, places) for name, places in icons.items())


_Place = tuple[int, int]  # the index of a line, and an offset in it


def _drawings(texts: list[str], code: frozenset[int]) -> Iterator[tuple[_Place, _Place]]:
    """Where each drawing begins and ends that is not in code nor in another one."""
    ends = _ends(texts)
    done, ticks, at = (0, 0), 0, (0, 0)
    for start, end in sorted(ends.items()):
        if start < done or start[0] in code:
            continue
        # Where a drawing ends, the line goes on: marks of code are counted from there.
        from_place = max(at, (start[0], 0))
        ticks = (ticks if from_place == at else 0) + texts[start[0]].count(
            "`", from_place[1], start[1]
        )
        at = start
        if ticks % 2 == 0 and end is not None:
            yield start, end
            done = at = end
        elif end is None:
            done = (start[0] + 1, 0)  # the rest of the line stands in what is never closed


def _ends(texts: list[str]) -> dict[_Place, _Place | None]:
    """For each beginning of a drawing its own end, None where it has none."""
    ends: dict[_Place, _Place | None] = {}
    open_ones: list[_Place] = []
    for index, text in enumerate(texts):
        if "svg" not in text.lower():
            continue
        for match in _EDGE.finditer(text):
            if match[0][1] != "/":
                open_ones.append((index, match.start()))
                ends[open_ones[-1]] = None
            elif open_ones:
                ends[open_ones.pop()] = index, match.end()
    return ends


def _remark(name: str, places: list[Position]) -> Remark:
    taken = f"; its name, “{name}”, takes its place" if name else ""
    times = f" ({len(places)} times)" if len(places) > 1 else ""
    return Remark(
        "HTM014",
        Severity.WARNING,
        f"an icon that is drawn elsewhere is left out{taken}{times}",
        places[0],
        "Say in words what it stands for, or delete it.",
    )


def _between(texts: list[str], start: _Place, end: _Place) -> str:
    (first, begin), (last, stop) = start, end
    if first == last:
        return texts[first][begin:stop]
    return "\n".join((texts[first][begin:], *texts[first + 1 : last], texts[last][:stop]))


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
