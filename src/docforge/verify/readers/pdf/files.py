"""The files that a PDF holds: each is called one thing, and is what its place says that it is.

Invariant: formulas have their files in their order, and what the whole document has is its source.
"""

from collections.abc import Iterator
from typing import Any

from docforge.verify.readers.pdf.elements import Element, descendants
from docforge.verify.readers.pdf.targets import named_of

_MATHML, _MARKDOWN = "/application/mathml+xml", "/text/markdown"


def peculiar_files(pdf: Any, root: Element) -> Iterator[str]:
    """What of the embedded files (ISO 32000-1, 7.11.4) does not agree with their places."""
    listed = list(named_of((pdf.Root.get("/Names") or {}).get("/EmbeddedFiles")))
    for name, held in listed:
        names = {str(held.get(key, "")) for key in ("/F", "/UF", "/Desc")}
        if names != {name}:
            yield f"the name of the file {name}"
    own = [file for e in descendants(root) for file in e.node.get("/AF") or ()]
    whole = list(pdf.Root.get("/AF") or ())
    yield from _of(own, "/Supplement", _MATHML)
    yield from _of(whole, "/Source", _MARKDOWN)
    numbers = [_number(str(file.get("/UF", ""))) for file in own]
    if numbers != sorted({*numbers}) or {f.objgen for f in (*own, *whole)} != {
        held.objgen for _, held in listed
    }:
        yield "what the files of the document belong to"


def _of(files: list[Any], relation: str, kind: str) -> Iterator[str]:
    for file in files:
        embedded = file.EF.get("/F")
        told = (str(file.get("/AFRelationship", "")), str(embedded.get("/Subtype", "")))
        if told != (relation, kind) or file.EF.get("/UF", embedded).objgen != embedded.objgen:
            yield f"the kind of the file {file.get('/UF', '')}"


def _number(name: str) -> int:
    """The number of a formula's file, "formula-3.xml"; -1 for another."""
    number = name.removeprefix("formula-").removesuffix(".xml")
    return int(number) if number.isdecimal() else -1
