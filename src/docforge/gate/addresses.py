"""Where a link may lead: out of the file by four schemes, to a place in it, or to a neighbour.

Invariant: an address that passes reads the same in every program. Browsers drop tabs and line
ends, take a backslash for a slash and skip blanks before a scheme, so that none of these passes.
"""

import re

# No blanks, controls, marks of direction or of no width, and nothing that RFC 3986 never allows.
_SIGN = (
    r"[^\s\x00-\x1f\x7f-\x9f<>\"\\\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff0-\uffff\ud800-\udfff]"
)
_OUTSIDE = re.compile(
    rf"(?:https?://(?![/?#@:]){_SIGN}{{1,8000}}|(?:mailto|tel):(?!/){_SIGN}{{1,8000}})"
)
_INSIDE = re.compile(rf"#{_SIGN}{{1,2000}}")
_SEGMENT = re.compile(rf"(?!\.{{1,2}}\Z)(?:(?![:/?#]){_SIGN}|(?<=.) (?=.)){{1,255}}")


def is_outside(address: str) -> bool:
    """Whether an address is one of the web, of a mailbox or of a telephone."""
    return _OUTSIDE.fullmatch(address) is not None


def is_inside(address: str) -> bool:
    """Whether an address is a place in the same file."""
    return _INSIDE.fullmatch(address) is not None


def is_neighbour(address: str, kinds: tuple[str, ...], depth: int) -> bool:
    """Whether an address is a file of `kinds` below the folder that lies `depth` levels up."""
    path, mark, fragment = address.partition("#")
    if mark and not is_inside(f"#{fragment}"):
        return False
    segments = path.split("/")
    ups = next((n for n, segment in enumerate(segments) if segment != ".."), len(segments))
    below = segments[ups:]
    if not below or ups > depth or not all(map(_SEGMENT.fullmatch, below)):
        return False
    return below[-1].rpartition(".")[2] in kinds and not below[-1].startswith(".")
