"""XML of one reading: UTF-8, no declarations, no entities, no instructions, no hidden sections.

Invariant: a file that parses here is the same tree for every parser, whether it reads document
type definitions or not.
"""

from typing import cast
from xml.etree.ElementTree import Element

from lxml import etree

from docforge.gate.hits import FORM, Hit

_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>'
_DOCTYPE = b"<!DOCTYPE html>"


def parse(content: bytes, *, doctype: bool = False) -> Element | Hit:
    """The root element of `content`, or what is wrong with its form."""
    body = content
    for declaration in (_DECLARATION, _DECLARATION.replace(b'"', b"'")):
        if body[: len(declaration)].lower() == declaration.lower():
            body = body[len(declaration) :]
            break
    if doctype and body.lstrip().startswith(_DOCTYPE):
        body = body.replace(_DOCTYPE, b"", 1)
    # In XML a "<" stands in front of markup and nowhere else: these begin what no file needs.
    for mark, what in (
        (b"<!", "a declaration, a comment or a hidden section"),
        (b"<?", "an instruction to programs"),
    ):
        if mark in body:
            return Hit(FORM, what, f"in line {content[: content.rfind(mark)].count(10) + 1}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, encoding="utf-8"
    )
    try:
        return cast(Element, etree.fromstring(body, parser))
    except etree.XMLSyntaxError as error:
        return Hit(FORM, f"what is no XML: {error.msg}")
