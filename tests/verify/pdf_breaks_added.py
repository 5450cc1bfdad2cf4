"""Breaks by what is added to a PDF: layers, remarks, forms, actions, entries of pages and tags."""

from typing import Any

from pdf_breaking import Break, all_of, annotations
from pikepdf import Array, Dictionary, Name, Stream, String

_MARK = b"/Span\n<</MCID 5>>\nBDC"
_PLACE = (50, 50, 300, 300)


def _layer(pdf: Any) -> Any:
    """A layer that is switched off (ISO 32000-1, 8.11)."""
    layer = pdf.make_indirect(Dictionary({"/Type": Name("/OCG"), "/Name": String("x")}))
    off = Dictionary({"/OFF": Array([layer])})
    pdf.Root["/OCProperties"] = Dictionary({"/OCGs": Array([layer]), "/D": off})
    return layer


def _words_in_a_layer(pdf: Any) -> None:
    page = pdf.pages[0].obj
    page.Resources["/Properties"] = Dictionary({"/MC0": _layer(pdf)})
    stream = page.Contents.read_bytes()
    assert _MARK in stream
    page.Contents = pdf.make_stream(stream.replace(_MARK, b"/OC /MC0 BDC " + _MARK, 1) + b"\nEMC")


def _broad_pages(pdf: Any) -> None:
    for page in pdf.pages:
        height = float(page.obj.MediaBox[3])
        for key in ("/MediaBox", "/TrimBox", "/BleedBox"):
            page.obj[key] = Array([0, 0, 6000, height])


def _tagged(tag: bytes) -> Break:
    def change(pdf: Any) -> None:
        page = pdf.pages[0].obj
        stream = page.Contents.read_bytes()
        assert _MARK in stream
        page.Contents = pdf.make_stream(
            stream.replace(_MARK, tag + _MARK.removeprefix(b"/Span"), 1)
        )

    return change


def _picture_in_a_layer(pdf: Any) -> None:
    streams = (held for held in pdf.objects if isinstance(held, Stream))
    next(held for held in streams if held.get("/Subtype") == "/Image")["/OC"] = _layer(pdf)


def _two_streams(pdf: Any) -> None:
    page = pdf.pages[0].obj
    page["/Contents"] = Array([page.Contents, pdf.make_stream(b"BT ET")])


def remark(kind: str, **entries: Any) -> Break:
    """An annotation that is no link."""

    def change(pdf: Any) -> None:
        own = {"/Type": Name("/Annot"), "/Subtype": Name(f"/{kind}"), "/Rect": Array(_PLACE)}
        own |= {f"/{key}": value for key, value in entries.items()}
        page = pdf.pages[0].obj
        page["/Annots"] = Array([*page.get("/Annots", []), pdf.make_indirect(Dictionary(own))])

    return change


def catalog(key: str, value: Any) -> Break:
    return lambda pdf: pdf.Root.__setitem__(f"/{key}", value)


def preference(key: str, value: Any) -> Break:
    return lambda pdf: pdf.Root.ViewerPreferences.__setitem__(f"/{key}", value)


def marking(key: str) -> Break:
    return lambda pdf: pdf.Root.MarkInfo.__setitem__(f"/{key}", True)


def tree(key: str, value: Any) -> Break:
    return lambda pdf: pdf.Root.StructTreeRoot.__setitem__(f"/{key}", value)


def page(key: str, value: Any) -> Break:
    return lambda pdf: pdf.pages[0].obj.__setitem__(f"/{key}", value)


def link(key: str, value: Any) -> Break:
    return lambda pdf: next(iter(annotations(pdf))).__setitem__(f"/{key}", value)


def element(role: str, key: str, value: Any) -> Break:
    return lambda pdf: all_of(pdf, role)[0].__setitem__(f"/{key}", value)


def attribute(role: str, owner: str, **facts: Any) -> Break:
    own = {f"/{key}": value for key, value in facts.items()}
    return element(role, "A", Dictionary({"/O": Name(f"/{owner}"), **own}))


# Entries that hold nothing, and are none of docforge's.
_OF_CATALOG = ("AA", "Collection", "Extensions", "Legal", "Perms", "PieceInfo", "SpiderInfo")
_OF_PAGE = ("AA", "PieceInfo", "Trans")
_OTHER_TYPES = {
    "P": ("Index", "Private", "Artifact", "NonStruct", "Paragraph"),
    "Figure": ("Form",),
}
_OTHER_TYPES |= {"Span": ("Warichu",), "LBody": ("P",), "H2": ("H", "H7")}

BREAKS: dict[str, Break] = {
    "layers": lambda pdf: _layer(pdf),
    "words in a layer that is off": _words_in_a_layer,
    "picture in a layer that is off": _picture_in_a_layer,
    "note of a reader": remark("Text", Contents=String("x")),
    "white square": remark("Square", IC=Array([1, 1, 1])),
    "words over the page": remark("FreeText", Contents=String("x"), DA=String("/F 9 Tf")),
    "words struck out": remark("StrikeOut", QuadPoints=Array([1] * 8)),
    **{f"remark {kind}": remark(kind) for kind in ("Redact", "Popup", "Stamp", "FileAttachment")},
    "link hidden on screens": link("F", 6),
    "link not printed": link("F", 0),
    "link that does not grow": link("F", 12),
    "look of a link": link("AP", Dictionary()),
    "colour of a link": link("C", Array([1, 0, 0])),
    "link that sinks": link("H", Name("/P")),
    "corners of a link": link("QuadPoints", Array([1, 2, 3, 4, 5, 6, 7, 8])),
    **{f"/{key} of a link": link(key, String("x")) for key in ("T", "Lang", "Alt", "NM")},
    **{f"/{key} of a link": link(key, Dictionary()) for key in ("OC", "AA", "PA")},
    "form": catalog("AcroForm", Dictionary({"/Fields": Array([])})),
    "threads": catalog("Threads", Array([])),
    "opens with attachments": catalog("PageMode", Name("/UseAttachments")),
    "opens two pages": catalog("PageLayout", Name("/TwoColumnLeft")),
    "base of addresses": catalog("URI", Dictionary({"/Base": String("https://example.com/")})),
    "older version": catalog("Version", Name("/1.3")),
    "needs": catalog("Requirements", Array([])),
    "drawn by a program": catalog("NeedsRendering", True),
    **{f"/{key} in the catalog": catalog(key, Dictionary()) for key in _OF_CATALOG},
    "tags in doubt": marking("Suspects"),
    "properties of users": marking("UserProperties"),
    "no menu": preference("HideMenubar", True),
    "printed five times": preference("NumCopies", 5),
    "printed as it is": preference("PrintScaling", Name("/None")),
    "unit of a page": page("UserUnit", 10),
    "page that turns itself": page("Dur", 1),
    "page as a group": page("Group", Dictionary({"/S": Name("/Transparency")})),
    "page of art": page("ArtBox", Array([0, 0, 9, 9])),
    "page from elsewhere": page("MediaBox", Array([100, 100, 700, 900])),
    "page on its side": page("MediaBox", Array([0, 0, 842, 595])),
    "pages as wide as a wall": _broad_pages,
    "text marked as a figure": _tagged(b"/Figure"),
    "text marked as no content": _tagged(b"/Artifact"),
    "small picture of a page": page("Thumb", String("x")),
    "page in two streams": _two_streams,
    **{f"/{key} of a page": page(key, Dictionary()) for key in _OF_PAGE},
    "pronounced otherwise": element("P", "Phoneme", String("x")),
    "version of an element": element("P", "R", 1),
    "classes of elements": tree("ClassMap", Dictionary()),
    "lexicon": tree("PronunciationLexicon", Array([])),
    "room before a paragraph": attribute("P", "Layout", SpaceBefore=900),
    "style of a paragraph": attribute("P", "CSS-2.00", display=Name("/none")),
    "short header": attribute("TH", "Table", Short=String("x"), Scope=Name("/Column")),
    "summary of a table": attribute("Table", "Table", Summary=String("x")),
    "cell over two rows": attribute("TD", "Table", RowSpan=2),
    "list that goes on": attribute("L", "List", ListNumbering=Name("/Disc"), ContinuedList=True),
    **{
        f"{role} as {other}": element(role, "S", Name(f"/{other}"))
        for role, others in _OTHER_TYPES.items()
        for other in others
    },
}
