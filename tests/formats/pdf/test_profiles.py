"""What a PDF says in each of the two profiles, and what it embeds."""

import io
from typing import Any

import pikepdf
import pytest
from every_node import DOCUMENT
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document, EmbeddedSource, Math, PdfProfile, walk
from docforge.formats.pdf import render
from docforge.style import load_style

SOURCE = EmbeddedSource("notice.md", "# Notice\n")
PDF_17, PDF_20 = "http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn"


def opened(document: Document, profile: PdfProfile) -> Any:
    rendering = render(document, load_style("briefing"), standing=FAULTLESS, profile=profile)
    return pikepdf.open(io.BytesIO(rendering.content))


@pytest.fixture(scope="module")
def native() -> Any:
    with opened(DOCUMENT, "ua-2") as pdf:
        yield pdf


def elements(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    below = kids if isinstance(kids, pikepdf.Array) else [kids]
    found = [node] if "/S" in node else []
    for kid in below:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += elements(kid)
    return found


def all_of(pdf: Any) -> list[Any]:
    return elements(pdf.Root.StructTreeRoot)


def role(element: Any) -> str:
    return str(element.S)[1:]


@pytest.mark.parametrize(
    ("profile", "source", "claims"),
    [
        ("ua-1", None, ("PDF/UA-1", "PDF/A-3a")),
        ("ua-1", SOURCE, ("PDF/UA-1", "PDF/A-3a")),
        (
            "ua-2",
            None,
            ("PDF/UA-2", "PDF/A-4f", "WTPDF 1.0 Accessibility", "WTPDF 1.0 Reuse"),
        ),
    ],
)
def test_claims_follow_the_profile_and_what_is_embedded(
    profile: PdfProfile, source: EmbeddedSource | None, claims: tuple[str, ...]
) -> None:
    document = replace(DOCUMENT, source=source)
    assert (
        render(document, load_style("briefing"), standing=FAULTLESS, profile=profile).claims
        == claims
    )


def test_every_element_names_its_namespace(native: Any) -> None:
    spaces = {role(element): str(element.NS.NS) for element in all_of(native)}
    assert {spaces[name] for name in ("Title", "Em", "Strong", "Aside", "FENote", "P")} == {PDF_20}
    assert {spaces[name] for name in ("Code", "BlockQuote", "Reference")} == {PDF_17}
    named = [str(space.NS) for space in native.Root.StructTreeRoot.Namespaces]
    assert sorted(named) == [PDF_17, PDF_20]


def test_title_is_the_first_heading_and_its_outline_entry(native: Any) -> None:
    titles = [element for element in all_of(native) if role(element) == "Title"]
    assert len(titles) == 1
    assert native.Root.Outlines.First.A.SD[0].objgen == titles[0].objgen


def test_every_link_inside_the_document_goes_to_an_element(native: Any) -> None:
    known = {element.objgen for element in all_of(native)}
    actions = [
        link.A
        for page in native.pages
        for link in page.get("/Annots", [])
        if "/A" in link and link.A.S == "/GoTo"
    ]
    assert actions
    assert all(action.SD[0].objgen in known for action in actions)
    # Readers that know no structure destination go to the page.
    assert all(action.D[0].get("/Type") == "/Page" for action in actions)
    assert not any("/Dest" in link for page in native.pages for link in page.get("/Annots", []))


def test_notes_and_their_marks_know_one_another(native: Any) -> None:
    notes = [element for element in all_of(native) if role(element) == "FENote"]
    assert notes
    for note in notes:
        assert note.A.NoteType == "/Endnote"
        for mark in note.Ref:
            assert note.objgen in {target.objgen for target in mark.Ref}


def test_each_formula_carries_its_mathml(native: Any) -> None:
    texts = [node.mathml for node in walk(DOCUMENT) if isinstance(node, Math) and node.mathml]
    formulas = [element for element in all_of(native) if role(element) == "Formula"]
    files = [formula.AF[0] for formula in formulas]
    assert [file.EF.F.read_bytes().decode() for file in files] == texts
    assert {str(file.AFRelationship) for file in files} == {"/Supplement"}
    assert len(native.attachments) == len(texts)


def test_pdf_2_has_no_info_and_no_role_map(native: Any) -> None:
    assert native.pdf_version == "2.0"
    assert "/Info" not in native.trailer
    assert "/RoleMap" not in native.Root.StructTreeRoot


@pytest.mark.parametrize("profile", ["ua-1", "ua-2"])
@pytest.mark.slow
def test_source_is_embedded_only_when_asked_for(profile: PdfProfile) -> None:
    with opened(DOCUMENT, profile) as pdf:
        assert SOURCE.name not in pdf.attachments
    with opened(replace(DOCUMENT, source=SOURCE), profile) as pdf:
        assert pdf.attachments[SOURCE.name].get_file().read_bytes().decode() == SOURCE.text
        assert pdf.Root.AF[0].AFRelationship == "/Source"


def test_formulas_carry_their_mathml_in_the_older_profile_too() -> None:
    with opened(DOCUMENT, "ua-1") as pdf:
        assert sorted(pdf.attachments) == ["formula-0.xml", "formula-1.xml"]
        formulas = [element for element in all_of(pdf) if role(element) == "Formula"]
        assert all(formula.AF[0].AFRelationship == "/Supplement" for formula in formulas)
        assert "/Namespaces" not in pdf.Root.StructTreeRoot


@pytest.mark.parametrize("profile", ["ua-1", "ua-2"])
def test_the_same_document_gives_the_same_bytes(profile: PdfProfile) -> None:
    document = replace(DOCUMENT, source=SOURCE)
    first, second = (
        render(document, load_style("briefing"), standing=FAULTLESS, profile=profile).content
        for _ in range(2)
    )
    assert first == second
