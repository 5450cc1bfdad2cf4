"""Texts as the source has them, kept from before they are transformed and broken into lines.

Invariant: all boxes that a text is broken into share one `Passage`.
"""

from typing import Any

from weasyprint.formatting_structure import boxes

from docforge.formats.pdf.marked_content import TextRun

_transform = boxes.TextBox.process_text_transform


def remember_text(box: Any) -> None:
    """Keep the text of `box`; copies of the box share it."""
    box.passage = TextRun(box.text, box.style["white_space"].startswith("pre"))
    _transform(box)
