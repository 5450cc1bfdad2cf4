"""A PDF against the names it may be made of (ISO 32000-1, 7.3.5), object by object.

Invariant: every object of the file is looked at, reached or not; what acts is a link that the
tag tree knows, to an address that may stand there.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf

from docforge.gate import addresses, xml
from docforge.gate.forms import formed
from docforge.gate.hits import ADDRESS, FORM, PDF, Hit, quoted
from docforge.gate.markup import Place, check
from docforge.gate.vocabulary import formula, pattern, table

# qpdf's own spelling of an object: strings, which say anything, and names.
_TOKEN = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]*>|/([^\s/<>\[\]()%{}]*)", re.DOTALL)
_PRINT = 4
# Those that have tags, languages and files as docforge writes them.
_VERSIONS = (b"%PDF-1.7", b"%PDF-2.0")
_FORMULA, _SOURCE = "application/mathml+xml", "text/markdown"
_ACTIONS = {
    "/URI": frozenset({"/Type", "/S", "/URI"}),
    "/GoTo": frozenset({"/Type", "/S", "/D", "/SD"}),
}
_METADATA = (
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "{http://purl.org/dc/elements/1.1/}",
    "{http://ns.adobe.com/xap/1.0/}",
    "{http://ns.adobe.com/xap/1.0/mm/}",
    "{http://ns.adobe.com/pdf/1.3/}",
    "{http://www.aiim.org/pdfa/ns/",
    "{http://www.aiim.org/pdfua/ns/id/}",
    "{http://pdfa.org/declarations/}",
    "{adobe:ns:meta/}",
)


def examine(content: bytes, place: Place) -> Iterator[Hit]:
    """What may not stand in a PDF."""
    is_one = content.startswith(_VERSIONS) and content.count(b"startxref") == 1
    if not is_one or not content.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield Hit(FORM, "what is no PDF, or one that was written over another")
        return
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as file:
            yield from _checked(file, place)
            for warning in file.get_warnings():
                yield Hit(FORM, f"what readers repair: {quoted(str(warning))}")
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as error:
        yield Hit(FORM, f"what cannot be read ({type(error).__name__}: {quoted(str(error))})")


def _checked(file: pikepdf.Pdf, place: Place) -> Iterator[Hit]:
    told = table()["pdf"]
    yield from _keys(file.trailer, told["trailer"], "the trailer")
    yield from _keys(file.Root, told["catalog"], "the catalog")
    known: set[bytes] = {name.encode() for name in told["names"]}
    for found in file.objects:
        if isinstance(found, pikepdf.Stream):
            yield from _stream(found, known)
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Array):
            written = found.unparse(resolved=True)
            yield from _names(written, known, found)
            if isinstance(found, pikepdf.Dictionary):
                yield from _dictionary(found)
    yield from formed(file)
    yield from _links(file, place)
    yield from _files(file)
    yield from _metadata(file)


def _names(written: bytes, known: set[bytes], found: Any) -> Iterator[Hit]:
    for name in set(_TOKEN.findall(written)):
        if name and name not in known:
            if pattern(table()["pdf"]["made"]).fullmatch(name.decode("latin-1")):
                known.add(name)
            else:
                said = name.decode("latin-1")
                yield Hit(PDF, f"the name {quoted('/' + said)}", _object(found))


def _object(found: Any) -> str:
    return f"in object {found.objgen[0]}"


def _keys(found: Any, allowed: list[str], what: str) -> Iterator[Hit]:
    for key in found.keys():  # noqa: SIM118  # a pikepdf object is no mapping
        if key[1:] not in allowed:
            yield Hit(PDF, f"the key {quoted(key)}", f"in {what}")


def _stream(found: Any, known: set[bytes]) -> Iterator[Hit]:
    """A stream, whose data can neither lie outside the file nor be anything but pixels or text."""
    yield from _keys(found, table()["pdf"]["stream"], f"the stream of object {found.objgen[0]}")
    for key in found.keys():  # noqa: SIM118  # as above
        value = found[key]
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _names(value.unparse(), known, found)


def _dictionary(found: Any) -> Iterator[Hit]:
    """What an action may hold, wherever it lies: nothing that another one follows."""
    for action in (found, found.get("/A")):
        if not isinstance(action, pikepdf.Dictionary) or action.get("/Type") == "/StructElem":
            continue
        kind = str(action.get("/S", "")) if action is not found or _is_action(found) else ""
        if kind and kind not in _ACTIONS:
            yield Hit(PDF, f"the action {quoted(kind)}", _object(found))
        elif kind:
            for key in set(action.keys()) - _ACTIONS[kind]:
                yield Hit(PDF, f"the key {quoted(key)} of an action", _object(found))


def _is_action(found: Any) -> bool:
    return bool(found.get("/Type") == "/Action" or str(found.get("/S", "")) in _ACTIONS)


# --- Links -------------------------------------------------------------------------------


def _links(file: pikepdf.Pdf, place: Place) -> Iterator[Hit]:
    """Each annotation is a printed link with one action, and the tag tree refers to it."""
    referred = {
        found.Obj.objgen
        for found in file.objects
        if isinstance(found, pikepdf.Dictionary) and "/Obj" in found
    } | _referred(file)
    for number, page in enumerate(file.pages, 1):
        for annotation in page.obj.get("/Annots") or ():
            where = f"on page {number}"
            yield from _keys(annotation, table()["pdf"]["annotation"], f"an annotation {where}")
            if annotation.get("/Subtype") != "/Link" or annotation.get("/F") != _PRINT:
                yield Hit(PDF, "an annotation that is no printed link", where)
            elif annotation.objgen not in referred:
                yield Hit(PDF, "a link that no tag refers to", where)
            yield from _target(annotation, place, where)


def _referred(file: pikepdf.Pdf) -> set[tuple[int, int]]:
    """The annotations that structure elements refer to by an OBJR (ISO 32000-1, 14.7.4.3)."""
    found = set()
    for element in file.objects:
        if not isinstance(element, pikepdf.Dictionary) or element.get("/Type") != "/StructElem":
            continue
        kids = element.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else ():
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                found.add(kid.Obj.objgen)
    return found


def _target(annotation: Any, place: Place, where: str) -> Iterator[Hit]:
    action = annotation.get("/A")
    if action is None:
        return
    match str(action.get("/S", "")):
        case "/URI":
            address = str(action.URI)
            if not (addresses.is_outside(address) or _is_beside(address, place)):
                yield Hit(ADDRESS, f"the address {quoted(address)}", where)
        case "/GoTo":
            pass
        case other:
            yield Hit(PDF, f"the action {quoted(other)}", where)


def _is_beside(address: str, place: Place) -> bool:
    """Whether an address is a PDF beside this one, which begins with a dot."""
    path = address.removeprefix("./")
    begins = address.startswith(("./", "../"))
    return begins and addresses.is_neighbour(path, ("pdf",), place.depth)


# --- Files and metadata inside the file --------------------------------------------------


def _files(file: pikepdf.Pdf) -> Iterator[Hit]:
    """Embedded files: the MathML of formulas, and one source (docs/guide/writing.md)."""
    specified = [
        found for found in file.objects if isinstance(found, pikepdf.Dictionary) and "/EF" in found
    ]
    embedded = [
        found
        for found in file.objects
        if isinstance(found, pikepdf.Stream) and found.get("/Type") == "/EmbeddedFile"
    ]
    files = [
        found
        for found in file.objects
        if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Filespec"
    ]
    if not len(files) == len(specified) == len(embedded):
        yield Hit(PDF, "embedded files that nothing names")
    sources = 0
    for specification in specified:
        name, stream = str(specification.get("/F", "")), specification.EF.F
        kind = str(stream.get("/Subtype", "")).removeprefix("/")
        sources += kind == _SOURCE
        if kind == _FORMULA:
            yield from _formula(stream.read_bytes(), name)
        elif kind != _SOURCE or sources > 1 or not _is_plain(name):
            yield Hit(PDF, f"the embedded file {quoted(name)} of type {quoted(kind)}")


def _is_plain(name: str) -> bool:
    return name.lower().endswith((".md", ".markdown", ".mdown", ".mkd", ".qmd")) and not any(
        sign in "/\\:" or not sign.isprintable() for sign in name
    )


def _formula(content: bytes, name: str) -> Iterator[Hit]:
    root = xml.parse(content)
    if isinstance(root, Hit):
        yield Hit(root.code, root.what, f"in the embedded file {quoted(name)}")
        return
    for hit in check(root, formula(), Place()):
        yield Hit(hit.code, hit.what, f"{hit.where} of the embedded file {quoted(name)}")


def _metadata(file: pikepdf.Pdf) -> Iterator[Hit]:
    """XMP: names of its own vocabularies, and no document type."""
    packets: Mapping[str, Any] = {"the metadata": file.Root.get("/Metadata")}
    for what, packet in packets.items():
        if packet is None:
            continue
        body = re.sub(rb"<\?xpacket [^<>]{0,200}\?>", b"", packet.read_bytes())
        root = xml.parse(body.strip())
        if isinstance(root, Hit):
            yield Hit(root.code, root.what, f"in {what}")
            continue
        for element in root.iter():
            tag: object = element.tag
            names = [tag, *element.attrib] if isinstance(tag, str) else [""]
            for name in names:
                if not str(name).startswith((*_METADATA, "{http://www.w3.org/XML/1998/namespace}")):
                    yield Hit(PDF, f"the name {quoted(str(name))}", f"in {what}")
