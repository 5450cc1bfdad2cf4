"""What scrolls on a narrow screen, and captions with markup: pages broken there are caught."""

import pytest
from every_node import inlines, link, p, phrase, td, th

from docforge.conformance import FAULTLESS
from docforge.document import (
    Asset,
    CodeBlock,
    Document,
    Image,
    Math,
    Meta,
    Paragraph,
    PhraseKind,
    Row,
    Scope,
    Table,
)
from docforge.export import Format, Rendering
from docforge.findings import Outcome
from docforge.formats import renderer
from docforge.style import load_style
from docforge.verify.gated import gated
from docforge.verify.readback import read_back

HEADS = ("Responsibilities", "Recommendations", "Provisional figures")
LINE = "x = " + "1 + " * 20 + "1"
LONG = "<math><mi>" + "x" * 60 + "</mi></math>"
DOCUMENT = Document(
    Meta(inlines("Screens"), "en"),
    (
        Table(
            (*inlines("Costs in "), phrase(PhraseKind.STRONG, "millions")),
            (Row(tuple(th(head, Scope.COLUMN) for head in HEADS)),),
            ((Row((td("1"), td("2"), td("3"))),),),
        ),
        CodeBlock(f"{LINE}\n"),
        p(Math("x", True, LONG, "x")),
        Paragraph((Image("Words in a drawing", "words", "words"),)),
        p(link("example.org", "https://example.org/"), link("rates", "https://example.org/")),
    ),
    assets=(
        Asset(
            "words",
            "image/svg+xml",
            b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400">'
            b'<text x="20" y="50" font-size="14">Words</text></svg>',
            600,
            400,
        ),
    ),
)
DRAWING = '<span class="drawing" role="group" tabindex="0" aria-label="Image">'
GROUP = '<div class="table-scroll" role="group" tabindex="0" aria-label="Table">'
CODE = '<pre role="group" tabindex="0" aria-label="Code">'
# What is broken: name, the text that is replaced once, and what stands there instead.
BREAKS = [
    ("table out of reach of the keyboard", GROUP, '<div class="table-scroll">'),
    ("group not reached", GROUP, GROUP.replace(' tabindex="0"', "")),
    ("group without a name", GROUP, GROUP.replace(' aria-label="Table"', "")),
    ("group named otherwise", GROUP, GROUP.replace('"Table"', '"Code"')),
    ("group without its role", GROUP, GROUP.replace(' role="group"', "")),
    ("table as a landmark", GROUP, GROUP.replace("group", "region")),
    ("code out of reach", CODE, "<pre>"),
    ("code named otherwise", CODE, CODE.replace('"Code"', '"Table"')),
    ("formula out of reach", 'class="formula" role="group"', 'class="formula"'),
    ("drawing out of reach", DRAWING, "<span>"),
    ("drawing named otherwise", DRAWING, DRAWING.replace("Image", "Table")),
    ("drawing not reached", DRAWING, DRAWING.replace(' tabindex="0"', "")),
    ("drawing broader than it is", "min-width: 471px", "min-width: 9999px"),
    ("letters of a drawing too small", "min-width: 471px", "min-width: 100px"),
    ("words before a drawing", DRAWING, f"{DRAWING}Buy now "),
    ("words behind a drawing", 'min-width: 471px"></span>', 'min-width: 471px"> Buy now</span>'),
    ("address twice on paper", ' class="address"', ""),
    ("address never on paper", '<a href="https', '<a class="address" href="https'),
    ("caption in pieces", '<strong role="presentation">', "<strong>"),
    ("caption without its emphasis", '<strong role="presentation">millions</strong>', "millions"),
]


def passes(content: bytes) -> bool:
    rendering = Rendering(Format.HTML, content)
    (proof,) = read_back(DOCUMENT, load_style("briefing"), [rendering], standing=FAULTLESS)
    verdicts = (gated(Format.HTML, content, "a/a"), proof.verdict)
    return all(verdict.outcome is Outcome.PASSED for verdict in verdicts)


def whole() -> str:
    return renderer(Format.HTML)(
        DOCUMENT, load_style("briefing"), standing=FAULTLESS
    ).content.decode()


def test_the_whole_page_passes() -> None:
    assert passes(whole().encode())


@pytest.mark.parametrize(("name", "old", "new"), BREAKS, ids=[each[0] for each in BREAKS])
def test_a_broken_html_is_caught(name: str, old: str, new: str) -> None:
    assert old in whole()
    assert not passes(whole().replace(old, new, 1).encode()), name
