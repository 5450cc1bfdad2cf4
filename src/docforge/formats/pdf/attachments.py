"""Files inside the file: the MathML of each formula, and the document's source.

Invariant: every embedded file is named in the catalog and associated with what it belongs to
(ISO 32000-2, 14.13; ISO 19005-3, 6.8).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

from docforge.document import Document
from docforge.formats.pdf.structure import StructureElement

_MATHML = "application/mathml+xml"
_MARKDOWN = "text/markdown"


def attach(
    pdf: Any,
    document: Document,
    objects: Mapping[StructureElement, Any],
    formulas: Mapping[str, str],
) -> None:
    """Embed the formulas' MathML, and the source when `document` asks for it.

    `formulas` are MathML texts by the address of the image that draws them; `objects` are the
    structure elements that were written.
    """
    files = dict(_formulas(pdf, objects, formulas))
    if document.source is not None:
        name, data = document.source.name, document.source.text.encode()
        files[name] = _file(pdf, name, data, _MARKDOWN, "Source")
        pdf.catalog["AF"] = pydyf.Array([files[name]])
    if files:
        pairs = sorted((pydyf.String(name).data, reference) for name, reference in files.items())
        tree = pydyf.Dictionary({"Names": pydyf.Array([item for pair in pairs for item in pair])})
        pdf.add_object(tree)
        pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference


def _formulas(
    pdf: Any, objects: Mapping[StructureElement, Any], formulas: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    for node, made in objects.items():
        if node.role != "Formula" or node.element is None:
            continue
        address = node.element.get("src", "")
        name = f"{address.replace(':', '-')}.xml"
        reference = _file(pdf, name, formulas[address].encode(), _MATHML, "Supplement")
        made["AF"] = pydyf.Array([reference])
        yield name, reference


def _file(pdf: Any, name: str, data: bytes, media_type: str, relationship: str) -> bytes:
    """One embedded file; a reference to its file specification."""
    kind = media_type.replace("/", "#2F")
    embedded = pydyf.Stream(
        [data],
        {
            "Type": "/EmbeddedFile",
            "Subtype": f"/{kind}",
            "Params": pydyf.Dictionary({"Size": len(data)}),
        },
        compress=True,
    )
    pdf.add_object(embedded)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(name),
            "UF": pydyf.String(name),
            "Desc": pydyf.String(name),
            "AFRelationship": f"/{relationship}",
            "EF": pydyf.Dictionary({"F": embedded.reference, "UF": embedded.reference}),
        }
    )
    pdf.add_object(specification)
    reference: bytes = specification.reference
    return reference
