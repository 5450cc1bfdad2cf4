"""Breaks of the ways through a PDF: bookmarks, contents, links, names, pages, the tree's tables."""

from collections.abc import Callable
from typing import Any

from pdf_breaking import Break, annotations
from pikepdf import Array, Dictionary, Name, String


def bookmark(change_it: Callable[[Any], None]) -> Break:
    """Change the second bookmark below the title."""
    return lambda pdf: change_it(pdf.Root.Outlines.First.First.Next)


def page(change_it: Callable[[Any], None], at: int = 0) -> Break:
    return lambda pdf: change_it(pdf.pages[at].obj)


def rectangle(change_it: Callable[[list[float]], list[float]], at: int = 0) -> Break:
    def change(pdf: Any) -> None:
        each = list(annotations(pdf))[at]
        each["/Rect"] = Array(change_it([float(n) for n in each.Rect]))

    return change


def _dropped_bookmark(pdf: Any) -> None:
    first = pdf.Root.Outlines.First.First
    first["/Next"] = first.Next.Next
    first.Next["/Prev"] = first


def _flat_bookmarks(pdf: Any) -> None:
    title = pdf.Root.Outlines.First
    first, last = title.First, title.Last
    title["/Next"], first["/Prev"] = first, title
    del title[Name("/First")], title[Name("/Last")]
    each = first
    while each is not None:
        each["/Parent"] = pdf.Root.Outlines
        each = each.get("/Next")
    pdf.Root.Outlines["/Last"] = last


def _moved_bookmark(each: Any) -> None:
    each.Dest[3] = 20


def _exchanged_bookmarks(each: Any) -> None:
    each["/Title"], each.Prev["/Title"] = each.Prev.Title, each.Title


def _no_bookmarks(pdf: Any) -> None:
    del pdf.Root[Name("/Outlines")]


def _exchanged_rectangles(pdf: Any) -> None:
    one, other = list(annotations(pdf))[:2]
    one["/Rect"], other["/Rect"] = other.Rect, one.Rect


def _annotation_elsewhere(pdf: Any) -> None:
    each = pdf.pages[0].Annots[0]
    pdf.pages[0].obj["/Annots"] = Array(list(pdf.pages[0].Annots)[1:])
    pdf.pages[1].obj["/Annots"] = Array([*pdf.pages[1].obj.get("/Annots", []), each])


def _annotation_nowhere(pdf: Any) -> None:
    pdf.pages[0].obj["/Annots"] = Array(list(pdf.pages[0].Annots)[1:])


def _annotation_twice(pdf: Any) -> None:
    pdf.pages[0].obj["/Annots"] = Array([*pdf.pages[0].Annots, pdf.pages[0].Annots[0]])


def _turned_annotations(pdf: Any) -> None:
    pdf.pages[0].obj["/Annots"] = Array(list(pdf.pages[0].Annots)[::-1])


def _parents(change_it: Callable[[Any], None]) -> Break:
    return lambda pdf: change_it(pdf.Root.StructTreeRoot.ParentTree.Nums)


def _exchanged_parents(numbers: Any) -> None:
    numbers[1][0], numbers[1][5] = numbers[1][5], numbers[1][0]


def _missing_parent(numbers: Any) -> None:
    numbers[1][3] = None


def _exchanged_pages(numbers: Any) -> None:
    numbers[1], numbers[3] = numbers[3], numbers[1]


def _parent_of_a_link(numbers: Any) -> None:
    numbers[-1], numbers[-3] = numbers[-3], numbers[-1]


def _turned_pages(pdf: Any) -> None:
    first = pdf.pages[0]
    del pdf.pages[0]
    pdf.pages.append(first)


def _names(change_it: Callable[[Any], None]) -> Break:
    return lambda pdf: change_it(pdf.Root.Names.Dests.Names)


def _exchanged_names(names: Any) -> None:
    names[1], names[5] = names[5], names[1]


def _renamed(names: Any) -> None:
    names[0] = String("another")


def _added_name(names: Any) -> None:
    names.append(String("zzz"))
    names.append(names[1])


def _painted_backwards(pdf: Any) -> None:
    """Let two paragraphs exchange their places in the stream, and keep those on the page."""
    stream = pdf.pages[0].Contents.read_bytes()
    start, middle = stream.index(b"/Span\n<</MCID 3>>"), stream.index(b"/Span\n<</MCID 4>>")
    end = stream.index(b"/Span\n<</MCID 5>>")
    new = stream[:start] + stream[middle:end] + stream[start:middle] + stream[end:]
    pdf.pages[0].Contents = pdf.make_stream(new)


def _ident(pdf: Any) -> None:
    names = pdf.Root.StructTreeRoot.IDTree.Names
    names[1], names[3] = names[3], names[1]


BREAKS: dict[str, Break] = {
    "title of a bookmark": bookmark(lambda each: each.__setitem__("/Title", String("No"))),
    "titles of bookmarks exchanged": bookmark(_exchanged_bookmarks),
    "bookmark leads elsewhere": bookmark(_moved_bookmark),
    "bookmark leads to another page": bookmark(
        lambda each: each.__setitem__("/Dest", each.Prev.Dest)
    ),
    "bookmark leads nowhere": bookmark(lambda each: each.__delitem__("/Dest")),
    "bookmark with an address": bookmark(
        lambda each: each.__setitem__(
            "/A", Dictionary({"/S": Name("/URI"), "/URI": String("https://example.com/")})
        )
    ),
    "bookmark closed": lambda pdf: pdf.Root.Outlines.First.__setitem__("/Count", -3),
    "bookmark dropped": _dropped_bookmark,
    "bookmarks not nested": _flat_bookmarks,
    "no bookmarks": _no_bookmarks,
    "bookmark in colour": bookmark(lambda each: each.__setitem__("/C", Array([1, 1, 1]))),
    "bookmark leads to a corner": bookmark(lambda each: each.Dest.__setitem__(2, 500)),
    "bookmark zooms": bookmark(lambda each: each.Dest.__setitem__(4, 0.1)),
    "page labels of letters": lambda pdf: pdf.Root.PageLabels.Nums[1].__setitem__("/S", Name("/a")),
    "page labels from 7": lambda pdf: pdf.Root.PageLabels.Nums[1].__setitem__("/St", 7),
    "page labels with a prefix": lambda pdf: pdf.Root.PageLabels.Nums[1].__setitem__(
        "/P", String("A-")
    ),
    "no page labels": lambda pdf: pdf.Root.__delitem__("/PageLabels"),
    "opens on the last page": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", Array([pdf.pages[-1].obj, Name("/Fit")])
    ),
    "opens in full screen": lambda pdf: pdf.Root.__setitem__("/PageMode", Name("/FullScreen")),
    "script by name": lambda pdf: pdf.Root.Names.__setitem__(
        "/JavaScript", Dictionary({"/Names": Array([])})
    ),
    "names exchanged": _names(_exchanged_names),
    "name of a place changed": _names(_renamed),
    "name of a place added": _names(_added_name),
    "rectangle moved down": rectangle(lambda r: [r[0], r[1] - 40, r[2], r[3] - 40]),
    "rectangle moved aside": rectangle(lambda r: [r[0] + 60, r[1], r[2] + 60, r[3]]),
    "rectangle of nothing": rectangle(lambda r: [0, 0, 0, 0]),
    "rectangle over the page": rectangle(lambda r: [0, 0, 595, 841]),
    "rectangle over half of its words": rectangle(lambda r: [r[0], r[1], (r[0] + r[2]) / 2, r[3]]),
    "rectangle over its neighbour": rectangle(lambda r: [r[0], r[1], r[2] + 60, r[3]]),
    "rectangle flat": rectangle(lambda r: [r[0], r[1], r[2], r[1] + 1]),
    "rectangles exchanged": _exchanged_rectangles,
    "link on another page": _annotation_elsewhere,
    "link on no page": _annotation_nowhere,
    "link twice": _annotation_twice,
    "links in another order": _turned_annotations,
    "link hidden": lambda pdf: next(annotations(pdf)).__setitem__("/F", 6),
    "link with a border": lambda pdf: next(annotations(pdf)).__setitem__(
        "/BS", Dictionary({"/W": 9})
    ),
    "parents exchanged": _parents(_exchanged_parents),
    "parent missing": _parents(_missing_parent),
    "parents of pages exchanged": _parents(_exchanged_pages),
    "parents of links exchanged": _parents(_parent_of_a_link),
    "no table of parents": lambda pdf: pdf.Root.StructTreeRoot.__delitem__("/ParentTree"),
    "page without its number": page(lambda each: each.__delitem__("/StructParents")),
    "pages with one number": page(lambda each: each.__setitem__("/StructParents", 0), 1),
    "role of emphasis": lambda pdf: pdf.Root.StructTreeRoot.RoleMap.__setitem__(
        "/Em", Name("/NonStruct")
    ),
    "role of strength": lambda pdf: pdf.Root.StructTreeRoot.RoleMap.__setitem__(
        "/Strong", Name("/Figure")
    ),
    "role of a standard type": lambda pdf: pdf.Root.StructTreeRoot.RoleMap.__setitem__(
        "/H2", Name("/P")
    ),
    "no roles": lambda pdf: pdf.Root.StructTreeRoot.__delitem__("/RoleMap"),
    "names of elements exchanged": _ident,
    "no names of elements": lambda pdf: pdf.Root.StructTreeRoot.__delitem__("/IDTree"),
    "painted in another order": _painted_backwards,
    "tabs by rows": page(lambda each: each.__setitem__("/Tabs", Name("/R"))),
    "tabs in no order": page(lambda each: each.__delitem__("/Tabs")),
    "page cut": page(lambda each: each.__setitem__("/CropBox", Array([0, 400, 595, 841]))),
    "page turned": page(lambda each: each.__setitem__("/Rotate", 180)),
    "page enlarged": page(lambda each: each.__setitem__("/UserUnit", 10)),
    "page smaller": page(lambda each: each.__setitem__("/MediaBox", Array([0, 400, 595, 841]))),
    "page trimmed": page(lambda each: each.__setitem__("/TrimBox", Array([0, 400, 595, 841]))),
    "page much larger": page(lambda each: each.__setitem__("/MediaBox", Array([0, 0, 9000, 9000]))),
    "page turned over": page(lambda each: each.__setitem__("/Dur", 1)),
    "pages in another order": _turned_pages,
    "page dropped": lambda pdf: pdf.pages.__delitem__(1),
    "page added": lambda pdf: pdf.add_blank_page(),
    "page twice": lambda pdf: pdf.pages.append(pdf.pages[0]),
}
