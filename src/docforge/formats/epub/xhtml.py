"""Element trees to XHTML files.

Invariant: every file is well-formed XML with a language, a direction and a title of its own
(EPUB Accessibility 1.1; WCAG 2.2, 2.4.2 and 3.1.1).
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from docforge.document import Meta

# The book's one style sheet; all files lie in one folder.
SHEET = "style.css"
_SPACES = re.compile(r"[ \t\n\r\f]+")  # what HTML takes for space; no-break ones stay
# XML 1.0, 2.2: what a file cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def page(meta: Meta, title: str, body: Sequence[Element]) -> bytes:
    """An XHTML content document (EPUB 3.3, 6.1) around the elements of its body."""
    attributes = {
        "xmlns": "http://www.w3.org/1999/xhtml",
        "xmlns:epub": "http://www.idpf.org/2007/ops",
        "lang": meta.lang,
        "dir": meta.dir,
    }
    html = Element("html", attributes)
    head = SubElement(html, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "title").text = _SPACES.sub(" ", title).strip(" ")
    SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": SHEET})
    content = SubElement(html, "body")
    content.extend(body)
    for element in html.iter():
        # Reading systems differ in which of the two they follow.
        if "lang" in element.attrib:
            element.set("xml:lang", element.attrib["lang"])
    text = xml_text(tostring(html, encoding="unicode"))
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{text}\n'.encode()
