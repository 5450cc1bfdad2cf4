"""Rules about lists and structure made by hand instead of with marks (WCAG 2.2, 1.3.1)."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice, pairwise, takewhile

from docforge.document import (
    Cell,
    LineBreak,
    Link,
    Paragraph,
    Phrase,
    PhraseKind,
    Position,
    plain_text,
    walk,
)
from docforge.lint.subject import LintSubject, RuleHit
from docforge.parse.hand_made import BULLETS, HAND_MADE

BULLET = re.compile(rf"(?P<indent>[ \t]{{0,3}})(?:{BULLETS}|o(?=\t))[ \t\u00a0]*(?=\S)")
# Chinese underlines proper names: there it is punctuation.
_UNDERLINED_NAMES = frozenset({"zh", "yue"})
_EMPTY = re.compile(
    r"(?:<p[^>]*>|<div[^>]*>)?[ \t]*(?:&nbsp;|\u00a0|<br ?/?>|\\)+[ \t]*(?:</p>|</div>)?"
    r"|<p[^>]*>[ \t]*</p>",
    re.IGNORECASE,
)


def hand_made_list(subject: LintSubject) -> Iterator[RuleHit]:
    """A list is made of typed bullets or numbers instead of list marks.

    Why: A screen reader says “list of 3 items” only for a real list, and lets readers skip
    it (WCAG 2.2, 1.3.1; ISO 14289-1, 7.6).

    Example: a paragraph whose lines begin with `•`

    Mend: Begin each line with `- ` or `1. `; `docforge lint --fix` does so for bullets.
    """
    for paragraph in subject.every(Paragraph):
        lines = paragraph_lines(subject, paragraph)
        # In an item of a real list the paragraph begins behind the label.
        first = lines[0][paragraph.position.column - 1 :] if lines else ""
        if not HAND_MADE.match(first):
            continue
        made = [line for line in lines if HAND_MADE.match(line)]
        if len(made) > 1:
            yield RuleHit(
                paragraph.position,
                f"these {len(made)} lines are a list made by hand",
                "Begin each line with “- ” or “1. ”.",
            )


def paragraph_lines(subject: LintSubject, paragraph: Paragraph) -> list[str]:
    """The lines of the source that a paragraph stands on, up to an empty one or another's."""
    start = paragraph.position.line - 1
    if not 0 <= start < len(subject.lines):
        return []
    starts = subject.paragraph_starts
    index = bisect_right(starts, start)
    end = starts[index] if index < len(starts) else len(subject.lines)
    return list(takewhile(str.strip, islice(subject.lines, start, end)))


def breaks_as_layout(subject: LintSubject) -> Iterator[RuleHit]:
    """Several line breaks in a row stand for space or a new paragraph.

    Why: Readers who move by paragraphs hear one long paragraph, and space comes from the
    style (WCAG 2.2, 1.3.1).

    Example: `First part.<br><br>Second part.`

    Mend: Leave an empty line between the paragraphs.
    """
    in_cells = {id(node) for cell in subject.every(Cell) for node in walk(cell)}
    for paragraph in subject.every(Paragraph):
        if id(paragraph) in in_cells:
            continue
        for one, other in pairwise(paragraph.children):
            if isinstance(one, LineBreak) and isinstance(other, LineBreak):
                yield RuleHit(
                    one.position,
                    "two line breaks stand for a new paragraph",
                    "Leave an empty line instead.",
                )
                break


def empty_paragraph(subject: LintSubject) -> Iterator[RuleHit]:
    """An empty paragraph stands for space.

    Why: Some readers hear “blank” for each one, and space comes from the style
    (WCAG 2.2, 1.3.1).

    Example: `&nbsp;` or `<br>` on a line of its own

    Mend: Delete the line.
    """
    lines = subject.lines
    for number, line in enumerate(lines, 1):
        if not line.strip() or not _EMPTY.fullmatch(line.strip(" \t")):
            continue
        alone = not lines[number - 2].strip() if number > 1 else True
        if alone and (number == len(lines) or not lines[number].strip()):
            yield RuleHit(
                Position(number, len(line) - len(line.lstrip()) + 1),
                "this line is an empty paragraph",
                "Delete it.",
            )


def underline(subject: LintSubject) -> Iterator[RuleHit]:
    """Text that is no link is underlined.

    Why: Readers take it for a link, and underlining makes letters harder to tell apart
    (WCAG 2.2, 3.2.4).

    Example: `[important]{.underline}` or `<u>important</u>`

    Mend: Use `**important**` for importance and `*title*` for emphasis.
    """
    if subject.document.meta.lang.partition("-")[0] in _UNDERLINED_NAMES:
        return
    linked = {id(node) for link in subject.every(Link) for node in walk(link)}
    for phrase in subject.every(Phrase):
        if phrase.kind is PhraseKind.UNDERLINE and id(phrase) not in linked:
            words = plain_text(phrase.children)
            yield RuleHit(
                phrase.position,
                f"“{words[:60]}” is underlined and no link",
                "Use **…** for importance.",
            )
