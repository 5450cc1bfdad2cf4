"""The ways through a PDF against its tag tree: bookmarks, contents, pages, links, parents.

Invariant: the tag tree is what was compared with the document; all else has to agree with it.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import category

import pikepdf

from docforge.verify.readers.pdf.elements import (
    Element,
    descendants,
    letters_of,
    read_leftwards,
    texts_of,
)
from docforge.verify.readers.pdf.page_objects import peculiar_pages
from docforge.verify.readers.pdf.painted import PaintedContent
from docforge.verify.readers.pdf.targets import named_of

# PDF 2.0 has a type of its own for the title, which PDF 1.7 tags as the first heading.
HEADINGS = {"Title": 1, **{f"H{level}": level for level in range(1, 7)}}
_BOOKMARK_KEYS = frozenset(
    {"/Title", "/Parent", "/Prev", "/Next", "/First", "/Last", "/Count", "/Dest", "/A"}
)
# How far above its words a heading may begin, in points: its margin.
_ABOVE = 140.0
_ROUNDING = 2.0
_BLANK = 12.0  # points: from right to left, the blank at a line's end stands before its words
_EDGE = 18.0  # points that no style prints on
Order = list[tuple[Any, int]]


def peculiar_ways(pdf: Any, root: Element, order: Order) -> Iterator[str]:
    """Ways that lead elsewhere than the tag tree says; `order` is that of painting."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    yield from peculiar_pages(pdf)
    for name, destination in named_of((pdf.Root.get("/Names") or {}).get("/Dests")):
        is_plain = isinstance(destination, pikepdf.Array)
        if not _is_plain(destination if is_plain else destination.get("/D")):
            yield f"the place {name}"
    yield from _bookmarks(pdf, root)
    yield from _contents(root, pages)
    yield from _order(root, order, pages)
    yield from _parents(pdf, root)
    yield from _annotations(pdf, root)


# --- Bookmarks and contents --------------------------------------------------------------


def _bookmarks(pdf: Any, root: Element) -> Iterator[str]:
    """All headings as bookmarks, nested by level (ISO 14289-1, 7.17)."""
    outlines = pdf.Root.get("/Outlines")
    held = [] if outlines is None else list(_items(outlines, 0))
    headings = [
        (HEADINGS[element.role], "".join(texts_of(element)), element)
        for element in descendants(root)
        if element.role in HEADINGS
    ]
    if outlines is not None and int(outlines.get("/Count", 0)) != len(held):
        yield "bookmarks that are closed"
    held = [each for each in held if letters_of(str(each[1].Title))]
    headings = [each for each in headings if letters_of(each[1])]
    open_levels: list[int] = []
    leftwards = read_leftwards(root)
    for number, (level, text, element) in enumerate(headings):
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        depth = len(open_levels)
        open_levels.append(level)
        if number >= len(held):
            yield f"no bookmark for the heading {text}"
            continue
        own_depth, item = held[number]
        if not _is_called(str(item.Title), text) or own_depth != depth:
            yield f"the bookmark {item.Title} for the heading {text}"
        yield from _bookmark(item, element, leftwards)
    for _, item in held[len(headings) :]:
        yield f"the bookmark {item.Title}, which is no heading's"


def _is_called(title: str, text: str) -> bool:
    """Whether a bookmark reads as the `text` of its heading, on one line."""
    is_bare = title == title.strip() and not any(category(sign) == "Cc" for sign in title)
    is_spaced = len(title.split()) == len(text.split())
    return is_bare and is_spaced and letters_of(title) == letters_of(text)


def _items(above: Any, depth: int) -> Iterator[tuple[int, Any]]:
    item, last = above.get("/First"), None
    while item is not None:
        if item.get("/Parent") is None or item.Parent.objgen != above.objgen:
            raise ValueError("A bookmark has another parent.")
        before = item.get("/Prev")
        if (before is None) != (last is None) or (last is not None and before.objgen != last):
            raise ValueError("A bookmark follows another one.")
        yield depth, item
        yield from _items(item, depth + 1)
        last = item.objgen
        item = item.get("/Next")
    if (above.get("/Last") is None) != (last is None) or (last and above.Last.objgen != last):
        raise ValueError("Bookmarks end with another one.")


def _bookmark(item: Any, heading: Element, leftwards: set[int]) -> Iterator[str]:
    for key in set(item.keys()) - _BOOKMARK_KEYS:
        yield f"{key} of the bookmark {item.Title}"
    below = sum(1 for _ in _items(item, 0))
    if int(item.get("/Count", 0)) != below:
        yield f"the bookmark {item.Title}, which is closed"
    place = _destination(item, heading)
    if place is None or not _is_at(place, heading, leftwards):
        yield f"the place of the bookmark {item.Title}"


def _destination(item: Any, heading: Element) -> Any | None:
    """Where a bookmark leads, None when its ways disagree."""
    if "/Dest" in item:
        return item.Dest if "/A" not in item else None
    action = item.get("/A")
    if action is None or str(action.get("/S", "")) != "/GoTo" or "/SD" not in action:
        return None
    return action.D if action.SD[0].objgen == heading.node.objgen else None


def _is_at(place: Any, heading: Element, leftwards: set[int]) -> bool:
    """Whether a destination is where a heading begins."""
    begins = _begin(heading)
    if not _is_plain(place) or place[4] is not None:
        return False
    if begins is None:
        return True
    page, first, (x, y) = begins
    height = float(place[0].MediaBox[3])
    above = float(place[3]) - (height - y * 0.75)
    if place[0].objgen != page or not -_ROUNDING <= above <= _ABOVE:
        return False
    behind = _BLANK if id(first) in leftwards else _ROUNDING
    return -_ROUNDING <= float(place[2]) <= x * 0.75 + behind


def _begin(element: Element) -> tuple[Any, PaintedContent, tuple[float, float]] | None:
    """The page of an element's first words, themselves, and their place."""
    for each in descendants(element):
        contents = (kid for kid in each.kids if isinstance(kid, PaintedContent))
        for content in contents:
            if content.place is not None and each.page is not None:
                return each.page.objgen, content, content.place
    return None


def _contents(root: Element, pages: Mapping[Any, int]) -> Iterator[str]:
    """The page numbers of the contents, which are those of the links beside them."""
    for entry in (e for e in descendants(root) if e.role == "TOCI"):
        numbers = [
            letters_of("".join(texts_of(kid))) for kid in descendants(entry) if kid.role == "Lbl"
        ]
        places = [
            str(pages[place[0].objgen] + 1)
            for link in descendants(entry)
            for annotation in link.annotations
            if (place := _place_of(annotation)) is not None and place[0].objgen in pages
        ]
        if numbers and set(numbers) - {""} != set(places):
            yield f"the page number {' '.join(numbers)} in the contents"


def _is_plain(place: Any) -> bool:
    """Whether a destination leads to a place on a page, as large as it is shown already.

    At the right edge of a page there is nothing to be shown.
    """
    if len(place) != 5 or str(place[1]) != "/XYZ" or place[4]:
        return False
    return 0 <= float(place[2]) <= float(place[0].MediaBox[2]) - _EDGE


def _place_of(annotation: Any) -> Any | None:
    action = annotation.get("/A")
    return annotation.get("/Dest") if action is None else action.get("/D")


# --- The order of painting and the tree's own tables -------------------------------------


def _order(root: Element, order: Order, pages: Mapping[Any, int]) -> Iterator[str]:
    """Content is painted and numbered in the order of the tree (ISO 32000-2, 14.8.2.5.1)."""
    told: dict[Any, list[int]] = {}
    for owner, number in _marks(root):
        told.setdefault(owner, []).append(number)
    painted: dict[Any, list[int]] = {}
    for owner, number in order:
        painted.setdefault(owner, []).append(number)
    for owner, numbers in told.items():
        if numbers != painted.get(owner) or numbers != list(range(len(numbers))):
            yield f"the order of painting on page {pages.get(owner, -1) + 1}"
    if _last_page(root, pages, 0) is None:
        yield "the order of the pages"


def _last_page(element: Element, pages: Mapping[Any, int], begin: int) -> int | None:
    """The page that `element` ends on; None when it holds one before `begin`, or goes back."""
    last, own = begin, iter(element.marks)
    for kid in element.kids:
        if not isinstance(kid, Element):
            end: int | None = pages.get(next(own)[0], last)
        elif kid.role == "TR":
            end = _last_of_row(kid, pages, last)
        else:
            end = _last_page(kid, pages, last)
        if end is None or end < last:
            return None
        last = end
    return last


def _last_of_row(row: Element, pages: Mapping[Any, int], begin: int) -> int | None:
    """The same of a row, whose cells stand side by side: each begins where it has room.

    A cell of several rows may end below those that follow.
    """
    last = begin
    for cell in (kid for kid in row.kids if isinstance(kid, Element)):
        end = _last_page(cell, pages, begin)
        if end is None:
            return None
        if int(cell.facts.get("RowSpan", 1)) == 1:
            last = max(last, end)
    return last


def _marks(element: Element) -> Iterator[tuple[Any, int]]:
    """Marked content in the order of the tree."""
    own = iter(element.marks)
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _marks(kid)
        else:
            yield next(own)


def _parents(pdf: Any, root: Element) -> Iterator[str]:
    """The tree's table of parents (ISO 32000-1, 14.7.4.4) leads back to the tree."""
    tree = pdf.Root.StructTreeRoot
    numbers = list(tree.ParentTree.Nums)
    held = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    owners: dict[Any, dict[int, Any]] = {}
    expected: dict[int, Any] = {}
    for element in descendants(root):
        for owner, number in element.marks:
            owners.setdefault(owner, {})[number] = element.node.objgen
        for annotation in element.annotations:
            expected[int(annotation.get("/StructParent", -1))] = element.node.objgen
    streams = [page.obj for page in pdf.pages]
    streams += [pdf.get_object(owner) for owner in owners if owner not in _known(streams)]
    for stream in streams:
        own = owners.get(stream.objgen, {})
        key = int(stream.get("/StructParents", -1))
        listed = held.get(key)
        parents = [] if listed is None else [each and each.objgen for each in listed]
        if key in expected or parents != [own.get(n) for n in range(len(own))]:
            yield f"the parents of what is painted ({key})"
        expected[key] = None
    for key, value in expected.items():
        if value is not None and (key not in held or held[key].objgen != value):
            yield f"the parent of a link ({key})"
    if set(held) != set(expected) or int(tree.get("/ParentTreeNextKey", -1)) != len(held):
        yield "the table of parents"


def _known(streams: list[Any]) -> set[Any]:
    return {stream.objgen for stream in streams}


def _annotations(pdf: Any, root: Element) -> Iterator[str]:
    """Each link is on the page that its element says, once, in the order of the tree."""
    told: dict[Any, list[Any]] = {}
    for element in descendants(root):
        for annotation, page in zip(element.annotations, element.annotation_pages, strict=True):
            told.setdefault(page, []).append(annotation.objgen)
    for number, page in enumerate(pdf.pages, 1):
        held = [annotation.objgen for annotation in page.obj.get("/Annots") or ()]
        if held != told.get(page.obj.objgen, []):
            yield f"the links on page {number}, or their order"
        for annotation in page.obj.get("/Annots") or ():
            place = _place_of(annotation)
            if isinstance(place, pikepdf.Array) and not _is_plain(place):
                yield f"the place of a link on page {number}"
            border = annotation.get("/BS")
            if border is None or dict(border.items()) != {"/W": 0}:
                yield f"the border of a link on page {number}"
