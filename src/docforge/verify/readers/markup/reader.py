"""The reader of markup: elements to entries, in the order of the file.

Invariant: every element and text below the body is read; nothing is passed over because it is
not expected.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from docforge.verify.entries import (
    EntryKind,
    LanguageInForce,
    blank_lines,
    code_text,
    plain,
    structure,
    unseen,
)
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers.markup import lists, tables
from docforge.verify.readers.markup.formula_breadth import odd_fit
from docforge.verify.readers.markup.frames import label_before
from docforge.verify.readers.markup.parts import odd_parts
from docforge.verify.readers.markup.words import BLOCKS, accessible_name, name, said, voice_of

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
_LEAVES = {"p": EntryKind.PARAGRAPH, "dt": EntryKind.TERM, "caption": EntryKind.CAPTION}
_LEAVES |= {"figcaption": EntryKind.CAPTION, "summary": EntryKind.SUMMARY}
_GROUPS = {
    "dd": EntryKind.DESCRIPTION,
    "blockquote": EntryKind.QUOTATION,
    "figure": EntryKind.FIGURE,
    "details": EntryKind.DETAILS,
}
_PARTS = frozenset(
    {"kind", "restriction", "subtitle", "byline", "organisation", "date", "version", "replaces"}
    | {"masthead", "translations"}
)
_LINES_AT_END = frozenset({"contact", "other-format", "accessibility"})
_SILENT = frozenset({"script", "style", "template", "head"})


class MarkupReader(Struct):
    """Reads one body; `load` gives a digest of the picture at an address, `follow` a target.

    `colon` ends the words of headers where rows of tables stack under them, None where none do.
    """

    gather: OutlineBuilder
    load: Callable[[str], str]
    follow: Callable[[str], str] = field(default=lambda address: address)
    colon: str | None = None

    def body(self, element: Element, voice: LanguageInForce) -> None:
        """A whole body: its flow, and parts of it that are not as they should be."""
        self.flow(element, voice)
        self.gather.close()
        for text in odd_parts(element, voice):
            self.gather.add(EntryKind.ODD, text)
        # Where rows stack, formulas become smaller, too: in a book.
        for parent in element.iter() if self.colon is not None else ():
            for text in odd_fit(parent):
                self.gather.add(EntryKind.ODD, text)

    def flow(self, element: Element, voice: LanguageInForce) -> None:
        """What is in `element`: its text and its children."""
        if element.text:
            self.gather.say(element.text, voice)
        for child in element:
            self.element(child, voice_of(child, voice))
            if child.tail:
                self.gather.say(child.tail, voice)

    def element(self, element: Element, voice: LanguageInForce) -> None:
        """One element; `voice` is what is in force inside it."""
        tag, kind = name(element), element.get("class", "").split()
        if tag in BLOCKS or tag in ("section", "nav", "hr", "header", "footer", "main"):
            self.gather.close()
            self.block(element, tag, kind, voice)
            self.gather.close()
        elif tag not in _SILENT:
            self.inline(element, tag, kind, voice)

    # --- Blocks --------------------------------------------------------------------------

    def block(self, element: Element, tag: str, kind: list[str], voice: LanguageInForce) -> None:
        """One block element."""
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.flow(element, voice)
                ident = element.get("id", "")
                own = "" if ident.startswith("df-") else ident
                self.gather.close(EntryKind.HEADING, level=int(tag[1]), ident=own, **said(element))
            case "p" if "summary" in kind:
                self.leaf(element, EntryKind.SUMMARY, voice)
            case "p" if not len(element) and not element.text:
                self.gather.add(EntryKind.ODD, "paragraph without words")
            case "p" if kind and kind[0] in _PARTS:
                self.flow(element, voice)
                self.gather.close(part=kind[0], label=label_before(element, named=True))
            case "p" if kind and kind[0] in _LINES_AT_END:
                self.flow(element, voice)
                self.gather.close(end=kind[0], label=label_before(element, named=False))
            case "p" if "callout-label" in kind:
                self.flow(element, voice)
                self.gather.close(label=label_before(element, named=False))
            case "p" if "foot" in kind:
                self.group(element, EntryKind.FOOT, voice)
            case _ if tag in _LEAVES:
                self.leaf(element, _LEAVES[tag], voice)
            case "ul" | "ol":
                lists.listing(self, element, tag, voice)
            case "li":
                lists.item(self, element, voice, "")
            case "dl":
                side = self.gather.turned(voice)
                with self.gather.inside(EntryKind.LIST, numbering="definitions", direction=side):
                    self.flow(element, voice)
            case _ if tag in _GROUPS:
                self.group(element, _GROUPS[tag], voice)
            case "pre":
                if element.get("role") == "group":
                    self.gather.add(EntryKind.REGION, accessible_name(element))
                text = "".join(element.itertext())
                facts = {"spoken": voice, "unseen": unseen(text), "blank": blank_lines(text)}
                self.gather.add(EntryKind.CODE, code_text(text), **facts)
            case "hr":
                self.gather.add(EntryKind.BREAK)
            case "table":
                tables.table(self, element, voice)
            case "div":
                self.division(element, kind, voice)
            case "nav":
                lists.contents(self, element, voice)
            case "section" if element.get("role") == "doc-endnotes":
                lists.notes(self, element, voice)
            case _:
                self.flow(element, voice)

    def leaf(self, element: Element, kind: EntryKind, voice: LanguageInForce) -> None:
        """A block that holds inline content alone."""
        self.flow(element, voice)
        self.gather.close(kind)

    def group(self, element: Element, kind: EntryKind, voice: LanguageInForce) -> None:
        """A block that holds blocks."""
        with self.gather.inside(kind):
            self.flow(element, voice)

    def division(self, element: Element, kind: list[str], voice: LanguageInForce) -> None:
        """A group that the style may have set apart."""
        ident = element.get("id", "")
        if ident and not ident.startswith("df-"):
            self.gather.add(EntryKind.PLACE, ident=ident)
        if element.get("role") == "group":
            self.gather.add(EntryKind.REGION, accessible_name(element))
        if "callout" in kind:
            named = " ".join(name for name in kind if name != "callout")
            facts = {"callout": named, "name": accessible_name(element)}
            with self.gather.inside(EntryKind.CALLOUT, **facts):
                self.flow(element, voice)
        elif "details" in kind:
            self.group(element, EntryKind.DETAILS, voice)
        else:
            self.flow(element, voice)

    # --- Inlines -------------------------------------------------------------------------

    def inline(self, element: Element, tag: str, kind: list[str], voice: LanguageInForce) -> None:
        """One inline element."""
        match tag:
            case "br":
                self.gather.mark(EntryKind.LINE_BREAK, "")
                self.gather.say(" ", voice)
            case "img":
                self.image(element, voice)
            case "picture":
                self.picture(element, voice)
            case "math":
                drawn = plain("".join("".join(element.itertext()).split()))
                facts = {
                    "drawn": drawn,
                    "structure": structure(element),
                    "shown": element.get("display", ""),
                }
                self.gather.put(EntryKind.FORMULA, element.get("alttext", ""), voice, **facts)
            case "span" if element.get("role") == "doc-pagebreak":
                self.flow(element, voice)  # nothing, but what should not be in it
            case "span" if "drawing" in kind and [name(part) for part in element] == ["img"]:
                self.drawing(element, voice)
            case "code" if "tex" in kind:
                self.gather.put(EntryKind.FORMULA, "".join(element.itertext()), voice)
            case "a":
                self.link(element, kind, voice)
            case "abbr":
                title = element.get("title", "")
                facts = {"expansion": plain(title), "unseen": unseen(title)}
                with self.gather.span(EntryKind.ABBREVIATION, **facts):
                    self.flow(element, voice)
            case _ if tag in _PHRASES or "small-caps" in kind:
                with self.gather.span(EntryKind.PHRASE, kind=_PHRASES.get(tag, "small-caps")):
                    self.flow(element, voice)
            case _:
                self.other(element, voice)

    def link(self, element: Element, kind: list[str], voice: LanguageInForce) -> None:
        """A link, the mark of a note, or the way back from it."""
        address = element.get("href")
        target = self.follow(address or "")
        text = plain("".join(element.itertext()))
        match element.get("role"):
            case "doc-noteref":
                facts = {"target": target, "ident": element.get("id", "")}
                facts["name"] = element.get("aria-label", "")
                facts["raised"] = "yes" if [name(part) for part in element] == ["sup"] else ""
                facts["spoken"] = str(voice)
                self.gather.put(EntryKind.MARK, text, None, **facts)
            case "doc-backlink":
                said = unseen("".join(element.itertext()))
                self.gather.add(EntryKind.BACK, text, target=target, spoken=voice, unseen=said)
            case _ if "skip" in kind:
                with (
                    self.gather.inside(EntryKind.PAGE),
                    self.gather.span(EntryKind.LINK, target=address),
                ):
                    self.flow(element, voice)
            case _ if address is not None:
                facts = {"target": target, "hreflang": element.get("hreflang", "")}
                with self.gather.span(EntryKind.LINK, **facts):
                    self.flow(element, voice)
            case _:
                self.other(element, voice)

    def other(self, element: Element, voice: LanguageInForce) -> None:
        """An element without a meaning of its own; links may lead to it."""
        if element.get("id"):
            self.gather.mark(EntryKind.PLACE, "", ident=element.get("id", ""))
        self.flow(element, voice)

    def picture(self, element: Element, voice: LanguageInForce) -> None:
        """A picture of which there are others, shown in its place on other screens."""
        others = [child for child in element if name(child) == "source"]
        screens = "; ".join(
            f"{other.get('media')} {self.load(other.get('srcset', ''))}" for other in others
        )
        self._beside(element.text, voice)
        for child in element:
            if name(child) == "img":
                self.image(child, voice_of(child, voice), screens)
            elif child not in others:
                self.element(child, voice_of(child, voice))
            self._beside(child.tail, voice)

    def _beside(self, text: str | None, voice: LanguageInForce) -> None:
        """Words beside a picture, which are shown; the spaces of the markup are not."""
        if text and text.strip():
            self.gather.say(text, voice)

    def drawing(self, element: Element, voice: LanguageInForce) -> None:
        """A drawing that scrolls where the screen is narrow, and what it is called then."""
        image = element[0]
        self._beside(element.text, voice)
        share, _, least = image.get("style", "").rpartition("min-width: ")
        as_group = element.get("role") == "group" and element.get("tabindex") == "0"
        said = element.get("aria-label") if as_group else "no group that keys reach"
        more = {"scrolls": f"below {least}, as {said}", "share": share.removesuffix("; ")}
        self.image(image, voice, **more)
        self._beside(image.tail, voice)

    def image(
        self, element: Element, voice: LanguageInForce, screens: str = "", **more: str
    ) -> None:
        """A picture, with what it shows, how large, and what is said of it; `more` counts over."""
        facts = {"content": self.load(element.get("src", "")), "screens": screens}
        facts["logo"] = element.get("class", "")
        facts["size"] = f"{element.get('width')} × {element.get('height')}"
        facts["share"] = element.get("style", "")
        facts.update(more)
        if element.get("alt") == "":
            self.gather.mark(EntryKind.IMAGE, "", decorative="yes", **facts)
            return
        self.gather.put(EntryKind.IMAGE, element.get("alt", ""), voice, **facts)
