"""A file of another program is called by its name, in one failure that says what to do."""

import gzip
import io
import zipfile

import pytest

from docforge.errors import UnreadableSource
from docforge.source import decode
from docforge.source.signatures import other_kind

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600


def zipped(*names: str, **stored: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in stored.items():
            archive.writestr(name, content, zipfile.ZIP_STORED)
        for name in names:
            archive.writestr(name, "<x/>" * 50)
    return stream.getvalue()


ODF = "application/vnd.oasis.opendocument."
FILES: dict[str, tuple[bytes, str]] = {
    "docx": (zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "Word"),
    "xlsx": (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
    "pptx": (zipped("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
    "odt": (zipped("content.xml", mimetype=f"{ODF}text"), "OpenDocument text"),
    "ods": (zipped("content.xml", mimetype=f"{ODF}spreadsheet"), "OpenDocument spreadsheet"),
    "epub": (zipped("a.xhtml", mimetype="application/epub+zip"), "an EPUB"),
    "pages": (zipped("Index/Document.iwa"), "Pages"),
    "zip": (zipped("a.md"), "a zip file"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), "Word"),
    "xls": (OLE + "Workbook".encode("utf-16-le"), "Excel"),
    "locked": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "ole": (OLE, "old Office"),
    "rtf": (b"{\\rtf1\\ansi Press notice}", "RTF"),
    "rtf after space": (b"\xef\xbb\xbf\r\n{\\rtf1\\ansi Press notice}", "RTF"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
    "html": (b"<!DOCTYPE html>\n<html lang=en><title>News</title>", "HTML"),
    "html as Word saves it": (b'<html xmlns:v="urn:schemas-microsoft-com:vml">', "HTML"),
    "html after a remark": (b"<!-- saved from url=(0014) -->\n<HTML><p>News", "HTML"),
    "html as xml": (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C">', "HTML"),
    "html in UTF-16": ("<!doctype html>\n<p>News".encode("utf-16"), "HTML"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
    "gif": (b"GIF89a\x01\0\x01\0", "GIF"),
    "webp": (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
    "gzip": (gzip.compress(b"news"), "gzip"),
    "svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:12\n", "Git LFS"),
    "bytes": (bytes(range(32)) * 20, "without text"),
}


@pytest.mark.parametrize(("data", "name"), FILES.values(), ids=FILES)
def test_a_file_of_another_program_is_called_by_its_name(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableSource) as refusal:
        decode(data, "2026/news.md")
    assert name in refusal.value.message
    assert refusal.value.message.startswith("2026/news.md is ")
    assert refusal.value.hint


def test_what_pandoc_can_read_comes_with_a_command_that_can_be_copied() -> None:
    kind = other_kind(FILES["docx"][0], "2026/my news.md")
    assert kind is not None
    assert kind[1].endswith("pandoc -f docx -t commonmark_x 'my news.md' -o new.md")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PK is not a zip",
        "<div>\n<html>\n</div>",
        "`<!DOCTYPE html>` begins a page\n",
        "<!-- a remark -->\n# Heading\n",
        "The file begins with %PDF-1.7\n",
        "%PDF is what it says\n",
        "{% include x %}\n",
        "version 2 of the plan\n",
        "<?php echo 1 ?>\n",
        "II. Kapitel\n",
        "GIF89a\u00e4 has a palette\n"[3:],
        "a\x0cb\x1b[1mc\x08\n" * 40,
    ],
)
def test_text_that_speaks_of_other_files_is_text(text: str) -> None:
    assert other_kind(text.encode(), "a.md") is None


def test_utf_16_without_its_mark_is_still_read() -> None:
    assert other_kind("# Bericht über Häfen\n".encode("utf-16-le") * 20, "a.md") is None
