"""Where the links of a PDF lead (ISO 32000-1, 12.3.2 and 12.6.4).

Invariant: a place inside the document is told by the names that lead to the same place.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
from msgspec import Struct, field

from docforge.verify.entries import plain

_Place = tuple[int, float, float]
# Points: how far beside and above the letters of a mark the box around it may begin.
_BESIDE, _ABOVE = 12.0, 30.0
# How far behind the first letters of a heading its place may be: from right to left, some are drawn
# before others.
_BEHIND = 30.0


class Targets(Struct):
    """`names` are the named places; `notes` the page of each note, its height from above, its name.

    The notes are in the order in which they stand on the pages; heights are negative. `marks`
    are the places of the marks that lead to each note, and that no way back has been to.
    """

    pages: dict[Any, int] = field(default_factory=dict)
    names: dict[_Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    notes: list[tuple[int, float, str]] = field(default_factory=list)
    marks: dict[str, list[_Place | None]] = field(default_factory=lambda: defaultdict(list))

    def of(self, link: Any) -> str:
        """The address or "#name" that a link's annotations agree on; "" when it leads nowhere."""
        found = {self._one(annotation) for annotation in link.annotations}
        return found.pop() if len(found) == 1 else " ".join(sorted(found))

    def mark_of(self, element: Any) -> str:
        """Where an element is painted: its page, from 0, and the number of its marked content."""
        found = ((self.pages.get(owner), number) for owner, number in element.marks)
        return " ".join(f"{page}:{number}" for page, number in found if page is not None)

    def is_back(self, link: Any, note: str) -> bool:
        """Whether a link in `note` leads to the next of the marks that lead there."""
        marks = self.marks[f"#{note}"]
        mark = marks.pop(0) if marks else None
        places = [self._place(annotation) for annotation in link.annotations]
        return bool(places) and mark is not None and all(_is_at(mark, p) for p in places)

    def of_note(self, link: Any) -> str:
        """The note that a mark leads to: the first one at or below the place."""
        places = [self._place(annotation) for annotation in link.annotations]
        if not places or places[0] is None:
            return ""
        page, _, y = places[0]
        found = bisect_left(self.notes, (page, -y - 0.5), key=lambda note: note[:2])
        return f"#{self.notes[found][2]}" if found < len(self.notes) else ""

    def _one(self, annotation: Any) -> str:
        action = annotation.get("/A")
        if action is not None and action.get("/S") == "/URI":
            return str(action.URI)
        place = self._place(annotation)
        if place is None:
            return ""
        return "#" + "|".join(sorted(self.names.get(place, ["?"])))

    def _place(self, annotation: Any) -> _Place | None:
        action = annotation.get("/A")
        destination = annotation.get("/Dest")
        if destination is None and action is not None and action.get("/S") == "/GoTo":
            destination = action.get("/D")
        return self._point(destination)

    def _point(self, destination: Any) -> _Place | None:
        if isinstance(destination, pikepdf.Dictionary):
            # PDF 2.0 names the element too; the place on the page stays (ISO 32000-2, 12.3.2.3).
            destination = destination.get("/D")
        if not isinstance(destination, pikepdf.Array) or len(destination) < 4:
            return None
        page = self.pages.get(destination[0].objgen)
        if page is None:
            return None
        return (page, float(destination[2]), float(destination[3]))


def targets(pdf: Any, root: Any) -> Targets:
    """The named places of `pdf`, and where the notes of its tag tree begin."""
    found = Targets({page.obj.objgen: number for number, page in enumerate(pdf.pages)})
    tree = (pdf.Root.get("/Names") or {}).get("/Dests")
    for name, destination in named_of(tree):
        place = found._point(destination)
        if place is not None:
            found.names[place].append(name)
    heights = [float(page.mediabox[3]) for page in pdf.pages]
    for note in _notes(root):
        label = next((kid for kid in _contents(note) if kid.place is not None), None)
        page = found.pages.get(_page(note))
        if label is not None and page is not None:
            height = heights[page] - label.place[1] * 0.75
            found.notes.append((page, -height, note.ident))
    found.notes.sort()
    for mark in _marks(root):
        label = next((kid for kid in _contents(mark) if kid.place is not None), None)
        page = found.pages.get(_page(mark))
        for link in (kid for kid in mark.kids if getattr(kid, "role", "") == "Link"):
            place = None
            if label is not None and page is not None:
                place = (page, label.place[0] * 0.75, heights[page] - label.place[1] * 0.75)
            found.marks[found.of_note(link)].append(place)
    return found


def _is_at(mark: _Place, place: _Place | None) -> bool:
    """Whether a place is right above the words of a mark, where they begin."""
    if place is None or place[0] != mark[0]:
        return False
    across, up = place[1] - mark[1], place[2] - mark[2]
    return abs(across) <= _BESIDE and 0 <= up <= _ABOVE


def named_of(tree: Any) -> Iterator[tuple[str, Any]]:
    """The names of a name tree with what each stands for (ISO 32000-1, 7.9.6)."""
    if tree is None:
        return
    held = list(tree.get("/Names") or [])
    for name, destination in zip(held[::2], held[1::2], strict=True):
        yield str(name), destination
    for kid in tree.get("/Kids") or []:
        yield from named_of(kid)


def places(pdf: Any, root: Any) -> Iterator[tuple[str, str]]:
    """The named places, each with the words of its page that stand at or below it first."""
    words: dict[Any, list[tuple[float, float, str]]] = defaultdict(list)
    for owner, said in _in_order(root):
        words[owner].append(said)
    for name, destination in named_of((pdf.Root.get("/Names") or {}).get("/Dests")):
        is_plain = isinstance(destination, pikepdf.Array)
        place = destination if is_plain else destination.get("/D")
        page, top = place[0], float(place[0].MediaBox[3]) - float(place[3])
        # A place far behind where its words begin shows their end to those who enlarge the page.
        below = (
            text
            for x, y, text in words[page.objgen]
            if text and y * 0.75 >= top - 1 and float(place[2]) <= x * 0.75 + _BEHIND
        )
        yield name, next(below, "")


def _in_order(element: Any) -> Iterator[tuple[Any, tuple[float, float, str]]]:
    """What is read, with its page and place, in the order of the tree.

    A label stands beside its item.
    """
    for kid in element.kids:
        if not hasattr(kid, "kids"):
            if element.page is not None and kid.place is not None:
                said = kid.text if element.actual is None else element.actual
                yield element.page.objgen, (*kid.place, plain(said))
        elif kid.role != "Lbl":
            yield from _in_order(kid)


def _notes(element: Any) -> Iterator[Any]:
    for kid in getattr(element, "kids", ()):
        if getattr(kid, "role", "") in ("Note", "FENote"):
            yield kid
        else:
            yield from _notes(kid)


def _marks(element: Any) -> Iterator[Any]:
    for kid in getattr(element, "kids", ()):
        if getattr(kid, "role", "") == "Reference":
            yield kid
        elif getattr(kid, "role", "") != "TOC":
            yield from _marks(kid)


def _contents(element: Any) -> Iterator[Any]:
    for kid in element.kids:
        if hasattr(kid, "kids"):
            yield from _contents(kid)
        else:
            yield kid


def _page(element: Any) -> Any:
    if element.page is not None:
        return element.page.objgen
    pages = (_page(kid) for kid in element.kids if hasattr(kid, "kids"))
    return next((page for page in pages if page is not None), None)
