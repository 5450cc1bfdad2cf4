"""Where the elements of a page stand, as the desk draws it."""

from reading_sources import document_of

from docforge.conformance import UNCLAIMED
from docforge.formats.pdf.render import render
from docforge.style import load_style
from docforge.verify.readers.pdf.regions import regions

SOURCE = """---
title: Grants
lang: en
---

The first paragraph.

1. One
2. Two, with **bold** words

| Name | Sum |
|---|---|
| Fund | 5 |
"""


def test_elements_stand_in_reading_order_with_what_belongs_to_them() -> None:
    made = render(document_of(SOURCE), load_style("briefing"), standing=UNCLAIMED)
    found = regions(made.content, 1)
    roles = [region.role for region in found]
    assert roles[-7:] == ["P", "LI", "LI", "TH", "TH", "TD", "TD"]
    item, sum_, five = found[-5], found[-3], found[-1]
    assert item.box[0] < found[-7].box[2], "the number of an item belongs to it"
    assert sum_.box[1] > five.box[3], "the header stands above its column"
    assert five.box[0] > found[-2].box[2]
    assert regions(made.content, 1) == found
