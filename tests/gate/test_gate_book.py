"""The last gate on an EPUB: its texts, its package and its zip."""

import struct
from io import BytesIO
from zipfile import ZipFile

import pytest
from finished_files import STEM, book_files, book_with, finished, lines, zipped
from test_gate_page import SIZE, SVG

from docforge import gate
from docforge.export import Format

TEXT = "text-001.xhtml"
END = b"</body>"


def refused(content: bytes) -> bool:
    return bool(gate.check(Format.EPUB, content, STEM))


def test_a_book_passes() -> None:
    assert gate.check(Format.EPUB, finished(Format.EPUB), STEM) == ()
    assert gate.check(Format.EPUB, finished(Format.EPUB, whole=True), STEM) == ()
    assert not refused(zipped(book_files())), "the test's own zip is as docforge's"
    assert not refused(
        book_with(TEXT, END, b'<div id="x"><p><a href="nav.xhtml">y</a></p></div></body>')
    )


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", lines("html.txt"))
def test_what_may_not_stand_in_a_text_is_refused(line: str) -> None:
    assert refused(book_with(TEXT, END, f"{line}</body>".encode()))
    assert refused(book_with(TEXT, END, f"<p>{line}</p></body>".encode()))


BREAK = '<span id="df-page-9" role="doc-pagebreak" e:type="pagebreak" aria-label="9"/>'
OPS = 'xmlns:e="http://www.idpf.org/2007/ops"'
ROWS = (
    '<div class="reflow fit-6"><table role="table"><tbody role="rowgroup"><tr role="row">'
    '<td role="cell">x</td></tr></tbody></table></div>'
)
ITEM, TERM = "<ul><li>x</li></ul>", "<dl><dt>x</dt><dd>y</dd></dl>"


def with_break(block: str, place: str) -> bytes:
    holder, _, rest = block.partition(place)
    marked = f"{holder}{place}{BREAK}{rest}".replace("<span", f"<span {OPS}")
    return book_with(TEXT, END, f"{marked}</body>".encode())


@pytest.mark.parametrize(
    ("block", "place"),
    [
        (ROWS, '<table role="table">'),
        (ROWS, '<tbody role="rowgroup">'),
        (ROWS, '<tr role="row">'),
        (ROWS, "</td>"),
        (ITEM, "<ul>"),
        (ITEM, "</li>"),
        (TERM, "<dl>"),
        (TERM, "</dt>"),
    ],
)
def test_a_page_that_breaks_between_the_parts_of_a_table_or_a_list_is_refused(
    block: str, place: str
) -> None:
    assert refused(with_break(block, place))


@pytest.mark.parametrize(
    ("block", "place"),
    [(ROWS, '<td role="cell">'), (ROWS, '<div class="reflow fit-6">'), (ITEM, "<li>")],
)
def test_a_page_breaks_where_text_begins(block: str, place: str) -> None:
    assert not refused(with_break(block, place))


WELL_FORMED = [
    line
    for line in lines("html.txt")
    if line.startswith("<")
    and not line.startswith(("<!", "<?"))
    and (
        line.endswith("/>") or f"</{line[1:].split('>')[0].split(' ')[0].lower()}>" in line.lower()
    )
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", WELL_FORMED)
def test_what_is_well_formed_is_refused_by_its_name(line: str) -> None:
    """In XML most of these would parse: the list must see them, not the parser."""
    assert refused(book_with("nav.xhtml", END, f"{line}</body>".encode()))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", lines("addresses.txt"))
def test_an_address_is_refused(line: str) -> None:
    quoted = line.replace('"', "&quot;").replace("<", "&lt;").replace("&colon;", ":")
    assert refused(book_with(TEXT, END, f'<p><a href="{quoted}">x</a></p></body>'.encode()))


@pytest.mark.slow
@pytest.mark.parametrize("line", lines("css.txt"))
def test_a_style_is_refused(line: str) -> None:
    css = book_files()["EPUB/style.css"]
    assert refused(book_with("style.css", css, css + line.encode()))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", lines("svg.txt"))
def test_a_drawing_is_refused(line: str) -> None:
    files = book_files()
    path = "EPUB/images/evil-00000000.svg"
    files[path] = SVG.format(SIZE, "<rect/>").encode()
    item = b'<item href="images/evil-00000000.svg" id="item-99" media-type="image/svg+xml"/>'
    files["EPUB/content.opf"] = files["EPUB/content.opf"].replace(
        b"</manifest>", item + b"</manifest>"
    )
    assert not refused(zipped(files))
    files[path] = SVG.format(SIZE, line).encode()
    assert refused(zipped(files))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", lines("book.txt"))
def test_a_file_of_another_form_is_refused(line: str) -> None:
    name, old, new = line.split("\t")
    assert refused(book_with(name, old.encode(), new.replace("\\n", "\n").encode()))


@pytest.mark.parametrize(
    "name",
    [
        "META-INF/encryption.xml",
        "META-INF/rights.xml",
        "META-INF/signatures.xml",
        "META-INF/com.apple.ibooks.display-options.xml",
        "EPUB/x.js",
        "EPUB/x.html",
        "EPUB/images/x.svg",
        "../evil.txt",
        "/etc/evil",
        "C:\\evil.txt",
        "EPUB/../../evil",
        "EPUB//x",
        "x.exe",
    ],
)
def test_a_file_that_the_package_does_not_name_is_refused(name: str) -> None:
    assert refused(zipped({**book_files(), name: b"x"}))


BOOK = finished(Format.EPUB)


@pytest.mark.parametrize(
    "content",
    [
        b"<script>alert(1)</script>" + BOOK,
        BOOK + b"<script>alert(1)</script>",
        b"\0" + BOOK,
        BOOK[:-2] + b"\x05\0hello",
        BOOK[: len(BOOK) // 2],
        b"",
        b"PK\x05\x06" + bytes(18),
        zipped(dict(reversed(book_files().items()))),
        zipped(book_files(), external_attr=0o120777 << 16),
        zipped(book_files(), external_attr=0o010644 << 16),
    ],
)
def test_a_zip_of_another_form_is_refused(content: bytes) -> None:
    assert refused(content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused() -> None:
    assert refused(zipped(iter([*book_files().items(), ("EPUB/nav.xhtml", b"<html/>")])))


@pytest.mark.parametrize("end", [b"<script>", b"PK\3\4", b"\0"])
def test_bytes_behind_a_picture_are_refused(end: bytes) -> None:
    files = book_files()
    path = next(name for name in files if name.endswith((".png", ".jpg")))
    files[path] += end
    assert refused(zipped(files))


def test_a_picture_of_another_type_is_refused() -> None:
    files = book_files()
    path = next(name for name in files if name.endswith((".png", ".jpg")))
    files[path] = b"GIF89a;"
    assert refused(zipped(files))


@pytest.mark.parametrize("more", [b"\0", b"PK\3\4", b"<script>alert(1)</script>"])
def test_bytes_between_the_files_of_a_book_are_refused(more: bytes) -> None:
    """The list at the end of a zip says where files begin: nothing reads what lies between."""
    book = finished(Format.EPUB)
    end = book.rindex(b"PK\5\6")
    (start,) = struct.unpack_from("<I", book, end + 16)
    tail = struct.pack("<I", start + len(more)) + book[end + 20 :]
    widened = book[:start] + more + book[start : end + 16] + tail
    with ZipFile(BytesIO(widened)) as held:
        assert held.testzip() is None
    assert refused(widened)
