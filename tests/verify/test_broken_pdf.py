"""PDF files broken in known ways, each still a PDF: read-back catches every one."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pdf_breaks_added
import pdf_breaks_alike
import pdf_breaks_placed
import pdf_breaks_reader
import pdf_breaks_said
import pdf_breaks_seen
import pdf_breaks_stand
import pdf_breaks_ways
import pikepdf
import pytest
from pdf_breaking import Break, all_of, kids, page_stream, walk, with_key
from pikepdf import Array, Name, String
from proving import finished, proof, words

from docforge.export import Format
from docforge.findings import Outcome
from docforge.verify.gated import gated
from docforge.verify.readback import digest, read_again


def role(old: str, new: str, at: int = 0) -> Break:
    def change(pdf: Any) -> None:
        all_of(pdf, old)[at].S = Name(f"/{new}")

    return change


def text(key: str, new: str, old: str = "") -> Break:
    def change(pdf: Any) -> None:
        with_key(pdf, key, old)[f"/{key}"] = String(new)

    return change


def without(key: str, old: str = "") -> Break:
    def change(pdf: Any) -> None:
        del with_key(pdf, key, old)[f"/{key}"]

    return change


def attribute(name: str, value: Any) -> Break:
    """Change, or with None remove, the first attribute of that name."""

    def change(pdf: Any) -> None:
        for node in walk(pdf.Root.StructTreeRoot.K[0]):
            held = node.get("/A", Array([]))
            for own in list(held) if isinstance(held, Array) else [held]:
                if f"/{name}" in own:
                    if value is None:
                        del own[f"/{name}"]
                    else:
                        own[f"/{name}"] = value
                    return
        raise AssertionError(name)

    return change


def dropped(role: str, at: int = 0) -> Break:
    """Take an element out of the tree; what it held stays painted."""

    def change(pdf: Any) -> None:
        node = all_of(pdf, role)[at]
        node.P.K = Array([kid for kid in kids(node.P) if not _same(kid, node)])

    return change


def _same(kid: Any, node: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.objgen == node.objgen


def swapped(role: str, at: int = 0) -> Break:
    """Let an element and the one after it change places."""

    def change(pdf: Any) -> None:
        parent = all_of(pdf, role)[at].P
        options = kids(parent)
        place = next(n for n, kid in enumerate(options) if _same(kid, all_of(pdf, role)[at]))
        options[place], options[place + 1] = options[place + 1], options[place]
        parent.K = Array(options)

    return change


def annotation(change_it: Callable[[Any], None], key: str) -> Break:
    def change(pdf: Any) -> None:
        for page in pdf.pages:
            for each in page.get("/Annots", []):
                if key in each:
                    change_it(each)
                    return
        raise AssertionError(key)

    return change


def _elsewhere(each: Any) -> None:
    each.A.URI = String("https://example.com/")


def _unlinked(each: Any) -> None:
    del each[Name("/A")]


def _to_the_top(each: Any) -> None:
    each.Dest[3] = 841


def _merged_items(pdf: Any) -> None:
    items = all_of(pdf, "L")[1]
    first, second = kids(items)[:2]
    kids_of_second = kids(kids(second)[-1])
    body = kids(first)[-1]
    body.K = Array([*kids(body), *kids_of_second])
    items.K = Array([first, *kids(items)[2:]])


def _emphasis_without_text(pdf: Any) -> None:
    del all_of(pdf, "Em")[0][Name("/K")]


def _other_title(pdf: Any) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"Autumn briefing", b"Spring briefing")
    pdf.Root.Metadata.write(packet)


def _moved_description(pdf: Any) -> None:
    first, second = all_of(pdf, "Figure")[:2]
    first.Alt, second.Alt = String(str(second.Alt)), String(str(first.Alt))


def _turned_word(pdf: Any) -> None:
    """Let the letters of a right-to-left word follow each other as they stand on the page."""
    for page in pdf.pages:
        parts = re.split(rb"(<\w{4}> Tj)", page.Contents.read_bytes())
        if len(parts) > 1:
            parts[1::2] = parts[1::2][::-1]
            page.Contents = pdf.make_stream(b"".join(parts))
            return
    raise AssertionError


BREAKS: dict[str, Break] = {
    "heading one level off": role("H3", "H4"),
    "title as a paragraph": role("H1", "P"),
    "heading as a paragraph": role("H2", "P"),
    "paragraph as a heading": role("P", "H2", 5),
    "paragraphs swapped": swapped("P", 6),
    "paragraph out of the tree": dropped("P", 5),
    "heading out of the tree": dropped("H2", 1),
    "cell dropped": dropped("TD", 1),
    "row dropped": dropped("TR", 2),
    "rows swapped": swapped("TR", 1),
    "row header became a cell": role("TH", "TD", 3),
    "scope changed": attribute("Scope", Name("/Row")),
    "association of headers removed": attribute("Headers", None),
    "association of headers changed": attribute("Headers", Array([])),
    "span changed": attribute("ColSpan", 3),
    "caption lost": dropped("Caption"),
    "list item dropped": dropped("LI"),
    "list item merged": _merged_items,
    "kind of list changed": attribute("ListNumbering", Name("/Decimal")),
    "description emptied": text("Alt", "", "Figure"),
    "description lost": without("Alt", "Figure"),
    "description moved to the neighbour": _moved_description,
    "formula's words changed": text("Alt", "E", "Formula"),
    "expansion lost": without("E"),
    "language removed": without("Lang", "Span"),
    "language of a passage removed": without("Lang", "Div"),
    "direction of a passage removed": attribute("WritingMode", None),
    "document's language wrong": lambda pdf: pdf.Root.__setattr__("Lang", String("fr")),
    "link leads elsewhere": annotation(_elsewhere, "/A"),
    "link leads nowhere": annotation(_unlinked, "/A"),
    "link inside leads elsewhere": annotation(_to_the_top, "/Dest"),
    "link became text": role("Link", "Span"),
    "note became a paragraph": role("Note", "P"),
    "note without its name": without("ID", "Note"),
    "note dropped": dropped("Note", 1),
    "mark of a note dropped": dropped("Reference"),
    "emphasis lost": role("Em", "Span"),
    "emphasis kept, its text lost": _emphasis_without_text,
    "strength became emphasis": role("Strong", "Em"),
    "deletion unmarked": attribute("TextDecorationType", None),
    "superscript lowered": attribute("BaselineShift", 3),
    "code became text": role("Code", "Span"),
    "quotation became a group": role("BlockQuote", "Div"),
    "callout became a group": role("Aside", "Div"),
    "content became an artifact": page_stream(b"/Span\n<</MCID 1>>\nBDC", b"/Artifact\nBMC"),
    "content lost its mark": page_stream(b"/Span\n<</MCID 1>>\nBDC", b"/Span\nBMC"),
    "contents of two marks swapped": page_stream(b"<</MCID 1>>", b"<</MCID 900>>"),
    "letters in the order of the page": _turned_word,
    "text painted outside the tree": page_stream(b"<</MCID 2>>\nBDC\n", b"<</MCID 2>>\nBDC\nEMC\n"),
    "other title in the metadata": _other_title,
    **pdf_breaks_said.BREAKS,
    **pdf_breaks_ways.BREAKS,
    **pdf_breaks_seen.BREAKS,
    **pdf_breaks_placed.BREAKS,
    **pdf_breaks_added.BREAKS,
    **pdf_breaks_reader.BREAKS,
    **pdf_breaks_stand.BREAKS,
    **pdf_breaks_alike.BREAKS,
}


def test_the_whole_file_passes() -> None:
    assert proof(Format.PDF, finished(Format.PDF)).verdict.outcome is Outcome.PASSED


@pytest.mark.slow
@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_pdf_is_caught(name: str) -> None:
    broken = BytesIO()
    with pikepdf.open(BytesIO(finished(Format.PDF))) as pdf:
        BREAKS[name](pdf)
        pdf.save(broken)
    seen = is_caught if name in ONLY_BY_HASH else is_seen
    assert seen(broken.getvalue())


LOCKS = {
    "for its owner": pikepdf.Encryption(owner="x", user=""),
    "for everybody": pikepdf.Encryption(owner="x", user="y"),
    "against listeners": pikepdf.Encryption(
        owner="x", user="", allow=pikepdf.Permissions(accessibility=False, extract=False)
    ),
}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_locked_pdf_is_caught(lock: str) -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(finished(Format.PDF))) as pdf:
        pdf.save(locked, encryption=LOCKS[lock])
    assert is_seen(locked.getvalue())


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content + b"\n% more\n",
        lambda content: b"more\n" + content,
        lambda content: content[:-200],
        lambda content: content.replace(b"%PDF-1.7", b"%PDF-1.3", 1),
        lambda content: content + content[content.rindex(b"startxref") :],
    ],
    ids=["more behind", "more before", "cut", "older", "written over"],
)
def test_bytes_around_a_pdf_are_caught(change: Callable[[bytes], bytes]) -> None:
    assert is_seen(change(finished(Format.PDF)))


# What only `docforge verify` sees, by the hashes in the evidence.
ONLY_BY_HASH = {
    "picture decoded the other way",
    "name of a link without its spaces",
    "box of a figure moved",
}


def test_the_guide_tells_how_many_breaks_there_are() -> None:
    guide = (Path(__file__).parents[2] / "docs/guide/verifying.md").read_text("utf-8")
    kinds = {
        "What is said": len(pdf_breaks_said.BREAKS),
        "Ways": len(pdf_breaks_ways.BREAKS),
        "What is seen": len(pdf_breaks_seen.BREAKS),
        "How pages are written": len(pdf_breaks_placed.BREAKS),
        "What is added": len(pdf_breaks_added.BREAKS),
        "Clause by clause": len(pdf_breaks_reader.BREAKS),
        "Where letters stand": len(pdf_breaks_stand.BREAKS),
        "What has to agree": len(pdf_breaks_alike.BREAKS),
    }
    kinds["Text"] = len(BREAKS) - sum(kinds.values())
    for kind, many in kinds.items():
        assert re.search(rf"^\| {kind}[^|]*\| {many} of {many} \|", guide, re.MULTILINE), (
            kind,
            many,
        )
    assert f"pdf {len(BREAKS)} of {len(BREAKS)}," in guide


def is_caught(content: bytes) -> bool:
    """What `docforge verify` does: the last gate, and whether it says the same as before."""
    said = digest(read_again(Format.PDF, finished(Format.PDF), words()))
    return is_seen(content) or proof(Format.PDF, content).outline != said


def is_seen(content: bytes) -> bool:
    """Whether an export would see it: no hash is compared."""
    if gated(Format.PDF, content, "briefings/sample").outcome is Outcome.FAILED:
        return True
    return proof(Format.PDF, content).verdict.outcome is Outcome.FAILED
