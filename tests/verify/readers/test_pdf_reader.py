"""The reader of PDF gives back what documents say in constructs that are easily misread."""

import pytest
from every_node import inlines, p, td, th
from msgspec.structs import replace

from docforge.conformance import FAULTLESS
from docforge.document import (
    CALLOUT_KINDS,
    Block,
    Callout,
    Cell,
    Definition,
    DefinitionList,
    Delimiter,
    Direction,
    Division,
    Document,
    List,
    ListItem,
    Math,
    Meta,
    Numbering,
    Paragraph,
    PdfProfile,
    Row,
    Scope,
    Table,
)
from docforge.formats.pdf import render
from docforge.media.formulas import speak, to_mathml
from docforge.style import load_style
from docforge.verify.readback import read_back


def listed(numbering: Numbering) -> List:
    return List(numbering, (ListItem((p("one"),)), ListItem((p("two"),))))


def table(*cells: Cell) -> Table:
    head = tuple(th(f"Head {n}", Scope.COLUMN) for n in range(len(cells)))
    return Table(inlines("Points"), (Row(head),), ((Row(cells),),))


def formula(lang: str | None) -> Paragraph:
    mathml = to_mathml("x^2", display=False)
    assert mathml is not None
    return Paragraph((Math("x^2", False, mathml, speak(mathml), lang=lang),))


def note(*blocks: Block) -> Callout:
    return Callout(CALLOUT_KINDS["note"], (), blocks)


TASKS = List(
    Numbering.BULLET,
    (ListItem((p("one"),), checked=False), ListItem((p("two"),), checked=True)),
)
NUMBERED_TASKS = List(
    Numbering.DECIMAL,
    (
        ListItem((p("one"),), checked=False),
        ListItem((p("two"),), checked=True, ordinal=5),
        ListItem((p("no task"), TASKS)),
    ),
    delimiter=Delimiter.PARENTHESIS,
)
TERMS = DefinitionList((Definition((inlines("term"),), ((p("meaning"),),)),))
SAMPLES: dict[str, Block] = {
    "bullets in a cell": table(Cell((listed(Numbering.BULLET),)), td("a")),
    "numbers in a cell": table(Cell((p("first"), listed(Numbering.DECIMAL))), td("a")),
    "tasks": TASKS,
    "tasks with numbers": NUMBERED_TASKS,
    "tasks with letters": replace(NUMBERED_TASKS, numbering=Numbering.LOWER_ALPHA),
    "tasks in another language": Division((TASKS,), "fr"),
    "terms in a cell": table(Cell((TERMS,)), td("a")),
    "callout in a callout": note(p("outer"), note(p("inner"), note(p("innermost")))),
    "words that break": table(td("w" * 90), td("https://example.org/" + "path/" * 30)),
    "table on a page of its own": table(*(td("1,234,567") for _ in range(20))),
    "formula in another language": formula("en"),
}


# There are words for tasks and notes in Polish, but not in Swahili and Pashto.
LANGS = ("pl", "sw", "ps")


@pytest.mark.parametrize("profile", ["ua-1", "ua-2"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.slow
def test_reads_back_what_was_written(profile: PdfProfile, lang: str) -> None:
    assert differences(tuple(SAMPLES.values()), profile, lang) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("profile", ["ua-1", "ua-2"])
@pytest.mark.parametrize("lang", LANGS)
def test_reads_back_what_stands_alone(name: str, profile: PdfProfile, lang: str) -> None:
    assert differences((SAMPLES[name],), profile, lang) == []


def differences(blocks: tuple[Block, ...], profile: PdfProfile, lang: str) -> list[str]:
    """What is found in the PDF of `blocks` by what wrote it, and by reading it back."""
    direction: Direction = "rtl" if lang == "ps" else "ltr"
    meta = Meta(inlines("Title"), lang, direction)
    document = Document(meta, blocks, identifier="urn:uuid:1")
    style = load_style("briefing")
    rendering = render(document, style, standing=FAULTLESS, profile=profile)
    (proof,) = read_back(document, style, [rendering], FAULTLESS)
    return [finding.message for finding in (*rendering.findings, *proof.verdict.findings)]
