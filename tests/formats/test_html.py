import re
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from markup_samples import CODE, cell, document, everything, paragraph, text
from msgspec.structs import replace

from docforge.conformance import FAULTLESS, UNCLAIMED
from docforge.document import (
    Asset,
    Block,
    Cell,
    CodeBlock,
    Details,
    Division,
    Document,
    External,
    Heading,
    Image,
    Link,
    List,
    ListItem,
    Math,
    Numbering,
    Paragraph,
    Phrase,
    PhraseKind,
    Row,
    Scope,
    Sibling,
    Table,
    Text,
)
from docforge.export import Format
from docforge.formats import html
from docforge.style import load_style


def page(source: Document) -> str:
    return html.render(source, load_style("briefing"), standing=FAULTLESS).content.decode()


def tree(source: Document) -> Element:
    found = tinyhtml5.parse(page(source), namespace_html_elements=False)
    assert isinstance(found, Element)
    return found


def table(caption: str) -> Table:
    return Table(text(caption) if caption else (), (), ((Row((cell("1"),)),),))


def regions(*blocks: Block) -> list[dict[str, str]]:
    return [
        found.attrib for found in tree(document(*blocks)).iter() if found.get("role") == "group"
    ]


def test_the_rendering_is_html_without_claims_or_findings() -> None:
    rendering = html.render(everything(), load_style("briefing"), standing=FAULTLESS)
    assert rendering.format is html.FORMAT is Format.HTML
    assert (rendering.claims, rendering.findings) == ((), ())


def test_a_claim_changes_nothing() -> None:
    style = load_style("briefing")
    assert html.render(everything(), style, standing=FAULTLESS) == html.render(
        everything(), style, standing=UNCLAIMED
    )


def test_the_page_says_its_language_direction_and_title() -> None:
    root = tree(everything(lang="ar", dir="rtl"))
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    assert root.findtext("head/title") == "Visitors to public museums in autumn 2026"


def test_the_head_describes_the_page() -> None:
    metas = {meta.get("name"): meta.get("content") for meta in tree(everything()).iter("meta")}
    assert metas["viewport"] == "width=device-width, initial-scale=1"
    assert metas["description"] == "How many people visited public museums."
    assert metas["author"] == "A. Jones, B. Smith"
    assert "generator" not in metas
    assert "keywords" not in metas


def test_landmarks_stand_once_each_in_reading_order() -> None:
    body = tree(everything()).find("body")
    assert body is not None
    assert [child.tag for child in body] == ["a", "header", "main", "footer"]
    assert len(body.findall("main/nav")) == 1


def test_contents_that_nothing_stands_before_are_skipped_with_the_title() -> None:
    whole = everything()
    first = next(n for n, block in enumerate(whole.blocks) if isinstance(block, Heading))
    body = tree(replace(whole, blocks=whole.blocks[first:])).find("body")
    assert body is not None
    assert [child.tag for child in body] == ["a", "header", "nav", "main", "footer"]


def test_the_first_link_skips_to_the_main_content() -> None:
    body = tree(everything()).find("body")
    assert body is not None
    assert (body[0].get("href"), body[0].text) == ("#df-main", "Skip to main content")
    assert body.find("main[@id='df-main']") is not None


def test_the_page_needs_nothing_but_itself() -> None:
    content = page(everything())
    root = tree(everything())
    assert not list(root.iter("script"))
    assert not list(root.iter("link"))
    assert all(image.get("src", "").startswith("data:image/") for image in root.iter("img"))
    assert not re.search(r"url\(|@import|@font-face", content)
    handlers = [name for found in root.iter() for name in found.attrib if name.startswith("on")]
    assert handlers == []


def policy_of(page: Element) -> str:
    (policy,) = [
        meta.get("content", "")
        for meta in page.iter("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    return policy


def test_nothing_is_loaded_but_the_pictures_that_are_there() -> None:
    with_pictures, without = policy_of(tree(everything())), policy_of(tree(document()))
    assert with_pictures.startswith("default-src 'none'; img-src data:;")
    assert without.startswith("default-src 'none'; style-src")
    assert "img-src" not in without


def test_source_text_cannot_become_markup() -> None:
    hostile = "</style><script>alert(1)</script>"
    root = tree(document(paragraph(hostile), title=text(hostile), description=f'">{hostile}'))
    assert not list(root.iter("script"))
    assert root.findtext("head/title") == hostile


def test_a_neighbour_is_linked_by_its_page() -> None:
    link = Link(text("x"), Sibling("../spring/spring", "costs", None))
    plain = Link(text("x"), Sibling("summer", "", None))
    addresses = [a.get("href") for a in tree(document(Paragraph((link, plain)))).iter("a")]
    assert addresses[1:] == ["../spring/spring.html#costs", "summer.html"]


BROAD = "Provisional figures", "Responsibilities", "Recommendations", "Unemployment"


def broad_table(caption: str = "") -> Table:
    return replace(table(caption), bodies=((Row(tuple(map(cell, BROAD))),),))


def test_only_a_table_that_is_too_broad_for_a_telephone_is_a_stop_for_the_keyboard() -> None:
    assert regions(table("Costs by year")) == []
    (group,) = regions(broad_table("Costs by year"))
    assert group == {
        "class": "table-scroll",
        "role": "group",
        "tabindex": "0",
        "aria-label": "Table",
    }


def test_large_letters_make_a_table_broad_and_words_of_korean_and_thai_are_not_cut() -> None:
    def scrolls(style: str, *cells: str) -> bool:
        row = Row(tuple(map(cell, cells)))
        source = document(replace(table("Costs"), bodies=((row,),)))
        content = html.render(source, load_style(style), standing=FAULTLESS).content
        return b'<div class="table-scroll" role="group"' in content

    assert not scrolls("briefing", "Passengers", "1,204,000", "−2.0")
    assert scrolls("large-print", "Passengers", "1,204,000", "−2.0")
    assert scrolls("briefing", "연안여객터미널", "안전관리사무소", "해양수산부장관")
    assert not scrolls("briefing", "연안 여객 터미널", "안전 관리", "해양 수산")
    assert scrolls("large-print", "ท่าเทียบเรือชายฝั่ง", "1,204", "1,288", "7.0")


def test_what_scrolls_is_no_landmark_and_says_no_caption_twice() -> None:
    found = regions(broad_table("Costs"), CodeBlock(CODE))
    assert [(group["role"], group["aria-label"]) for group in found] == [
        ("group", "Table"),
        ("group", "Code"),
    ]


def test_what_scrolls_in_a_passage_is_named_in_its_language() -> None:
    (group,) = regions(Division((CodeBlock(CODE),), "cy"))
    assert group["aria-label"] == "Cod"


def test_a_caption_is_no_row_of_objects_to_a_screen_reader() -> None:
    changed = Phrase(PhraseKind.DELETED, text("old"))
    caption = (*text("In "), Phrase(PhraseKind.STRONG, text("millions")), changed)
    found = tree(document(replace(table("Costs"), caption=caption))).find(".//caption")
    assert found is not None
    assert [(below.tag, below.get("role")) for below in found] == [
        ("strong", "presentation"),
        ("del", None),
    ]


def test_a_link_that_says_its_address_is_told_apart_since_paper_says_the_others() -> None:
    said = Link(text("www.example.org"), External("https://www.example.org/"))
    other = Link(text("rates"), External("https://www.example.org/"))
    found = [a.get("class") for a in tree(document(Paragraph((said, other)))).iter("a")]
    assert found == ["skip", "address", None]


def test_a_list_of_tasks_stays_a_list_without_marks() -> None:
    tasks = List(Numbering.BULLET, (ListItem((paragraph("x"),), checked=True),), tight=True)
    assert tree(document(tasks)).find(".//ul[@role='list']") is not None


def test_contents_and_notes_are_named_by_the_headings_in_them_alone() -> None:
    root = tree(everything())
    for part in (root.find(".//nav"), root.find(".//section")):
        assert part is not None
        assert part.get("aria-labelledby") is None
        assert part.find("h2") is not None


@pytest.mark.parametrize(("line", "scrolls"), [("x = 1", False), ("x" * 80, True)])
def test_only_code_that_can_scroll_is_a_stop_for_the_keyboard(line: str, scrolls: bool) -> None:
    assert bool(regions(CodeBlock(f"{line}\n"))) is scrolls


@pytest.mark.parametrize(("length", "scrolls"), [(3, False), (60, True)])
def test_only_a_long_formula_is_a_stop_for_the_keyboard(length: int, scrolls: bool) -> None:
    formula = Math("x", True, f"<math><mi>{'x' * length}</mi></math>", "x")
    assert bool(regions(Paragraph((formula,)))) is scrolls


@pytest.mark.parametrize(("length", "breaks"), [(3, False), (60, True)])
def test_only_a_long_formula_among_words_goes_on_in_further_lines(
    length: int, breaks: bool
) -> None:
    formula = Math("x", False, f"<math><mi>{'x' * length}</mi></math>", "x")
    found = tree(document(Paragraph((Text("So "), formula, Text(" is.")))))
    parents = ((parent, child) for parent in found.iter() for child in parent)
    (above,) = (parent for parent, child in parents if child.tag.endswith("math"))
    assert (above.get("class") == "breaks") is breaks
    (line,) = (p for p in found.iter("p") if p.text == "So ")
    assert "".join(line.itertext()) == f"So {'x' * length} is."


def drawing(text: str, **more: int) -> Asset:
    size = {"width": 640, "height": 300, **more}
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300">{text}</svg>'
    return Asset("d", "image/svg+xml", svg.encode(), size["width"], size["height"])


@pytest.mark.parametrize(
    ("asset", "least"),
    [
        (drawing('<text font-size="16">Ferries</text>'), "min-width: 440px"),
        (drawing('<text style="font-size: 14px">A</text><text font-size="20">B</text>'),
         "min-width: 503px"),
        (drawing("<text>Ferries</text>"), "min-width: 440px"),
        (drawing('<text font-size="8">Tiny</text>'), "min-width: 640px"),
        (drawing('<text font-size="16">Small</text>', width=320, height=150), "min-width: 320px"),
        (drawing('<text font-size="40">Large</text>'), ""),
        (drawing('<rect width="9" height="9"/>'), ""),
    ],
)  # fmt: skip
def test_letters_of_a_drawing_can_be_read_on_a_telephone(asset: Asset, least: str) -> None:
    image = Image("Ferries a year", "d", "d")
    page = tree(document(paragraph(image), assets=(asset,)))
    (shown,) = page.iter("img")
    assert shown.get("style", "") == least
    assert [part.attrib for part in page.iter("span")] == (
        [{"class": "drawing", "role": "group", "tabindex": "0", "aria-label": "Image"}]
        if least
        else []
    )


def test_a_drawing_in_a_link_is_no_second_stop_for_the_keyboard() -> None:
    image = Image("Ferries a year", "d", "d")
    asset = drawing('<text font-size="8">Tiny</text>')
    link = Link((image,), External("https://example.org/"))
    (found,) = (
        a
        for a in tree(document(paragraph(link), assets=(asset,))).iter("a")
        if a.get("href", "").startswith("https")
    )
    assert [part.tag for part in found.iter()] == ["a", "img"]
    assert "style" not in found[0].attrib


def test_a_formula_in_a_header_cell_has_its_words_as_a_name() -> None:
    formula = Math("x^2", False, "<math><mi>x</mi></math>", "x squared")
    head, body = (Row((Cell((paragraph(formula),), scope),)) for scope in (Scope.COLUMN, None))
    found = tree(document(Table((), (head,), ((body,),))))
    assert [math.get("aria-label") for math in found.iter() if math.tag.endswith("math")] == [
        "x squared",
        None,
    ]


def test_details_fold() -> None:
    found = tree(document(Details(text("more"), (paragraph("x"), table("T"))))).find(".//details")
    assert found is not None
    assert [child.tag for child in found] == ["summary", "p", "div"]
    assert found.attrib == {}


def test_the_skip_link_says_its_language_when_it_is_not_the_document_s() -> None:
    assert '<a class="skip" href="#df-main" lang="en" dir="ltr">Skip' in page(
        everything(lang="haw")
    )


def test_heading_levels_never_skip() -> None:
    levels = [
        int(found.tag[1])
        for found in tree(everything()).iter()
        if re.fullmatch("h[1-6]", str(found.tag))
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert page(everything()) == page(everything())
