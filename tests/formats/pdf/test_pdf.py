"""The PDF rendition: what its tag tree, its pages and its metadata say."""

import io
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml
from every_node import (
    APART,
    DOCUMENT,
    INLINE,
    LISTS,
    MATHML,
    TABLES,
    inlines,
    link,
    p,
    phrase,
    td,
    th,
)
from msgspec.structs import replace
from PIL import Image as Picture
from PIL import ImageCms
from tree import outline, text_of, tree

from docforge.conformance import FAULTLESS, UNCLAIMED
from docforge.document import (
    Asset,
    Block,
    Code,
    CodeBlock,
    Decorative,
    Division,
    Document,
    Heading,
    Image,
    Language,
    LineBreak,
    List,
    ListItem,
    Math,
    Meta,
    Note,
    NoteReference,
    Numbering,
    Paragraph,
    Phrase,
    PhraseKind,
    Position,
    Quotation,
    Row,
    Scope,
    Sibling,
    Table,
    Text,
)
from docforge.document import Link as DocumentLink
from docforge.findings import Severity, Where
from docforge.formats.pdf import render
from docforge.formats.pdf.pictures import printable
from docforge.style import load_style

GOLDEN = Path(__file__).parent / "golden"
STYLE = load_style("briefing")
SECTIONS: dict[str, tuple[Block, ...]] = {
    "inlines": INLINE,
    "lists": LISTS,
    "tables": TABLES,
    "apart": APART,
}


def document(*blocks: Block, **changes: Any) -> Document:
    meta = Meta(inlines("Title"), "en")
    return replace(Document(meta, blocks, identifier="urn:uuid:1"), **changes)


def pdf_of(made: Document) -> io.BytesIO:
    return io.BytesIO(_made(made))


@cache
def _made(document: Document) -> bytes:
    return render(document, STYLE, standing=FAULTLESS).content


def tree_of(*blocks: Block, **changes: Any) -> str:
    return outline(pdf_of(document(*blocks, **changes)))


def content_of(pdf: Any) -> bytes:
    return b"\n".join(page.Contents.read_bytes() for page in pdf.pages)


# --- The tree ----------------------------------------------------------------------------


def section(name: str) -> Document:
    """The document with one section alone, and with the notes only where it refers to them."""
    if name == "whole":
        return DOCUMENT
    notes = DOCUMENT.notes if name == "inlines" else ()
    return replace(
        DOCUMENT, blocks=(Heading(2, inlines("One"), "tables"), *SECTIONS[name]), notes=notes
    )


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ["whole", *SECTIONS])
def test_tag_tree_is_the_golden_one(name: str) -> None:
    golden = yaml.safe_load((GOLDEN / f"{name}.yaml").read_text("utf-8"))
    assert tree(pdf_of(section(name))) == golden


@pytest.mark.slow
def test_table_over_pages_is_one_table_with_one_head_and_one_foot() -> None:
    rows = tuple(Row((th(f"row {n}", Scope.ROW), td(f"value {n}"))) for n in range(120))
    head = Row((th("Name", Scope.COLUMN), th("Value", Scope.COLUMN)))
    foot = Row((th("Total", Scope.ROW), td("7140")))
    file = pdf_of(document(Table((), (head,), (rows,), (foot,))))
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) > 2
    lines = outline(file)
    assert [lines.count(role) for role in ("Table\n", "THead", "TFoot", "'Name'", "'Total'")] == [
        1, 1, 1, 1, 1,
    ]  # fmt: skip
    assert lines.count("TR\n") == 122


def test_paragraph_and_list_over_pages_stay_one_element_each() -> None:
    long = p("word " * 2500)
    lines = tree_of(long, List(Numbering.DECIMAL, tuple(ListItem((p("item"),)) for _ in range(90))))
    assert lines.count("  P\n") == 1
    assert lines.count("  L ") == 1
    assert "'90. '" in lines


def test_list_labels_follow_start_and_kind() -> None:
    items = (ListItem((p("x"),)), ListItem((p("y"),)))
    lines = tree_of(List(Numbering.UPPER_ROMAN, items, start=4))
    assert "L ListNumbering=UpperRoman" in lines
    assert "'IV. '" in lines
    assert "'V. '" in lines


def test_link_over_lines_is_one_link_with_an_annotation_for_each_line() -> None:
    lines = tree_of(p("start ", link("a link " * 30, "https://example.org/")))
    assert lines.count("Link\n") == 1
    assert lines.count("-> 'a link a link") >= 2


def test_what_is_inside_a_link_gets_no_annotation_of_its_own() -> None:
    bold = phrase(PhraseKind.STRONG, "bold")
    inner = DocumentLink((Text("a "), bold, Text(" one")), link("", "https://e.org/").target)
    lines = tree_of(p(inner))
    assert lines.count("->") == 1
    assert "-> 'a bold one'" in lines


def test_empty_blocks_leave_no_elements_but_empty_cells_stay() -> None:
    head = Row((th("A", Scope.COLUMN), th("B", Scope.COLUMN)))
    lines = tree_of(p(""), List(Numbering.BULLET, ()), Table((), (head,), ((Row((td(), td())),),)))
    assert "  P\n" not in lines
    assert "  L" not in lines
    assert lines.count("TD\n") == 2


def test_table_of_heads_alone_has_rows_without_a_head() -> None:
    lines = tree_of(Table((), (Row((th("A", Scope.COLUMN), th("B", Scope.COLUMN))),), ()))
    assert "THead" not in lines
    assert lines.count("TH ") == 2


# --- Text --------------------------------------------------------------------------------


def test_words_at_line_ends_and_line_breaks_stay_apart() -> None:
    text = "some rather ordinary words that go on " * 20
    file = pdf_of(document(p(text, LineBreak(), "after")))
    assert " ".join(f"{text} after".split()) in " ".join(text_of(file).split("\n"))
    assert "  " not in text_of(file)


def test_words_between_inline_elements_stay_apart() -> None:
    made = p(phrase(PhraseKind.EMPHASIS, "em"), " ", phrase(PhraseKind.STRONG, "st"))
    assert "em st" in text_of(pdf_of(document(made)))


def test_words_of_japanese_are_not_torn_apart() -> None:
    text = "政府の報道発表は誰もが読めるものでなければならない" * 6
    file = pdf_of(document(p(text), meta=Meta(inlines("題"), "ja")))
    assert text in text_of(file)


def test_code_keeps_indents_and_line_breaks() -> None:
    code = "def f(x):\n    if x:\n\n        return 1\ny = 2"
    for language in ("python", ""):
        assert code in text_of(pdf_of(document(CodeBlock(code, language))))


def lines_of(file: io.BytesIO) -> list[str]:
    """The lines of a PDF as they are painted."""
    pages = pypdfium2.PdfDocument(file)
    return [line for page in pages for line in page.get_textpage().get_text_bounded().split("\r\n")]


@pytest.mark.slow
def test_a_word_of_code_is_cut_only_where_it_begins_a_line() -> None:
    """Every name is a box of its own, in the box of the code: none is the beginning of a line."""
    names = [f'"berth_{number}"' for number in range(10, 50)]
    for shift in range(1, 11):
        code = f"{'x' * shift} = [{', '.join(names)}, 1.5, None] if x else None"
        lines = lines_of(pdf_of(document(CodeBlock(code, "python"))))
        words = [word for line in lines for word in line.split()]
        assert [word for word in code.split() if word not in words] == []


@pytest.mark.parametrize("word", ["harbour." * 30, '["berth"]' * 30, "f(" * 90 + ")" * 90])
def test_code_without_a_space_stays_in_its_box(word: str) -> None:
    file = pdf_of(
        document(
            CodeBlock(f"x = {word}1", "python"), p("A ", Phrase(PhraseKind.STRONG, (Code(word),)))
        )
    )
    lines = lines_of(file)
    assert len(lines) > 6
    assert "".join("".join(lines).split()).count(word) == 2
    assert max(map(len, lines)) < 90


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("hi", "क्योंकि विद्यार्थियों को शिक्षा का अधिकार प्राप्त है और कृपया ध्यान दें"),
        ("ta", "மக்கள் கொள்கை பொது சேவைகள் தொடர்பான செய்தி"),
        ("km", "សួស្តីពិភពលោក នេះជាអត្ថបទខ្មែរ"),
        ("th", "สวัสดีชาวโลก นี่คือข้อความภาษาไทย"),
        ("de", "Donau\u00addampf\u00adschiff und 10\u00a0kg"),
    ],
)
def test_text_is_the_sources_whatever_its_glyphs(lang: str, text: str) -> None:
    file = pdf_of(document(p(text), meta=Meta(inlines("T"), lang)))
    assert text.replace("\u00ad", "") in text_of(file).replace("\u202f", " ") or (
        text.replace("\u00ad", "").replace("\u00a0", " ") in text_of(file)
    )


def test_right_to_left_text_is_left_to_readers() -> None:
    text = "שלום עולם, זהו טקסט עברי עם המספר 2026 והמילה English באמצע"
    file = pdf_of(document(p(text), meta=Meta(inlines("כותרת"), "he", dir="rtl")))
    with pikepdf.open(file) as pdf:
        assert b"ActualText" not in content_of(pdf)
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"
    read = pypdfium2.PdfDocument(file.getvalue())
    try:
        assert text in " ".join(read[0].get_textpage().get_text_range().split())
    finally:
        read.close()


def test_language_is_said_where_it_changes_and_only_there() -> None:
    french = Language(inlines("bonjour"), "fr", None)
    same = Language(inlines("hello"), "en", None)
    lines = tree_of(p(french, " ", same), Division((p("salut"),), "fr"))
    assert lines.count("Lang=") == 2
    assert "Span Lang='fr'" in lines
    assert "Div Lang='fr'" in lines


def test_character_without_a_font_is_shown_by_number_and_read_as_itself(
    weasyprint_warnings: list[str],
) -> None:
    made = render(document(p("a \u0378 b")), STYLE, standing=FAULTLESS)
    lines = outline(io.BytesIO(made.content))
    assert "Span ActualText='\\u0378'" in lines
    assert "'[U+0378]'" in lines
    assert [(f.code, f.severity) for f in made.findings] == [("PDF001", Severity.WARNING)]
    assert any(".notdef" in message for message in weasyprint_warnings)
    weasyprint_warnings.clear()


def test_text_that_reaches_no_page_is_an_error_where_it_stands() -> None:
    cell = replace(th("huge " * 3000, Scope.COLUMN), position=Position(7, 3))
    table = Table((), (Row((cell,)),), ((Row((td("x"),)),),), position=Position(7, 1))
    made = render(document(table), STYLE, standing=FAULTLESS)
    found = [(f.code, f.severity, f.where) for f in made.findings]
    assert found == [("PDF003", Severity.ERROR, Where("", 7, 3))]


def test_hidden_text_is_an_error_at_the_nearest_place_that_is_known() -> None:
    emphasis = Phrase(PhraseKind.EMPHASIS, (Text("hidden"),))
    blocks = Paragraph((Text("seen"),), Position(3, 1)), Paragraph((emphasis,), Position(5, 1))
    style = replace(STYLE, print_css=f"{STYLE.print_css}\nem {{ display: none }}")
    made = render(document(*blocks), style, standing=FAULTLESS)
    assert [(f.code, f.where) for f in made.findings] == [("PDF003", Where("", 5, 1))]


# --- Pages -------------------------------------------------------------------------------


def test_all_that_is_painted_is_content_or_artifact() -> None:
    with pikepdf.open(pdf_of(DOCUMENT)) as pdf:
        for page in pdf.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                match str(instruction.operator):
                    case "BDC" | "BMC":
                        depth += 1
                    case "EMC":
                        depth -= 1
                    case "TJ" | "Tj" | "Do" | "f" | "f*" | "S" | "s" | "B" | "sh":
                        assert depth == 1


def test_running_titles_are_artifacts_of_their_kind() -> None:
    with pikepdf.open(pdf_of(document(p("word " * 2000)))) as pdf:
        content = content_of(pdf)
    assert b"/Subtype /Footer" in content
    assert b"/Subtype /Header" in content


def test_every_mark_leads_to_its_element_and_back() -> None:
    with pikepdf.open(pdf_of(DOCUMENT)) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        for page in pdf.pages:
            owners = parents[int(page.StructParents)]
            marks = content_of_page(page)
            assert marks == list(range(len(owners)))
            for annotation in page.get("/Annots", []):
                element = parents[int(annotation.StructParent)]
                assert element.S == "/Link"
                held = [kid.Obj.objgen for kid in element.K if is_reference(kid)]
                assert annotation.objgen in held
                assert annotation.F == 4
                assert str(annotation.Contents)


def is_reference(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and bool(kid.get("/Type") == "/OBJR")


def content_of_page(page: Any) -> list[int]:
    marks = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        if str(instruction.operator) == "BDC" and "/MCID" in operands[1]:
            marks.append(int(operands[1].MCID))
    return marks


def test_see_through_and_turned_content_keeps_its_tags() -> None:
    css = STYLE.print_css + "blockquote { opacity: 0.5 } pre { transform: rotate(2deg) }"
    made = document(Quotation((p("faint"), p("text"))), CodeBlock("turned"))
    content = render(made, replace(STYLE, print_css=css), standing=FAULTLESS).content
    lines = outline(io.BytesIO(content))
    for text in ("faint", "text", "turned"):
        assert f"'{text}'" in lines
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert any("/StructParents" in o for o in pdf.objects if is_form(o))


def is_form(value: Any) -> bool:
    return isinstance(value, pikepdf.Stream) and bool(value.get("/Subtype") == "/Form")


def test_page_numbers_of_the_contents_stand_beside_their_links() -> None:
    made = document(Heading(2, inlines("One"), "one"), meta=Meta(inlines("T"), "en", toc=True))
    lines = outline(pdf_of(made))
    assert "Link\n          'One '\n          -> 'One'\n        Span\n          ' 1'\n" in lines


def test_figure_has_its_place_on_the_page_in_points() -> None:
    asset = Asset("a.png", "image/png", picture("RGB"), 96, 48)
    made = document(Paragraph((Image("A", "a.png", "a.png"),)), assets=(asset,))
    with pikepdf.open(pdf_of(made)) as pdf:
        figure = find(pdf.Root.StructTreeRoot.K[0], "/Figure")
        left, bottom, right, top = (float(n) for n in figure.A.BBox)
        assert (round(right - left, 6), round(top - bottom, 6)) == (72, 36)
        assert left > 0
        assert top < float(pdf.pages[0].MediaBox[3])
        assert bottom > float(pdf.pages[0].MediaBox[3]) / 2


def find(node: Any, role: str) -> Any:
    if node.get("/S") == role:
        return node
    for kid in node.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and (found := find(kid, role)) is not None:
            return found
    return None


def picture(mode: str, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Picture.new(mode, (96, 48)).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGBA", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG"), ("I;16", "PNG"),
     ("CMYK", "JPEG"), ("L", "JPEG"), ("RGBA", "WEBP")],
)  # fmt: skip
def test_images_of_all_kinds_become_plain_grey_or_rgb(mode: str, kind: str) -> None:
    asset = Asset("a", f"image/{kind.lower()}", picture(mode, kind), 96, 48)
    made = document(Paragraph((Image("A", "a", "a"),)), assets=(asset,))
    with pikepdf.open(pdf_of(made)) as pdf:
        images = [o for o in pdf.objects if is_image(o)]
        assert images
        for image in images:
            assert str(image.ColorSpace) in ("/DeviceRGB", "/DeviceGray")
            assert image.BitsPerComponent == 8
            assert not image.Interpolate


def is_image(value: Any) -> bool:
    return isinstance(value, pikepdf.Stream) and value.get("/Subtype") == "/Image"


def test_colour_profile_of_an_image_is_applied_and_left_out() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    buffer = io.BytesIO()
    Picture.new("RGB", (9, 9), "teal").save(buffer, "JPEG", icc_profile=profile)
    data, media_type = printable(Asset("a.jpg", "image/jpeg", buffer.getvalue(), 9, 9))
    assert media_type == "image/jpeg"
    with Picture.open(io.BytesIO(data)) as image:
        assert "icc_profile" not in image.info


@pytest.mark.parametrize("dpi", [72, 150, 220, 597])
def test_large_image_has_the_pixels_that_are_asked_for(dpi: int) -> None:
    buffer = io.BytesIO()
    Picture.new("RGB", (4000, 400)).save(buffer, "JPEG")
    asset = Asset("a.jpg", "image/jpeg", buffer.getvalue(), 4000, 400)
    made = document(Paragraph((Image("A", "a.jpg", "a.jpg"),)), assets=(asset,))
    content = render(made, STYLE, standing=FAULTLESS, image_dpi=dpi).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (width,) = [int(o.Width) for o in pdf.objects if is_image(o)]
    inches = 34 * 12 / 72  # The longest line of text.
    assert dpi * inches * 0.99 < width < dpi * inches * 1.01


def test_a_drawing_that_cannot_be_drawn_is_named_where_it_stands(
    weasyprint_warnings: list[str],
) -> None:
    asset = Asset("a.svg", "image/svg+xml", b"<svg", 9, 9)
    image = Image("A", "a.svg", "a.svg", position=Position(4, 9))
    made = render(document(Paragraph((image,)), assets=(asset,)), STYLE, standing=FAULTLESS)
    assert [(f.code, f.where) for f in made.findings] == [("PDF004", Where("", 4, 9))]
    weasyprint_warnings.clear()


def test_decorative_image_is_an_artifact() -> None:
    asset = Asset("a.png", "image/png", picture("RGB"), 96, 48)
    lines = tree_of(Paragraph((Image(Decorative(), "a.png", "a.png"),)), assets=(asset,))
    assert lines == "Document\n  H1\n    'Title'\n"


def test_image_can_reach_neither_files_nor_network(weasyprint_warnings: list[str]) -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b'<image href="file:///etc/hostname" width="5" height="5"/>'
        b'<image href="https://example.org/x.png" width="5" height="5"/></svg>'
    )
    asset = Asset("a.svg", "image/svg+xml", svg, 9, 9)
    image = Image("A", "a.svg", "a.svg", position=Position(4, 9))
    made = render(document(Paragraph((image,)), assets=(asset,)), STYLE, standing=FAULTLESS)
    assert [finding.code for finding in made.findings] == ["PDF004", "PDF004"]
    assert len(weasyprint_warnings) == 2
    weasyprint_warnings.clear()


# --- The file ----------------------------------------------------------------------------


def test_pages_are_called_what_is_printed_on_them() -> None:
    with pikepdf.open(pdf_of(document(p("word " * 2000)))) as pdf:
        assert "/PageLabels" in pdf.Root
        labels = [page.label for page in pdf.pages]
        count = len(labels)
    read = pypdfium2.PdfDocument(pdf_of(document(p("word " * 2000))))
    printed = [page.get_textpage().get_text_range().split()[-4:] for page in read]
    assert printed == [["Page", label, "of", str(count)] for label in labels]


def test_headings_are_the_outline_nested_by_level() -> None:
    made = document(
        Heading(2, inlines("One"), "one"),
        Heading(3, inlines("Below"), "below"),
        Heading(2, inlines("Two"), "two"),
    )
    with pikepdf.open(pdf_of(made)) as pdf, pdf.open_outline() as entries:
        title = entries.root[0]
        assert title.title == "Title"
        assert [child.title for child in title.children] == ["One", "Two"]
        assert [child.title for child in title.children[0].children] == ["Below"]


@pytest.mark.parametrize(
    ("sibling", "address"),
    [
        (Sibling("../spring/spring", "rates", None), "../spring/spring.pdf#rates"),
        (Sibling("spring", "", None), "./spring.pdf"),
        (Sibling("gwanwyn tŷ", "", None), "./gwanwyn%20t%C5%B7.pdf"),
        (Sibling("spring", "rates", "https://example.org/spring"), "https://example.org/spring"),
    ],
)
def test_another_document_is_an_address_or_a_name_beside_the_file(
    sibling: Sibling, address: str
) -> None:
    there = DocumentLink(inlines("spring"), sibling)
    with pikepdf.open(pdf_of(document(p(there)))) as pdf:
        action = pdf.pages[0].Annots[0].A
        assert (str(action.S), str(action.URI)) == ("/URI", address)


def test_metadata_says_the_same_twice_and_no_time_but_the_documents() -> None:
    with pikepdf.open(pdf_of(DOCUMENT)) as pdf, pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == "Autumn briefing" == str(pdf.docinfo.Title)
        assert xmp["dc:language"] == {"en-GB"}
        assert xmp["dc:creator"] == ["Ada Byron", "Mary Somerville"]
        assert xmp["xmp:CreateDate"] == "2026-11-24"
        assert str(pdf.docinfo.CreationDate) == "D:20261124"
        assert "/ModDate" not in pdf.docinfo
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked


@pytest.mark.slow
def test_claims_are_made_only_when_allowed() -> None:
    claiming = render(DOCUMENT, STYLE, standing=FAULTLESS)
    silent = render(DOCUMENT, STYLE, standing=UNCLAIMED)
    assert claiming.claims == ("PDF/UA-1", "PDF/A-3a")
    assert silent.claims == ()
    for made, expected in ((claiming, ("1", "3", "A")), (silent, (None, None, None))):
        with pikepdf.open(io.BytesIO(made.content)) as pdf, pdf.open_metadata() as xmp:
            names = ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")
            assert tuple(xmp.get(name) for name in names) == expected
    assert b"pdfuaid" not in silent.content
    assert outline(io.BytesIO(silent.content)) == outline(io.BytesIO(claiming.content))


def test_a_document_without_formulas_embeds_nothing() -> None:
    made = render(document(p("Text.")), STYLE, standing=FAULTLESS)
    assert made.claims == ("PDF/UA-1", "PDF/A-2a")
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert len(pdf.attachments) == 0


def test_a_formula_can_be_searched_and_copied_where_it_stands() -> None:
    formula = Math("E = mc^2", False, MATHML, "E equals m c squared")
    made = pdf_of(document(Paragraph((Text("so "), formula, Text(" is.")))))
    read = pypdfium2.PdfDocument(made)
    assert "so E equals m c squared is." in read[0].get_textpage().get_text_range()


def test_the_mark_of_a_note_is_told_from_the_word_before_and_wide_enough_to_hit() -> None:
    noted = Paragraph(
        (Text("Since 2025."), NoteReference(0, 1), Text(" More"), NoteReference(1, 1))
    )
    notes = (Note((p("Said so."),), 1), Note((p("And so."),), 1))
    with pikepdf.open(pdf_of(document(noted, notes=notes))) as pdf:
        marks = [a for a in pdf.pages[0].Annots if str(a.Contents).startswith("Note")]
        widths = [float(mark.Rect[2]) - float(mark.Rect[0]) for mark in marks]
    # In the middle of a sentence a wider one would take the words beside it for its name.
    assert widths == [pytest.approx(3.63, abs=0.1), pytest.approx(18, abs=0.1)]
    read = pypdfium2.PdfDocument(pdf_of(document(noted, notes=notes)))
    assert "Since 2025.\u20091" in read[0].get_textpage().get_text_range()


@pytest.mark.parametrize("end", [".", "?"])
def test_the_mark_of_a_note_stays_in_the_line_of_its_sentence(end: str) -> None:
    text = " the figures come from our survey of businesses"
    parts = [
        Paragraph(
            (Text("i" * count + text + end), NoteReference(0, number), Text(" More and more"))
        )
        for number, count in enumerate(range(34, 56), 1)
    ]
    made = pdf_of(document(*parts, notes=(Note((p("Said so."),), len(parts)),)))
    pages = pypdfium2.PdfDocument(made)
    lines = [line for page in pages for line in page.get_textpage().get_text_range().split("\r\n")]
    begun = [line for line in lines if line.startswith("\u20091")]
    assert (begun, sum("\u20091" in line for line in lines)) == ([], len(parts))


@pytest.mark.slow
def test_same_document_gives_the_same_bytes_also_later_and_after_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # fontTools takes this for the time that it writes into fonts.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    emoji = document(p("Emoji 😀 fonts are rewritten"))
    first = (
        render(emoji, STYLE, standing=FAULTLESS).content,
        render(DOCUMENT, STYLE, standing=FAULTLESS).content,
    )
    render(document(p("नमस्ते ", phrase(PhraseKind.STRONG, "שלום"))), STYLE, standing=FAULTLESS)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    again = (
        render(emoji, STYLE, standing=FAULTLESS).content,
        render(DOCUMENT, STYLE, standing=FAULTLESS).content,
    )
    assert first == again


def test_nothing_of_the_machine_is_in_the_file() -> None:
    with pikepdf.open(pdf_of(DOCUMENT)) as pdf:
        buffer = io.BytesIO()
        pdf.save(
            buffer,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    for trace in (b"/tmp/", b"/home/", str(Path.home()).encode() + b"/", b"file:"):
        assert trace not in buffer.getvalue()
