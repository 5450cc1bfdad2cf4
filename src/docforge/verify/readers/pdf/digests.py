"""Hashes of what only docforge verify can compare: with the file as it was delivered.

Invariant: where an object stands in the file, and how long it is written, changes no hash.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from docforge.verify.readers.pdf.elements import Element, descendants


def as_delivered(pdf: Any, root: Element) -> Iterator[str]:
    """Hashes of pages, fonts, pictures and files, which only `docforge verify` can compare.

    So are names of links and boxes of pictures, to the letter and the point.
    """
    told = [
        *(str(each.get("/Contents", "")) for e in descendants(root) for each in e.annotations),
        *(str(e.facts["BBox"].unparse()) for e in descendants(root) if "BBox" in e.facts),
    ]
    yield f"names and boxes {hashlib.sha256(repr(told).encode()).hexdigest()}"
    seen: set[Any] = set()
    for number, page in enumerate(pdf.pages, 1):
        contents = page.obj.get("/Contents")
        if contents is not None:
            yield f"page {number} {_digest(contents)}"
        resources = page.obj.get("/Resources") or {}
        for kind in ("/XObject", "/Font", "/ExtGState", "/Pattern", "/Shading"):
            for name, held in sorted((resources.get(kind) or {}).items()):
                place = held.objgen if held.is_indirect else (kind, name)
                if place not in seen:
                    seen.add(place)
                    yield f"{name} {_digest(held)}"
    names = (pdf.Root.get("/Names") or {}).get("/EmbeddedFiles")
    if names is not None:
        yield f"embedded files {_digest(names)}"


def _digest(found: Any) -> str:
    """The hash of an object with all that it holds and refers to."""
    made = hashlib.sha256()
    _add(found, made, set())
    return made.hexdigest()


def _add(found: Any, made: Any, above: set[Any]) -> None:
    if isinstance(found, pikepdf.Array) and b" R" not in (written := found.unparse()):
        made.update(written)
        return
    if isinstance(found, pikepdf.Object) and found.is_indirect:
        if found.objgen in above:
            made.update(b"above")
            return
        above = above | {found.objgen}
    if isinstance(found, pikepdf.Stream):
        made.update(found.read_raw_bytes())
    if isinstance(found, pikepdf.Stream | pikepdf.Dictionary):
        # Where it stands, and how long it is, is a matter of who wrote the file.
        for key in sorted(set(found.keys()) - {"/Parent", "/StructParents", "/Length"}):
            made.update(key.encode())
            _add(found[key], made, above)
    elif isinstance(found, pikepdf.Array):
        made.update(f"[{len(found)}".encode())
        for each in found:
            _add(each, made, above)
    else:
        made.update(repr(found).encode())
