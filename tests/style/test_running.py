"""What runs on each page, and the head of a house, have room on every paper and in all letters."""

from pathlib import Path

import pypdfium2
import pytest
from housing import HOUSE
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import Document, Meta, Paragraph, Text
from docforge.document.languages import direction
from docforge.document.restrictions import Embargo, Restrictions
from docforge.export import Format, Rendering
from docforge.formats import renderer
from docforge.source.config import load_config
from docforge.style import Style, in_edition, load_style, page_rule
from docforge.verify.readback import read_back

LONG = (
    "FOR THE PERMANENT SECRETARIES OF THE MINISTRIES OF PORTS AND OF FINANCE AND NOBODY ELSE AT ALL"
)
MARKS = Restrictions(True, Embargo("2026-12-01", "00:01", "Europe/London"), LONG)
DOCUMENT = Document(
    Meta((Text("Harbour fund opens"),), "en-GB"), tuple(Paragraph((Text("Open."),)) for _ in "ab")
)


def style_of(folder: Path, paper: str, edition: str = "") -> Style:
    (folder / "styles/own").mkdir(parents=True)
    table = f'extends = "briefing"\npage-size = "{paper}"\nmargins = "14mm"\n'
    (folder / "styles/own/style.toml").write_text(table, "utf-8")
    brand = load_config(HOUSE).brand
    return load_style(in_edition("own", edition), (folder / "styles",), brand)


def made(document: Document, style: Style) -> tuple[bytes, list[str]]:
    """The PDF, and what reading it back finds."""
    content = renderer(Format.PDF)(document, style, standing=FAULTLESS).content
    (proof,) = read_back(document, style, [Rendering(Format.PDF, content)], FAULTLESS)
    return content, [found.message for found in proof.verdict.findings]


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["", "large-print"])
@pytest.mark.parametrize("paper", ["A4", "A5", "Letter"])
@pytest.mark.parametrize("lang", ["en-GB", "cy", "ar", "zh"])
def test_how_far_a_document_may_go_has_room_on_each_page(
    tmp_path: Path, paper: str, edition: str, lang: str
) -> None:
    meta = replace(DOCUMENT.meta, lang=lang, dir=direction(lang), restrictions=MARKS)
    _, found = made(replace(DOCUMENT, meta=meta), style_of(tmp_path, paper, edition))
    assert found == []


def test_a_margin_that_has_room_stays_as_the_style_has_it() -> None:
    style = load_style("briefing")
    for told in ((), ("Draft",), ("Embargoed until 1 December 2026, 00:01 (London)", "Draft")):
        assert "margin: 24mm 22mm 25mm 22mm;" in page_rule(
            style.page, style.words("en"), "ltr", "Title", told
        )


@pytest.mark.parametrize("edition", ["", "large-print"])
@pytest.mark.slow
def test_the_words_of_a_masthead_stay_together_and_apart_from_its_logos(
    tmp_path: Path, edition: str
) -> None:
    content, found = made(DOCUMENT, style_of(tmp_path, "A4", edition))
    page = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()
    assert "Harbours and Coasts Office" in [line.strip() for line in page.split("\r\n")]
    assert found == []


TITLES = {
    "en-GB": "The harbours and coasts of the county and what they need in the years to come, "
    "with a plan for each of them and its cost",
    "hi": "बंदरगाह मंत्रालय ने द्वीप मार्ग के यात्रियों के नए आँकड़े प्रकाशित "
    "किए हैं और निर्णय संपर्क क्षेत्र की जानकारी दी है ताकि सभी लोग पढ़ सकें",
    "ar": "دليل خدمات الميناء للقادمين الجدد وأسرهم في جميع أنحاء المقاطعة خلال السنوات "
    "القادمة مع خطة لكل ميناء وتكلفته 01632 960 111",
    "zh": "海岸安全指南以及所有港口在未来几年的需要和每个港口的计划及其费用"
    "以及所有相关部门的责任和联系方式说明书第二版海岸安全指南以及所有港口在未来几年的需要",
    "ja": "海岸の安全に関する手引きと今後数年間にすべての港が必要とするもの"
    "および各港の計画とその費用ならびに関係するすべての部署の責任と連絡先の説明書第二版",
}


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["", "large-print"])
@pytest.mark.parametrize("restrictions", [Restrictions(), Restrictions(is_draft=True)])
@pytest.mark.parametrize("lang", TITLES)
def test_a_title_that_its_margin_has_no_room_for_is_cut_and_told_as_it_is_cut(
    tmp_path: Path, lang: str, edition: str, restrictions: Restrictions
) -> None:
    title = (Text(TITLES[lang]),)
    meta = Meta(title, lang, dir=direction(lang), restrictions=restrictions)
    lines = tuple(Paragraph((Text("12 34"),)) for _ in range(60))
    _, found = made(Document(meta, lines), style_of(tmp_path, "A4", edition))
    assert found == []


@pytest.mark.slow
def test_a_long_foot_is_whole_on_each_page(tmp_path: Path) -> None:
    (tmp_path / "docforge.toml").write_text(
        f'[brand]\nfooter = "{"Harbours and Coasts Office, Harbour House, Sandry. " * 6}"\n',
        "utf-8",
    )
    style = load_style("briefing", (), load_config(tmp_path).brand)
    _, found = made(DOCUMENT, style)
    assert found == []
