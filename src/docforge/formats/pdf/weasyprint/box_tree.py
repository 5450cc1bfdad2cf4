"""The boxes of laid out pages to sequences, in the order of the box tree.

Invariant: what repeats on later pages (heads, feet, running titles) is content at most once.
"""

from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from docforge.formats.pdf.marked_content import Artifact, ElementPart, MarkedContent

_ROUNDING = 0.5  # CSS pixels that layout may be wrong by without a letter being cut.
_REPEATED = frozenset({"data-label", "data-above"})
_PARTS = {"marker": ElementPart.MARKER, "before": ElementPart.BEFORE, "after": ElementPart.AFTER}


class BoxTree:
    """Takes the sequences from the boxes of all pages, in the order of the box tree."""

    def __init__(self) -> None:
        self.sequences: list[MarkedContent] = []
        self.boxes: dict[Any, MarkedContent] = {}
        self.list_styles: dict[Element, str] = {}
        self.starts: dict[Element, tuple[int, float, float]] = {}
        self._page = 0
        self._paper = (0.0, 0.0)
        self._restrictions, self._foot = "", ""
        self._heads: set[Element] = set()
        self._feet: dict[Element, list[MarkedContent]] = {}

    def take_pages(self, pages: Sequence[Any]) -> None:
        """Take the sequences of all `pages` (page boxes)."""
        for number, page in enumerate(pages):
            self._page = number
            self._paper = (page.margin_width(), page.margin_height())
            # The running title stands where lines begin, and over where they end what is said of
            # the whole document (style.page_rule).
            leftward = page.children[0].style["direction"] == "rtl"
            self._restrictions = "@top-left" if leftward else "@top-right"
            self._foot = "@bottom-right" if leftward else "@bottom-left"
            for child in page.children:
                self._walk(child, None, None)

    def _walk(self, box: Any, block: Element | None, artifact: Artifact | None) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        artifact = artifact or self._artifact(box)
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            self._take(box, block, artifact)
            return
        self._note(box)
        if box.element is not None and box.element.tag == "br":
            self.sequences.append(
                MarkedContent(
                    self._page, box.element, ElementPart.CONTENT, "\n", None, block, artifact
                )
            )
            return
        first = len(self.sequences)
        inner = block if _is_in_line(box) else box.element
        for child in box.children:
            self._walk(child, inner, artifact)
        if getattr(box, "is_footer", False) and isinstance(box, boxes.TableRowGroupBox):
            self._last_foot(box.element, self.sequences[first:])

    def _artifact(self, box: Any) -> Artifact | None:
        if isinstance(box, boxes.MarginBox):
            place = box.at_keyword
            if place == self._restrictions:
                return Artifact.RESTRICTION
            if place == self._foot:
                return Artifact.FOOT
            top, bottom = place.startswith("@top"), place.startswith("@bottom")
            return Artifact.HEADER if top else Artifact.FOOTER if bottom else Artifact.PAGINATION
        if isinstance(box, boxes.TableRowGroupBox) and box.is_header:
            # The head is content where it stands first, and repeated on the pages after it.
            if box.element in self._heads:
                return Artifact.PAGINATION
            self._heads.add(box.element)
        # Dots that lead to a page number are for the eye.
        return Artifact.LEADER if box.is_leader else None

    def _last_foot(self, foot: Element, sequences: list[MarkedContent]) -> None:
        """A foot is content where it stands last; the ones before it were repetitions."""
        for sequence in self._feet.get(foot, ()):
            sequence.artifact = Artifact.PAGINATION
        self._feet[foot] = sequences

    def _note(self, box: Any) -> None:
        element = box.element
        if element is None or box.element_tag != element.tag:
            return
        if element.tag == "li":
            self.list_styles.setdefault(element, str(box.style["list_style_type"]))
        if element not in self.starts:
            self.starts[element] = (self._page, box.position_x, box.position_y)

    def _take(self, box: Any, block: Element | None, artifact: Artifact | None) -> None:
        if isinstance(box, boxes.MarginBox) or box.element is None:
            artifact = artifact or Artifact.PAGINATION
        pseudo = str(box.element_tag).partition("::")[2]
        if pseudo == "before" and _REPEATED & box.element.attrib.keys():
            # The words of headers, which stand in the head once.
            artifact = artifact or Artifact.PAGINATION
        picture = isinstance(box, boxes.ReplacedBox)
        sequence = MarkedContent(
            page=self._page,
            element=box.element,
            part=_PARTS.get(pseudo, ElementPart.CONTENT),
            text=None if picture else box.text,
            passage=None if pseudo else getattr(box, "passage", None),
            block=block,
            artifact=artifact,
            cut=self._is_cut(box),
        )
        self.boxes[box] = sequence
        self.sequences.append(sequence)

    def _is_cut(self, box: Any) -> bool:
        """Whether a part of `box` lies beyond the paper."""
        left, top = box.position_x, box.position_y
        right, bottom = left + box.margin_width(), top + box.margin_height()
        width, height = self._paper
        return bool(min(left, top, width - right, height - bottom) < -_ROUNDING)


def _is_in_line(box: Any) -> bool:
    """Whether what is in `box` goes on in the text around it, and is not parted from that."""
    if isinstance(box, boxes.InlineBlockBox):  # a span that is kept together
        return bool(box.element is not None and box.element.tag == "span")
    return isinstance(box, boxes.InlineBox | boxes.LineBox)
