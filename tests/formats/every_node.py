"""A document with every kind of node, for the renditions' tests."""

from docforge.document import (
    CALLOUT_KINDS,
    Abbreviation,
    Anchor,
    Asset,
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
    Evaluation,
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
    Position,
    Quotation,
    Row,
    Scope,
    Sibling,
    Table,
    Text,
    ThematicBreak,
)

HALF = Length(50, "%")
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">'
    b'<rect width="40" height="20" fill="#005ea5"/></svg>'
)
MATHML = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mi>E</mi><mo>=</mo><mi>m</mi>'
    "<msup><mi>c</mi><mn>2</mn></msup></mrow></math>"
)


def p(*parts: Inline | str) -> Paragraph:
    return Paragraph(inlines(*parts))


def inlines(*parts: Inline | str) -> tuple[Inline, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def phrase(kind: PhraseKind, text: str) -> Phrase:
    return Phrase(kind, (Text(text),))


def th(text: str, scope: Scope, colspan: int = 1, rowspan: int = 1) -> Cell:
    return Cell((p(text),) if text else (), scope, colspan, rowspan)


def td(*parts: Inline | str, colspan: int = 1, rowspan: int = 1) -> Cell:
    return Cell((p(*parts),) if parts else (), None, colspan, rowspan)


def link(text: str, url: str) -> Link:
    return Link((Text(text),), External(url))


def items(*texts: str) -> tuple[ListItem, ...]:
    return tuple(ListItem((p(text),)) for text in texts)


INLINE = (
    p(
        "Plain, ",
        phrase(PhraseKind.EMPHASIS, "stressed"),
        ", ",
        phrase(PhraseKind.STRONG, "strong"),
        ", ",
        phrase(PhraseKind.DELETED, "12"),
        " ",
        phrase(PhraseKind.INSERTED, "14"),
        ", CO",
        phrase(PhraseKind.SUBSCRIPT, "2"),
        ", 10 m",
        phrase(PhraseKind.SUPERSCRIPT, "3"),
        ", the 1",
        phrase(PhraseKind.SUPERSCRIPT, "st"),
        ", e",
        phrase(PhraseKind.SUPERSCRIPT, "x+y"),
        ", ",
        phrase(PhraseKind.HIGHLIGHT, "marked"),
        ", ",
        phrase(PhraseKind.SMALL_CAPS, "small caps"),
        ", ",
        phrase(PhraseKind.SMALL_PRINT, "small print"),
        ", ",
        phrase(PhraseKind.UNDERLINE, "underlined"),
        ", ",
        phrase(PhraseKind.KEYBOARD, "Tab"),
        ", ",
        phrase(PhraseKind.SAMPLE, "done"),
        ", ",
        phrase(PhraseKind.VARIABLE, "n"),
        ", ",
        phrase(PhraseKind.WORK_TITLE, "Hamlet"),
        ", ",
        phrase(PhraseKind.DEFINITION, "tariff"),
        ".",
    ),
    p(
        "The ",
        Abbreviation("NAO", "National Audit Office"),
        " and, in Welsh, ",
        Language((Text("Swyddfa Archwilio"),), "cy", None),
        ": the ",
        Abbreviation("NAO", "National Audit Office"),
        " again. Run ",
        Code("make all"),
        ", so ",
        Math("E = mc^2", False, MATHML, "E equals m c squared"),
        ".",
        LineBreak(),
        "A new line, ",
        Anchor("here"),
        "and an image ",
        Image("A blue bar", "bar.svg", "bar.svg"),
        " in it.",
    ),
    p(
        link("Rates", "https://example.org/rates"),
        ", ",
        link("https://example.org/", "https://example.org/"),
        ", ",
        link("write to us", "mailto:press@example.org"),
        ", ",
        link("call us", "tel:+44201234567"),
        ", ",
        Link((Text("tables below"),), Internal("tables")),
        ", ",
        Link((Text("spring"),), Sibling("../spring/spring", "", None), position=Position(7, 3)),
        ", ",
        Link(
            (Text("summer"),), Sibling("../summer/summer", "x", "https://example.org/summer.html#x")
        ),
        ", ",
        Link((Text("lost"),), None),
        ", ",
        link("rates again", "https://example.org/rates"),
        ".",
        NoteReference(0, 1),
        " And again.",
        NoteReference(0, 2),
        NoteReference(1, 1),
    ),
)

LISTS = (
    List(
        Numbering.BULLET,
        (
            ListItem(
                (
                    p("Fruit"),
                    List(Numbering.LOWER_ALPHA, items("apple", "pear"), start=3),
                )
            ),
            ListItem((p("Bread"),)),
        ),
    ),
    List(
        Numbering.DECIMAL,
        (ListItem((p("First"), p("More of it"))), ListItem((p("Second"),))),
        start=9,
        tight=False,
    ),
    List(
        Numbering.BULLET,
        (ListItem((p("Publish"),), checked=True), ListItem((p("Translate"),), checked=False)),
    ),
    DefinitionList(
        (
            Definition(((Text("Duty"),), (Text("Tax"),)), ((p("What is paid."),), (p("A task."),))),
            Definition(((Text("Relief"),),), ((p("What is not paid."),),)),
        )
    ),
)

COL, ROW, COLS, ROWS = Scope.COLUMN, Scope.ROW, Scope.COLUMN_GROUP, Scope.ROW_GROUP
TABLES = (
    Table(
        inlines("Population"),
        (Row((th("Country", COL), th("People", COL), th("Area", COL))),),
        (
            (
                Row((th("England", ROW), td("57 million"), td("130,279 km²"))),
                Row((th("Wales", ROW), td("3 million"), td())),
            ),
        ),
        (Row((th("Total", ROW), td("60 million"), td("151,058 km²"))),),
    ),
    Table(
        (),
        (
            Row((th("", COL, rowspan=2), th("2025", COLS, colspan=2), th("2026", COL, rowspan=2))),
            Row((th("Q1", COL), th("Q2", COL))),
        ),
        (
            (
                Row((th("North", COLS, colspan=4),)),
                Row((th("Leeds", ROW), td("1"), td("2"), td("3"))),
            ),
            (
                Row((th("South", ROWS, colspan=4),)),
                Row((th("Hove", ROW), td("4", colspan=2), td("5"))),
            ),
        ),
    ),
    Table((), (), ((Row((th("Name", ROW), td("Ada"))), Row((th("Born", ROW), td("1815")))),)),
)

APART = (
    Quotation((p("One paragraph."),)),
    Quotation((p("Two."), p("Paragraphs."))),
    CodeBlock("print(1)\n\nprint(2)\n", "python"),
    Figure(
        (Paragraph((Image("Rain fell most in May", "rain.png", "rain.png", HALF),)),),
        inlines("Rain by month"),
    ),
    Paragraph((Image(Decorative(), "rain.png", "rain.png"),)),
    p("A line", Image(Decorative(), "rain.png", "rain.png"), " with an ornament."),
    Callout(CALLOUT_KINDS["warning"], (), (p("Do not open."),)),
    Callout(CALLOUT_KINDS["note"], inlines("Before you start"), (p("Read."), p("Then begin."))),
    Details(inlines("How we counted"), (p("By hand."),)),
    Division((p("مرحبا"),), "ar", "rtl", "greeting"),
    ThematicBreak(),
    Paragraph((Math("E = mc^2", True, MATHML, "E equals m c squared"),)),
    Paragraph((Math(r"\odd", False, None, ""),)),
)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "cfc0000003010100c9fe92ef0000000049454e44ae426082"
)

DOCUMENT = Document(
    Meta(
        title=inlines("Autumn briefing"),
        lang="en-GB",
        subtitle="For the press",
        date="2026-11-24",
        authors=("Ada Byron", "Mary Somerville"),
        organisation="Press office",
        description="What changes this autumn.",
        keywords=("tax", "autumn"),
        contact="press@example.org",
        evaluation=Evaluation("Access team", "2026-11-20"),
    ),
    (
        p("An opening paragraph."),
        Heading(2, inlines("Words"), "words"),
        *INLINE,
        Heading(3, inlines("Lists"), "lists"),
        *LISTS,
        Heading(2, inlines("Tables"), "tables"),
        *TABLES,
        Heading(2, inlines("Set apart"), "apart"),
        *APART,
    ),
    notes=(
        Note((p("The first note, with a ", link("link", "https://example.org/note"), "."),), 2),
        Note((p("The second."), p("It goes on.")), 1),
    ),
    assets=(
        Asset("bar.svg", "image/svg+xml", SVG, 40, 20),
        Asset("rain.png", "image/png", PNG, 1, 1),
    ),
    identifier="urn:uuid:0b0f2d2e-5f0e-5d0c-9a55-6a1f0e0c7a11",
)
