"""Drafts of documents that lack an image or a description are read back as what they show."""

import pytest
from every_node import DOCUMENT, p

from docforge.conformance import UNCLAIMED
from docforge.document import (
    Blocks,
    Cell,
    Document,
    Heading,
    Image,
    Meta,
    Row,
    Scope,
    Table,
    Text,
)
from docforge.export import FORMATS, Format
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.style import load_style
from docforge.verify.readback import read_back

STYLE = load_style("briefing")
ASSETS = DOCUMENT.assets
IMAGES = {
    "missing": Image("A chart of arrivals", None, "chart.png"),
    "missing and nameless": Image(None, None, "chart.png"),
    "nameless": Image(None, ASSETS[0].name, "map.svg"),
}


def table(image: Image) -> Table:
    head = Row((Cell((p(image),), Scope.COLUMN), Cell((p("Year"),), Scope.COLUMN)))
    return Table((), (head,), ((Row((Cell((p("Quay"),)), Cell((p("2026"),)))),),))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("kind", FORMATS.values(), ids=str)
@pytest.mark.parametrize("image", IMAGES.values(), ids=IMAGES)
def test_an_image_that_is_not_there_reads_the_same_wherever_it_stands(
    kind: Format, image: Image
) -> None:
    blocks: Blocks = (Heading(2, (Text("Arrivals "), image), "arrivals"), table(image))
    meta = Meta((Text("Harbour "), image), "en", toc=True)
    document = Document(meta, blocks, assets=ASSETS, identifier=DOCUMENT.identifier)
    (proof,) = read_back(
        document, STYLE, [renderer(kind)(document, STYLE, standing=UNCLAIMED)], standing=UNCLAIMED
    )
    assert proof.verdict.findings == ()
    assert proof.verdict.outcome is Outcome.PASSED
