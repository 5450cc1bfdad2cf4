"""Elements of HTML and XHTML to an outline: what a reader of markup meets.

Invariant: every element and text below the body is read; nothing is passed over because it is
not expected.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from docforge.verify.entries import Gatherer, Kind, Voice, code_text, plain
from docforge.verify.readers.grid import GridCell, associate, place

_PHRASES = {
    "em": "emphasis",
    "strong": "strong",
    "del": "deleted",
    "ins": "inserted",
    "sup": "superscript",
    "sub": "subscript",
    "mark": "highlight",
    "small": "small-print",
    "u": "underline",
    "kbd": "keyboard",
    "samp": "sample",
    "var": "variable",
    "cite": "work-title",
    "dfn": "definition",
    "code": "code",
}
_LEAVES = {"p": Kind.PARAGRAPH, "dt": Kind.TERM, "caption": Kind.CAPTION}
_LEAVES |= {"figcaption": Kind.CAPTION, "summary": Kind.SUMMARY}
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "blockquote"}
    | {"figure", "figcaption", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "details", "summary"}
)
_NUMBERINGS = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_SILENT = frozenset({"script", "style", "template", "head"})


@dataclass(slots=True)
class MarkupReader:
    """Reads one body; `load` gives a digest of the picture at an address, `follow` a target."""

    gather: Gatherer
    load: Callable[[str], str]
    follow: Callable[[str], str] = field(default=lambda address: address)

    def flow(self, element: Element, voice: Voice) -> None:
        """What is in `element`: its text and its children."""
        if element.text:
            self.gather.say(element.text, voice)
        for child in element:
            self.element(child, _voice(child, voice))
            if child.tail:
                self.gather.say(child.tail, voice)

    def element(self, element: Element, voice: Voice) -> None:
        """One element; `voice` is what is in force inside it."""
        tag, kind = name(element), element.get("class", "").split()
        if tag in _BLOCKS or tag in ("section", "nav", "hr", "header", "footer", "main"):
            self.gather.close()
            self.block(element, tag, kind, voice)
            self.gather.close()
        elif tag not in _SILENT:
            self.inline(element, tag, kind, voice)

    # --- Blocks --------------------------------------------------------------------------

    def block(self, element: Element, tag: str, kind: list[str], voice: Voice) -> None:
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.flow(element, voice)
                ident = element.get("id", "")
                own = "" if ident.startswith("df-") else ident
                self.gather.close(Kind.HEADING, level=int(tag[1]), ident=own, said=said(element))
            case "p" if "summary" in kind:
                self.leaf(element, Kind.SUMMARY, voice)
            case _ if tag in _LEAVES:
                self.leaf(element, _LEAVES[tag], voice)
            case "ul" | "ol":
                self.listing(element, tag, voice)
            case "li":
                self.item(element, voice, 1, "ul")
            case "dl":
                with self.gather.inside(Kind.LIST, numbering="definitions"):
                    self.flow(element, voice)
            case "dd":
                self.group(element, Kind.DESCRIPTION, voice)
            case "blockquote":
                self.group(element, Kind.QUOTATION, voice)
            case "figure":
                self.group(element, Kind.FIGURE, voice)
            case "details":
                self.group(element, Kind.DETAILS, voice)
            case "pre":
                self.gather.add(Kind.CODE, code_text("".join(element.itertext())), lang=voice.lang)
            case "hr":
                self.gather.add(Kind.BREAK)
            case "table":
                self.table(element, voice)
            case "div":
                self.division(element, kind, voice)
            case "nav":
                self.contents(element, voice)
            case "section" if element.get("role") == "doc-endnotes":
                self.notes(element, voice)
            case _:
                self.flow(element, voice)

    def leaf(self, element: Element, kind: Kind, voice: Voice) -> None:
        self.flow(element, voice)
        self.gather.close(kind)

    def group(self, element: Element, kind: Kind, voice: Voice) -> None:
        with self.gather.inside(kind):
            self.flow(element, voice)

    def division(self, element: Element, kind: list[str], voice: Voice) -> None:
        ident = element.get("id", "")
        if ident and not ident.startswith("df-"):
            self.gather.add(Kind.PLACE, ident=ident)
        if "callout" in kind:
            self.group(element, Kind.CALLOUT, voice)
        elif "details" in kind:
            self.group(element, Kind.DETAILS, voice)
        else:
            self.flow(element, voice)

    def listing(self, element: Element, tag: str, voice: Voice) -> None:
        items = [child for child in element if name(child) == "li"]
        numbering = _NUMBERINGS.get(element.get("type", "1"), "") if tag == "ol" else "bullet"
        with self.gather.inside(Kind.LIST, items=len(items), numbering=numbering):
            for number, child in enumerate(items, start=int(element.get("start", "1"))):
                self.item(child, _voice(child, voice), number, tag)
            self._stray(element, items, voice)

    def _stray(self, element: Element, items: list[Element], voice: Voice) -> None:
        """What a list holds besides its items."""
        texts = [element.text, *(child.tail for child in element)]
        for child in element:
            if child not in items:
                self.element(child, _voice(child, voice))
        for text in texts:
            if text and text.strip():
                self.gather.say(text, voice)

    def item(self, element: Element, voice: Voice, number: int, tag: str) -> None:
        first = element[0] if len(element) and not (element.text or "").strip() else None
        state = ""
        if first is not None and first.get("class") == "task-state":
            state = plain("".join(first.itertext()))
        label = "" if tag == "ul" else str(number)
        with self.gather.inside(Kind.ITEM, number=label, state=state):
            if state and first is not None:
                self.gather.say(first.tail or "", voice)
                self._rest(element, voice)
            else:
                self.flow(element, voice)

    def _rest(self, element: Element, voice: Voice) -> None:
        for child in element[1:]:
            self.element(child, _voice(child, voice))
            self.gather.say(child.tail or "", voice)

    def contents(self, element: Element, voice: Voice) -> None:
        with self.gather.inside(Kind.NAVIGATION):
            self._contents(element, voice)

    def _contents(self, element: Element, voice: Voice) -> None:
        for child in element:
            if name(child) in ("h1", "h2"):
                self.element(child, _voice(child, voice))
        for link in element.iter():
            if name(link) == "a":
                target = self.follow(link.get("href", ""))
                self.gather.add(Kind.CONTENTS, plain("".join(words(link))), target=target)

    def notes(self, element: Element, voice: Voice) -> None:
        for child in element:
            if name(child) == "ol":
                for number, item in enumerate(child, start=1):
                    with self.gather.inside(Kind.NOTE, number=_note(item, number)):
                        self.flow(item, _voice(item, voice))
            else:
                self.element(child, _voice(child, voice))

    # --- Tables --------------------------------------------------------------------------

    def table(self, element: Element, voice: Voice) -> None:
        caption = [child for child in element if name(child) == "caption"]
        groups = [
            [[_cell(cell) for cell in row] for row in group if name(row) == "tr"]
            for group in element
            if name(group) in ("thead", "tbody", "tfoot")
        ]
        lines = place(groups)
        associate(lines)
        columns = max((len(line) for line in lines), default=0)
        with self.gather.inside(Kind.TABLE, rows=len(lines), columns=columns):
            for child in caption:
                self.leaf(child, Kind.CAPTION, _voice(child, voice))
            for group in groups:
                for row in group:
                    self.gather.add(Kind.ROW)
                    for cell in row:
                        self.cell(cell, voice)

    def cell(self, cell: GridCell, voice: Voice) -> None:
        with self.gather.inside(Kind.CELL, cell.text, **cell_facts(cell)):
            self.flow(cell.content, _voice(cell.content, voice))

    # --- Inlines -------------------------------------------------------------------------

    def inline(self, element: Element, tag: str, kind: list[str], voice: Voice) -> None:
        match tag:
            case "br":
                self.gather.say(" ", voice)
            case "img":
                self.image(element, voice)
            case "math":
                tokens = plain("".join("".join(element.itertext()).split()))
                facts = {"drawn": tokens, "shown": element.get("display", "")}
                self.gather.put(Kind.FORMULA, element.get("alttext", ""), voice, **facts)
            case "code" if "tex" in kind:
                self.gather.put(Kind.FORMULA, "".join(element.itertext()), voice)
            case "a" if element.get("role") == "doc-noteref":
                target = self.follow(element.get("href", ""))
                ident = element.get("id", "")
                text = plain("".join(element.itertext()))
                self.gather.put(Kind.MARK, text, None, target=target, ident=ident)
            case "a" if element.get("role") == "doc-backlink":
                text = plain("".join(element.itertext()))
                self.gather.add(Kind.BACK, text, target=self.follow(element.get("href", "")))
            case "a" if "skip" in kind:
                with (
                    self.gather.inside(Kind.PAGE),
                    self.gather.span(Kind.LINK, target=element.get("href")),
                ):
                    self.flow(element, voice)
            case "a" if element.get("href") is not None:
                with self.gather.span(Kind.LINK, target=self.follow(element.get("href", ""))):
                    self.flow(element, voice)
            case "abbr":
                with self.gather.span(Kind.ABBREVIATION, expansion=plain(element.get("title", ""))):
                    self.flow(element, voice)
            case _ if tag in _PHRASES or "small-caps" in kind:
                with self.gather.span(Kind.PHRASE, kind=_PHRASES.get(tag, "small-caps")):
                    self.flow(element, voice)
            case _:
                if element.get("id"):
                    self.gather.mark(Kind.PLACE, "", ident=element.get("id", ""))
                self.flow(element, voice)

    def image(self, element: Element, voice: Voice) -> None:
        if element.get("alt") == "":
            return
        facts = {"content": self.load(element.get("src", ""))}
        self.gather.put(Kind.IMAGE, element.get("alt", ""), voice, **facts)


def name(element: Element) -> str:
    """An element's name without its namespace; "" for a comment."""
    # The types say that it is always a name; the parsers put a function there for a comment.
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words(element: Element) -> Iterator[str]:
    """What is heard of an element, without marks of notes."""
    tag = name(element)
    if tag in ("img", "math"):
        yield element.get("alt" if tag == "img" else "alttext", "")
        return
    if element.get("role") == "doc-noteref":
        return
    yield element.text or ""
    if tag == "br":
        yield " "
    for child in element:
        yield from words(child)
        yield child.tail or ""
    if tag in _BLOCKS:
        yield " "


def said(element: Element) -> str:
    """What is heard of a heading that holds more than words, else ""."""
    special = any(
        name(below) in ("img", "math")
        or below.get("role") == "doc-noteref"
        or below.get("class") == "tex"
        for below in element.iter()
    )
    return plain("".join(words(element))) if special else ""


def cell_facts(cell: GridCell) -> dict[str, object]:
    """The facts of a cell's entry."""
    return {
        "header": "yes" if cell.scope else "",
        "headers": " | ".join(header.text for header in cell.headers),
        "columns": cell.columns if cell.columns > 1 else "",
        "rows": cell.rows if cell.rows > 1 else "",
    }


def _cell(element: Element) -> GridCell:
    named = element.get("headers")
    return GridCell(
        text=plain("".join(words(element))),
        scope=element.get("scope", "col") if name(element) == "th" else "",
        columns=int(element.get("colspan", "1")),
        rows=int(element.get("rowspan", "1")),
        ident=element.get("id", ""),
        named=tuple(named.split()) if named is not None else None,
        content=element,
    )


def _note(item: Element, number: int) -> str:
    """The number that marks of notes lead to."""
    idents = [element.get("id", "") for element in item.iter()]
    own = [ident for ident in idents if ident.startswith("df-note-")]
    return own[0].removeprefix("df-note-") if own else f"{number} without a place"


def _voice(element: Element, voice: Voice) -> Voice:
    return voice.changed(element.get("lang"), element.get("dir"))
