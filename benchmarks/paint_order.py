"""How much of the PDFs in a folder is painted out of the order in which it is read.

Nothing of docforge is used: pikepdf reads the tag tree and the content streams.
"""

import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from measure import table

Stream = tuple[int, int]  # number and generation of the object that holds it


@dataclass(frozen=True, slots=True)
class PaintOrder:
    """Marked contents of a file, and how many of them stand elsewhere than the tree has them.

    Those are the fewest that would have to move.
    """

    contents: int = 0
    astray: int = 0

    def __add__(self, other: "PaintOrder") -> "PaintOrder":
        return PaintOrder(self.contents + other.contents, self.astray + other.astray)


def paint_order(path: Path) -> PaintOrder:
    """The order of painting on each page and in each form (ISO 32000-2, 14.8.2.5.1)."""
    with pikepdf.open(path) as pdf:
        told: dict[Stream, list[int]] = {}
        for stream, number in _told(pdf.Root.StructTreeRoot, None):
            told.setdefault(stream, []).append(number)
        painted = dict(_streams(pdf))
    places = {stream: {n: at for at, n in enumerate(told.get(stream, ()))} for stream in painted}
    return sum(
        (_stream_order(numbers, places[stream]) for stream, numbers in painted.items()),
        PaintOrder(),
    )


def _stream_order(painted: Iterable[int], places: Mapping[int, int]) -> PaintOrder:
    """What no element holds is astray as well."""
    found = list(painted)
    known = [places[number] for number in found if number in places]
    return PaintOrder(len(found), len(found) - _longest_rise(known))


def _longest_rise(places: Iterable[int]) -> int:
    """How many of `places` rise at most, when the others are left out."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def _told(node: Any, page: Any) -> Iterator[tuple[Stream, int]]:
    """Each marked content below `node` in the order of the tree."""
    page = node.get("/Pg", page)
    held = node.get("/K", [])
    for kid in held if isinstance(held, pikepdf.Array | list) else [held]:
        if isinstance(kid, int):
            yield page.objgen, kid
        elif kid.get("/Type") == "/MCR":
            stream: Any = kid.get("/Stm") or kid.get("/Pg", page)
            yield stream.objgen, int(kid.MCID)
        elif kid.get("/Type") != "/OBJR":
            yield from _told(kid, page)


def _streams(pdf: Any) -> Iterator[tuple[Stream, list[int]]]:
    """Every page and form with the numbers of its marked contents as they are painted."""
    for page in pdf.pages:
        yield page.obj.objgen, list(_painted(page))
    for held in pdf.objects:
        if isinstance(held, pikepdf.Stream) and held.get("/Subtype") == "/Form":
            yield held.objgen, list(_painted(held))


def _painted(held: Any) -> Iterator[int]:
    for instruction in pikepdf.parse_content_stream(held, "BDC"):
        properties: Any = list(instruction.operands)[-1]
        if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
            yield int(properties["/MCID"])


def main(folder: Path) -> None:
    """Print the files that have something out of order, and the sum of all."""
    found = {path: paint_order(path) for path in sorted(folder.rglob("*.pdf"))}
    rows = [
        (str(path.relative_to(folder)), str(own.astray), str(own.contents))
        for path, own in found.items()
        if own.astray
    ]
    whole = sum(found.values(), PaintOrder())
    rows.append((f"all {len(found)} files", str(whole.astray), str(whole.contents)))
    print(table(("file", "out of order", "marked contents"), rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
