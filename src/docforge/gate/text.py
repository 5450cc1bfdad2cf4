"""Plain text: letters and line ends, and nothing that a terminal or an editor would obey."""

import re
from collections.abc import Iterator

from docforge.gate.hits import FORM, Hit
from docforge.gate.markup import Place

# C0 without tab and line feed, DEL, C1 (among them CSI), and what no text is made of.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def examine(content: bytes, place: Place) -> Iterator[Hit]:
    """What may not stand in a text file."""
    try:
        written = content.decode("utf-8")
    except UnicodeDecodeError:
        yield Hit(FORM, "bytes that are no UTF-8")
        return
    found = _CONTROL.search(written)
    if found:
        line = written.count("\n", 0, found.start()) + 1
        yield Hit(FORM, f"the control character U+{ord(found[0]):04X}", f"in line {line}")
