"""The style's own words say their language inside a passage in another one, in every format."""

import pytest
from every_node import inlines, p

from docforge.document import (
    CALLOUT_KINDS,
    Callout,
    Details,
    Division,
    Document,
    Image,
    Language,
    List,
    ListItem,
    Meta,
    Note,
    NoteReference,
    Numbering,
    Paragraph,
)
from docforge.export import FORMATS, Format
from docforge.formats import renderer
from docforge.style import load_style
from docforge.verify.readback import read_back

STYLE = load_style("briefing")
MISSING = Image("Un port", None, "port.png")
PASSAGE = Division(
    (
        Callout(CALLOUT_KINDS["warning"], (), (p("Attention."),)),
        List(Numbering.BULLET, (ListItem((p("un"),), checked=True),)),
        Details(inlines("Plus"), (p("Davantage."),)),
        p("Une note", NoteReference(0, 1), " et une image ", MISSING),
    ),
    "fr",
)
INLINE = Paragraph((*inlines("A picture "), Language((MISSING,), "fr", None)))


@pytest.mark.parametrize("kind", FORMATS.values(), ids=str)
@pytest.mark.parametrize("lang", ["en", "fr", "sw"])
def test_own_words_are_not_read_in_the_language_around_them(kind: Format, lang: str) -> None:
    document = Document(
        Meta(inlines("Title"), lang),
        (PASSAGE, INLINE),
        (Note((p("The note."),), 1),),
        identifier="urn:uuid:00000000-0000-4000-8000-000000000000",
    )
    (proof,) = read_back(document, STYLE, [renderer(kind)(document, STYLE, claim=True)], claim=True)
    assert proof.verdict.findings == ()


def test_labels_in_a_passage_are_in_its_language_where_there_are_words_in_it() -> None:
    document = Document(
        Meta(inlines("Title"), lang="en"), (PASSAGE, Division(PASSAGE.blocks, "xx"))
    )
    notes = Document(document.meta, document.blocks, (Note((p("N."),), 1),))
    page = renderer(Format.HTML)(notes, STYLE, claim=False).content.decode()
    assert '<span lang="fr" dir="ltr">Avertissement</span>' in page
    assert '<span lang="en" dir="ltr">Warning</span>' in page
