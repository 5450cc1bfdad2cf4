"""Marks of Markdown, or of another program, that stay visible in the text.

What is searched is the document, not the source: only what readers would meet is found, whatever
program the mark was written for (leftovers.toml).
"""

import re
from collections.abc import Iterator

from docforge.document import (
    Code,
    CodeBlock,
    Image,
    List,
    Math,
    Numbering,
    Table,
    Text,
    walk,
)
from docforge.lint.subject import LintSubject, RuleHit
from docforge.lint.visible_marks import VisibleMark, called, certain_programs, visible_marks

# Signs of TeX between dollar signs: what is no sum of money.
_FORMULA = re.compile(r"(?<![\w\\$])\$(?=[^\s$])[^\\^_{$]*[\\^_{][^$]*+\$(?![\w$])")


def leftover_mark(subject: LintSubject) -> Iterator[RuleHit]:
    """A mark stays visible in the text, because it was not read as one.

    Why: Readers see and hear signs, such as “star star”, and not what they were meant for.

    Example: `** bold **`, `#Heading`, `[[page]]` or `@fig-1`

    Mend: Write the mark as docforge reads it, or put a backslash before a sign that is meant.
    """
    yield from _left(subject, is_error=False)
    yield from _formulas_in_front(subject)


def missing_target(subject: LintSubject) -> Iterator[RuleHit]:
    """A note or an address is referred to and defined nowhere.

    Why: Readers meet the signs `[^2]` or `[plan][plan]` and cannot follow them.

    Example: `It fell.[^2]` without a line `[^2]: …`

    Mend: Write the note, or the address on a line of its own: `[plan]: https://…`.
    """
    yield from _left(subject, is_error=True)


def empty_note(subject: LintSubject) -> Iterator[RuleHit]:
    """A note says nothing.

    Why: Readers follow its mark, and find nothing at the end of the document.

    Example: `[^1]:` and nothing behind it

    Mend: Write the note, or take out its definition and its marks.
    """
    for note in subject.document.notes:
        is_said = any(
            (isinstance(node, Text) and node.text.strip())
            or isinstance(node, Code | CodeBlock | Math | Image | Table)
            # “N.” alone is the label of an empty item, which readers get.
            or (isinstance(node, List) and node.numbering is not Numbering.BULLET)
            for node in walk(note)
        )
        if not is_said:
            yield RuleHit(note.position, "this note is empty", "Write it, or take out its mark.")


def _formulas_in_front(subject: LintSubject) -> Iterator[RuleHit]:
    """Formulas in what is plain text, and stays as it was typed."""
    settings = subject.source.settings
    # A title that is the first heading has its formulas.
    for key, words, mend in (
        ("title", settings.title, "Write the title as the first heading, “# …”, and not here."),
        ("subtitle", settings.subtitle, "Say it in words, or in the text below."),
    ):
        if settings.math and words and (found := _FORMULA.search(words)):
            what = f"“{found[0][:60]}” in “{key}” is not read as a formula; it stays as typed"
            yield RuleHit(subject.front_place(key), what, mend)


def _left(subject: LintSubject, *, is_error: bool) -> Iterator[RuleHit]:
    found = [*visible_marks(subject, is_error=is_error)]
    if is_error:
        for one in found:
            yield RuleHit(one.position, f"“{one.signs}” is {one.mark.name}", one.mark.mend)
        return
    certain = certain_programs(found)
    named: dict[tuple[str, str], list[VisibleMark]] = {}
    for one in found:
        if (said := called(one.mark, certain)) is not None:
            named.setdefault(said, []).append(one)
    for (name, mend), several in named.items():
        first = min(several, key=lambda one: (one.position.line, one.position.column))
        more = f", and {len(several) - 1} more like it" if len(several) > 1 else ""
        what = f"“{first.signs}” is {name}; it stays visible in the text{more}"
        yield RuleHit(first.position, what, mend)
