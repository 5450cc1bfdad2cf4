"""Lints a source given as text, as the pipeline would lint a file."""

from pathlib import Path

from docforge.findings import Finding
from docforge.lint import make_subject, review
from docforge.lint.subject import LintSubject
from docforge.parse import parse
from docforge.source import SourceFile, SourceText, source_of
from docforge.source.config import Lint, Settings

FOLDER = Path(__file__).with_name("images").resolve()
SETTINGS = Settings(title="A title", lang="en-GB")


def subject_of(
    text: str, settings: Settings = SETTINGS, path: str = "a/autumn_briefing.md"
) -> tuple[LintSubject, tuple[Finding, ...]]:
    origin = SourceFile(path, FOLDER / "s.md", FOLDER, "a/a")
    source = source_of(origin, SourceText(text, ""), settings)
    parsed = parse(source, {})
    earlier = (*source.findings, *parsed.findings)
    return make_subject(source, parsed.document, earlier), earlier


def lint_text(text: str, lint: Lint | None = None, settings: Settings = SETTINGS) -> list[Finding]:
    subject, earlier = subject_of(text, settings)
    return list(review(subject, earlier, lint or Lint()).findings)
