"""Breaks of a PDF as a reader would suffer from them, thought of clause by clause (ISO 32000-1,
ISO 14289-1) and not from the reader's code."""

from collections.abc import Callable
from typing import Any

import pikepdf
from pdf_breaking import Break, all_of, annotations, kids, walk
from pdf_breaks_seen import page_end
from pikepdf import Array, Dictionary, Name, String


def element(role: str, change: Callable[[Any], object], at: int = 0) -> Break:
    """Change a structure element of a type."""
    return lambda pdf: _done(change(all_of(pdf, role)[at]))


def _done(_: object) -> None:
    """What a change gives is of no use."""


def put(key: str, value: Any) -> Callable[[Any], object]:
    """Set a key of a dictionary."""
    return lambda held: held.__setitem__(f"/{key}", value)


def attribute(role: str, at: int = 0, **told: Any) -> Break:
    """Give an element an attribute more (ISO 32000-1, 14.7.5)."""

    def change(pdf: Any) -> None:
        node = all_of(pdf, role)[at]
        held = node.get("/A", Array([]))
        own = list(held) if isinstance(held, Array) else [held]
        node.A = Array([*own, Dictionary({f"/{key}": value for key, value in told.items()})])

    return change


def layout(role: str, at: int = 0, **told: Any) -> Break:
    return attribute(role, at, O=Name("/Layout"), **told)


def of_file(key: str, value: Any) -> Break:
    """Change the first file that the PDF holds."""
    return files(lambda found: found[0].__setitem__(f"/{key}", value))


def catalog(key: str, value: Any) -> Break:
    return lambda pdf: pdf.Root.__setitem__(f"/{key}", value)


def preference(key: str, value: Any) -> Break:
    return lambda pdf: pdf.Root.ViewerPreferences.__setitem__(f"/{key}", value)


def page(change: Callable[[Any], object], at: int = 0) -> Break:
    return lambda pdf: _done(change(pdf.pages[at].obj))


def link(change: Callable[[Any], object], kind: str = "/A") -> Break:
    """Change the first link with an address, or with a place."""
    return lambda pdf: _done(change(next(a for a in annotations(pdf) if kind in a)))


def files(change: Callable[[list[Any]], object]) -> Break:
    """Change the files that the PDF holds (ISO 32000-1, 7.11.4)."""

    def reach(pdf: Any) -> None:
        found = [o for o in pdf.objects if _is_file(o)]
        _done(change(found))

    return reach


def _is_file(held: Any) -> bool:
    return isinstance(held, pikepdf.Dictionary) and str(held.get("/Type", "")) == "/Filespec"


def font(change: Callable[[Any], object]) -> Break:
    """Change the font of paragraphs."""

    def reach(pdf: Any) -> None:
        fonts = pdf.pages[0].Resources.Font
        own = next(f for f in fonts.values() if str(f.BaseFont).endswith("+Fira-Sans"))
        _done(change(own))

    return reach


def _exchanged(role: str, one: int, other: int, key: str) -> Break:
    def change(pdf: Any) -> None:
        first, second = all_of(pdf, role)[one], all_of(pdf, role)[other]
        first[key], second[key] = second[key], first[key]

    return change


def _exchanged_kids(role: str, one: int, other: int) -> Break:
    """Let what two elements hold change places; what is painted stays."""

    def change(pdf: Any) -> None:
        first, second = all_of(pdf, role)[one], all_of(pdf, role)[other]
        mine, theirs = kids(first), kids(second)
        first.K, second.K = Array(theirs), Array(mine)

    return change


def _turned(role: str, at: int = 0) -> Break:
    """Let the parts of an element follow each other backwards."""

    def change(pdf: Any) -> None:
        node = all_of(pdf, role)[at]
        node.K = Array(kids(node)[::-1])

    return change


def _around(role: str, kind: str, at: int = 0) -> Break:
    """Put an element into one of another type."""

    def change(pdf: Any) -> None:
        node = all_of(pdf, role)[at]
        above = node.P
        made = pdf.make_indirect(
            Dictionary(Type=Name("/StructElem"), S=Name(f"/{kind}"), P=above, K=Array([node]))
        )
        above.K = Array([made if _is_same(kid, node) else kid for kid in kids(above)])
        node.P = made

    return change


def _is_same(one: Any, other: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.objgen == other.objgen


def _unwrapped(role: str, at: int = 0) -> Break:
    """Put what an element holds in its place."""

    def change(pdf: Any) -> None:
        node = all_of(pdf, role)[at]
        above, made = node.P, []
        for kid in kids(above):
            made += kids(node) if _is_same(kid, node) else [kid]
        above.K = Array(made)

    return change


def _doubled(role: str, at: int = 0) -> Break:
    """Say an element twice."""

    def change(pdf: Any) -> None:
        node = all_of(pdf, role)[at]
        node.P.K = Array([k for kid in kids(node.P) for k in [kid] * (1 + _is_same(kid, node))])

    return change


def _headers(change: Callable[[list[Any]], list[Any]]) -> Break:
    """Change what the first cell with two headers or more names (ISO 32000-1, 14.8.5.7)."""

    def reach(pdf: Any) -> None:
        for node in walk(pdf.Root.StructTreeRoot.K[0]):
            held = node.get("/A", Array([]))
            for own in list(held) if isinstance(held, Array) else [held]:
                if len(own.get("/Headers", [])) > 1:
                    own.Headers = Array(change(list(own.Headers)))
                    return
        raise AssertionError

    return reach


def inner(key: str, value: Any) -> Break:
    """Change what the font of paragraphs is made of (ISO 32000-1, 9.7.4)."""
    return font(lambda own: own.DescendantFonts[0].__setitem__(f"/{key}", value))


def _outline(change: Callable[[Any], object]) -> Break:
    return lambda pdf: _done(change(pdf.Root.Outlines.First))


def _names(found: list[Any], key: str) -> None:
    found[0][key], found[1][key] = String("b"), String("a")


def _said_by(text: bytes) -> Callable[[Any], object]:
    def change(found: list[Any]) -> None:
        found[0].EF.F.write(text)

    return change


_OTHER = b"<math xmlns='http://www.w3.org/1998/Math/MathML'><mi>F</mi></math>"
BREAKS: dict[str, Break] = {
    # Elements: what they are, hold and say.
    "title as a title of a work": element("H1", put("S", Name("/Title"))),
    "heading of no level": element("H2", put("S", Name("/H"))),
    "heading of the tenth level": element("H2", put("S", Name("/H7"))),
    "headings exchanged": _exchanged_kids("H2", 0, 1),
    "cells exchanged": _exchanged_kids("TD", 0, 1),
    "header cells exchanged": _exchanged_kids("TH", 0, 1),
    "items exchanged": _exchanged_kids("LI", 1, 2),
    "links' words exchanged": _exchanged_kids("Link", 0, 1),
    "notes exchanged": _exchanged_kids("Note", 0, 1),
    "row backwards": _turned("TR", 1),
    "table backwards": _turned("Table"),
    "list backwards": _turned("L"),
    "document backwards": _turned("Document"),
    "item backwards": _turned("LI"),
    "paragraph backwards": _turned("P", 7),
    "cell twice": _doubled("TD"),
    "item twice": _doubled("LI"),
    "paragraph twice": _doubled("P", 5),
    "figure twice": _doubled("Figure"),
    "paragraph as a quotation": _around("P", "BlockQuote", 5),
    "paragraph in a section": _around("P", "Sect", 5),
    "paragraph in an article": _around("P", "Art", 5),
    "paragraph private": _around("P", "Private", 5),
    "paragraph outside of the structure": _around("P", "NonStruct", 5),
    "figure as a caption": _around("Figure", "Caption"),
    "table in a figure": _around("Table", "Figure"),
    "list in a list": _around("L", "L"),
    "list as contents": element("L", put("S", Name("/TOC"))),
    "item as a line of the contents": element("LI", put("S", Name("/TOCI"))),
    "caption as a paragraph": element("Caption", put("S", Name("/P"))),
    "figure as a formula": element("Figure", put("S", Name("/Formula"))),
    "formula as a figure": element("Formula", put("S", Name("/Figure"))),
    "note as a quotation": element("Note", put("S", Name("/BlockQuote"))),
    "mark of a note as a link": element("Reference", put("S", Name("/Link"))),
    "code as a quotation": element("Code", put("S", Name("/Quote"))),
    "emphasis as an artifact": element("Em", put("S", Name("/Artifact"))),
    "term and description": element("Lbl", put("S", Name("/LBody"))),
    "body of an item as a label": element("LBody", put("S", Name("/Lbl"))),
    "row as a group": element("TR", put("S", Name("/TBody"))),
    "link unwrapped": _unwrapped("Link"),
    "cell unwrapped": _unwrapped("TD"),
    "item unwrapped": _unwrapped("LI"),
    "body of an item unwrapped": _unwrapped("LBody"),
    "quotation unwrapped": _unwrapped("BlockQuote"),
    "callout unwrapped": _unwrapped("Aside"),
    "caption unwrapped": _unwrapped("Caption"),
    "emphasis unwrapped": _unwrapped("Em"),
    "strength unwrapped": _unwrapped("Strong"),
    "code unwrapped": _unwrapped("Code"),
    "document unwrapped": _unwrapped("Table"),
    "name of an element": element("P", put("T", String("Heading")), 5),
    "alternative of a heading": element("H2", put("Alt", String("Sounds"))),
    "alternative of a table": element("Table", put("Alt", String("A table"))),
    "alternative of a list": element("L", put("Alt", String("A list"))),
    "alternative of a link": element("Link", put("Alt", String("A link"))),
    "alternative of a cell": element("TD", put("Alt", String("51 million"))),
    "words of a cell replaced": element("TD", put("ActualText", String("51 million"))),
    "words of a link replaced": element("Link", put("ActualText", String("Prices"))),
    "words of the document replaced": element("Document", put("ActualText", String("Nothing"))),
    "words of a label replaced": element("Lbl", put("ActualText", String("1"))),
    "words of a mark replaced": element("Reference", put("ActualText", String("9"))),
    "expansion of a heading": element("H2", put("E", String("Sounds"))),
    "expansion of a cell": element("TD", put("E", String("51 million"))),
    "language of a heading": element("H2", put("Lang", String("fr"))),
    "language of a table": element("Table", put("Lang", String("fr"))),
    "language of a cell": element("TD", put("Lang", String("fr"))),
    "language of a link": element("Link", put("Lang", String("fr"))),
    "language of the document's element": element("Document", put("Lang", String("fr"))),
    "language of nothing": element("P", put("Lang", String("")), 5),
    "descriptions exchanged": _exchanged("Figure", 0, 1, "/Alt"),
    # Attributes of elements.
    "paragraph as a block in a line": layout("P", 5, Placement=Name("/Inline")),
    "paragraph from right to left": layout("P", 5, WritingMode=Name("/RlTb")),
    "table from right to left": layout("Table", WritingMode=Name("/RlTb")),
    "heading in columns": layout("H2", ColumnCount=2),
    "picture's box of an element": layout("P", 5, BBox=Array([0, 0, 9, 9])),
    "words said to be struck out": layout("P", 5, TextDecorationType=Name("/LineThrough")),
    "words underlined": layout("P", 5, TextDecorationType=Name("/Underline")),
    "words raised": layout("P", 5, BaselineShift=9),
    "header of rows for columns": attribute("TH", O=Name("/Table"), Scope=Name("/Row")),
    "header of both": attribute("TH", O=Name("/Table"), Scope=Name("/Both")),
    "header over rows": attribute("TH", O=Name("/Table"), RowSpan=2),
    "header over columns": attribute("TH", O=Name("/Table"), ColSpan=2),
    "cell over columns": attribute("TD", O=Name("/Table"), ColSpan=2),
    "cell with a scope": attribute("TD", O=Name("/Table"), Scope=Name("/Row")),
    "cell under other headers": attribute("TD", O=Name("/Table"), Headers=Array([String("x")])),
    "headers of a cell in another order": _headers(lambda names: names[::-1]),
    "a header of a cell lost": _headers(lambda names: names[1:]),
    "the last header of a cell lost": _headers(lambda names: names[:-1]),
    "a header of a cell twice": _headers(lambda names: [names[0], *names]),
    "list without numbers": attribute("L", O=Name("/List"), ListNumbering=Name("/None")),
    "list of Roman numbers": attribute("L", O=Name("/List"), ListNumbering=Name("/UpperRoman")),
    "list of squares": attribute("L", O=Name("/List"), ListNumbering=Name("/Square")),
    "field for print": attribute("P", 5, O=Name("/PrintField"), Role=Name("/cb")),
    "paragraph of a class": element("P", put("C", Name("/x")), 5),
    # The file as a whole.
    "language of no one": catalog("Lang", String("")),
    "language in another form": catalog("Lang", String("en_GB")),
    "extensions": catalog("Extensions", Dictionary({"/X": Dictionary()})),
    "permissions": catalog("Perms", Dictionary()),
    "legal": catalog("Legal", Dictionary()),
    "collection": catalog("Collection", Dictionary()),
    "pieces of programs": catalog("PieceInfo", Dictionary()),
    "actions of the file": catalog("AA", Dictionary()),
    "web capture": catalog("SpiderInfo", Dictionary()),
    "layers of nothing": catalog("OCProperties", Dictionary({"/OCGs": Array([])})),
    "opens with layers": catalog("PageMode", Name("/UseOC")),
    "opens in full": catalog("PageMode", Name("/FullScreen")),
    "opens in columns": catalog("PageLayout", Name("/TwoPageRight")),
    "no title in the window": preference("DisplayDocTitle", False),
    "no window": preference("HideWindowUI", True),
    "no bars": preference("HideToolbar", True),
    "in the middle": preference("CenterWindow", True),
    "fitted window": preference("FitWindow", True),
    "read from right to left": preference("Direction", Name("/R2L")),
    "printed on both sides": preference("Duplex", Name("/DuplexFlipLongEdge")),
    "printed in parts": preference("PrintPageRange", Array([0, 0])),
    "shown in part": preference("ViewArea", Name("/ArtBox")),
    # Pages.
    "page turned by a right angle": page(put("Rotate", 90)),
    "page that bleeds": page(put("BleedBox", Array([0, 0, 99, 99]))),
    "page of a metadata of its own": page(put("Metadata", String("x"))),
    "page of a transition": page(put("Trans", Dictionary({"/S": Name("/Fly")}))),
    "page with beads": page(put("B", Array([]))),
    "page with actions": page(put("AA", Dictionary())),
    "page with a template": page(put("TemplateInstantiated", Name("/x"))),
    "page with ports": page(put("VP", Array([]))),
    "page zoomed": page(put("PZ", 2)),
    "page separated": page(put("SeparationInfo", Dictionary())),
    "page in two parts": page(put("Tabs", Name("/C"))),
    "page's words without resources": page(lambda held: held.Resources.__delitem__("/Font")),
    "page without its words": page(lambda held: held.__delitem__("/Contents")),
    "page without resources": page(lambda held: held.__delitem__("/Resources")),
    "page without links": page(lambda held: held.__setitem__("/Annots", Array([]))),
    "words painted behind": page_end(b"\nBT 1 0 0 1 50 50 Tm (x) Tj ET"),
    "mark of nothing": page_end(b"\n/P <</MCID 999>> BDC EMC"),
    "mark of a mark": page_end(b"\n/Artifact BMC EMC"),
    "state left open": page_end(b"\nq"),
    "white over the foot": page_end(b"\n/Artifact BMC 1 g 0 0 600 90 re f EMC"),
    # Links.
    "link with a menu": link(put("AA", Dictionary())),
    "link on a layer": link(put("OC", Dictionary())),
    "link with an answer": link(put("PA", Dictionary())),
    "link with a name": link(put("NM", String("x"))),
    "link changed at a time": link(put("M", String("D:2020"))),
    "link with a border of its own": link(put("BS", Dictionary({"/W": 9}))),
    "link of an address as a map": link(lambda held: held.A.__setitem__("/IsMap", True)),
    "link with a next action": link(lambda held: held.A.__setitem__("/Next", Dictionary())),
    "link that begins a program": link(lambda held: held.A.__setitem__("/S", Name("/Launch"))),
    "link to a file": link(lambda held: held.A.__setitem__("/S", Name("/GoToR"))),
    "link in the clear": link(
        lambda held: held.A.__setitem__("/URI", String("http://example.org/rates"))
    ),
    "link in another language": link(put("Lang", String("fr"))),
    "link locked": link(put("F", 132)),
    "link not shown": link(put("F", 36)),
    "link that is a remark": link(put("Subtype", Name("/Text"))),
    "link without its element": link(lambda held: held.__delitem__("/StructParent")),
    "link to the left of a place": link(lambda a: a.Dest.__setitem__(1, Name("/FitH")), "/Dest"),
    "link to the end of a page": link(lambda held: held.Dest.__setitem__(3, 0), "/Dest"),
    # Bookmarks.
    "bookmark in bold": _outline(put("F", 2)),
    "bookmark with an action": _outline(put("A", Dictionary({"/S": Name("/Named")}))),
    "bookmark of an element": _outline(put("SE", Dictionary())),
    "bookmark's language": _outline(put("Lang", String("fr"))),
    "bookmark without words": _outline(put("Title", String(""))),
    "bookmark with a space": _outline(lambda b: b.__setitem__("/Title", String(f"{b.Title} "))),
    "bookmark of letters": _outline(
        lambda b: b.__setitem__("/Title", String(" ".join(str(b.Title))))
    ),
    "bookmarks counted otherwise": lambda pdf: pdf.Root.Outlines.__setitem__("/Count", 1),
    # Files.
    "file of another name": of_file("UF", String("rates.xml")),
    "file of another old name": of_file("F", String("rates.xml")),
    "file without a name": files(lambda found: found[0].__delitem__("/UF")),
    "file described otherwise": of_file("Desc", String("Rates")),
    "files' names exchanged": files(lambda found: _names(found, "/UF")),
    "file of another relation": of_file("AFRelationship", Name("/Source")),
    "file from elsewhere": of_file("FS", Name("/URL")),
    "file volatile": of_file("V", True),
    "file of another type": files(lambda f: f[0].EF.F.__setitem__("/Subtype", Name("/text"))),
    "file with other words": files(_said_by(_OTHER)),
    "file of nothing": files(_said_by(b"")),
    # Fonts.
    "font of another name": font(put("BaseFont", Name("/ABCDEF+Wingdings"))),
    "font written downwards": font(put("Encoding", Name("/Identity-V"))),
    "font without meanings": font(lambda held: held.__delitem__("/ToUnicode")),
    "font of default widths": inner("DW", 99),
    "font of vertical widths": inner("W2", Array([])),
    "font of another order": inner("CIDSystemInfo", Dictionary({"/Ordering": String("Japan1")})),
    "font of another kind": inner("Subtype", Name("/CIDFontType0")),
}
