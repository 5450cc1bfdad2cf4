"""Suppressions: `<!-- docforge: off LNK020 because … -->` takes back a finding in one place.

A comment behind text speaks for its own line; one that stands alone speaks for what follows
it, up to the next empty line. Each needs a reason, and one that silences nothing is a finding.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from docforge.document import Position
from docforge.findings import Finding
from docforge.lint.catalogue import codes
from docforge.lint.subject import LintSubject, RuleHit

UNUSED, BROKEN, DISTRUSTED = "SIL001", "SIL002", "TRU002"
_ORDER = re.compile(r"off ([A-Z]{3}\d{3}(?: ?,? [A-Z]{3}\d{3})*) because (\S.*)")


class Suppression(Struct, frozen=True):
    """Codes that are silent from line `first` to line `last`; `span` is the comment's place."""

    codes: tuple[str, ...]
    first: int
    last: int
    position: Position

    def covers(self, finding: Finding) -> bool:
        return finding.code in self.codes and self.first <= finding.where.line <= self.last


def _comments(line: str) -> Iterator[tuple[int, int, str]]:
    """Where a comment for docforge begins and ends, and what it orders, its spaces folded.

    Searched with `find`: a pattern would look again from each of many beginnings.
    """
    end = 0
    while (start := line.find("<!--", end)) >= 0:
        end = line.find("-->", start + 4)
        if end < 0:
            return
        name, colon, order = line[start + 4 : end].partition(":")
        end += 3
        if colon and name.strip() == "docforge":
            yield start, end, " ".join(order.split())


def _without_comments(line: str) -> str:
    kept, last = [], 0
    for start, end, _ in _comments(line):
        kept.append(line[last:start])
        last = end
    return "".join([*kept, line[last:]])


def read_suppressions(subject: LintSubject) -> tuple[list[Suppression], list[RuleHit]]:
    """The suppressions of a source, and the comments that look like one but cannot be used."""
    found: list[Suppression] = []
    broken: list[RuleHit] = []
    for index, line in enumerate(subject.lines):
        for start, _, order in _comments(line):
            position = Position(index + 1, start + 1)
            options = _ORDER.fullmatch(order)
            named = tuple(re.findall(r"[A-Z]{3}\d{3}", options[1])) if options else ()
            unknown = [code for code in named if code not in codes()]
            if options and not unknown:
                alone = not _without_comments(line).strip()
                last = _end_of_block(subject.lines, index) if alone else index
                found.append(Suppression(named, index + 1, last + 1, position))
            else:
                broken.append(_broken(position, unknown))
    return found, broken


def _broken(position: Position, unknown: Sequence[str]) -> RuleHit:
    what = f"there is no rule {unknown[0]}" if unknown else "this comment silences nothing"
    return RuleHit(position, what, "Write <!-- docforge: off CODE because REASON -->.")


def _end_of_block(lines: Sequence[str], index: int) -> int:
    """The index of the last line of what follows the comment at `index`."""
    index += 1
    while index < len(lines) and not _without_comments(lines[index]).strip():
        index += 1
    while index + 1 < len(lines) and lines[index + 1].strip():
        index += 1
    return index


def silenced(
    findings: Sequence[Finding], suppressions: Sequence[Suppression]
) -> tuple[list[Finding], list[RuleHit]]:
    """The findings that are left, and a hit for each code of a suppression that took none."""
    left = [f for f in findings if not any(suppression.covers(f) for suppression in suppressions)]
    return left, list(_unused(findings, suppressions))


def ignored(suppressions: Sequence[Suppression]) -> Iterator[RuleHit]:
    """A hit for each suppression of a source that is not trusted."""
    for suppression in suppressions:
        yield RuleHit(
            suppression.position,
            "a source that is not trusted silences nothing",
            "Look at what is found here; the team's docforge.toml may set its level.",
        )


def _unused(findings: Sequence[Finding], suppressions: Sequence[Suppression]) -> Iterator[RuleHit]:
    for suppression in suppressions:
        used = {finding.code for finding in findings if suppression.covers(finding)}
        for code in suppression.codes:
            if code not in used:
                yield RuleHit(
                    suppression.position,
                    f"this comment silences {code}, which is not found here",
                    "Take it out, or move it to the line before the passage.",
                )
