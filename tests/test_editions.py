"""Editions: a PDF in large print beside the standard one, proven and delivered like the others."""

import contextlib
import io
import json
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from every_node import DOCUMENT
from housing import HOUSE
from msgspec.structs import replace
from pdf_breaking import Break, page_stream, with_key
from pikepdf import Name, String

from docforge.cli.application import app
from docforge.cli.verifying import delivered
from docforge.conformance import FAULTLESS
from docforge.deliver import read_manifest
from docforge.errors import UsageError
from docforge.export import Export, Format, Rendering, Status
from docforge.findings import Outcome, Verdict
from docforge.formats import render_all, renderers
from docforge.pipeline import export
from docforge.source import SourceFile, find_sources
from docforge.source.config import Config, load_config
from docforge.source.config.settings import read_keys
from docforge.source.config.values import Value
from docforge.source.options import RunOptions
from docforge.style import Style, in_edition, load_style
from docforge.style.charts import with_charts
from docforge.verify.delivered import check, judged
from docforge.verify.gated import gated
from docforge.verify.judges import JUDGES
from docforge.verify.large_letters import small_letters
from docforge.verify.readback import read_back
from docforge.verify.readers.pdf.graphics import painting_of

LARGE_PRINT = "harbour-large-print.pdf"
SOURCE = """---
title: Harbour
lang: en-GB
date: 2026-11-30
editions: standard, large-print
---

## Ships

Three *ships* came.
"""


# --- What is asked for -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "editions"),
    [
        ("standard, large-print", ("large-print",)),
        (["standard", "large-print"], ("large-print",)),
        ("Large print", ("large-print",)),
        ("standard", ()),
        ("", ()),
    ],
    ids=str,
)
def test_editions_are_a_list_or_words(said: Value, editions: tuple[str, ...]) -> None:
    given, wrong = read_keys({"editions": said})
    assert (given.editions, wrong) == (editions, {})


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("large-prnt", "“large-prnt” is no edition; did you mean large-print?"),
        ("braille", "“braille” is no edition; known are standard, large-print"),
    ],
)
def test_an_edition_that_there_is_not_is_told_with_what_was_meant(said: str, reason: str) -> None:
    assert read_keys({"editions": said})[1] == {"editions": reason}


def exported(folder: Path, text: str = SOURCE, options: RunOptions | None = None) -> Export:
    (folder / "harbour.md").write_text(text, "utf-8")
    return export(placed(folder), options or RunOptions(load_config(folder), {}))


def placed(folder: Path) -> SourceFile:
    (place,) = find_sources([folder / "harbour.md"], Config())
    return place


def test_an_edition_is_made_where_its_format_is_and_nowhere_else(tmp_path: Path) -> None:
    made = exported(tmp_path, options=RunOptions(Config(), {}, (Format.PDF, Format.TEXT)))
    kinds = [one.format for one in made.renderings]
    assert (made.status, kinds) == (
        Status.EXPORTED,
        [Format.PDF, Format.TEXT, Format.LARGE_PRINT],
    )
    made = exported(tmp_path, options=RunOptions(Config(), {}, (Format.TEXT,)))
    assert [one.format for one in made.renderings] == [Format.TEXT]


# --- The file ----------------------------------------------------------------------------


def edition_of(name: str, folders: tuple[Path, ...] = (), brand: bool = False) -> Style:
    said = load_config(HOUSE).brand if brand else None
    return load_style(in_edition(name, "large-print"), folders, said)


@cache
def made(name: str = "briefing") -> bytes:
    """The document with every node, in large print over the style `name` in the house's colours."""
    style, place = edition_of(name, brand=True), SourceFile("a.md", Path("a.md"), Path(), "a/a")
    (rendering,) = render_all(
        renderers((Format.LARGE_PRINT,), "ua-1", 220),
        with_charts(DOCUMENT, style),
        style,
        standing=FAULTLESS,
        place=place,
    )
    assert rendering.format is Format.LARGE_PRINT
    return rendering.content


def found_in(content: bytes, name: str = "briefing") -> list[str]:
    """What reading back, and the last gate, find in `content`."""
    style = edition_of(name, brand=True)
    rendering = Rendering(Format.LARGE_PRINT, content)
    (proof,) = read_back(with_charts(DOCUMENT, style), style, [rendering], FAULTLESS)
    verdicts = (proof.verdict, gated(Format.LARGE_PRINT, content, "a/a"))
    return [found.message for verdict in verdicts for found in verdict.findings]


def sizes(content: bytes) -> list[float]:
    with pikepdf.open(BytesIO(content)) as pdf:
        items = [item for page in pdf.pages for item in painting_of(page.obj).items]
    texts = (item for item in items if item.kind == "text" and item.visible and not item.in_form)
    return sorted({round(item.matrix[3], 1) for item in texts if item.tag not in ("Formula",)})


@pytest.mark.slow
@pytest.mark.parametrize("name", ["briefing", "plain"])
def test_every_node_is_read_back_in_large_letters(name: str) -> None:
    assert found_in(made(name), name) == []
    assert [size for size in sizes(made(name)) if size < 15] == []


def broken(change: Break) -> bytes:
    file = BytesIO()
    with pikepdf.open(BytesIO(made())) as pdf:
        change(pdf)
        pdf.save(file)
    return file.getvalue()


def without_a_picture(pdf: pikepdf.Pdf) -> None:
    del with_key(pdf, "Alt", "Figure")["/Alt"]


def with_a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (without_a_picture, "in the large-print PDF"),
        (with_a_script, "The large-print PDF holds what may not stand in it"),
        (page_stream(b" 24 Tf", b" 12 Tf"), "The large-print PDF has letters of 9 points"),
    ],
    ids=["a description", "a script", "small letters"],
)
def test_a_broken_edition_is_caught(change: Break, told: str) -> None:
    assert any(told in message for message in found_in(broken(change)))


def test_the_standard_pdf_is_no_large_print(tmp_path: Path) -> None:
    standard = next(r for r in exported(tmp_path).renderings if r.format is Format.PDF)
    (found,) = small_letters(standard.content)
    assert found.message == "The large-print PDF has letters of 11 points, first on page 1"


# --- Over the style of the house ---------------------------------------------------------


def style_in(folder: Path, name: str, table: str, sheet: str = "") -> None:
    (folder / "styles" / name).mkdir(parents=True)
    (folder / "styles" / name / "style.toml").write_text(table, "utf-8")
    if sheet:
        (folder / "styles" / name / "print.css").write_text(sheet, "utf-8")


@pytest.mark.slow
def test_an_edition_keeps_what_the_house_says_and_has_its_own_sizes(tmp_path: Path) -> None:
    table = 'extends = "plain"\npage-size = "Letter"\ntext-size = "12pt"\ntoc-depth = 3\n'
    style_in(tmp_path, "harbours", f'{table}[brand.colours]\naccent = "#0b3d5c"\n')
    own = load_style("harbours", (tmp_path / "styles",))
    large = edition_of("harbours", (tmp_path / "styles",))
    assert (own.page.letters.text, large.page.letters.text) == (12, 18)
    # Contents of two pages at most: lines of large print are fewer.
    assert large.contents == replace(own.contents, most=50)
    assert dict(large.colours.light)["accent"] == "#0b3d5c"
    assert large.page.stacks_tables


@pytest.mark.slow
def test_a_project_may_have_a_large_print_of_its_own(tmp_path: Path) -> None:
    style_in(tmp_path, "large-print", 'extends = "briefing"\n[letters]\ntext = 20\nsmall = 20\n')
    assert edition_of("briefing", (tmp_path / "styles",)).page.letters.text == 20
    assert edition_of("plain", (tmp_path / "styles",)).name == "plain+large-print"


def test_what_is_wrong_with_an_edition_names_both_styles(tmp_path: Path) -> None:
    style_in(tmp_path, "large-print", 'extends = "briefing"\ntext-sise = 20\n')
    with pytest.raises(UsageError) as caught:
        edition_of("plain", (tmp_path / "styles",))
    said = "The style 'plain' with 'large-print' over it cannot be used: large-print/style.toml:2: "
    assert caught.value.message.startswith(said)


@pytest.mark.slow
def test_a_sheet_that_sets_small_letters_is_told(tmp_path: Path) -> None:
    (tmp_path / "docforge.toml").write_text('[document]\nstyle = "harbours"\n', "utf-8")
    sheet = "p { font-size: 10pt; }\n"
    style_in(tmp_path, "harbours", 'extends = "briefing"\n', sheet)
    (found,) = (one for one in exported(tmp_path).findings if one.code == "STY003")
    assert str(found.where) == "harbour.md"
    assert found.message == "The large-print PDF has letters of 10 points, first on page 1"


@pytest.mark.parametrize(
    ("letters", "told"),
    [
        (40, []),
        (9, ["The large-print PDF has drawings with letters of 6.8 points, first on page 1"]),
    ],
)
def test_a_drawing_with_small_letters_is_told(
    tmp_path: Path, letters: int, told: list[str]
) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 100">'
        '<rect width="520" height="100" fill="#fff"/>'
        f'<text y="60" font-size="{letters}">Sandry</text></svg>'
    )
    (tmp_path / "map.svg").write_text(drawing, "utf-8")
    found = exported(tmp_path, f"{SOURCE}\n![A map: Sandry is in the east.](map.svg)\n").findings
    assert [one.message for one in found if one.code == "STY004"] == told
    assert [one.code for one in found if one.code == "STY003"] == []


def test_raised_words_are_no_small_letters(tmp_path: Path) -> None:
    found = exported(tmp_path, f"{SOURCE}\nThe 2^several^ ships and H~many~.\n").findings
    assert [one.code for one in found if one.code == "STY003"] == []


def test_a_document_depends_on_both_styles(tmp_path: Path) -> None:
    asked = exported(tmp_path).dependencies
    names = [one.name for one in asked if one.kind == "style"]
    assert names == ["briefing", "briefing+large-print"]


# --- Delivered ---------------------------------------------------------------------------


def docforge(folder: Path, *arguments: str) -> str:
    """What a command prints that is run in `folder`, in this process."""
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as told:
        code = app(list(arguments), standalone_mode=False)
    assert not code, told.getvalue()
    return told.getvalue()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose one document was exported in two editions."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "harbour.md").write_text(SOURCE, "utf-8")
    assert "harbour.html, .epub, .pdf, -large-print.pdf, .txt\n" in docforge(
        folder, "export", "harbour.md"
    )
    return folder


def entry(project: Path) -> dict[str, dict[str, object]]:
    (found,) = json.loads((project / "output/manifest.json").read_text("utf-8"))["documents"]
    assert isinstance(found, dict)
    return found


@pytest.mark.slow
def test_manifest_report_and_evidence_know_the_edition(project: Path) -> None:
    told, folder = entry(project), project / "output/harbour"
    assert list(told["outputs"]) == ["html", "epub", "pdf", "pdf-large-print", "txt"]
    assert told["outputs"]["pdf-large-print"] == f"harbour/{LARGE_PRINT}"
    assert told["bytes"]["pdf-large-print"] == (folder / LARGE_PRINT).stat().st_size
    assert set(told["pages"]) == {"pdf", "pdf-large-print"}
    page = (project / "output/index.html").read_text("utf-8")
    link = f'<a href="harbour/{LARGE_PRINT}" aria-label="large-print PDF of Harbour">'
    assert f"{link}large-print PDF</a>" in page
    assert "pdf-large-print" in re.sub(r"<[^>]+>", "", page).partition("read-back")[2]
    said = json.loads((folder / "harbour.evidence.json").read_text("utf-8"))
    (check,) = said["outputs"]["pdf-large-print"]["checks"]
    assert (check["judge"], check["outcome"]) == ("read-back pdf-large-print", Outcome.PASSED)
    assert said["tolerances"]["pdf-large-print"] == said["tolerances"]["pdf"]


@pytest.mark.slow
def test_an_edition_that_is_missing_is_made_again(project: Path) -> None:
    assert "1 unchanged" in docforge(project, "export", "harbour.md")
    file = project / "output/harbour" / LARGE_PRINT
    before = file.read_bytes()
    file.unlink()
    assert "1 exported" in docforge(project, "export", "harbour.md")
    assert file.read_bytes() == before


@pytest.mark.slow
def test_an_edition_that_is_wanted_no_more_goes(project: Path) -> None:
    docforge(project, "export", "harbour.md", "--editions", "standard", "-o", "other")
    assert not (project / "other/harbour" / LARGE_PRINT).exists()
    docforge(project, "export", "harbour.md", "-o", "other")
    assert (project / "other/harbour" / LARGE_PRINT).exists()
    docforge(project, "export", "harbour.md", "--editions", "standard", "-o", "other")
    names = {file.name for file in (project / "other/harbour").iterdir()}
    assert (LARGE_PRINT in names, "harbour.pdf" in names) == (False, True)


@pytest.mark.slow
def test_an_edition_is_verified_as_it_was_delivered(project: Path) -> None:
    output = project / "output"
    files = delivered(output, read_manifest(output).values())
    (own,) = (one for one in files if one.format is Format.LARGE_PRINT)
    assert [(verdict.judge, str(verdict.outcome)) for verdict in check(own)] == [
        (f"{judge} pdf-large-print", "passed")
        for judge in ("manifest", "last gate", "evidence", "read-back")
    ]
    asked: list[Path] = []

    def ask(judge: object, given: list[Path], profile: str) -> list[Verdict]:
        asked.extend(given)
        return [Verdict("verapdf", "1", Outcome.PASSED) for _ in given]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("docforge.verify.delivered.ask", ask)
        told = {one.path for one, _ in judged(files, {"verapdf": JUDGES["verapdf"]})}
    assert told == {"harbour/harbour.pdf", f"harbour/{LARGE_PRINT}"}
    assert own.file in asked


def attachments(mail: Path) -> dict[str, str]:
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    found = {str(one.get_filename()): one.get_content_type() for one in message.iter_attachments()}
    body = message.get_body(("plain",))
    assert body is not None
    return found | {"": body.get_content()}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["harbour.md", f"output/harbour/{LARGE_PRINT}"])
def test_an_edition_goes_with_the_pdf_in_an_e_mail(project: Path, name: str) -> None:
    docforge(project, "email", name, "--from", "a@example.org", "-o", "mail.eml")
    found = attachments(project / "mail.eml")
    assert found[f"2026-11-30-{LARGE_PRINT}"] == "application/pdf"
    assert re.search(r"PDF, \d+ kB, 1 page; large-print PDF, \d+ kB, \d+ pages?; EPUB", found[""])
    docforge(
        project, "email", name, "--from", "a@example.org", "-o", "mail.eml", "--formats", "text"
    )
    assert set(attachments(project / "mail.eml")) == {"", "2026-11-30-harbour.txt"}
    docforge(project, "email", name, "--zip", "-o", "mail.zip")
    assert f"2026-11-30-{LARGE_PRINT}" in ZipFile(project / "mail.zip").namelist()
