"""Every judge passes a file that is known to be good and fails one that is known to be bad.

A judge that is wired up wrongly would otherwise pass everything, and nobody would see it.
"""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from docforge.findings import Outcome, Verdict
from docforge.verify.judges import JUDGES, ask

pytestmark = pytest.mark.judges

HTML = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A notice</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root { color-scheme: light dark } body { color: CanvasText; background: Canvas }</style>
</head><body><main><h1>A notice</h1><p>Some words.</p></main></body></html>
"""
PAGE = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">
<head><title>A notice</title></head><body><h1>A notice</h1><p>Some words.</p></body></html>
"""
NAV = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
  lang="en" xml:lang="en"><head><title>Contents</title></head><body>
<nav epub:type="toc" role="doc-toc"><h1>Contents</h1>
<ol><li><a href="page.xhtml">A notice</a></li></ol></nav></body></html>
"""
CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:7f0c6b3e-8f0b-4d6a-9b3c-2f6f4f5e1c11</dc:identifier>
<dc:title>A notice</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Text only.</meta>
</metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="page" href="page.xhtml" media-type="application/xhtml+xml"/>
</manifest><spine><itemref idref="page"/></spine></package>
"""

Make = Callable[[str, str], Path]


def verdict(judge: str, file: Path, profile: str = "") -> Verdict:
    (said,) = ask(JUDGES[judge], [file], profile)
    assert said.outcome is not Outcome.NOT_RUN, said.reason
    assert said.version
    return said


def codes(said: Verdict) -> set[str]:
    return {finding.code for finding in said.findings}


@pytest.fixture
def html(tmp_path: Path) -> Make:
    """A page, with one thing in it replaced."""

    def make(old: str, new: str) -> Path:
        assert old in HTML
        file = tmp_path / "notice.html"
        file.write_text(HTML.replace(old, new), "utf-8")
        return file

    return make


@pytest.fixture
def epub(tmp_path: Path) -> Make:
    """An EPUB, with one thing in its package document or page replaced."""

    def make(old: str, new: str) -> Path:
        assert old in PACKAGE + PAGE
        file = tmp_path / "notice.epub"
        with zipfile.ZipFile(file, "w") as zipped:
            zipped.writestr("mimetype", "application/epub+zip")
            zipped.writestr("META-INF/container.xml", CONTAINER)
            zipped.writestr("p.opf", PACKAGE.replace(old, new))
            zipped.writestr("nav.xhtml", NAV)
            zipped.writestr("page.xhtml", PAGE.replace(old, new))
        return file

    return make


@pytest.mark.parametrize("judge", ["nu", "axe"])
def test_a_good_page_passes(judge: str, html: Make) -> None:
    assert verdict(judge, html("", "")).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("judge", "old", "new", "code"),
    [
        ("nu", "<p>Some", "<p align=left>Some", "nu:html"),
        ("nu", "color: CanvasText", "colour: CanvasText", "nu:html"),
        ("nu", ' lang="en"', "", "nu:html"),
        ("axe", ' lang="en"', "", "axe:html-has-lang"),
        ("axe", "color: CanvasText", "color: light-dark(black, #444)", "axe:color-contrast"),
        ("axe", "<p>Some", "<p style='width: 400px'>Some", "axe:reflow"),
    ],
)
def test_a_bad_page_fails(judge: str, old: str, new: str, code: str, html: Make) -> None:
    said = verdict(judge, html(old, new))
    assert said.outcome is Outcome.FAILED
    assert codes(said) == {code}


@pytest.mark.parametrize("judge", ["epubcheck", "ace"])
def test_a_good_epub_passes(judge: str, epub: Make) -> None:
    assert verdict(judge, epub("", "")).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("judge", "old", "new", "code"),
    [
        ("epubcheck", "<dc:language>en</dc:language>", "", "epubcheck:RSC-005"),
        (
            "epubcheck",
            "<h1>A notice</h1>",
            "<h1>A notice</h1><img src='no.png' alt=''/>",
            "epubcheck:RSC-007",
        ),
        ("ace", "<title>A notice</title>", "<title></title>", "ace:document-title"),
        (
            "ace",
            '<meta property="schema:accessibilityHazard">none</meta>',
            "",
            "ace:metadata-accessibilityhazard",
        ),
    ],
)
def test_a_bad_epub_fails(judge: str, old: str, new: str, code: str, epub: Make) -> None:
    said = verdict(judge, epub(old, new))
    assert said.outcome is Outcome.FAILED
    assert code in codes(said)


def test_a_broken_epub_is_not_passed(tmp_path: Path) -> None:
    file = tmp_path / "broken.epub"
    file.write_bytes(b"PK nonsense")
    for judge in ("epubcheck", "ace"):
        (said,) = ask(JUDGES[judge], [file])
        assert said.outcome is not Outcome.PASSED


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[[str], Path]:
    """A PDF as WeasyPrint writes it by itself, in a process of its own."""

    def make(variant: str) -> Path:
        source, file = tmp_path / "notice.html", tmp_path / "notice.pdf"
        source.write_text(
            "<html lang=en><title>A notice</title><h1>A notice</h1><p>Words.", "utf-8"
        )
        command = [sys.executable, "-m", "weasyprint", "--quiet", "--pdf-variant", variant]
        subprocess.run([*command, source, file], check=True)
        return file

    return make


@pytest.mark.parametrize(
    ("variant", "profile"), [("pdf/ua-1", "ua1"), ("pdf/a-2a", "2a"), ("pdf/a-3a", "3a")]
)
def test_a_pdf_passes_by_the_profile_it_was_made_for(
    variant: str, profile: str, pdf: Callable[[str], Path]
) -> None:
    said = verdict("verapdf", pdf(variant), profile)
    assert said.outcome is Outcome.PASSED
    assert said.judge == f"verapdf {profile}"


@pytest.mark.parametrize(
    ("variant", "profile", "code"), [("pdf/ua-1", "2a", "6.6.4-1"), ("pdf/a-2a", "ua1", "5-1")]
)
def test_a_pdf_without_the_claim_fails_the_rule_that_it_is_there(
    variant: str, profile: str, code: str, pdf: Callable[[str], Path]
) -> None:
    assert f"verapdf:{code}" in codes(verdict("verapdf", pdf(variant), profile))


@pytest.mark.parametrize("profile", JUDGES["verapdf"].profiles)
def test_every_profile_of_verapdf_is_one(profile: str, pdf: Callable[[str], Path]) -> None:
    verdict("verapdf", pdf("pdf/ua-1"), profile)


def test_a_broken_pdf_fails(tmp_path: Path) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.7 nonsense")
    assert verdict("verapdf", file).outcome is Outcome.FAILED
