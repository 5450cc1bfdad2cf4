"""Pages that are filled badly, mended: a picture that nearly fits, a last page with two lines.

Lines come a little closer where that saves the last page. Invariant: words, order and letters stay
as they are; a picture never becomes too small to be read,
and what does not help is taken back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element

from docforge.document import Asset
from docforge.formats.pdf.keeping import leads_in
from docforge.formats.pdf.weasyprint import Extents, PageRoom
from docforge.media.svg.letters import smallest_letters

# How often a document is laid out again at most, and how many pages are laid out before that.
_MOST, _MOST_PAGES = 3, 100
# A hole of less than this share of a page is none.
_HOLE = 0.2
# Before so large a hole, a list of three items is better parted than moved.
_LARGE_HOLE = 0.25
# What lines that come closer save of a page; of a document of so few pages the last one is saved
# where it has so little, whatever moved there.
_SAVED, _FEW_PAGES, _SOME_LAST = 0.07, 4, 0.4
# A last page is filled so far at least, and the page before it keeps so much.
_LEAST_LAST, _LEAST_BEFORE = 0.17, 0.45
# Pictures of pixels, and drawings without letters, may become so small; letters in a drawing, in
# CSS pixels (9 points).
_LEAST_PICTURE, _LEAST_LETTERS = 0.7, 12.0
# What margins that collapse at the top of a page take in its middle, in CSS pixels.
_MARGINS = 44.0
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
# What may be parted between any two of its children but the first two and the last two.
_PARTED = ("ul", "ol", "tbody")
# The class of pages whose lines come closer: print.css of the style says how much.
_CLOSER = "closer"


@dataclass
class Mender:
    """Mends the pages below `root`; `pictures` are the assets by their names.

    `tried` are the pictures that were made smaller, with what they were before, and where they
    were to go; `before_tightening` is how the pages were before their lines came closer.
    `is_as_before` says that the last change was to take these closer lines back, and nothing else.
    """

    root: Element
    pictures: Mapping[str, Asset]
    tried: dict[Element, tuple[str | None, int]] = field(default_factory=dict)
    done: set[Element] = field(default_factory=set)
    has_moved: bool = False
    attempts: int = 0
    before_tightening: Extents | None = None
    is_as_before: bool = False

    @cached_property
    def parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.root.iter() for child in parent}

    def mend(self, extents: Extents, laid_out: int) -> bool:
        """Change what helps the pages that `extents` are of; whether anything was changed.

        `laid_out` pages were laid out so far, all attempts together.
        """
        self.is_as_before = False
        body = self.root.find("body")
        if body is None:
            return False
        if self._is_tightened and not self._is_saved(extents):
            return self._loosen(body)
        if len(extents.rooms) < 2:
            return False
        if self.attempts == _MOST or laid_out > _MOST_PAGES:
            return False
        self.attempts += 1
        changed = self._take_back(extents)
        for picture, block in list(_pictures(body)):
            if picture not in self.done:
                changed = self._shrink(picture, block, extents) or changed
        for group in list(_lists_of_three(body)):
            changed = self._part(group, extents) or changed
        return changed or self._tighten(extents) or self._fill_last(body, extents)

    # --- Pictures ------------------------------------------------------------------------

    def _take_back(self, extents: Extents) -> bool:
        """Give the pictures that did not come to the page before their size again."""
        changed = False
        for picture, (style, page) in list(self.tried.items()):
            place = extents.first(picture)
            if place is not None and place.page > page:
                _set_style(picture, style)
                changed = True
            del self.tried[picture]
        return changed

    def _shrink(self, picture: Element, block: Element, extents: Extents) -> bool:
        """Make `picture` fit on the page before where it nearly does."""
        place, size = extents.first(block), extents.first(picture)
        if place is None or size is None or place.page == 0:
            return False
        before, here = extents.rooms[place.page - 1], extents.rooms[place.page]
        hole = before.bottom - before.filled
        if hole < _HOLE * before.height or not self._begins(block, place.top, here, extents):
            return False
        height = size.bottom - size.top
        over = place.bottom - here.top + _MARGINS - hole
        share = 1 - over / height if height > 0 else 1.0
        if not self._least(picture, size.width) <= share < 1:
            return False
        self.tried[picture] = (picture.get("style"), place.page - 1)
        self.done.add(picture)
        _set_style(picture, f"width: {size.width * share:.0f}px")
        return True

    def _begins(self, block: Element, top: float, room: PageRoom, extents: Extents) -> bool:
        """Whether nothing but headings and lines that lead to it stands above `block`."""
        siblings = list(self.parents[block])
        above = siblings[: siblings.index(block)]
        for one in reversed(above):
            place = extents.of.get(one, [])
            if not place or place[-1].page < extents.of[block][0].page:
                break
            if one.tag not in _HEADINGS and not (one.tag == "p" and leads_in(one)):
                return False
            top = place[0].top
        return top - room.top < 4

    def _least(self, picture: Element, width: float) -> float:
        """The share of its size that a picture keeps, so that it can be read."""
        asset = self.pictures.get(picture.get("src", "").removeprefix("asset:"))
        if asset is None:
            return 1.0
        letters = smallest_letters(asset)
        if letters is None:
            return _LEAST_PICTURE
        printed = letters * width / asset.width
        return max(_LEAST_PICTURE, _LEAST_LETTERS / printed) if printed else 1.0

    def _part(self, group: Element, extents: Extents) -> bool:
        """Let the last of three items begin a page, where the others fill a large hole before it.

        Elsewhere no last item stands alone, so that all three had moved with their heading.
        """
        place, second = extents.first(group), extents.of.get(group[1], [])
        # On the last page the items are what fills it.
        if place is None or not 0 < place.page < len(extents.rooms) - 1:
            return False
        if {one.page for one in second} != {place.page}:
            return False
        before, here = extents.rooms[place.page - 1], extents.rooms[place.page]
        hole = before.bottom - before.filled
        needed = max(one.bottom for one in second) - here.top + _MARGINS
        if hole < _LARGE_HOLE * before.height or needed > hole:
            return False
        if group[2] in self.done or not self._begins(group, place.top, here, extents):
            return False
        self.done.add(group[2])
        _set_style(group[2], "break-before: auto")
        return True

    # --- The last page -------------------------------------------------------------------

    @property
    def _is_tightened(self) -> bool:
        return self.root.get("class") == _CLOSER

    def _is_saved(self, extents: Extents) -> bool:
        before = self.before_tightening
        return before is not None and len(extents.rooms) < len(before.rooms)

    def _tighten(self, extents: Extents) -> bool:
        """Let lines come closer where that may save the last page."""
        *others, last = extents.rooms
        before = others[-1]
        on_last = last.filled - last.top
        share = on_last / last.height
        is_little = share < (_SOME_LAST if len(extents.rooms) <= _FEW_PAGES else _LEAST_LAST)
        missing = on_last + _MARGINS - (before.bottom - before.filled)
        saved = _SAVED * sum(room.filled - room.top for room in others)
        if self.before_tightening or not (share > 0 and is_little and missing <= saved):
            return False
        self.before_tightening = extents
        self.root.set("class", _CLOSER)
        return True

    def _loosen(self, body: Element) -> bool:
        """Take back what did not save the page, and fill it instead."""
        del self.root.attrib["class"]
        before = self.before_tightening
        self.is_as_before = before is None or not self._fill_last(body, before)
        return True

    def _fill_last(self, body: Element, extents: Extents) -> bool:
        """Let a block begin the last page that would have ended the page before it."""
        *_, before, last = extents.rooms
        share = (last.filled - last.top) / last.height
        if self.has_moved or not 0 < share < _LEAST_LAST:
            return False
        number = len(extents.rooms) - 2
        room = before.top + _LEAST_BEFORE * before.height
        wanted = (_LEAST_LAST - share) * last.height
        shrunk = [p for picture in self.done for p in extents.of[picture] if p.page == number]
        room = max([room, *(place.bottom for place in shrunk)])
        for block in _last_blocks(body, number, extents):
            place = extents.of[block][0]
            if place.top < room:
                return False
            if before.filled - place.top >= wanted:
                own = block.get("style")
                _set_style(block, f"{own}; break-before: page" if own else "break-before: page")
                self.has_moved = True
                return True
        return False


def _pictures(body: Element) -> Iterator[tuple[Element, Element]]:
    """Each picture that stands alone in a paragraph or a figure, with that."""
    for block in body.iter():
        is_alone = block.tag == "p" and not "".join(block.itertext()).strip()
        if block.tag == "figure" or is_alone:
            found = list(block.iter("img"))
            if len(found) == 1:
                yield found[0], block


def _lists_of_three(body: Element) -> Iterator[Element]:
    """The lists of three items that stand in no other list and no frame."""
    for parent in (body, *body.iter("section")):
        yield from (child for child in parent if child.tag in ("ul", "ol") and len(child) == 3)


def _last_blocks(body: Element, page: int, extents: Extents) -> Iterator[Element]:
    """The blocks and items that begin on a page and may begin another one, from the last up.

    What stands behind a heading or a line that leads to it stays there.
    """
    found: list[Element] = []
    parents = (part for tag in ("section", *_PARTED) for part in body.iter(tag))
    for parent in (body, *parents):
        children = list(parent)
        for at, child in enumerate(children):
            place = extents.first(child)
            if place is None or place.page != page or at == 0:
                continue
            above = children[at - 1]
            is_led = above.tag in _HEADINGS or (above.tag == "p" and leads_in(above))
            is_edge = parent.tag in _PARTED and at in (1, len(children) - 1)
            if not (is_led or is_edge or child.tag in ("footer", "figcaption")):
                found.append(child)
    yield from sorted(found, key=lambda block: -extents.of[block][0].top)


def _set_style(element: Element, style: str | None) -> None:
    if style is None:
        element.attrib.pop("style", None)
    else:
        element.set("style", style)
