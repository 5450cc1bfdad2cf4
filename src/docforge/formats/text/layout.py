"""Lines under lines: how plain text shows what belongs to what.

Invariant: no line ends in spaces that these functions put there.
"""

from collections.abc import Iterable, Sequence

Lines = list[str]


def indented(block: Sequence[str], by: str = "  ") -> Lines:
    """`block` with `by` before every line that is not blank."""
    return [by + text if text.strip() else "" for text in block]


def hanging(mark: str, block: Sequence[str]) -> Lines:
    """`block` with `mark` before its first line and the others indented."""
    first, *rest = block or [""]
    return [f"{mark} {first}".rstrip(), *indented(rest)]


def spaced(blocks: Iterable[Sequence[str]]) -> Lines:
    """Blocks one under the other with a blank line between."""
    written: Lines = []
    for block in blocks:
        written += ["", *block] if written and block else block
    return written
