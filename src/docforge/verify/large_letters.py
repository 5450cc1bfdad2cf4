"""Whether an edition in large print is one: no letters on its pages that are smaller than that.

Invariant: the sizes are those of the finished file, whatever a style meant to set.
"""

from collections.abc import Iterator
from io import BytesIO

from msgspec import Struct

from docforge.findings import Finding, Severity, Where

SMALL, SMALL_DRAWN = "STY003", "STY004"
# Points: letters (UKAAF, "Creating clear print and large print documents"), and what stands above
# or below the line, which is a few letters long.
_LEAST, _LEAST_RAISED, _LONGEST_RAISED = 18.0, 15.0, 4
_ROUNDING = 0.1
# A raised word is tagged so, as is each other that its line says something else of.
_WITHIN = "Span"
# What is drawn has sizes of its own, and is said in words besides. A formula has small signs.
_DRAWN, _FORMULA = "Figure", "Formula"
_HINT = (
    "A sheet of the style sets them so: give sizes there in rem or em, or under [letters] in its "
    "style.toml, which the edition makes larger."
)
_DRAWN_HINT = (
    "Enlarge the letters in the drawing, or draw it from its table: {.chart} has letters as large "
    "as the text."
)


class _Letters(Struct, frozen=True, order=True):
    """Letters of a size in points, on a page, that are smaller than large print."""

    size: float
    page: int
    is_drawn: bool


def small_letters(content: bytes) -> Iterator[Finding]:
    """A warning for text and a note for drawings, with the smallest size and its first page."""
    found = sorted(_smaller(content))
    told = "The large-print PDF has {what} of {size:g} points, first on page {page}"
    for one in [one for one in found if not one.is_drawn][:1]:
        message = told.format(what="letters", size=one.size, page=one.page)
        yield Finding(SMALL, Severity.WARNING, message, Where(""), _HINT)
    for one in [one for one in found if one.is_drawn][:1]:
        message = told.format(what="drawings with letters", size=one.size, page=one.page)
        yield Finding(SMALL_DRAWN, Severity.NOTE, message, Where(""), _DRAWN_HINT)


def _smaller(content: bytes) -> Iterator[_Letters]:
    import pikepdf

    from docforge.verify.readers.pdf.graphics import painting_of

    with pikepdf.open(BytesIO(content)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for item in painting_of(page.obj).items:
                is_drawn = item.in_form or item.tag == _DRAWN
                is_read = item.kind == "text" and item.visible and item.tag != _FORMULA
                may_be_raised = item.visible <= _LONGEST_RAISED or item.tag == _WITHIN
                is_short = may_be_raised and not is_drawn
                size = abs(item.matrix[3])
                if is_read and size < (_LEAST_RAISED if is_short else _LEAST) - _ROUNDING:
                    yield _Letters(round(size, 1), number, is_drawn)
