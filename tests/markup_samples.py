"""Documents made by hand: every node kind once, for the tests of markup and its renditions."""

from docforge.document import (
    CALLOUT_KINDS,
    Abbreviation,
    Anchor,
    Asset,
    Block,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Decorative,
    Definition,
    DefinitionList,
    Details,
    Division,
    Document,
    External,
    Figure,
    Heading,
    Image,
    Inline,
    Internal,
    Language,
    Length,
    LineBreak,
    Link,
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
    Quotation,
    Row,
    Scope,
    Sibling,
    Table,
    Text,
    ThematicBreak,
)

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120" viewBox="0 0 320 120">'
    b'<rect width="320" height="120" fill="#dfe7ee"/>'
    b'<path d="M10 100 L90 60 L170 75 L310 20" fill="none" stroke="#0b4f6c" stroke-width="6"/>'
    b"</svg>"
)
WIDE, SMALL = Length(60, "%"), Length(10, "%")
CHART = Asset("chart.svg", "image/svg+xml", SVG, 320, 120)
MATHML = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mi>E</mi><mo>=</mo>'
    "<mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow></math>"
)
ENERGY = Math("E = mc^2", True, MATHML, "E equals m times c squared")
CODE = '''def total(values: list[float]) -> float:
    """The sum of all values, as the annual report states it."""
    return sum(value for value in values if value > 0)  # refunds are listed elsewhere
'''


def text(words: str) -> tuple[Inline, ...]:
    return (Text(words),)


def paragraph(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in content))


def phrase(kind: PhraseKind, words: str) -> Phrase:
    return Phrase(kind, text(words))


def cell(words: str, scope: Scope | None = None, **more: object) -> Cell:
    blocks = (paragraph(words),) if words else ()
    return Cell(blocks, scope, **more)  # type: ignore[arg-type]  # tests pass known fields


def document(*blocks: Block, **more: object) -> Document:
    """A document of `blocks`; `more` are fields of Document or, failing that, of Meta."""
    own = {name: more.pop(name) for name in ("notes", "assets") if name in more}
    meta = {"title": text("A title"), "lang": "en-GB", **more}
    return Document(Meta(**meta), blocks, **own)  # type: ignore[arg-type]  # as above


def inline_blocks() -> tuple[Block, ...]:
    kinds = [part for kind in PhraseKind for part in (phrase(kind, kind.value), Text(" "))]
    return (
        Heading(2, text("Inline content"), "inline"),
        paragraph(*kinds),
        paragraph(
            "A paragraph with ",
            Link(text("an external link"), External("https://www.example.org/statistics")),
            ", ",
            Link(text("a place in this briefing"), Internal("tables")),
            ", ",
            Link(text("another briefing"), Sibling("../spring/spring", "costs", None)),
            " and ",
            Link(text("a link that goes nowhere"), None),
            ". The ",
            Abbreviation("HTML", "Hypertext Markup Language"),
            " standard, the word ",
            Language(text("llywodraeth"), "cy", None),
            " in Welsh and ",
            Language(text("حكومة"), "ar", "rtl"),
            " in Arabic.",
            NoteReference(0, 1),
            " A line ends",
            LineBreak(),
            "here, with ",
            Code("inline code()"),
            ", a formula ",
            Math("x", False, MATHML.replace("E", "x"), "x"),
            Anchor("a-place"),
            " and a second mark.",
            NoteReference(1, 1),
            NoteReference(0, 2),
        ),
        paragraph(ENERGY),
        paragraph("TeX that could not be converted: ", Math(r"\foo{x}", False, None, "")),
    )


def list_blocks() -> tuple[Block, ...]:
    nested = List(
        Numbering.LOWER_ALPHA, (ListItem((paragraph("one"),)), ListItem((paragraph("two"),)))
    )
    return (
        Heading(2, text("Lists"), "lists"),
        List(
            Numbering.BULLET,
            (ListItem((paragraph("first"), nested)), ListItem((paragraph("second"),))),
        ),
        List(
            Numbering.DECIMAL,
            (
                ListItem((paragraph("third"), paragraph("more of it"))),
                ListItem((paragraph("fourth"),)),
            ),
            start=3,
            tight=False,
        ),
        List(
            Numbering.BULLET,
            (
                ListItem((paragraph("Publish the figures"),), True),
                ListItem((paragraph("Translate the summary"),), False),
            ),
        ),
        DefinitionList(
            (
                Definition(
                    (text("Term"), text("Other term")),
                    (
                        (paragraph("What it means."),),
                        (paragraph("And more."), paragraph("Much more.")),
                    ),
                ),
            )
        ),
    )


def table_blocks() -> tuple[Block, ...]:
    column, row, group = Scope.COLUMN, Scope.ROW, Scope.COLUMN_GROUP
    years = ("2021", "2022", "2023", "2024", "2025", "2026")
    return (
        Heading(2, text("Tables"), "tables"),
        Table(
            text("Visitors by region and year"),
            (
                Row((cell("", column, rowspan=2), cell("Years", group, colspan=6, align="center"))),
                Row(tuple(cell(year, column, align="right") for year in years)),
            ),
            (
                tuple(
                    Row(
                        (
                            cell(region, row),
                            *(
                                cell(f"{number + 1},{index}40,000", align="right")
                                for index, _ in enumerate(years)
                            ),
                        )
                    )
                    for number, region in enumerate(("North", "South-west and the islands", "East"))
                ),
            ),
            (Row((cell("Total", row), *(cell("6,120,000", align="right") for _ in years))),),
        ),
        Table(
            (),
            (Row((cell("Name", column), cell("Role", column))),),
            ((Row((cell("A. Jones"), cell("Editor"))),),),
        ),
    )


def block_blocks() -> tuple[Block, ...]:
    picture = Image("A line that rises from left to right", CHART.name, "chart.svg", WIDE)
    return (
        Heading(2, text("Blocks"), "blocks"),
        Quotation((paragraph("We publish what we know, and say what we do not know."),)),
        CodeBlock(CODE, "python"),
        CodeBlock("a  b\n  c\n"),
        Figure((paragraph(picture),), text("Figure 1: visitors since 2021")),
        paragraph(
            "A decorative image: ",
            Image(Decorative(), CHART.name, "chart.svg", SMALL),
        ),
        paragraph("Not described: ", Image(None, CHART.name, "chart.svg", SMALL)),
        paragraph("Not there: ", Image("The plan", None, "plan.png")),
        *(
            Callout(
                kind,
                text("Read this first") if kind.name == "warning" else (),
                (paragraph(f"A passage of kind {kind.name}."),),
            )
            for kind in CALLOUT_KINDS.values()
        ),
        Details(text("How the figures were made"), (paragraph("By counting."),)),
        Division((paragraph("Cynhelir y cyfarfod yng Nghaerdydd."),), lang="cy", ident="cymraeg"),
        ThematicBreak(),
        Heading(3, text("A heading below"), "below"),
        paragraph(
            "The end. See https://www.example.org/a/very/long/address/that/never/ends/and/has/no/space/in/it/at/all/index.html?q=1"
        ),
    )


def everything(**more: object) -> Document:
    """A document with every node kind."""
    notes = (
        Note((paragraph("Figures are rounded."),), 2),
        Note((paragraph("See the code:"), CodeBlock("x = 1", "python")), 1),
    )
    blocks = (
        paragraph(
            "The introduction says in two sentences what the briefing is about. "
            "It has as many words as a line needs, and then some more, so that we can see "
            "how lines break."
        ),
        *inline_blocks(),
        *list_blocks(),
        *table_blocks(),
        *block_blocks(),
    )
    meta = {
        "title": (
            Text("Visitors to public "),
            phrase(PhraseKind.EMPHASIS, "museums"),
            Text(" in autumn 2026"),
        ),
        "subtitle": "Quarterly briefing",
        "date": "24 November 2026",
        "authors": ("A. Jones", "B. Smith"),
        "organisation": "Press office",
        "description": "How many people visited public museums.",
        "contact": "press@example.org or https://www.example.org/contact.",
    }
    return document(*blocks, notes=notes, assets=(CHART,), **{**meta, **more})
