"""The last gate on a PDF: its names, actions, annotations and embedded files; and on plain text."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from finished_files import STEM, finished, finished_ua2, lines

from docforge import gate
from docforge.export import Format


def refused(content: bytes, kind: Format = Format.PDF) -> bool:
    return bool(gate.check(kind, content, STEM))


def saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = BytesIO()
    pdf.save(
        buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate, fix_metadata_version=False
    )
    return buffer.getvalue()


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def objects(pdf: pikepdf.Pdf, kind: str, key: str = "/Type") -> list[Any]:
    held = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary | pikepdf.Stream)]
    return [o for o in held if str(o.get(key, "")) == kind]


def named(pdf: pikepdf.Pdf, place: str) -> Any:
    """The object that a line of pdf.txt means."""
    match place:
        case "root":
            return pdf.Root
        case "page":
            return pdf.pages[0].obj
        case "names":
            return pdf.Root.Names
        case "annotation":
            return next(o for o in objects(pdf, "/Link", "/Subtype") if "/A" in o)
        case "element":
            return objects(pdf, "/StructElem")[-1]
        case "image":
            return objects(pdf, "/Image", "/Subtype")[0]
    raise ValueError(place)


def changed(place: str, key: str, value: str) -> bytes:
    """The PDF with `value`, in PDF's own syntax, under `key` of what `place` names."""
    with opened(finished(Format.PDF)) as pdf:
        # The parser of single objects knows no references and none are needed here.
        made: Any = pikepdf.Object.parse(value.encode("latin-1"))
        match place:
            case "new":
                pdf.Root[pikepdf.Name("/Dests")] = pdf.make_indirect(
                    pikepdf.Dictionary(A=pdf.make_indirect(made))
                )
            case "stream":
                stream = pdf.make_stream(b"x")
                for name, held in made.items():
                    stream[name] = held
                pdf.Root[pikepdf.Name("/Dests")] = pikepdf.Dictionary(A=stream)
            case "trailer":
                pdf.trailer[key] = made
            case _:
                named(pdf, place)[key] = made
        return saved(pdf)


def test_pdfs_of_both_profiles_pass() -> None:
    assert gate.check(Format.PDF, finished(Format.PDF), STEM) == ()
    assert gate.check(Format.PDF, finished(Format.PDF, whole=True), STEM) == ()
    assert gate.check(Format.PDF, finished_ua2(), STEM) == ()
    with opened(finished(Format.PDF)) as pdf:
        assert not refused(saved(pdf)), "that it was saved again is no reason by itself"


# Saving one warns of forms that no catalog knows.
@pytest.mark.sampled(4)
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("line", lines("pdf.txt"))
def test_what_may_not_stand_in_a_pdf_is_refused(line: str) -> None:
    assert refused(changed(*line.split(" ", 2)))


def test_a_name_inside_of_a_string_is_only_words() -> None:
    assert not refused(changed("annotation", "/Contents", "(a \\(link\\) to /JavaScript /AA)"))


@pytest.mark.parametrize("name", ["evil.exe", "../x.md", "a/b.md", "x.md\\:y", ""])
def test_an_embedded_file_that_docforge_does_not_name_is_refused(name: str) -> None:
    with opened(finished(Format.PDF)) as pdf:
        pdf.attachments["x.md"] = pikepdf.AttachedFileSpec(
            pdf, b"x", filename=name, mime_type="text/markdown"
        )
        assert refused(saved(pdf))


@pytest.mark.parametrize(
    "mathml",
    [
        b'<math xmlns="http://www.w3.org/1998/Math/MathML"><mi href="javascript:x">x</mi></math>',
        b'<html xmlns="http://www.w3.org/1999/xhtml"><script/></html>',
        b'<!DOCTYPE math [<!ENTITY x "y">]><math xmlns="http://www.w3.org/1998/Math/MathML"/>',
        b"nothing of the kind",
    ],
)
def test_an_embedded_formula_is_read(mathml: bytes) -> None:
    with opened(finished_ua2()) as pdf:
        objects(pdf, "/EmbeddedFile")[0].write(mathml)
        assert refused(saved(pdf))


METADATA = (
    (b"<rdf:RDF", b"<script/>"),
    (b"<rdf:RDF", b'<html xmlns="http://www.w3.org/1999/xhtml"/>'),
    (b"<x:xmpmeta", b'<!DOCTYPE x [<!ENTITY y "z">]>'),
    (b"<x:xmpmeta", b'<?xml-stylesheet href="https://evil.example/x.xsl"?>'),
    (b"</rdf:RDF", b"<!-- x -->"),
)


def test_metadata_is_read() -> None:
    with opened(finished(Format.PDF)) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        for before, new in METADATA:
            assert before in packet
            pdf.Root.Metadata.write(packet.replace(before, new + before, 1))
            assert refused(saved(pdf))


PDF = finished(Format.PDF)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"<script>alert(1)</script>" + PDF,
        PDF[: len(PDF) // 2],
        PDF + PDF[-40:],
        PDF + b"\n1 0 obj << /OpenAction 1 >> endobj\nstartxref\n0\n%%EOF",
        PDF.replace(b"startxref", b"startxreg"),
    ],
)
def test_a_pdf_of_another_form_is_refused(content: bytes) -> None:
    assert refused(content)


def test_an_encrypted_pdf_is_refused() -> None:
    with opened(PDF) as pdf:
        buffer = BytesIO()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="x", user=""))
    assert refused(buffer.getvalue())


@pytest.mark.parametrize(
    "sign",
    [
        "\x1b[2J",
        "\x1b]8;;https://evil.example\x07",
        "\x9b31m",
        *"\x07\x08\r\x00\x7f\x85\x0c\x0b\ufffe\uffff\ufdd0",
    ],
)
def test_what_a_terminal_obeys_is_refused_in_text(sign: str) -> None:
    assert not refused(finished(Format.TEXT), Format.TEXT)
    assert refused(finished(Format.TEXT) + sign.encode(), Format.TEXT)


def test_text_that_is_no_utf8_is_refused() -> None:
    assert refused(finished(Format.TEXT) + b"\xff", Format.TEXT)
