"""One document that says all that a document can say of itself, and what becomes of it."""

from functools import cache

from every_node import DOCUMENT
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document, Heading, Paragraph, Sibling, Text, Translation
from docforge.document.restrictions import Embargo, Restrictions
from docforge.export import Format, Rendering
from docforge.formats import renderer
from docforge.style import load_style
from docforge.verify.readback import Proof, read_back

RESTRICTIONS = Restrictions(
    True, Embargo.of("2026-12-01 00:01 Europe/London"), "OFFICIAL-SENSITIVE"
)
TRANSLATIONS = (
    Translation("ar", Sibling("../fund.ar/fund.ar", "", "https://example.org/fund.ar.html")),
    Translation("cy", Sibling("../fund.cy/fund.cy-drafft", "", None)),
)


def marked(lang: str = "en-GB", direction: str = "ltr") -> Document:
    """Two pages with every line of a title block, in `lang`."""
    meta = replace(
        DOCUMENT.meta,
        lang=lang,
        dir="rtl" if direction == "rtl" else "ltr",
        kind="guidance",
        restrictions=RESTRICTIONS,
        version="2",
        replaces="Autumn briefing, version 1",
        translations=TRANSLATIONS,
    )
    many = tuple(Paragraph((Text(f"Paragraph {number}. " * 20),)) for number in range(12))
    return replace(
        DOCUMENT,
        meta=meta,
        blocks=(Heading(2, (Text("Words"),), "words"), *many),
        notes=(),
        assets=(),
    )


@cache
def made(kind: Format) -> bytes:
    """The document as a finished file."""
    return renderer(kind)(marked(), load_style("briefing"), standing=FAULTLESS).content


def proof(kind: Format, content: bytes, document: Document | None = None) -> Proof:
    """What read-back says of `content` as an output of `document`, or of the marked one."""
    rendering = Rendering(kind, content)
    return read_back(document or marked(), load_style("briefing"), [rendering], FAULTLESS)[0]
