"""The pages of an EPUB that docforge made, in their order (EPUB 3.3, 5.7)."""

import posixpath
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

_CONTAINER = "META-INF/container.xml"
_OCF = {"c": "urn:oasis:names:tc:opendocument:xmlns:container"}
_OPF = {"o": "http://www.idpf.org/2007/opf"}


def spine(file: Path) -> list[str]:
    """The names of the pages within the archive. Raises KeyError for what is no book."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with ZipFile(file) as book:
        container = etree.fromstring(book.read(_CONTAINER), parser)
        package = str(container.xpath("string(//c:rootfile/@full-path)", namespaces=_OCF))
        root = etree.fromstring(book.read(package), parser)
    hrefs = {
        str(item.get("id")): str(item.get("href"))
        for item in root.iterfind(".//o:manifest/o:item", _OPF)
    }
    folder = posixpath.dirname(package)
    return [
        posixpath.normpath(posixpath.join(folder, hrefs[str(one.get("idref"))]))
        for one in root.iterfind(".//o:spine/o:itemref", _OPF)
    ]
