"""Text and JSON in which nothing is obeyed or hidden by what shows them.

Invariant: no control character and nothing that turns text round or hides it stands in what is
made here; each is told by its number, as JSON does.
"""

import json
import re

# Each plane ends with two that are no characters (Unicode 16.0, 23.7), which HTML parsers repair.
_ENDS = "".join(
    chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
)
# Controls but tab and line feed, what turns text round, lines and halves of characters, no
# characters, tags.
_OBEYED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
    f"\U000e0000-\U000e007f{_ENDS}"
)
# Marks of direction, what joins, and what is not seen. Between letters of some scripts they are
# meant, so that text keeps them.
_UNSEEN = "\xad\u061c\u200b\u200e\u200f\u2060-\u206f\ufeff"
_IN_TEXT, _IN_JSON = re.compile(f"[{_OBEYED}]"), re.compile(f"[{_OBEYED}{_UNSEEN}]")


def shown(text: str) -> str:
    """`text` as it may be shown to people, in a terminal or on a page."""
    return _IN_TEXT.sub(_by_number, text)


def as_json(data: object, indent: int | None = None) -> str:
    """`data` as JSON with readable letters, without a line end at its end."""
    return _IN_JSON.sub(_by_number, json.dumps(data, ensure_ascii=False, indent=indent))


def _by_number(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
