"""Breaks of what a PDF says: texts of elements and marks, metadata, claims, names of links."""

from collections.abc import Callable, Iterator
from typing import Any

from pdf_breaking import Break, all_of, annotations, kids, page_stream, with_key
from pikepdf import Array, Dictionary, Name, String

# What an element of each type may not say: nothing of the document calls for it.
_ROLES: tuple[str, ...] = (
    "Document",
    "H1",
    "H2",
    "P",
    "L",
    "LI",
    "LBody",
    "Lbl",
    "Table",
    "TR",
    "TH",
    "TD",
)
_ROLES += ("Caption", "BlockQuote", "Aside", "Div", "Note", "Link", "Em", "Strong", "Code")


def said(role: str, key: str, value: str) -> Break:
    def change(pdf: Any) -> None:
        all_of(pdf, role)[0][f"/{key}"] = String(value)

    return change


def marked(properties: bytes) -> Break:
    """Let the first marked content with a number say more."""
    return page_stream(b"<</MCID 5>>", b"<</MCID 5" + properties + b">>")


def catalog(key: str, value: Any) -> Break:
    return lambda pdf: pdf.Root.__setitem__(f"/{key}", value)


def info(key: str, value: Any) -> Break:
    def change(pdf: Any) -> None:
        if value is None:
            del pdf.docinfo[f"/{key}"]
        else:
            pdf.docinfo[f"/{key}"] = value

    return change


def packet(old: bytes, new: bytes) -> Break:
    def change(pdf: Any) -> None:
        before = pdf.Root.Metadata.read_bytes()
        assert old in before, old
        pdf.Root.Metadata.write(before.replace(old, new))

    return change


def both(*breaks: Break) -> Break:
    def change(pdf: Any) -> None:
        for each in breaks:
            each(pdf)

    return change


def link(change_it: Callable[[Any], None]) -> Break:
    return lambda pdf: change_it(next(iter(annotations(pdf))))


def attribute(role: str, **facts: Any) -> Break:
    def change(pdf: Any) -> None:
        all_of(pdf, role)[0]["/A"] = Dictionary({f"/{key}": value for key, value in facts.items()})

    return change


def label(of: str, role: str = "Lbl") -> Break:
    def change(pdf: Any) -> None:
        next(_labels(pdf, of, role))["/ActualText"] = String("99.")

    return change


def _labels(pdf: Any, of: str, role: str) -> Iterator[Any]:
    return (node for node in all_of(pdf, role) if str(node.P.S) == f"/{of}")


def type_of_label(of: str, role: str, other: str) -> Break:
    return lambda pdf: next(_labels(pdf, of, role)).__setitem__("/S", Name(f"/{other}"))


def _row_in_the_table(pdf: Any) -> None:
    """Rows of a table right below it, beside those that are in groups (ISO 32000-2, annex L)."""
    body = all_of(pdf, "TBody")[0]
    rows = kids(body)
    rows[-1].P = body.P
    body.P.K = Array([*kids(body.P), rows[-1]])
    body.K = Array(rows[:-1])


def _words_in_a_group(pdf: Any) -> None:
    """Words right below a group of blocks: nothing tells what kind of text they are."""
    group = all_of(pdf, "BlockQuote")[0]
    paragraph = kids(group)[0]
    group.K = Array([*kids(paragraph), *kids(group)[1:]])
    group.Pg = paragraph.Pg


def type_of(role: str, other: str, at: int = 0) -> Break:
    return lambda pdf: all_of(pdf, role)[at].__setitem__("/S", Name(f"/{other}"))


def _joined_name(pdf: Any) -> None:
    named = next(each for each in annotations(pdf) if " " in str(each.Contents))
    named.Contents = String(str(named.Contents).replace(" ", ""))


def _without_file(pdf: Any) -> None:
    del with_key(pdf, "AF")[Name("/AF")]


def _other_file(pdf: Any) -> None:
    file = with_key(pdf, "AF").AF[0].EF.F
    file.write(file.read_bytes().replace(b"<mi>E</mi>", b"<mi>F</mi>").replace(b">E<", b">F<"))


BREAKS: dict[str, Break] = {
    **{f"ActualText on {role}": said(role, "ActualText", "Nothing") for role in _ROLES},
    **{f"Alt on {role}": said(role, "Alt", "Nothing") for role in _ROLES},
    **{f"E on {role}": said(role, "E", "Nothing") for role in _ROLES},
    **{f"Lang on {role}": said(role, "Lang", "fr") for role in _ROLES},
    **{f"title on {role}": said(role, "T", "Nothing") for role in ("H1", "P", "Link")},
    "ActualText on a figure": said("Figure", "ActualText", "Nothing"),
    "Lang on a figure": said("Figure", "Lang", "fr"),
    "Lang on a formula": said("Formula", "Lang", "fr"),
    "E on a figure": said("Figure", "E", "Nothing"),
    "Alt in a mark": marked(b"/Alt (Nothing)"),
    "E in a mark": marked(b"/E (Nothing)"),
    "Lang in a mark": marked(b"/Lang (fr)"),
    "ActualText in a mark": marked(b"/ActualText (Nothing)"),
    "empty ActualText in a mark": marked(b"/ActualText ()"),
    "ActualText in a mark inside": page_stream(
        b"<</MCID 5>>\nBDC", b"<</MCID 5>>\nBDC /Span <</ActualText (Nothing)>> BDC EMC"
    ),
    "ActualText of an artifact": page_stream(
        b"/Artifact\n<</Type /Layout>>\nBDC", b"/Artifact\n<</Type /Layout/ActualText (No)>>\nBDC"
    ),
    "label of an item": label("LI"),
    "label of a note": label("Note", "Span"),
    "type of the label of an item": type_of_label("LI", "Lbl", "Span"),
    "type of the label of a note": type_of_label("Note", "Span", "Lbl"),
    "name of a link changed": link(lambda each: each.__setitem__("/Contents", String("No"))),
    "name of a link emptied": link(lambda each: each.__setitem__("/Contents", String(""))),
    "name of a link removed": link(lambda each: each.__delitem__("/Contents")),
    "catalog says another region": catalog("Lang", String("en-US")),
    "catalog without a language": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "file name instead of the title": catalog("ViewerPreferences", Dictionary()),
    "pages turned from right to left": catalog(
        "ViewerPreferences", Dictionary({"/DisplayDocTitle": True, "/Direction": Name("/R2L")})
    ),
    "marked is false": catalog("MarkInfo", Dictionary({"/Marked": False})),
    "title in Info": info("Title", String("Spring briefing")),
    "no title in Info": info("Title", None),
    "author in Info": info("Author", String("Somebody Else")),
    "no author in Info": info("Author", None),
    "subject in Info": info("Subject", String("Nothing changes")),
    "keywords in Info": info("Keywords", String("war")),
    "date in Info": info("CreationDate", String("D:19990101")),
    "creator in Info": info("Creator", String("Other program")),
    "producer in Info": info("Producer", String("Other program")),
    "author in XMP": packet(b"Ada Byron", b"Somebody Else"),
    "author everywhere": both(
        packet(b"Ada Byron", b"Somebody Else"),
        info("Author", String("Somebody Else, Mary Somerville")),
    ),
    "language in XMP": packet(b"<rdf:li>en-GB", b"<rdf:li>fr"),
    "description in XMP": packet(b"What changes this autumn.", b"Nothing changes."),
    "description everywhere": both(
        packet(b"What changes this autumn.", b"Nothing"), info("Subject", String("Nothing"))
    ),
    "subjects in XMP": packet(b"<rdf:li>tax</rdf:li>", b"<rdf:li>war</rdf:li>"),
    "keywords in XMP": packet(b"tax, autumn", b"war"),
    "date in XMP": packet(b"2026-11-24", b"1999-01-01"),
    "date everywhere": both(
        packet(b"2026-11-24", b"1999-01-01"), info("CreationDate", String("D:19990101"))
    ),
    "producer in XMP": packet(b"<pdf:Producer>docforge", b"<pdf:Producer>other"),
    "program in XMP": packet(b"<xmp:CreatorTool>docforge", b"<xmp:CreatorTool>other"),
    "second title in XMP": packet(
        b"Autumn briefing</rdf:li>",
        b"Autumn briefing</rdf:li><rdf:li xml:lang='fr'>Automne</rdf:li>",
    ),
    "title in XMP in a language": packet(b'xml:lang="x-default">Autumn', b'xml:lang="fr">Autumn'),
    "PDF/UA-2 claimed": packet(b"<pdfuaid:part>1", b"<pdfuaid:part>2"),
    "PDF/UA not claimed": packet(b"<pdfuaid:part>1</pdfuaid:part>", b""),
    "PDF/A-1 claimed": packet(b"<pdfaid:part>3", b"<pdfaid:part>1"),
    "PDF/A-3b claimed": packet(b"<pdfaid:conformance>A", b"<pdfaid:conformance>B"),
    "rights in XMP": packet(
        b"<dc:format>",
        b"<dc:rights><rdf:Alt><rdf:li>Secret</rdf:li></rdf:Alt></dc:rights><dc:format>",
    ),
    "another date in XMP": packet(
        b"<xmp:CreateDate>", b"<xmp:ModifyDate>1999-01-01</xmp:ModifyDate><xmp:CreateDate>"
    ),
    "scope on a paragraph": attribute("P", O=Name("/Table"), Scope=Name("/Row")),
    "span on a heading": attribute("H2", O=Name("/Table"), ColSpan=2),
    "unknown attribute": attribute("P", O=Name("/Layout"), TextAlign=Name("/End")),
    "unknown owner of an attribute": attribute("P", O=Name("/Print"), Checked=Name("/on")),
    "placement of a formula": attribute("Formula", O=Name("/Layout"), Placement=Name("/Block")),
    "direction of a table row": attribute("TR", O=Name("/Layout"), WritingMode=Name("/RlTb")),
    "formula without its MathML": _without_file,
    "formula with other MathML": _other_file,
    "language of the tree": lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/Lang", String("fr")),
    "type of the tag tree": lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/Type", Name("/Note")),
    "type of the whole document": lambda pdf: pdf.Root.StructTreeRoot.K[0].__setitem__(
        "/S", Name("/Quote")
    ),
    "cell of another type": lambda pdf: all_of(pdf, "TD")[0].__setitem__("/S", Name("/Art")),
    "row of another type": lambda pdf: all_of(pdf, "TR")[0].__setitem__("/S", Name("/P")),
    "item of another type": lambda pdf: all_of(pdf, "LI")[0].__setitem__("/S", Name("/Sub")),
    "scope of nothing": lambda pdf: with_key(pdf, "A", "TH").A.__setitem__("/Scope", Name("/D")),
    "placement of nothing": lambda pdf: with_key(pdf, "A", "Figure").A.__setitem__(
        "/Placement", Name("/End")
    ),
    "labels of nothing": lambda pdf: with_key(pdf, "A", "L").A.__setitem__(
        "/ListNumbering", Name("/Link")
    ),
    "name of a link without its spaces": _joined_name,
    "row in no group of rows": _row_in_the_table,
    "words in a group": _words_in_a_group,
    "paragraph as the mark of a note": type_of("P", "Reference", 3),
    "paragraph as a group": type_of("P", "Div", 3),
    "group in a line": lambda pdf: all_of(pdf, "Div")[0].__setitem__("/S", Name("/Em")),
    "box of a figure moved": lambda pdf: with_key(pdf, "A", "Figure").A.__setitem__(
        "/BBox", Array([float(n) + 1 for n in with_key(pdf, "A", "Figure").A.BBox])
    ),
    "class of an element": lambda pdf: all_of(pdf, "P")[0].__setitem__("/C", Name("/Layout")),
    "second kind of element": lambda pdf: pdf.Root.StructTreeRoot.__setitem__(
        "/K", Array([*pdf.Root.StructTreeRoot.K, Dictionary({"/Type": Name("/StructElem")})])
    ),
}
