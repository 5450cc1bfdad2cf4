"""Breaks of what a PDF says or shows twice: each part by itself is right, and they do not agree."""

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pdf_breaking import Break, all_of, annotations
from pikepdf import Array, Name, String

# --- Ways and languages ------------------------------------------------------------------


def _ways_back(pdf: Any) -> list[Any]:
    return [each for each in annotations(pdf) if "Back" in str(each.get("/Contents", ""))]


def way_back(change_it: Callable[[list[Any]], None]) -> Break:
    """Change the links that lead from notes back to their marks."""
    return lambda pdf: change_it(_ways_back(pdf))


def _exchanged(found: list[Any]) -> None:
    found[0].Dest, found[2].Dest = found[2].Dest, found[0].Dest


def _to_the_end(pdf: Any) -> None:
    _ways_back(pdf)[0].Dest = Array([pdf.pages[-1].obj, Name("/XYZ"), 0, 100, None])


def _lower(found: list[Any]) -> None:
    found[0].Dest[3] = float(found[0].Dest[3]) - 40


def _beside(found: list[Any]) -> None:
    found[0].Dest[2] = 20


def language(role: str, above: str, tag: str = "zh") -> Break:
    """Say that an element of a type, within one of another type, is in a language."""

    def change(pdf: Any) -> None:
        found = (each for each in all_of(pdf, role) if _above(each) == above)
        next(found)["/Lang"] = String(tag)

    return change


def _above(node: Any) -> str:
    """The types of what an element stands in, from the inside out, up to a block."""
    names = [str(node.P.S)[1:]]
    while names[-1] in ("Reference", "Link", "Span"):
        node = node.P
        names.append(str(node.P.S)[1:])
    return " ".join(names)


def _language_of_code(pdf: Any) -> None:
    alone = (each for each in all_of(pdf, "Code") if len(list(each.P.get("/K", []))) == 1)
    next(alone)["/Lang"] = String("fr")


def titled(change_it: Callable[[str], str]) -> Break:
    """Change the title of the first bookmark."""

    def change(pdf: Any) -> None:
        first = pdf.Root.Outlines.First
        first.Title = String(change_it(str(first.Title)))

    return change


def groups(old: str, new: str) -> Break:
    """Let all groups of rows of a type be of another one."""

    def change(pdf: Any) -> None:
        for each in all_of(pdf, old):
            each.S = Name(f"/{new}")

    return change


def _places(pdf: Any) -> Iterator[Any]:
    """All places that links and names lead to."""
    yield from list(pdf.Root.Names.Dests.Names)[1::2]
    yield from (each.Dest for each in annotations(pdf) if "/Dest" in each)


def places(change_it: Callable[[Any], None]) -> Break:
    def change(pdf: Any) -> None:
        for place in _places(pdf):
            change_it(place)

    return change


def sides(width: float, height: float) -> Break:
    """Let all pages be of another size."""

    def change(pdf: Any) -> None:
        for page in pdf.pages:
            for key in ("/MediaBox", "/TrimBox", "/BleedBox"):
                page.obj[key] = Array([0, 0, width, height])

    return change


def mathml(old: bytes, new: bytes) -> Break:
    """Change the MathML of formulas, in the files that come along."""

    def change(pdf: Any) -> None:
        found = 0
        for held in pdf.objects:
            is_file = isinstance(held, pikepdf.Stream) and held.get("/Type") == "/EmbeddedFile"
            if is_file and old in (inner := held.read_bytes()):
                held.write(inner.replace(old, new))
                held.Params.Size = len(inner.replace(old, new))
                found += 1
        assert found

    return change


BREAKS: dict[str, Break] = {
    "way back to the end": _to_the_end,
    "ways back exchanged": way_back(_exchanged),
    "way back below its mark": way_back(_lower),
    "way back beside its mark": way_back(_beside),
    "language of a mark": language("Reference", "P"),
    "language of the link in a mark": language("Link", "Reference P"),
    "language of the letters of a mark": language("Span", "Link Reference P"),
    "language of the number of a note": language("Span", "Note"),
    "language of a way back": language("Link", "P", "fr"),
    "language of code": _language_of_code,
    "bookmark without its spaces": titled(lambda title: title.replace(" ", "")),
    "bookmark letter by letter": titled(" ".join),
    "bookmark with a soft hyphen": titled(lambda title: f"{title[:2]}\u00ad{title[2:]}"),
    "bookmark over lines": titled(lambda title: title.replace(" ", "\n\n", 1)),
    "heads of tables as bodies": groups("THead", "TBody"),
    "bodies of tables as heads": groups("TBody", "THead"),
    "bodies of tables as feet": groups("TBody", "TFoot"),
    "feet of tables as bodies": groups("TFoot", "TBody"),
    "places at the right edge": places(lambda place: place.__setitem__(2, 580)),
    "places beyond the left edge": places(lambda place: place.__setitem__(2, -900)),
    "places in the middle of lines": places(lambda place: place.__setitem__(2, 300)),
    "pages of a broader sheet": sides(842, 842),
    "pages of a smaller sheet": sides(560, 800),
    "power as an index": mathml(b"msup", b"msub"),
    "formula in groups of another kind": mathml(b"<mi>m</mi>", b"<mrow><mi>m</mi></mrow>"),
    "formula with what it is meant to be": mathml(b"<mi>m</mi>", b'<mi intent="mass">m</mi>'),
}
