"""Reads a PDF's tag tree back as plain data, with the text as readers extract it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

_RANGE = re.compile(r"beginbf(char|range)(.*?)endbf", re.DOTALL)
_KEYS = ("Lang", "Alt", "ActualText", "E", "ID")


_SPACES = {"http://iso.org/pdf/ssn": "PDF 1.7", "http://iso.org/pdf2/ssn": "PDF 2.0"}


def outline(source: Path | Any) -> str:
    """The tree as lines: one element a line, indented, with attributes and text."""
    return "\n".join(_lines(tree(source), 0)) + "\n"


def tree(source: Path | Any) -> dict[str, Any]:
    """The tree as plain data: role, attributes and children of each element.

    A child is an element, a text, or what an annotation says (`annotation: ...`) and where it
    leads. In PDF 2.0 an element also names its namespace (unless that is PDF 2.0 itself), the
    elements it refers to, and the files that belong to it.
    """
    with pikepdf.open(source) as pdf:
        return _data(pdf.Root.StructTreeRoot.K[0], _texts(pdf))


def painted_and_read(source: Path | Any) -> Iterator[tuple[list[int], list[int]]]:
    """The marked-content identifiers of each page, as they are painted and as the tree goes."""
    with pikepdf.open(source) as pdf:
        read: dict[Any, list[int]] = {page.objgen: [] for page in pdf.pages}
        _collect(pdf.Root.StructTreeRoot.K[0], None, read)
        for page in pdf.pages:
            painted = [
                int(instruction.operands[1].MCID)
                for instruction in pikepdf.parse_content_stream(page)
                if str(instruction.operator) == "BDC" and "/MCID" in instruction.operands[1]
            ]
            yield painted, read[page.objgen]


def _collect(node: Any, page: Any, read: dict[Any, list[int]]) -> None:
    page = node.get("/Pg", page)
    held = node.get("/K", [])
    for kid in held if isinstance(held, pikepdf.Array) else [held]:
        if not isinstance(kid, pikepdf.Dictionary):
            read[page.objgen].append(int(kid))
        elif kid.get("/Type") == "/MCR":
            read[kid.get("/Pg", page).objgen].append(int(kid.MCID))
        elif kid.get("/Type") != "/OBJR":
            _collect(kid, page, read)


def bookmarks(source: Path | Any) -> list[str]:
    """The outline's entries, each with the element that it leads to (ISO 32000-2, 12.3.2.3)."""
    with pikepdf.open(source) as pdf:
        return list(_bookmarks(pdf.Root.Outlines.First, 0))


def _bookmarks(item: Any, depth: int) -> Iterator[str]:
    while item is not None:
        yield f"{'  ' * depth}{item.Title} -> {item.A.SD[0].S}"
        if "/First" in item:
            yield from _bookmarks(item.First, depth + 1)
        item = item.get("/Next")


def _data(node: Any, texts: dict[tuple[Any, int], str]) -> dict[str, Any]:
    own = {key: str(node[f"/{key}"]) for key in _KEYS if f"/{key}" in node}
    own |= dict(entry.split("=", 1) for entry in sorted(_attributes(node)))
    own |= _native(node)
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
            children.append(_annotation(kid.Obj))
    made: dict[str, Any] = {"role": str(node.S)[1:]}
    if own:
        made["attributes"] = own
    if children:
        made["children"] = children
    return made


def _native(node: Any) -> dict[str, str]:
    """What only PDF 2.0 has."""
    said: dict[str, str] = {}
    if "/NS" in node and _SPACES[str(node.NS.NS)] != "PDF 2.0":
        said["NS"] = _SPACES[str(node.NS.NS)]
    if "/Ref" in node:
        said["Ref"] = " ".join(str(other.S)[1:] for other in node.Ref)
    if "/AF" in node:
        said["AF"] = ", ".join(_file(file) for file in node.AF)
    return said


def _file(file: Any) -> str:
    kind, relationship = (str(name)[1:] for name in (file.EF.F.Subtype, file.AFRelationship))
    return f"{relationship} {kind}: {file.EF.F.read_bytes().decode()}"


def _annotation(annotation: Any) -> dict[str, str]:
    said = {"annotation": str(annotation.get("/Contents", ""))}
    action = annotation.get("/A")
    if action is not None and "/SD" in action:
        said["to"] = str(action.SD[0].S)[1:]
    return said


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


def _lines(node: dict[str, Any], depth: int) -> Iterator[str]:
    own = node.get("attributes", {})
    said = [f"{key}={value!r}" if key in _KEYS else f"{key}={value}" for key, value in own.items()]
    yield " ".join(["  " * depth + node["role"], *said])
    for child in node.get("children", []):
        if isinstance(child, str):
            if child:
                yield "  " * (depth + 1) + repr(child)
        elif "annotation" in child:
            yield "  " * (depth + 1) + f"-> {child['annotation']!r}"
        else:
            yield from _lines(child, depth + 1)


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
    stack: list[tuple[int | None, bool]] = []
    table: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(source):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BMC":
                stack.append((None, False))
            case "BDC":
                mcid, is_said = stack[-1] if stack else (None, False)
                held = operands[1]
                if "/MCID" in held:
                    mcid = int(held.MCID)
                    found[owner, mcid] = ""
                if "/ActualText" in held and mcid is not None:
                    found[owner, mcid] += str(held.ActualText)
                stack.append((mcid, is_said or "/ActualText" in held))
            case "EMC":
                stack.pop()
            case "Tf":
                font = resources.Font[str(operands[0])]
                table = maps.setdefault(font.objgen, _unicode(font))
            case "TJ" | "Tj" if stack and stack[-1][0] is not None and not stack[-1][1]:
                found[owner, stack[-1][0]] += _shown(operands[0], table)


def _shown(operand: Any, table: dict[int, str]) -> str:
    strings = operand if isinstance(operand, pikepdf.Array) else [operand]
    shown = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
    glyphs = (int.from_bytes(shown[at : at + 2]) for at in range(0, len(shown), 2))
    return "".join(table.get(glyph, "\ufffd") for glyph in glyphs)


def _unicode(font: Any) -> dict[int, str]:
    table: dict[int, str] = {}
    text = font.ToUnicode.read_bytes().decode("ascii")
    for _, block in _RANGE.findall(text):
        for code, value in re.findall(r"<([0-9a-f]+)> <([0-9a-f]*)>", block):
            table[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    return table
