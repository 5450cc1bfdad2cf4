"""A document's XMP packet and Info dictionary, which say the same (ISO 19005-2, 6.6).

Invariant: nothing here comes from the clock or the machine; conformance is only named when
the document may claim it.
"""

import re
from collections.abc import Iterator, Set
from typing import Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

import pydyf

from docforge import __version__
from docforge.conformance import Standing
from docforge.document import Meta, plain_text
from docforge.document.kinds import KINDS
from docforge.formats.pdf.profile import Profile
from docforge.style import Words
from docforge.style.restrictions import running_text

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfd": "http://pdfa.org/declarations/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
PRODUCER = f"docforge {__version__}"


def add_metadata(pdf: Any, meta: Meta, words: Words, profile: Profile, standing: Standing) -> None:
    """Write XMP, Info, language, page labels and the title's display into `pdf`."""
    packet = xmp(meta, words, profile, standing)
    stream = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
    pdf.catalog["Lang"] = pydyf.String(meta.lang)
    direction = {"Direction": "/R2L"} if meta.dir == "rtl" else {}
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true", **direction})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    # Pages are called what is printed on them (ISO 32000-1, 12.4.2).
    decimal = pydyf.Dictionary({"S": "/D"})
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, decimal])})
    pdf.info.clear()
    if profile.native:
        # PDF/A-4 says it in XMP alone (ISO 19005-4, 6.1.3).
        return
    for key, text in _info(meta):
        if text:
            pdf.info[key] = pydyf.String(text)


def _info(meta: Meta) -> Iterator[tuple[str, str]]:
    yield "Title", plain_text(meta.title)
    yield "Author", ", ".join(_creators(meta))
    yield "Subject", meta.description
    yield "Keywords", ", ".join(meta.keywords)
    yield "Creator", PRODUCER
    yield "Producer", PRODUCER
    if found := _DATE.fullmatch(meta.date):
        yield "CreationDate", f"D:{''.join(found.groups())}"


def _creators(meta: Meta) -> tuple[str, ...]:
    return meta.authors or tuple(name for name in (meta.organisation,) if name)


def xmp(meta: Meta, words: Words, profile: Profile, standing: Standing) -> bytes:
    """The XMP packet (ISO 16684-1), UTF-8."""
    for prefix, uri in _NAMESPACES.items():
        register_namespace(prefix, uri)
    rdf = Element(_name("rdf", "RDF"))
    about = SubElement(rdf, _name("rdf", "Description"), {_name("rdf", "about"): ""})
    _identify(about, profile, frozenset(standing.kept(profile.claims)))
    _describe(about, meta, words)
    body = tostring(rdf, encoding="unicode")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{body}</x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _name(prefix: str, local: str) -> str:
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def _describe(about: Element, meta: Meta, words: Words) -> None:
    _list(about, "title", "Alt", (plain_text(meta.title),))
    _list(about, "creator", "Seq", _creators(meta))
    _list(about, "description", "Alt", (meta.description,))
    _list(about, "language", "Bag", (meta.lang,))
    _list(about, "subject", "Bag", meta.keywords)
    _list(about, "type", "Bag", (words[KINDS[meta.kind].word] if meta.kind else "",))
    _list(about, "rights", "Alt", (running_text(meta.restrictions, words),))
    _list(about, "relation", "Bag", (meta.replaces,))
    _text(about, "xmpMM", "VersionID", meta.version)
    _text(about, "dc", "format", "application/pdf")
    _text(about, "pdf", "Keywords", ", ".join(meta.keywords))
    _text(about, "pdf", "Producer", PRODUCER)
    _text(about, "xmp", "CreatorTool", PRODUCER)
    if _DATE.fullmatch(meta.date):
        _text(about, "xmp", "CreateDate", meta.date)


def _text(about: Element, prefix: str, name: str, text: str) -> None:
    if text:
        SubElement(about, _name(prefix, name)).text = text


def _list(about: Element, name: str, kind: str, texts: tuple[str, ...]) -> None:
    kept = [text for text in texts if text]
    if not kept:
        return
    items = SubElement(SubElement(about, _name("dc", name)), _name("rdf", kind))
    for text in kept:
        # One alone, the default (ISO 16684-1, 8.2.2.4): Firefox shows a title once for each.
        attributes = {_XML_LANG: "x-default"} if kind == "Alt" else {}
        SubElement(items, _name("rdf", "li"), attributes).text = text


def _identify(about: Element, profile: Profile, claims: Set[str]) -> None:
    """The claims, as each standard wants them named."""
    archive = next((claim for claim in claims if claim.startswith(profile.archive)), None)
    if archive is not None:
        _text(about, "pdfaid", "part", str(profile.archive_part))
        _text(about, "pdfaid", "conformance", archive.removeprefix(profile.archive).upper())
        _text(about, "pdfaid", "rev", profile.archive_revision)
    if profile.ua in claims:
        _text(about, "pdfuaid", "part", str(profile.ua_part))
        _text(about, "pdfuaid", "rev", profile.ua_revision)
    declarations = [address for name, address in profile.declarations.items() if name in claims]
    if declarations:
        declared = _bag(about, "pdfd", "declarations", "Bag")
        for address in declarations:
            _text(_resource(declared), "pdfd", "conformsTo", address)
    if not profile.native and profile.ua in claims:
        _extend(about)


def _extend(about: Element) -> None:
    """The schema that PDF/A-2 and 3 want of names that they do not know (6.6.2.3)."""
    schema = _resource(_bag(about, "pdfaExtension", "schemas", "Bag"))
    _text(schema, "pdfaSchema", "schema", "PDF/UA identification schema")
    _text(schema, "pdfaSchema", "namespaceURI", _NAMESPACES["pdfuaid"])
    _text(schema, "pdfaSchema", "prefix", "pdfuaid")
    part = _resource(_bag(schema, "pdfaSchema", "property", "Seq"))
    _text(part, "pdfaProperty", "name", "part")
    _text(part, "pdfaProperty", "valueType", "Integer")
    _text(part, "pdfaProperty", "category", "internal")
    _text(part, "pdfaProperty", "description", "Part of ISO 14289 that the file conforms to")


def _bag(parent: Element, prefix: str, name: str, kind: str) -> Element:
    return SubElement(SubElement(parent, _name(prefix, name)), _name("rdf", kind))


def _resource(items: Element) -> Element:
    kind = {_name("rdf", "parseType"): "Resource"}
    return SubElement(items, _name("rdf", "li"), kind)
