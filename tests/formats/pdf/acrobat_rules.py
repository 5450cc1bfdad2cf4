"""The 32 rules of the accessibility check of Acrobat, as its documentation and reports tell them.

Each yields what would fail, from the finished file as pikepdf reads it. Two rules are for people:
logical reading order and colour contrast; what can be computed of them is tested elsewhere.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_SAID = ("/Alt", "/ActualText")
_PAINTING = frozenset({"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do"})


@dataclass(frozen=True)
class Node:
    """A structure element, its elements, marks and annotations, and the types above it."""

    role: str
    node: Any
    above: tuple[str, ...]
    kids: list["Node"] = field(default_factory=list)
    marks: int = 0
    annotations: list[Any] = field(default_factory=list)

    def all(self) -> Iterator["Node"]:
        yield self
        for kid in self.kids:
            yield from kid.all()

    @property
    def said(self) -> str:
        return "".join(str(self.node.get(key, "")) for key in _SAID)


@dataclass(frozen=True)
class File:
    pdf: Any  # pikepdf's: its types do not say what a dictionary holds
    root: Node

    @property
    def nodes(self) -> list[Node]:
        return list(self.root.all())

    @property
    def annotations(self) -> list[Any]:
        return [one for page in self.pdf.pages for one in page.get("/Annots", [])]


def file_of(pdf: Any) -> File:
    tree = pdf.Root.StructTreeRoot
    roles = {str(key): str(value) for key, value in tree.get("/RoleMap", {}).items()}
    return File(pdf, _node(tree.K[0], (), roles))


def _node(node: Any, above: tuple[str, ...], roles: dict[str, str]) -> Node:
    role = roles.get(str(node.S), str(node.S))[1:]
    made = Node(role, node, above)
    held = node.get("/K", [])
    marks = 0
    for kid in held if isinstance(held, pikepdf.Array) else [held]:
        if not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") == "/MCR":
            marks += 1
        elif kid.get("/Type") == "/OBJR":
            made.annotations.append(kid.Obj)
        else:
            made.kids.append(_node(kid, (*above, role), roles))
    object.__setattr__(made, "marks", marks)
    return made


# --- Document -------------------------------------------------------------------------------


def accessibility_permission_flag(file: File) -> Iterator[str]:
    if file.pdf.is_encrypted:
        yield "the file is encrypted"


def image_only(file: File) -> Iterator[str]:
    if not any("/Font" in page.get("/Resources", {}) for page in file.pdf.pages):
        yield "no page has text"


def tagged(file: File) -> Iterator[str]:
    if not file.pdf.Root.get("/MarkInfo", {}).get("/Marked"):
        yield "the file is not marked as tagged"


def primary_language(file: File) -> Iterator[str]:
    if not str(file.pdf.Root.get("/Lang", "")):
        yield "no language"


def title(file: File) -> Iterator[str]:
    if not file.pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the window shows the name of the file"
    with file.pdf.open_metadata() as said:
        if not said.get("dc:title"):
            yield "no title"


def bookmarks(file: File) -> Iterator[str]:
    if len(file.pdf.pages) > 20 and "/First" not in file.pdf.Root.get("/Outlines", {}):
        yield "a long document without bookmarks"


# --- Page content -----------------------------------------------------------------------------


def tagged_content(file: File) -> Iterator[str]:
    for number, page in enumerate(file.pdf.pages, start=1):
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            name, operands = str(instruction.operator), instruction.operands
            if name in ("BDC", "BMC"):
                is_told = str(operands[0]) == "/Artifact" or "/MCID" in (
                    operands[1] if name == "BDC" else {}
                )
                depth += 1 if depth or is_told else 0
            elif name == "EMC":
                depth -= 1 if depth else 0
            elif name in _PAINTING and not depth:
                yield f"{name} on page {number} is neither tagged nor an artifact"


def tagged_annotations(file: File) -> Iterator[str]:
    tagged_ones = {one.objgen for node in file.nodes for one in node.annotations}
    for one in file.annotations:
        if one.objgen not in tagged_ones:
            yield f"an annotation that is in no element: {one.get('/Contents', '')}"


def tab_order(file: File) -> Iterator[str]:
    for number, page in enumerate(file.pdf.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"page {number}: {page.get('/Tabs')}"


def character_encoding(file: File) -> Iterator[str]:
    for thing in file.pdf.objects:
        is_font = isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
        if is_font and thing.get("/Subtype") in ("/Type0", "/Type3") and "/ToUnicode" not in thing:
            yield f"a font that says no characters: {thing.get('/BaseFont')}"


def _of_types(file: File, types: tuple[str, ...]) -> Iterator[str]:
    for one in file.annotations:
        if str(one.Subtype) in types:
            yield f"an annotation {one.Subtype}"


def tagged_multimedia(file: File) -> Iterator[str]:
    yield from _of_types(file, ("/Movie", "/Sound", "/Screen", "/RichMedia", "/3D"))


def scripts(file: File) -> Iterator[str]:
    for thing in file.pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and ("/JS" in thing or "/JavaScript" in thing):
            yield "a script"


def navigation_links(file: File) -> Iterator[str]:
    for page in file.pdf.pages:
        links = [str(o.get("/Contents", "")) for o in page.get("/Annots", []) if "/A" in o]
        for text in set(links):
            if not text.strip():
                yield "a link without words"


# --- Forms ----------------------------------------------------------------------------------


def form_fields(file: File) -> Iterator[str]:
    if "/AcroForm" in file.pdf.Root:
        yield "a form"


# --- Alternate text ---------------------------------------------------------------------------


def figures_alternate_text(file: File) -> Iterator[str]:
    for node in file.nodes:
        if node.role == "Figure" and not node.said.strip():
            yield "a Figure without a text"


def nested_alternate_text(file: File) -> Iterator[str]:
    for node in file.nodes:
        if "/Alt" in node.node:
            for below in node.all():
                if below is not node and "/Alt" in below.node:
                    yield f"a text in {node.role} that is never read: {below.node.Alt}"


def associated_with_content(file: File) -> Iterator[str]:
    for node in file.nodes:
        if "/Alt" in node.node and not any(below.marks for below in node.all()):
            yield f"a text that stands for nothing: {node.node.Alt}"


def hides_annotation(file: File) -> Iterator[str]:
    for node in file.nodes:
        if "/Alt" in node.node and any(below.annotations for below in node.all()):
            yield f"a text that hides a link: {node.node.Alt}"


def other_elements_alternate_text(file: File) -> Iterator[str]:
    for node in file.nodes:
        if node.role == "Formula" and not node.said.strip():
            yield "a Formula without a text"


# --- Tables -----------------------------------------------------------------------------------


def _under(file: File, role: str, parents: frozenset[str]) -> Iterator[str]:
    for node in file.nodes:
        if node.role == role and node.above[-1] not in parents:
            yield f"{role} in {node.above[-1]}"


def rows(file: File) -> Iterator[str]:
    yield from _under(file, "TR", frozenset({"Table", "THead", "TBody", "TFoot"}))


def th_and_td(file: File) -> Iterator[str]:
    for role in ("TH", "TD"):
        yield from _under(file, role, frozenset({"TR"}))


def headers(file: File) -> Iterator[str]:
    for table in (node for node in file.nodes if node.role == "Table"):
        if not any(node.role == "TH" for node in table.all()):
            yield "a Table without headers"


def regularity(file: File) -> Iterator[str]:
    for table in (node for node in file.nodes if node.role == "Table"):
        parts = [part for kid in table.kids for part in (kid.kids if kid.kids else [])]
        lines = [kid for kid in (*table.kids, *parts) if kid.role == "TR"]
        widths, hanging = set[int](), dict[int, int]()
        for number, row in enumerate(lines):
            width = hanging.pop(number, 0)
            for cell in row.kids:
                across, down = _span(cell, "/ColSpan"), _span(cell, "/RowSpan")
                width += across
                for below in range(number + 1, number + down):
                    hanging[below] = hanging.get(below, 0) + across
            widths.add(width)
        if len(widths) > 1:
            yield f"rows of {sorted(widths)} cells"


def _span(cell: Node, name: str) -> int:
    said = cell.node.get("/A", [])
    for each in said if isinstance(said, pikepdf.Array) else [said]:
        if isinstance(each, pikepdf.Dictionary) and name in each:
            return int(each[name])
    return 1


# --- Lists and headings -------------------------------------------------------------------------


def list_items(file: File) -> Iterator[str]:
    yield from _under(file, "LI", frozenset({"L"}))


def lbl_and_lbody(file: File) -> Iterator[str]:
    for role in ("Lbl", "LBody"):
        yield from _under(file, role, frozenset({"LI"}))


def appropriate_nesting(file: File) -> Iterator[str]:
    before = 0
    for node in file.nodes:
        if found := re.fullmatch(r"H([1-6])", node.role):
            level = int(found[1])
            if level > before + 1:
                yield f"H{before} and then H{level}"
            before = level


Rule = Callable[[File], Iterator[str]]
# By the names under which Acrobat reports them. No file has what flickers, asks for an answer in
# time or is a field: scripts, forms and multimedia cannot stand in one.
RULES: dict[str, Rule] = {
    "Accessibility permission flag": accessibility_permission_flag,
    "Image-only PDF": image_only,
    "Tagged PDF": tagged,
    "Primary language": primary_language,
    "Title": title,
    "Bookmarks": bookmarks,
    "Tagged content": tagged_content,
    "Tagged annotations": tagged_annotations,
    "Tab order": tab_order,
    "Character encoding": character_encoding,
    "Tagged multimedia": tagged_multimedia,
    "Screen flicker": scripts,
    "Scripts": scripts,
    "Timed responses": scripts,
    "Navigation links": navigation_links,
    "Tagged form fields": form_fields,
    "Field descriptions": form_fields,
    "Figures alternate text": figures_alternate_text,
    "Nested alternate text": nested_alternate_text,
    "Associated with content": associated_with_content,
    "Hides annotation": hides_annotation,
    "Other elements alternate text": other_elements_alternate_text,
    "Rows": rows,
    "TH and TD": th_and_td,
    "Headers": headers,
    "Regularity": regularity,
    "List items": list_items,
    "Lbl and LBody": lbl_and_lbody,
    "Appropriate nesting": appropriate_nesting,
}
