"""The style's own words say their language inside a passage in another one, in every format."""

import pytest
from every_node import inlines, p
from further_breaks import repacked
from msgspec.structs import replace

from docforge.conformance import FAULTLESS, UNCLAIMED
from docforge.document import (
    CALLOUT_KINDS,
    Callout,
    Details,
    Division,
    Document,
    Heading,
    Image,
    Language,
    List,
    ListItem,
    Meta,
    Note,
    NoteReference,
    Numbering,
    Paragraph,
    Text,
)
from docforge.export import FORMATS, Format
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.style import load_style
from docforge.verify.entries import EntryKind
from docforge.verify.readback import read_back, reader

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


@pytest.mark.sampled(3)
@pytest.mark.parametrize("kind", FORMATS.values(), ids=str)
@pytest.mark.parametrize("lang", ["en", "fr", "sw"])
def test_own_words_are_not_read_in_the_language_around_them(kind: Format, lang: str) -> None:
    document = Document(
        Meta(inlines("Title"), lang),
        (PASSAGE, INLINE),
        (Note((p("The note."),), 1),),
        identifier="urn:uuid:00000000-0000-4000-8000-000000000000",
    )
    (proof,) = read_back(
        document, STYLE, [renderer(kind)(document, STYLE, standing=FAULTLESS)], standing=FAULTLESS
    )
    assert proof.verdict.findings == ()


def test_labels_in_a_passage_are_in_its_language_where_there_are_words_in_it() -> None:
    document = Document(
        Meta(inlines("Title"), lang="en"), (PASSAGE, Division(PASSAGE.blocks, "xx"))
    )
    notes = Document(document.meta, document.blocks, (Note((p("N."),), 1),))
    page = renderer(Format.HTML)(notes, STYLE, standing=UNCLAIMED).content.decode()
    assert '<span lang="fr" dir="ltr">Avertissement</span>' in page
    assert '<span lang="en" dir="ltr">Warning</span>' in page


HEADINGS = Document(
    Meta(inlines("Title"), lang="en", toc=True),
    (
        Division((Heading(2, inlines("Yn Gymraeg"), "cymraeg"), p("Croeso.")), "cy"),
        Heading(2, (Language(inlines("Bonjour"), "fr", None),), "bonjour"),
        Heading(2, (Text("Say "), Language(inlines("bonjour"), "fr", None)), "say"),
        Division((Heading(2, inlines("שלום"), "shalom"),), "he", "rtl"),
        Heading(2, inlines("Plain"), "plain"),
        Heading(2, (Text("See "), Image("a port", None, "port.png")), "see"),
    ),
    identifier="urn:uuid:00000000-0000-4000-8000-000000000000",
)
LANGUAGES = {"cymraeg": "cy", "bonjour": "fr", "say": "", "shalom": "he", "plain": "", "see": ""}


@pytest.mark.parametrize("kind", [Format.HTML, Format.EPUB, Format.PDF], ids=str)
def test_lines_of_the_contents_are_in_the_language_of_their_heading(kind: Format) -> None:
    made = renderer(kind)(HEADINGS, STYLE, standing=FAULTLESS)
    (proof,) = read_back(HEADINGS, STYLE, [made], standing=FAULTLESS)
    assert proof.verdict.findings == ()
    entries = reader(kind)(made.content, STYLE.words("en"))
    lines = [entry for entry in entries if entry.kind is EntryKind.CONTENTS]
    told = {line.fact("target"): line.fact("lang") for line in lines}
    assert {ident: told[f"#{ident}"] for ident in LANGUAGES} == LANGUAGES
    assert [line.fact("dir") for line in lines if line.fact("lang") == "he"] == ["rtl"]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        (Format.HTML, '<a href="#cymraeg" lang="cy">', '<a href="#cymraeg">'),
        (Format.HTML, '<a href="#plain">', '<a href="#plain" lang="fr">'),
        (Format.EPUB, '#cymraeg" lang="cy" xml:lang="cy">', '#cymraeg">'),
        (Format.EPUB, '#plain">', '#plain" lang="fr" xml:lang="fr">'),
        (Format.HTML, '#plain">Plain', '#plain">Pl<span lang="fr">ain</span>'),
        (Format.HTML, 'Say <span lang="fr">', "Say <span>"),
        (Format.EPUB, 'Say <span lang="fr" xml:lang="fr">', "Say <span>"),
        (Format.EPUB, '#plain">Plain', '#plain">Pl<span lang="fr" xml:lang="fr">ain</span>'),
    ],
)
def test_a_line_of_the_contents_in_another_language_is_caught(
    kind: Format, old: str, new: str
) -> None:
    made = renderer(kind)(HEADINGS, STYLE, standing=FAULTLESS)

    def change(held: bytes) -> bytes:
        assert old in held.decode()
        return held.decode().replace(old, new, 1).encode()

    content = (
        change(made.content)
        if kind is Format.HTML
        else repacked(made.content, "EPUB/nav.xhtml", change)
    )
    broken = replace(made, content=content)
    (proof,) = read_back(HEADINGS, STYLE, [broken], standing=FAULTLESS)
    assert proof.verdict.outcome is Outcome.FAILED
