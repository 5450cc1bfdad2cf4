"""How the pages of the PDFs in a folder are filled and broken: measures for the eye of a designer.

Nothing of docforge is used: PDFium says where letters and drawings are, pikepdf reads the tags.
"""

import itertools
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from statistics import median
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from measure import table

_POINTS = 72 / 25.4  # in a millimetre
# What the margins hold is no text of the document. The style "briefing" has 24, 22, 25 mm.
_TOP, _BOTTOM = 23 * _POINTS, 24 * _POINTS
_EMPTY, _LITTLE = 0.20, 0.15
_LEAST = 10.95  # points; sizes are rounded when they are written
# Not “:::”, which is code.
_COLONS = re.compile(r"(?<![:：])[:：]$")
# A title in letters of so many points or more stands on a cover, which may be empty.
_COVER = 30


@dataclass(slots=True)
class Measures:
    """What a file, or several, have of each thing that is counted."""

    files: int = 0
    pages: int = 0
    line_lengths: list[int] = field(default_factory=list)
    covers: int = 0
    empty_pages: int = 0
    little_last_pages: int = 0
    first_items: int = 0
    last_items: int = 0
    colons: int = 0
    headings: int = 0
    captions: int = 0
    marks: int = 0
    letters: int = 0
    small_letters: int = 0

    def add(self, other: "Measures") -> None:
        """Count what `other` has as well."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter where it is painted, in points from the bottom left."""

    char: str
    size: float
    left: float
    bottom: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """Letters on one base line, from left to right."""

    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        return "".join(letter.char for letter in self.letters).strip()

    @property
    def size(self) -> float:
        """The size that most of its letters have."""
        return Counter(round(letter.size, 1) for letter in self.letters).most_common(1)[0][0]

    @property
    def width(self) -> float:
        return self.letters[-1].right - self.letters[0].left


_BLOCKS = re.compile(r"/(H\d|P|L|Table|Figure|TOC|Code|BlockQuote)")


def measures_of(path: Path) -> Measures:
    """What there is to count in the PDF at `path`."""
    found = Measures(files=1)
    pdf = pypdfium2.PdfDocument(path)
    try:
        found.pages = len(pdf)
        for number, page in enumerate(pdf):
            _measure_page(found, page, number)
    finally:
        pdf.close()
    found.first_items, found.last_items, found.headings, found.captions = _stranded(path)
    return found


def _measure_page(found: Measures, page: Any, number: int) -> None:
    lines = list(_lines(page))
    filled = _filled(page, lines)
    if number == 0 and found.pages > 1 and max((line.size for line in lines), default=0) >= _COVER:
        found.covers += 1
    elif number < found.pages - 1:
        found.empty_pages += filled < 1 - _EMPTY
        found.colons += bool(lines and _COLONS.search(lines[-1].text))
    elif found.pages > 1:
        found.little_last_pages += filled < _LITTLE
    found.line_lengths += _running(lines)
    found.marks += sum(_begins_with_mark(line) for line in lines)
    for line in lines:
        found.letters += len(line.letters)
        found.small_letters += sum(_is_small(letter, line) for letter in line.letters)


def _lines(page: Any) -> Iterator[Line]:
    """The lines between the margins, from the top down."""
    height = page.get_height()
    rows: defaultdict[float, list[Letter]] = defaultdict(list)
    for letter in _letters(page):
        if _BOTTOM <= letter.bottom <= height - _TOP and letter.char.strip():
            rows[round(letter.bottom / 2)].append(letter)
    for bottom in sorted(rows, reverse=True):
        yield Line(tuple(sorted(rows[bottom], key=lambda letter: letter.left)))


def _letters(page: Any) -> Iterator[Letter]:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        left, bottom, right, _ = text.get_charbox(index, loose=True)
        size = pdfium.FPDFText_GetFontSize(text.raw, index) * _scale(text, index)
        yield Letter(chr(pdfium.FPDFText_GetUnicode(text.raw, index)), size, left, bottom, right)


def _scale(text: Any, index: int) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
    return abs(matrix.d) or 1.0


def _is_small(letter: Letter, line: Line) -> bool:
    """Whether a letter is below 11 points; marks of notes and raised letters are smaller."""
    return letter.size < _LEAST and letter.size >= 0.75 * line.size


def _begins_with_mark(line: Line) -> bool:
    """Whether a raised number, which belongs to the word before it, begins a line of text."""
    first = line.letters[0]
    return first.char.isdigit() and first.size < 0.75 * line.size and len(line.letters) > 3


def _filled(page: Any, lines: Sequence[Line]) -> float:
    """How far down the page is filled, from 0 to 1."""
    room = page.get_height() - _TOP - _BOTTOM
    bottoms = [line.letters[0].bottom for line in lines]
    for each in page.get_objects(max_depth=1):
        bottom = each.get_bounds()[1]
        if each.type != pdfium.FPDF_PAGEOBJ_TEXT and bottom >= _BOTTOM - 2:
            bottoms.append(bottom)
    lowest = float(min(bottoms, default=page.get_height() - _TOP))
    return (float(page.get_height()) - _TOP - lowest) / float(room)


def _running(lines: Sequence[Line]) -> Iterator[int]:
    """The letters and spaces of full lines of running text."""
    text = [line for line in lines if 11.5 <= line.size <= 14 and len(line.letters) > 20]
    broadest = max((line.width for line in text), default=0.0)
    for line in text:
        if line.width > 0.9 * broadest and line.width > 250:
            gaps = sum(
                after.left - before.right > 0.15 * line.size
                for before, after in zip(line.letters, line.letters[1:], strict=False)
            )
            yield len(line.letters) + gaps


# --- Tags --------------------------------------------------------------------------------


def _stranded(path: Path) -> tuple[int, int, int, int]:
    """First items alone at a foot, last items alone at a head, headings and captions at a foot."""
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        first = last = headings = captions = 0
        order = list(_elements(pdf.Root.StructTreeRoot.K[0]))
        for element in order:
            if element.get("/S") == "/L":
                items = [kid for kid in _kids(element) if kid.get("/S") == "/LI"]
                places = [_pages(item, pages) for item in items]
                if len(places) > 1 and all(places):
                    is_parted = max(places[0]) < min(places[1])
                    first += is_parted and _is_short(items[0])
                    is_parted = max(places[-2]) < min(places[-1]) and len(places) > 2
                    last += is_parted and _is_short(items[-1])
        for owner in (e for e in order if e.get("/S") in ("/Table", "/Div", "/Sect")):
            kids = _kids(owner)
            if kids and kids[0].get("/S") == "/Caption" and len(kids) > 1:
                one, other = _pages(kids[0], pages), _pages(kids[1], pages)
                captions += bool(one and other and max(one) < min(other))
        for heading, after in itertools.pairwise(e for e in order if _BLOCKS.fullmatch(_kind(e))):
            one, other = _pages(heading, pages), _pages(after, pages)
            is_parted = bool(one and other and max(one) < min(other))
            headings += is_parted and _leads(_kind(heading), _kind(after))
        return first, last, headings, captions


def _kind(node: Any) -> str:
    return str(node.get("/S", ""))


def _leads(kind: str, after: str) -> bool:
    """Whether an element is a heading with something below it; one of an empty section is not."""
    return kind.startswith("/H") and not (after.startswith("/H") and after <= kind)


def _is_short(item: Any) -> bool:
    """Whether an item has three lines at most, its mark not counted."""
    pieces = 0
    for element in _elements(item):
        held = element.get("/K", [])
        if _kind(element) != "/Lbl":
            pieces += len(held) if isinstance(held, pikepdf.Array) else 1
            pieces -= len(_kids(element))
    return pieces <= 3


def _kids(node: Any) -> list[Any]:
    held = node.get("/K", [])
    kids = list(held) if isinstance(held, pikepdf.Array) else [held]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _elements(node: Any) -> Iterator[Any]:
    yield node
    for kid in _kids(node):
        yield from _elements(kid)


def _pages(node: Any, pages: Mapping[Any, int]) -> set[int]:
    """The numbers of the pages that an element has content on."""
    found = set()
    for element in _elements(node):
        held = element.get("/K", [])
        own = element.get("/Pg")
        for kid in held if isinstance(held, pikepdf.Array) else [held]:
            page = kid.get("/Pg", own) if isinstance(kid, pikepdf.Dictionary) else own
            is_content = isinstance(kid, int) or (
                isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR"
            )
            if is_content and page is not None:
                found.add(pages[page.objgen])
    return found


# --- Told --------------------------------------------------------------------------------

_HEAD = (
    "file",
    "pages",
    "letters a line",
    "covers",
    "over 20 % empty",
    "first items alone",
    "last items alone",
    "colons at a foot",
    "headings at a foot",
    "captions at a foot",
    "note marks at a line's head",
    "last pages under 15 %",
    "letters under 11 pt",
)


def _row(name: str, of: Measures) -> tuple[str, ...]:
    length = f"{median(of.line_lengths):.0f}" if of.line_lengths else "–"
    counts = (
        *(of.covers, of.empty_pages, of.first_items, of.last_items),
        *(of.colons, of.headings, of.captions, of.marks),
    )
    small = f"{100 * of.small_letters / max(of.letters, 1):.1f} %"
    return (name, str(of.pages), length, *map(str, counts), str(of.little_last_pages), small)


def main(folder: Path, names: Iterable[str] = ()) -> None:
    """Print the measures of each file, or of those whose path holds one of `names`, and of all."""
    wanted = tuple(names)
    whole, rows = Measures(), []
    for path in sorted(folder.rglob("*.pdf")):
        name = path.relative_to(folder).as_posix()
        if not wanted or any(part in name for part in wanted):
            own = measures_of(path)
            whole.add(own)
            rows.append(_row(name[-48:], own))
    print(table(_HEAD, [*rows, _row(f"all {whole.files} files", whole)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
