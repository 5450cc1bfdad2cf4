"""HTML and EPUB files broken in known ways: read-back catches every one."""

import re
from io import BytesIO
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from proving import finished, proof

from docforge.export import Format
from docforge.findings import Outcome
from docforge.verify.readers.markup.lists import label_form

# What is done to the file: name, the text that is replaced (once), and what stands there instead.
BREAKS = [
    ("heading one level off", '<h3 id="lists">Lists</h3>', '<h4 id="lists">Lists</h4>'),
    ("title as a paragraph", "<h1>Autumn briefing</h1>", "<p>Autumn briefing</p>"),
    ("heading as a paragraph", '<h2 id="apart">Set apart</h2>', "<p>Set apart</p>"),
    ("paragraphs swapped", "<p>Two.</p><p>Paragraphs.</p>", "<p>Paragraphs.</p><p>Two.</p>"),
    ("paragraphs merged", "<p>Read.</p><p>Then begin.</p>", "<p>Read. Then begin.</p>"),
    ("paragraph dropped", "<p>It goes on.", "<p>"),
    ("text added", "<p>An opening paragraph.</p>", "<p>An opening paragraph. Buy now!</p>"),
    ("paragraph added", "<p>Read.</p>", "<p>Read.</p><p>Buy now!</p>"),
    ("word dropped", "An opening paragraph.", "An paragraph."),
    ("digit changed", "57 million", "51 million"),
    ("cell dropped", "<td>57 million</td>", ""),
    ("cell emptied", "<td>57 million</td>", "<td></td>"),
    ("row header lost", '<th scope="row">England</th>', "<td>England</td>"),
    ("header's scope lost", '<th scope="row">Wales</th>', '<th scope="col">Wales</th>'),
    ("span of a header lost", 'scope="colgroup" colspan="2"', 'scope="colgroup"'),
    ("caption lost", ">Population</caption>", "></caption>"),
    ("list item merged", "<li>apple</li><li>pear</li>", "<li>apple pear</li>"),
    ("list begins elsewhere", 'type="a" start="3"', 'type="a" start="4"'),
    ("item given another number", "<li>apple</li>", '<li value="9">apple</li>'),
    ("brackets put around labels", 'type="a" start="3"', 'class="parentheses" type="a" start="3"'),
    ("letters became numbers", 'type="a" start="3"', 'start="3"'),
    ("nested list taken out", '<li>Fruit<ol type="a"', '<li>Fruit</li><li><ol type="a"'),
    ("task's state changed", ">Done:</span> Publish", ">To do:</span> Publish"),
    ("term as a description", "<dt>Tax</dt>", "<dd>Tax</dd>"),
    ("description emptied", 'alt="Rain fell most in May"', 'alt=""'),
    ("description changed", 'alt="A blue bar"', 'alt="A red bar"'),
    ("link leads elsewhere", 'href="https://example.org/rates"', 'href="https://example.com/"'),
    ("link inside leads elsewhere", 'href="#tables"', 'href="#lists"'),
    ("link unmade", '<a href="tel:+44201234567">call us</a>', "call us"),
    ("link's text moved out", ">write to us</a>", "></a>write to us"),
    ("language lost", ' lang="cy"', ""),
    ("direction lost", ' dir="rtl"', ""),
    ("language wrong", 'lang="ar"', 'lang="fa"'),
    ("note unlinked", 'href="#df-note-2"', 'href="#df-note-1"'),
    ("mark of a note dropped", "<sup>2</sup></a>", "</a>"),
    ("note's link back leads elsewhere", 'href="#df-ref-2-1"', 'href="#df-ref-1-1"'),
    ("emphasis lost", "<em>stressed</em>", "stressed"),
    ("emphasised text lost", "<em>stressed</em>", "<em></em>"),
    ("emphasis on another word", "Plain, <em>stressed</em>", "<em>Plain</em>, stressed"),
    ("deletion became insertion", "<del>12</del>", "<ins>12</ins>"),
    ("expansion lost", 'title="National Audit Office"', 'title=""'),
    (
        "quotation as paragraphs",
        "<blockquote><p>One paragraph.</p></blockquote>",
        "<p>One paragraph.</p>",
    ),
    ("code's line lost", "(<span", "<span"),
    ("formula's words changed", 'alttext="E equals m c squared"', 'alttext="E"'),
    ("formula's letter changed", "<mi>E</mi>", "<mi>F</mi>"),
    ("callout's label lost", "<span>Warning</span>", ""),
    ("place of a link lost", '<span id="here"', "<span"),
    ("contact lost", ">press@example.org</a>", "></a>"),
]

# The same where a book says it in other words.
_PEOPLE, _COUNTRY = 'data-label="People: " role="cell"', 'data-label="Country: " role="rowheader"'
BOOK_BREAKS = {
    "cell dropped": (f"<td {_PEOPLE}>57 million</td>", ""),
    "cell emptied": (f"<td {_PEOPLE}>57 million</td>", f"<td {_PEOPLE}></td>"),
    "row header lost": (
        f'<th scope="row" {_COUNTRY}>England</th>',
        f"<td {_COUNTRY}>England</td>",
    ),
    "header's scope lost": (
        f'<th scope="row" {_COUNTRY}>Wales</th>',
        f'<th scope="col" {_COUNTRY}>Wales</th>',
    ),
}
STACKED_BREAKS = [
    ("label of another column", 'data-label="People: "', 'data-label="Area: "'),
    ("label with words of its own", 'data-label="People: "', 'data-label="People: Buy now! "'),
    (
        "row with words of its own",
        '<tr role="row"><th scope="row"',
        '<tr data-above="Buy" role="row"><th scope="row"',
    ),
]


def _broken_html(old: str, new: str) -> bytes:
    text = finished(Format.HTML).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def _broken_epub(old: str, new: str) -> bytes:
    made = BytesIO()
    done = 0
    with ZipFile(BytesIO(finished(Format.EPUB))) as book, ZipFile(made, "w") as broken:
        for name in book.namelist():
            content = book.read(name)
            if name.endswith(("title.xhtml", "text-001.xhtml")) and not done:
                text = content.decode()
                done = text.count(old)
                content = text.replace(old, new, 1).encode()
            broken.writestr(name, content)
    assert done
    return made.getvalue()


def test_whole_files_pass() -> None:
    for kind in (Format.HTML, Format.EPUB):
        assert proof(kind, finished(kind)).verdict.outcome is Outcome.PASSED


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("name", "old", "new"), BREAKS, ids=[each[0] for each in BREAKS])
def test_a_broken_html_is_caught(name: str, old: str, new: str) -> None:
    verdict = proof(Format.HTML, _broken_html(old, new)).verdict
    assert verdict.outcome is Outcome.FAILED, name


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("name", "old", "new"), BREAKS, ids=[each[0] for each in BREAKS])
def test_a_broken_epub_is_caught(name: str, old: str, new: str) -> None:
    verdict = proof(Format.EPUB, _broken_epub(*BOOK_BREAKS.get(name, (old, new)))).verdict
    assert verdict.outcome is Outcome.FAILED, name


@pytest.mark.parametrize(
    ("name", "old", "new"), STACKED_BREAKS, ids=[each[0] for each in STACKED_BREAKS]
)
def test_a_stacked_row_that_says_what_the_table_does_not_is_caught(
    name: str, old: str, new: str
) -> None:
    verdict = proof(Format.EPUB, _broken_epub(old, new)).verdict
    assert verdict.outcome is Outcome.FAILED, name


def test_a_book_that_is_no_zip_has_not_passed() -> None:
    verdict = proof(Format.EPUB, finished(Format.EPUB)[:-400]).verdict
    assert verdict.outcome is Outcome.FAILED
    assert [finding.code for finding in verdict.findings] == ["RBK005"]


@pytest.mark.parametrize(
    ("listed", "label"),
    [
        ('<ol type="A" class="parenthesis upper"><li>x</li></ol>', "1)"),
        ('<ol type="a" class="parenthesis"><li>x</li></ol>', "1)"),
        ('<ol type="A" class="parenthesis"><li>x</li></ol>', "1) in the other case"),
        ('<ol type="a" class="parenthesis upper"><li>x</li></ol>', "1) in the other case"),
    ],
)
def test_a_list_whose_sheet_shows_letters_of_the_other_case_is_another(
    listed: str, label: str
) -> None:
    assert label_form(fromstring(listed)).format(1) == label


def test_a_block_of_code_that_is_not_said_to_be_code_is_caught() -> None:
    text = finished(Format.HTML).decode()
    broken = re.sub(
        "(<pre[^>]*>)<code>(.*?)</code></pre>",
        r"\1<span>\2</span></pre>",
        text,
        count=1,
        flags=re.DOTALL,
    )
    assert broken != text
    assert proof(Format.HTML, broken.encode()).verdict.outcome is Outcome.FAILED
