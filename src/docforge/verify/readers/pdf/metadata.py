"""What a PDF says about itself: XMP, Info and the catalog, which agree (ISO 19005-2, 6.7.3).

Invariant: each name is said once and is on the list; what it says is told for comparison.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct, field

_SPACES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://pdfa.org/declarations/": "pdfd",
    "http://www.aiim.org/pdfa/ns/extension/": "pdfaExtension",
}
_LISTS = {"dc:title": "Alt", "dc:creator": "Seq", "dc:description": "Alt"}
_LISTS |= {"dc:language": "Bag", "dc:subject": "Bag", "dc:type": "Bag", "dc:relation": "Bag"}
_LISTS |= {"dc:rights": "Alt"}
_TEXTS = frozenset(
    {
        "dc:format",
        "xmpMM:VersionID",
        "pdf:Keywords",
        "pdf:Producer",
        "xmp:CreatorTool",
        "xmp:CreateDate",
    }
    | {"pdfaid:part", "pdfaid:conformance", "pdfaid:rev", "pdfuaid:part", "pdfuaid:rev"}
)
_RESOURCES = frozenset({"pdfd:declarations", "pdfaExtension:schemas"})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PROGRAM = re.compile(r"docforge \d[\w.+-]*")
_DECLARED = "http://pdfa.org/declarations/wtpdf#"
_DECLARATIONS = {
    f"{_DECLARED}accessibility1.0": "WTPDF 1.0 Accessibility",
    f"{_DECLARED}reuse1.0": "WTPDF 1.0 Reuse",
}


class FileMetadata(Struct):
    """The values of a file's XMP packet by name, and what is wrong with them.

    `claims` are what the file says that it meets, `claimable` what a file of its kind can meet.
    """

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    peculiarities: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    claimable: tuple[str, ...] = ()

    def text(self, name: str) -> str:
        """All values of a name in one text, "" without any."""
        return ", ".join(self.values.get(name, ()))


def metadata_of(pdf: Any, direction: str) -> FileMetadata:
    """Read what `pdf` says of itself; `direction` is that of its text."""
    found = FileMetadata()
    packet = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
    for described in packet.iter(f"{{{next(iter(_SPACES))}}}Description"):
        if described.get(f"{{{next(iter(_SPACES))}}}about") is not None:
            for element in described:
                _value(element, found)
    wrong = found.peculiarities
    wrong += _info(pdf, found)
    wrong += _catalog(pdf, found, direction)
    found.claims = sorted(_claims(found, packet))
    found.claimable = _claimable(pdf)
    return found


def _value(element: Any, found: FileMetadata) -> None:
    space, _, local = element.tag[1:].rpartition("}")
    name = f"{_SPACES.get(space, space)}:{local}"
    if name in found.values:
        found.peculiarities.append(f"{name} twice in the metadata")
    if name in _TEXTS and not len(element) and not element.attrib:
        found.values[name] = (element.text or "",)
    elif name in _LISTS and len(element) == 1 and element[0].tag.endswith(f"}}{_LISTS[name]}"):
        items = list(element[0])
        found.values[name] = tuple(item.text or "" for item in items)
        default = [{_LANG: "x-default"}] if _LISTS[name] == "Alt" else [{}] * len(items)
        if [item.attrib for item in items] != default:
            found.peculiarities.append(f"languages of {name} in the metadata")
    elif name in _RESOURCES:
        found.values[name] = ()
    else:
        found.peculiarities.append(f"{name} in the metadata")


def _info(pdf: Any, found: FileMetadata) -> Iterator[str]:
    """Info says the same as XMP, or nothing (PDF 2.0)."""
    info = pdf.trailer.get("/Info")
    told = {} if info is None else {key: str(value) for key, value in info.items()}
    date = found.text("xmp:CreateDate").replace("-", "")
    same = {
        "/Title": found.text("dc:title"),
        "/Author": found.text("dc:creator"),
        "/Subject": found.text("dc:description"),
        "/Keywords": found.text("pdf:Keywords"),
        "/Creator": found.text("xmp:CreatorTool"),
        "/Producer": found.text("pdf:Producer"),
        "/CreationDate": date and f"D:{date}",
    }
    if "/Namespaces" in pdf.Root.StructTreeRoot:
        same = dict.fromkeys(same, "")
    for key in told.keys() | same.keys():
        if told.get(key, "") != same.get(key, ""):
            yield f"{key} in Info: {told.get(key, '')}"
    if found.text("dc:subject") != found.text("pdf:Keywords"):
        yield f"pdf:Keywords in the metadata: {found.text('pdf:Keywords')}"
    if found.text("dc:format") != "application/pdf":
        yield "dc:format in the metadata"
    for name in ("pdf:Producer", "xmp:CreatorTool"):
        if not _PROGRAM.fullmatch(found.text(name)):
            yield f"{name} in the metadata: {found.text(name)}"


def _catalog(pdf: Any, found: FileMetadata, direction: str) -> Iterator[str]:
    language = str(pdf.Root.get("/Lang", ""))
    if found.text("dc:language") != language:
        yield f"dc:language in the metadata: {found.text('dc:language')}"
    shown = {"/DisplayDocTitle": "True"} | ({"/Direction": "/R2L"} if direction == "rtl" else {})
    for key, expected in (("/ViewerPreferences", shown), ("/MarkInfo", {"/Marked": "True"})):
        if {name: str(value) for name, value in (pdf.Root.get(key) or {}).items()} != expected:
            yield f"{key} in the catalog"
    labels = list((pdf.Root.get("/PageLabels") or {}).get("/Nums") or [])
    if len(labels) != 2 or labels[0] != 0 or dict(labels[1].items()) != {"/S": "/D"}:
        yield "/PageLabels in the catalog"


def _claims(found: FileMetadata, packet: Any) -> Iterator[str]:
    """The conformance that the file claims, as the manifest names it."""
    if "pdfuaid:part" in found.values:
        yield f"PDF/UA-{found.text('pdfuaid:part')}"
    if "pdfaid:part" in found.values:
        yield f"PDF/A-{found.text('pdfaid:part')}{found.text('pdfaid:conformance').lower()}"
    declared = Counter(
        (element.text or "").strip()
        for element in packet.iter("{http://pdfa.org/declarations/}conformsTo")
    )
    for address in declared:
        yield _DECLARATIONS.get(address, address)


def _claimable(pdf: Any) -> tuple[str, ...]:
    """What a file like this one claims when nothing speaks against it."""
    files = "/EmbeddedFiles" in (pdf.Root.get("/Names") or {})
    if "/Namespaces" in pdf.Root.StructTreeRoot:
        return ("PDF/UA-2", f"PDF/A-4{'f' if files else ''}", *_DECLARATIONS.values())
    return ("PDF/UA-1", "PDF/A-3a" if files else "PDF/A-2a")
