"""The last gate on HTML and its parts: each thing that may not stand in a page is refused."""

import re
from base64 import b64encode

import pytest
from finished_files import STEM, finished, lines, page_with
from tinyhtml5 import inputstream

from docforge import gate
from docforge.deliver import report
from docforge.deliver.records import DocumentReport, ManifestEntry
from docforge.export import Format, Status
from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.gate.addresses import is_neighbour, is_outside

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)
SIZE = 'width="10" height="10" viewBox="0 0 10 10"'


def refused(content: bytes) -> bool:
    return bool(gate.check(Format.HTML, content, STEM))


def picture(drawing: str) -> str:
    data = b64encode(drawing.encode()).decode()
    return f'<p><img src="data:image/svg+xml;base64,{data}" alt="x" width="10" height="10"></p>'


def test_a_page_passes() -> None:
    assert gate.check(Format.HTML, finished(Format.HTML), STEM) == ()
    assert gate.check(Format.HTML, finished(Format.HTML, whole=True), STEM) == ()
    assert not refused(page_with('<div id="x" lang="cy"><p><a href="#x">y</a></p></div>'))
    assert not refused(page_with(picture(SVG.format(SIZE, "<title>x</title><rect/>"))))


def test_the_parser_makes_no_pattern_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(gate.html, "re", _Listed(made))
    monkeypatch.setattr(inputstream, "characters_until_regex", gate.html._Runs())
    monkeypatch.delattr(inputstream, "re")  # what the parser would make them with itself
    for number in range(2):
        document, _ = gate.html.parsed(f'<p id="x{number}">a &lt; b</p>'.encode())
        assert "".join(document.itertext()) == "a < b"
    assert made
    assert len({*made}) == len(made)


class _Listed:
    """`re`, with a list of the patterns that are made."""

    Pattern = re.Pattern

    def __init__(self, made: list[str]) -> None:
        self._made = made

    def compile(self, pattern: str) -> re.Pattern[str]:
        self._made.append(pattern)
        return re.compile(pattern)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", lines("html.txt"))
def test_what_may_not_stand_in_a_page_is_refused(line: str) -> None:
    assert refused(page_with(line))
    # A line of text that stands in no paragraph is refused by that alone.
    assert refused(page_with(f"<p>{line}</p>"))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", lines("addresses.txt"))
def test_an_address_that_may_run_read_or_mislead_is_refused(line: str) -> None:
    assert refused(page_with(f'<p><a href="{line.replace(chr(34), "&quot;")}">x</a></p>'))


@pytest.mark.slow
@pytest.mark.parametrize("line", lines("css.txt"))
def test_a_style_that_loads_or_moves_is_refused(line: str) -> None:
    page = finished(Format.HTML).replace(b"</style>", f"{line}</style>".encode(), 1)
    assert refused(page)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", lines("svg.txt"))
def test_what_may_not_stand_in_a_drawing_is_refused(line: str) -> None:
    assert refused(page_with(picture(SVG.format(SIZE, line))))


@pytest.mark.parametrize(
    "drawing",
    [
        f'<!DOCTYPE svg [<!ENTITY x "y">]>{SVG.format(SIZE, "<rect/>")}',
        f'<!DOCTYPE svg SYSTEM "https://evil.example/x.dtd">{SVG.format(SIZE, "<rect/>")}',
        f'<?xml-stylesheet href="https://evil.example/x.css"?>{SVG.format(SIZE, "<rect/>")}',
        f"{SVG.format(SIZE, '<rect/>')}<!-- behind -->",
        SVG.format(f'{SIZE} onload="alert(1)"', "<rect/>"),
        SVG.format(f'{SIZE} style="background:url(x)"', "<rect/>"),
        '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
        "<svg><rect/></svg>",
        "no drawing",
        "",
    ],
)
def test_a_drawing_of_another_form_is_refused(drawing: str) -> None:
    assert refused(page_with(picture(drawing)))


HTML = finished(Format.HTML).decode()


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "page",
    [
        HTML.replace("<!DOCTYPE html>", ""),
        HTML.replace("<!DOCTYPE html>", '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">'),
        HTML.replace("<!DOCTYPE html>", "<!DOCTYPE html><!-- before -->"),
        HTML.replace("</html>", "</html><!-- behind -->"),
        HTML.replace("</html>", "</html><script>alert(1)</script>"),
        HTML.replace("default-src 'none'; ", ""),
        HTML.replace("default-src 'none'", "default-src *"),
        HTML.replace("img-src data:", "img-src data: https:"),
        HTML.replace("style-src 'unsafe-inline'", "script-src 'unsafe-inline'"),
        HTML.replace("Content-Security-Policy", "Content-Security-Policy-Report-Only"),
        HTML.replace("<title>", "<script>alert(1)</script><title>", 1),
        HTML.replace("<title>", '<link rel="icon" href="//evil.example/"><title>', 1),
        HTML.replace("<title>", '<meta http-equiv="refresh" content="0"><title>', 1),
        HTML.replace("<title>", '<meta name="referrer" content="x"><title>', 1),
        HTML.replace("<title>", '<base href="https://evil.example/"><title>', 1),
        HTML.replace("<head>", '<head><meta http-equiv="refresh" content="0">', 1),
        HTML.replace("<head>", "<head><style>p { color: red }</style>", 1),
        HTML.replace('charset="utf-8"', 'charset="utf-7"', 1),
        HTML.replace("<body>", '<body onload="alert(1)">'),
        HTML.replace("<body>", '<body style="color: red">'),
        HTML.replace("<html ", '<html manifest="x" '),
        HTML.replace("</style>", "</style><script>"),
        HTML.replace("</style>", "/*</style><script>alert(1)</script>*/"),
        HTML.replace("<p>", "<p\x0c\x00>", 1),
        HTML.replace("<p>", "<p a=`x`>", 1),
        HTML.replace("</p>", "", 1).replace("<p>", "<p><", 1),
        HTML.replace("<p>", '<p class="left" class="right">', 1),
        HTML.replace("<p>", "<td>loose</td><p>", 1),
        HTML.replace("<p>", '<p style="color: red">', 1),
        HTML[: len(HTML) // 2],
        "",
        "<p>",
    ],
)  # fmt: skip
def test_a_page_of_another_form_is_refused(page: str) -> None:
    assert refused(page.encode())


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig"])
def test_another_encoding_is_refused(encoding: str) -> None:
    assert refused(page_with("<p>é +ADw-script+AD4-</p>").decode().encode(encoding, "replace"))


def test_a_hit_names_the_element_and_what_stands_before_it() -> None:
    (hit,) = gate.check(Format.HTML, page_with('<h2 id="near">x</h2><p onclick="x">y</p>'), STEM)
    assert (hit.code, hit.ident) == ("GAT001", "near")
    assert str(hit) == "the attribute “onclick” of “p” (“x”) in “main”"


@pytest.mark.parametrize(
    ("address", "depth", "passes"),
    [
        ("x.html", 0, True),
        ("x.html#y", 0, True),
        (".github/x.html", 0, True),
        ("../x/x.html", 1, True),
        ("../x/x.html", 0, False),
        ("../../x/x.html", 1, False),
        ("a/../x.html", 2, False),
        ("./x.html", 0, False),
        ("x.pdf", 0, False),
        ("/x.html", 3, False),
    ],
)
def test_a_neighbour_lies_in_the_output_folder(address: str, depth: int, passes: bool) -> None:
    assert is_neighbour(address, ("html",), depth) is passes


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:80/a/b.html?c=d&e=%20#f",
        "https://[2001:db8::1]/",
        "https://user@example.org/",
        "https://münchen.example/straße",
        "mailto:press@example.org?subject=Hello%20there",
        "tel:+44-20-7946-0000",
    ],
)
def test_addresses_of_the_web_mailboxes_and_telephones_pass(address: str) -> None:
    assert is_outside(address)


# --- The report --------------------------------------------------------------------------

ENTRY = ManifestEntry(
    source="<script>.md",
    digest="sha256:1",
    status=Status.BLOCKED,
    outputs={"pdf": "a b/a.pdf"},
    bytes={"pdf": 2000},
    findings={Severity.ERROR: 1},
    claims=("<b>",),
)
FOUND = Finding("X", Severity.ERROR, "<img src=x>", Where("a.md", 1, 1), "=1+1")
REPORT = DocumentReport(ENTRY, (FOUND,), (Verdict("nu", "1", Outcome.FAILED),))


def test_a_report_passes_and_holds_no_page_of_another_kind() -> None:
    page = report.files([REPORT])["index.html"]
    assert gate.check_report(page) == ()
    assert gate.check_report(report.files([])["index.html"]) == ()
    assert gate.check_report(finished(Format.HTML))
    assert gate.check(Format.HTML, page, "index")


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", lines("html.txt"))
def test_what_may_not_stand_in_a_report_is_refused(line: str) -> None:
    page = report.files([REPORT])["index.html"]
    assert gate.check_report(page.replace(b"</main>", f"{line}</main>".encode(), 1))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("line", lines("addresses.txt"))
def test_a_report_leads_to_files_beside_it(line: str) -> None:
    page = report.files([REPORT])["index.html"]
    link = f'<p><a href="{line.replace(chr(34), "&quot;")}">x</a></p></main>'.encode()
    assert gate.check_report(page.replace(b"</main>", link, 1))
