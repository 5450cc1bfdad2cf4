"""`--fix`: mends what is safe to mend in a source, and never what it means.

Safe are the levels of headings that the document has anyway, a language that configuration
gives, addresses that become links as they stand, and typed bullets.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence

from docforge.document import Heading, Paragraph
from docforge.findings import Finding
from docforge.lint.rules.links import ADDRESS
from docforge.lint.rules.structure import BULLET, paragraph_lines
from docforge.lint.subject import LintSubject

# Changes lines of the source at one finding, in place.
Mend = Callable[[LintSubject, Finding, list[str]], None]


def mended(subject: LintSubject, findings: Sequence[Finding]) -> str:
    """The source's text with everything mended that is safe to mend."""
    lines = subject.source.text.split("\n")
    # From the end, so that a line that is added moves no place that is still to come.
    for finding in sorted(findings, key=_place, reverse=True):
        if change := _MENDS.get(finding.code):
            change(subject, finding, lines)
    return "\n".join(lines)


def diff(path: str, before: str, after: str) -> Iterator[str]:
    """The change as a unified diff, without line ends."""
    return difflib.unified_diff(
        before.split("\n"), after.split("\n"), path, f"{path} (mended)", lineterm="", n=1
    )


def _place(finding: Finding) -> tuple[int, int]:
    return finding.where.line, finding.where.column


def _heading(subject: LintSubject, finding: Finding, lines: list[str]) -> None:
    """Every heading that moves as the finding says: up (HDG002) or down, for one names them all."""
    for heading in subject.every(Heading):
        line = heading.position.line
        marks = re.match(r"( {0,3})(#{1,6})(?=[ \t])", lines[line - 1]) if line else None
        if marks and (len(marks[2]) > heading.level) is (finding.code == "HDG002"):
            lines[line - 1] = f"{marks[1]}{'#' * heading.level}{lines[line - 1][marks.end() :]}"


def _language(subject: LintSubject, finding: Finding, lines: list[str]) -> None:
    tag = subject.source.settings.lang
    match lines[0].rstrip():
        case "---":
            lines.insert(1, f"lang: {tag}")
        case "+++":
            lines.insert(1, f'lang = "{tag}"')
        case first if not first.startswith("%"):
            lines[0:0] = ["---", f"lang: {tag}", "---", ""]


def _address(subject: LintSubject, finding: Finding, lines: list[str]) -> None:
    start = finding.where.column - 1
    line = lines[finding.where.line - 1]
    match = ADDRESS.match(line, start)
    raw = "<" in line or "](" in line[:start] or line[start - 1 : start] in ("(", '"', "=")
    if match and match[0].startswith("http") and not raw:
        lines[finding.where.line - 1] = f"{line[:start]}<{match[0]}>{line[match.end() :]}"


def _bullets(subject: LintSubject, finding: Finding, lines: list[str]) -> None:
    start = finding.where.line - 1
    paragraph = next(p for p in subject.every(Paragraph) if p.position.line == finding.where.line)
    made = paragraph_lines(subject, paragraph)
    if all(BULLET.match(line) for line in made):
        for index in range(start, start + len(made)):
            lines[index] = BULLET.sub(r"\g<indent>- ", lines[index], count=1)


_MENDS: dict[str, Mend] = {
    "DOC005": _language,
    "HDG001": _heading,
    "HDG002": _heading,
    "LNK021": _address,
    "LST001": _bullets,
}
