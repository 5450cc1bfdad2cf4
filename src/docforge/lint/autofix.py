"""`--fix`: mends what is safe to mend in a source, and never what it means.

Safe are the levels of headings that the document has anyway, a language that configuration
gives, addresses that become links as they stand, and typed bullets.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence

from docforge.document import Heading
from docforge.findings import Finding
from docforge.lint.rules.links import ADDRESS
from docforge.lint.subject import LintSubject
from docforge.parse.hand_bullets import bullet

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
    before = line[:start]
    raw = (
        "<" in line  # a tag may begin in one line and end in another
        or before.rfind("](") > before.rfind(")")  # within a link's address
        or before.endswith(("(", '"', "="))
    )
    if match and match[0].startswith("http") and not raw:
        lines[finding.where.line - 1] = f"{line[:start]}<{match[0]}>{line[match.end() :]}"


def _bullets(subject: LintSubject, finding: Finding, lines: list[str]) -> None:
    """Each line of the list that has the same bullet as the first one."""
    start = finding.where.line - 1
    first = bullet(lines[start])
    for index in range(start, len(lines)):
        found = bullet(lines[index])
        if first is None or (found is None and not lines[index].strip()):
            following = bullet(lines[index + 1]) if index + 1 < len(lines) else None
            if first is None or following is None or following.sign != first.sign:
                return
        elif found is not None and (found.sign, found.indent) != (first.sign, first.indent):
            return
        elif found is not None:
            lines[index] = f"{lines[index][: found.start]}- {lines[index][found.end :]}"


_MENDS: dict[str, Mend] = {
    "DOC005": _language,
    "HDG001": _heading,
    "HDG002": _heading,
    "LNK021": _address,
    "LST013": _bullets,
}
# The codes of what can be mended safely.
SAFE = frozenset(_MENDS)
