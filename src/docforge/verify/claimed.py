"""What a finished file says of the standards that it meets, read from its bytes.

Invariant: nothing here knows what was meant to be claimed.
"""

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from docforge.export import Format

_PDF_UA = "{http://www.aiim.org/pdfua/ns/id/}"
_PDF_A = "{http://www.aiim.org/pdfa/ns/id/}"
_DECLARED = "{http://pdfa.org/declarations/}conformsTo"
_WELL_TAGGED = "http://pdfa.org/declarations/wtpdf#"
_LARGEST = 16_000_000  # bytes of a package or of a packet of metadata


def claimed(kind: Format, content: bytes) -> tuple[str, ...]:
    """The claims of the file `content`, sorted, as the manifest names them.

    Raises whatever a broken file brings about.
    """
    return tuple(sorted(set(_CLAIMS[kind.extension](content))))


def _nothing(content: bytes) -> Iterator[str]:
    """HTML and plain text have no mark for a standard."""
    yield from ()


def _epub(content: bytes) -> Iterator[str]:
    """EPUB Accessibility 1.1, 2.4."""
    with ZipFile(BytesIO(content)) as book:
        packages = [info for info in book.infolist() if info.filename.endswith(".opf")]
        for info in packages:
            if info.file_size > _LARGEST:
                raise ValueError("The package is larger than 16 MB.")
            for element in ElementTree.fromstring(book.read(info)).iter():
                if element.get("property") == "dcterms:conformsTo":
                    yield " ".join((element.text or "").split())


def _pdf(content: bytes) -> Iterator[str]:
    """ISO 14289, 5; ISO 19005, 6.6.4 (part 4: 6.7.3); PDF Declarations."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        if "/Metadata" not in pdf.Root:
            return
        packet = ElementTree.fromstring(pdf.Root.Metadata.read_bytes().decode().strip("\ufeff"))
    said = list(packet.iter())
    yield from (f"PDF/UA-{part}" for part in _texts(said, f"{_PDF_UA}part"))
    levels = [*_texts(said, f"{_PDF_A}conformance"), ""]
    yield from (f"PDF/A-{part}{levels[0].lower()}" for part in _texts(said, f"{_PDF_A}part"))
    yield from (_declaration(address) for address in _texts(said, _DECLARED))


def _texts(elements: list[Element], name: str) -> Iterator[str]:
    """What is said under a name, as an element or as an attribute (ISO 16684-1, 7.9)."""
    for element in elements:
        if element.tag == name:
            yield (element.text or "").strip()
        if name in element.attrib:
            yield element.attrib[name].strip()


def _declaration(address: str) -> str:
    own = address.removeprefix(_WELL_TAGGED)
    name = own.removesuffix("1.0")
    is_known = own != address and own != name
    return f"WTPDF 1.0 {name.capitalize()}" if is_known else address


_CLAIMS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    "html": _nothing,
    "txt": _nothing,
    "epub": _epub,
    "pdf": _pdf,
}
