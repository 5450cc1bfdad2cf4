"""Reads a PDF's tag tree back as an indented outline, with the text as readers extract it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

_RANGE = re.compile(r"beginbf(char|range)(.*?)endbf", re.DOTALL)
_KEYS = ("Lang", "Alt", "ActualText", "E", "ID")


def outline(source: Path | Any) -> str:
    """The tree: one element a line, indented, with attributes and text."""
    with pikepdf.open(source) as pdf:
        root = pdf.Root.StructTreeRoot.K
        return "\n".join(_lines(root[0], _texts(pdf), 0)) + "\n"


def tree(source: Path | Any) -> dict[str, Any]:
    """The tree as plain data: role, attributes and children of each element.

    A child is an element, a text, or what an annotation says (`annotation: ...`).
    """
    with pikepdf.open(source) as pdf:
        return _data(pdf.Root.StructTreeRoot.K[0], _texts(pdf))


def _data(node: Any, texts: dict[tuple[Any, int], str]) -> dict[str, Any]:
    own = {key: str(node[f"/{key}"]) for key in _KEYS if f"/{key}" in node}
    own |= dict(entry.split("=", 1) for entry in sorted(_attributes(node)))
    children: list[Any] = []
    for kid in _kids(node):
        if isinstance(kid, tuple):
            text = texts.get(kid, "?")
            if children and isinstance(children[-1], str):
                children[-1] += text
            else:
                children.append(text)
        elif "/S" in kid:
            children.append(_data(kid, texts))
        else:
            children.append({"annotation": str(kid.Obj.get("/Contents", ""))})
    made: dict[str, Any] = {"role": str(node.S)[1:]}
    if own:
        made["attributes"] = own
    if children:
        made["children"] = children
    return made


def text_of(source: Path | Any) -> str:
    """All text of the tree, in its order, blocks apart by line ends."""
    with pikepdf.open(source) as pdf:
        texts = _texts(pdf)
        return "".join(_text(pdf.Root.StructTreeRoot.K[0], texts))


_INLINE = {"/Span", "/Em", "/Strong", "/Code", "/Link", "/Reference", "/Figure", "/Formula"}


def _text(node: Any, texts: dict[tuple[Any, int], str]) -> Iterator[str]:
    if str(node.S) not in _INLINE:
        yield "\n"
    for kid in _kids(node):
        if isinstance(kid, tuple):
            yield texts.get(kid, "")
        elif "/S" in kid:
            yield from _text(kid, texts)
    if str(node.S) not in _INLINE:
        yield "\n"


def _lines(node: Any, texts: dict[tuple[Any, int], str], depth: int) -> Iterator[str]:
    own = [f"{key}={str(node[f'/{key}'])!r}" for key in _KEYS if f"/{key}" in node]
    own += sorted(_attributes(node))
    yield " ".join(["  " * depth + str(node.S)[1:], *own])
    run = ""
    for kid in [*_kids(node), None]:
        if isinstance(kid, tuple):
            run += texts.get(kid, "?")
            continue
        if run:
            yield "  " * (depth + 1) + repr(run)
            run = ""
        if kid is None:
            break
        if "/S" in kid:
            yield from _lines(kid, texts, depth + 1)
        else:
            yield "  " * (depth + 1) + f"-> {str(kid.Obj.get('/Contents', ''))!r}"


def _attributes(node: Any) -> Iterator[str]:
    if "/A" not in node:
        return
    held = node.A if isinstance(node.A, pikepdf.Array) else [node.A]
    for own in held:
        for name, value in own.items():
            if name not in ("/O", "/BBox", "/Placement"):
                yield f"{name[1:]}={_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, pikepdf.Array):
        return "[" + " ".join(str(item) for item in value) + "]"
    return str(value).removeprefix("/")


def _kids(node: Any) -> Iterator[Any]:
    if "/K" not in node:
        return
    held = node.K if isinstance(node.K, pikepdf.Array) else [node.K]
    for kid in held:
        if isinstance(kid, int):
            yield (node.Pg.objgen, int(kid))
        elif kid.get("/Type") == "/MCR":
            yield ((kid.Stm if "/Stm" in kid else kid.Pg).objgen, int(kid.MCID))
        else:
            yield kid


def _texts(pdf: Any) -> dict[tuple[Any, int], str]:
    found: dict[tuple[Any, int], str] = {}
    maps: dict[Any, dict[int, str]] = {}
    for page in pdf.pages:
        _read(page, page.obj.objgen, page.get("/Resources"), found, maps)
        for form in (page.Resources.get("/XObject") or {}).values():
            if form.get("/Subtype") == "/Form":
                _read(form, form.objgen, form.get("/Resources"), found, maps)
    return found


def _read(
    source: Any,
    owner: Any,
    resources: Any,
    found: dict[tuple[Any, int], str],
    maps: dict[Any, dict[int, str]],
) -> None:
    stack: list[tuple[int | None, str | None]] = []
    table: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(source):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BMC":
                stack.append((None, None))
            case "BDC":
                held = operands[1]
                mcid = int(held.MCID) if "/MCID" in held else None
                actual = str(held.ActualText) if "/ActualText" in held else None
                stack.append((mcid, actual))
                if mcid is not None:
                    found[owner, mcid] = actual or ""
            case "EMC":
                stack.pop()
            case "Tf":
                font = resources.Font[str(operands[0])]
                table = maps.setdefault(font.objgen, _unicode(font))
            case "TJ" if stack and stack[-1][0] is not None and stack[-1][1] is None:
                mcid = stack[-1][0]
                shown = b"".join(bytes(s) for s in operands[0] if isinstance(s, pikepdf.String))
                glyphs = (int.from_bytes(shown[i : i + 2]) for i in range(0, len(shown), 2))
                found[owner, mcid] += "".join(table.get(glyph, "\ufffd") for glyph in glyphs)


def _unicode(font: Any) -> dict[int, str]:
    table: dict[int, str] = {}
    text = font.ToUnicode.read_bytes().decode("ascii")
    for _, block in _RANGE.findall(text):
        for code, value in re.findall(r"<([0-9a-f]+)> <([0-9a-f]*)>", block):
            table[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    return table
