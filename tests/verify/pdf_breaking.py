"""The ways by which the tests of proof reach into a PDF to break it."""

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array

Break = Callable[[Any], None]


def walk(node: Any) -> Iterator[Any]:
    """The structure element `node` and all below it."""
    yield node
    for kid in kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from walk(kid)


def kids(node: Any) -> list[Any]:
    """What a structure element holds."""
    held = node.get("/K", Array([]))
    return list(held) if isinstance(held, Array) else [held]


def all_of(pdf: Any, role: str) -> list[Any]:
    """The structure elements of a type, in order."""
    return [node for node in walk(pdf.Root.StructTreeRoot.K[0]) if str(node.S) == f"/{role}"]


def with_key(pdf: Any, key: str, role: str = "") -> Any:
    """The first structure element that has a key."""
    found = (n for n in walk(pdf.Root.StructTreeRoot.K[0]) if f"/{key}" in n)
    return next(node for node in found if not role or str(node.S) == f"/{role}")


def annotations(pdf: Any) -> Iterator[Any]:
    """All links, page after page."""
    for page in pdf.pages:
        yield from page.obj.get("/Annots") or ()


def page_stream(old: bytes, new: bytes) -> Break:
    """Replace `old` where it stands first in the content of a page."""

    def change(pdf: Any) -> None:
        for page in pdf.pages:
            stream = page.Contents.read_bytes()
            if old in stream:
                page.Contents = pdf.make_stream(stream.replace(old, new, 1))
                return
        raise AssertionError(old)

    return change
