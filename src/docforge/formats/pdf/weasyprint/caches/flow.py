"""Whether a box is in normal flow, which is asked ten times for each, found without five calls.

Invariant: the answer is that of `Box.is_in_normal_flow`.
"""

from typing import Any

from weasyprint.formatting_structure.boxes import Box

original = Box.is_in_normal_flow
_IN_FLOW = frozenset({"static", "relative"})


def is_in_normal_flow(box: Any) -> bool:
    """Nearly every box is: it does not float, and stands where it comes."""
    style = box.style
    if style["float"] == "none":
        position = style["position"]
        if type(position) is str and position in _IN_FLOW:
            return True
    return bool(original(box))
