import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from markup_samples import CODE, cell, document, everything, paragraph, text

from docforge.document import (
    Block,
    CodeBlock,
    Details,
    Document,
    Link,
    Math,
    NoteReference,
    Paragraph,
    Phrase,
    PhraseKind,
    Row,
    Sibling,
    Table,
)
from docforge.export import Format
from docforge.formats import html
from docforge.style import load_style


def page(source: Document) -> str:
    return html.render(source, load_style("briefing"), claim=True).content.decode()


def tree(source: Document) -> Element:
    found = tinyhtml5.parse(page(source), namespace_html_elements=False)
    assert isinstance(found, Element)
    return found


def table(caption: str) -> Table:
    return Table(text(caption) if caption else (), (), ((Row((cell("1"),)),),))


def regions(*blocks: Block) -> list[dict[str, str]]:
    return [
        found.attrib for found in tree(document(*blocks)).iter() if found.get("role") == "region"
    ]


def test_the_rendering_is_html_without_claims_or_findings() -> None:
    rendering = html.render(everything(), load_style("briefing"), claim=True)
    assert rendering.format is html.FORMAT is Format.HTML
    assert (rendering.claims, rendering.findings) == ((), ())


def test_a_claim_changes_nothing() -> None:
    style = load_style("briefing")
    assert html.render(everything(), style, claim=True) == html.render(
        everything(), style, claim=False
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


def test_a_table_scrolls_in_a_region_that_its_caption_names() -> None:
    (region,) = regions(table("Costs by year"))
    assert region["tabindex"] == "0"
    assert region["aria-label"] == "Costs by year"


def test_a_region_says_a_caption_with_markup_whole_and_without_marks() -> None:
    caption = (*text("Costs in "), Phrase(PhraseKind.STRONG, text("millions")), NoteReference(0, 1))
    (region,) = regions(replace(table("Costs"), caption=caption))
    assert region["aria-label"] == "Costs in millions"


def test_regions_of_one_page_have_different_names() -> None:
    found = regions(
        table("Costs"), table("Costs"), table(""), table(""), CodeBlock(CODE), CodeBlock(CODE)
    )
    names = Counter(region["aria-label"] for region in found)
    assert sorted(names) == ["Code 1", "Code 2", "Costs", "Table 2", "Table 3", "Table 4"]
    assert set(names.values()) == {1}


@pytest.mark.parametrize(("line", "scrolls"), [("x = 1", False), ("x" * 80, True)])
def test_only_code_that_can_scroll_is_a_stop_for_the_keyboard(line: str, scrolls: bool) -> None:
    assert bool(regions(CodeBlock(f"{line}\n"))) is scrolls


@pytest.mark.parametrize(("length", "scrolls"), [(3, False), (60, True)])
def test_only_a_long_formula_is_a_stop_for_the_keyboard(length: int, scrolls: bool) -> None:
    formula = Math("x", True, f"<math><mi>{'x' * length}</mi></math>", "x")
    assert bool(regions(Paragraph((formula,)))) is scrolls


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
