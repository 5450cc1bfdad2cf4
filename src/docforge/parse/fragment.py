"""Raw HTML of one list of blocks or inlines, with what Markdown made in between, as a tree.

pandoc hands raw HTML over in pieces ("<div>", a paragraph, "</div>"). Everything that is not
raw becomes a hole in one HTML text, an HTML5 parser reads the whole, and the holes are filled
from `Fragment.nodes`. Every hole comes back exactly once, or the fragment is refused.
"""

import io
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from html.entities import html5
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element

from msgspec import Struct

from docforge.document import NOWHERE, Blocks, Inlines, Position
from docforge.parse.bounds import refuse
from docforge.source.config import Limits

HOLE = "df-hole"

# What stands in an element, and how a list of it is read as blocks or as inlines.
Content = Iterable[str | Element]
Flow = Callable[[Content], Blocks]
Phrasing = Callable[[Content], Inlines]

PLACE = "data-df-at"

# Elements without an end, and those that another one ends (HTML, 13.1.2.4).
_ENDED_BY_OTHERS = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"}
    | {"wbr", "param", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot"}
    | {"colgroup", "option", "optgroup", "rp", "rt", "a"}
)
# The parser compares each start tag with all that are open. Careless writers leave some open, so
# that more may be than parts of a document stand in one another.
_CARELESS = 5

# An unclosed comment hides everything after it, as in a browser.
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)

_MARKED = re.compile(r"<!\[(?:cdata|if|else|endif)\b(?![-_.])", re.IGNORECASE)

# Elements whose content is shown only where they themselves cannot be.
_MEDIA = re.compile(r"<(/?)(audio|video|object|iframe)\b", re.IGNORECASE)


def without_comments(html: str) -> str:
    """`html` without comments; their line ends stay, so that places stay true."""
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), html)


@cache
def elements() -> Mapping[str, Any]:
    """HTML elements by what they become (elements.toml)."""
    return tomllib.loads(files("docforge.parse").joinpath("elements.toml").read_text("utf-8"))


class Raw(Struct, frozen=True):
    """A piece of raw HTML as it stands in the source."""

    text: str
    position: Position


class MarkdownPiece(Struct, frozen=True):
    """A piece that Markdown made: blocks or inlines, never both."""

    inlines: Inlines = ()
    blocks: Blocks = ()


class Fragment(Struct, frozen=True):
    """The tree's body element and what fills its holes (`<df-hole n="0">`)."""

    body: Element
    holes: tuple[MarkdownPiece, ...]


def _last_ends(pieces: Sequence[Raw | MarkdownPiece]) -> Mapping[str, int]:
    """The index of the last piece that ends each element of code, such as <script>."""
    ends: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        if isinstance(piece, Raw) and "</" in piece.text:
            text = piece.text.lower()
            ends |= {tag: index for tag in elements()["code"] if f"</{tag}" in text}
    return ends


def _never_ended(pieces: Sequence[Raw | MarkdownPiece]) -> frozenset[tuple[int, str]]:
    """Where media begin that never end, by piece: what follows would be theirs, and not shown."""
    found: set[tuple[int, str]] = set()
    ends_next: dict[str, bool] = {}
    for index, piece in reversed(list(enumerate(pieces))):
        tags = _MEDIA.findall(without_comments(piece.text)) if isinstance(piece, Raw) else []
        for slash, name in reversed(tags):
            tag = name.lower()
            if not slash and not ends_next.get(tag):
                found.add((index, tag))
            ends_next[tag] = bool(slash)
    return frozenset(found)


def read_fragment(pieces: Sequence[Raw | MarkdownPiece], limits: Limits) -> Fragment | None:
    """The pieces as one tree; None when the raw HTML swallows what stands between it.

    Raises LimitReached for an element with too many attributes, and for too many open elements.
    """
    import tinyhtml5

    holes: list[MarkdownPiece] = []
    writer = _Writer(_last_ends(pieces), _never_ended(pieces), limits)
    for index, piece in enumerate(pieces):
        match piece:
            case Raw(text, position):
                writer.write(text, position, index)
            case MarkdownPiece() if not writer.in_code:
                writer.out.append(f'<{HOLE} n="{len(holes)}"></{HOLE}>')
                holes.append(piece)
            case MarkdownPiece():
                pass
    html = "<!doctype html><body>" + "".join(writer.out)
    tree = tinyhtml5.parse(io.StringIO(html), namespace_html_elements=False)
    body = tree.find("body")
    found = [element.get("n") for element in tree.iter(HOLE)]
    if body is None or found != [str(number) for number in range(len(holes))]:
        return None
    return Fragment(body, tuple(holes))


def place(element: Element) -> Position:
    """Where the element's start tag stands in the source, or NOWHERE."""
    line, _, column = element.get(PLACE, "").partition(":")
    return Position(int(line), int(column)) if line and column else NOWHERE


def content_of(element: Element, *left_out: str) -> Content:
    """The element's text and children in order, without children of the tags `left_out`."""
    yield element.text or ""
    for child in element:
        if child.tag not in left_out:
            yield child
        yield child.tail or ""


class _Writer(HTMLParser):
    """Copies raw HTML, leaving out comments and code and writing places into start tags."""

    def __init__(
        self, ends: Mapping[str, int], endless: frozenset[tuple[int, str]], limits: Limits
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._ends = ends
        self._endless = endless
        self._open: Counter[str] = Counter()
        self._depth = 0
        self._limits = limits
        self._start = NOWHERE
        self._index = 0
        self._code: str | None = None
        self._lines: list[str] = []

    @property
    def in_code(self) -> bool:
        """Whether what comes next stands between <script> and </script>, or the like."""
        return self._code is not None

    def write(self, text: str, position: Position, index: int) -> None:
        self.reset()
        self._start, self._index = position, index
        bare = without_comments(text)
        self._lines = bare.split("\n")
        self.feed(bare)
        self._take_what_never_ends()

    def _take_what_never_ends(self) -> None:
        """Read a sign that begins what has no end as text, and what follows it as HTML.

        `close` does so in some versions of Python; in others it loses the rest of the text.
        """
        while rest := self.rawdata:
            ends = [at for sign in "<&" if (at := rest.find(sign, 1)) > 0]
            cut = min(ends, default=len(rest)) if self._code is None else len(rest)
            self.handle_data(rest[:cut])
            self.updatepos(0, cut)
            self.rawdata = rest[cut:]
            self.feed("")

    def _here(self) -> str:
        line, column = self.getpos()
        if not self._start.line:
            return ""
        first = self._start.column if line == 1 else 1
        return f' {PLACE}="{self._start.line + line - 1}:{first + column}"'

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        refuse(self._limits, "attributes", len(attrs), self._start)
        if tag not in _ENDED_BY_OTHERS:
            self._open[tag] += 1
            self._depth += 1
            refuse(self._limits, "nesting", self._depth / _CARELESS, self._start)
        if tag in elements()["code"]:
            self.out.append(f'<df-code data-tag="{tag}"{self._here()}></df-code>')
            self._code = tag if self._ends.get(tag, -1) >= self._index else None
            return
        if self._code or tag == HOLE:
            return
        raw = self.get_starttag_text() or ""
        name = f"df-{tag}" if tag in elements()["renamed"] else tag
        rest = raw[1 + len(tag) :]
        self.out.append(f"<{name}{self._here()}{rest}")
        if (self._index, tag) in self._endless:
            self.out.append(f"</{name}>")
            self._open[tag] -= 1
            self._depth -= 1

    def set_cdata_mode(self, elem: str, **options: Any) -> None:
        """Read up to the end of a script or style sheet as no HTML, when it has an end.

        Versions of Python differ in what else they read so, and in what becomes of the rest of
        a text in which the end is missing: some lose it. Here it is read as HTML.
        """
        if self._code and elem in ("script", "style"):
            super().set_cdata_mode(elem, **options)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._open[tag]:
            self._open[tag] -= 1
            self._depth -= 1
        if tag in elements()["renamed"]:
            self.out.append(f"</df-{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if self._open[tag]:
            self._open[tag] -= 1
            self._depth -= 1
        if tag in elements()["code"]:
            self._code = None
        elif not self._code and tag != HOLE:
            self.out.append(f"</df-{tag}>" if tag in elements()["renamed"] else f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.out.append(data.replace("<", "&lt;"))

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read `<![` before no word that is known as browsers do, up to the next `>`.

        Versions of Python differ here: some raise an AssertionError.
        """
        if _MARKED.match(self.rawdata, i):
            return super().parse_marked_section(i, report)
        end = self.rawdata.find(">", i)
        if end >= 0:
            self.unknown_decl(self.rawdata[i + 3 : end])
        return end + 1 or end

    def unknown_decl(self, data: str) -> None:
        """What is marked as character data, which browsers take for a comment (13.2.5.42)."""
        if not self._code:
            words = data.removeprefix("CDATA[").replace("&", "&amp;").replace("<", "&lt;")
            self.out.append(f"<df-cdata hidden{self._here()}>{words}</df-cdata>")

    def handle_entityref(self, name: str) -> None:
        line, column = self.getpos()
        ended = self._lines[line - 1].startswith(";", column + 1 + len(name))
        self.handle_data(_reference(name, ended=ended))

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _reference(name: str, *, ended: bool) -> str:
    """A named character reference, or the ampersand and the letters that are none: R&D."""
    if ended:
        known = f"{name};" in html5
        return f"&{name};" if known else f"&amp;{name};"
    # A few old names need no semicolon (HTML, 13.5); full stops and hyphens are in no name.
    old = re.split(r"[.-]", name, maxsplit=1)[0]
    return f"&{old};{name[len(old) :]}" if old in html5 else f"&amp;{name}"
