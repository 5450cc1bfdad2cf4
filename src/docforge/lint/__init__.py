"""Tells writers what to mend, with the line: rules over one source and its document.

Findings of earlier stages come in and go out with lint's own, at the levels that docforge.toml
asks for and without what the writer has silenced with a reason.
"""

from collections.abc import Iterable, Iterator

from docforge.document import Document
from docforge.findings import Finding, Severity, Where
from docforge.lint.levels import check_levels, level_of, levelled
from docforge.lint.registry import RULES
from docforge.lint.subject import LintSubject, RuleHit
from docforge.lint.suppressions import (
    BROKEN,
    DISTRUSTED,
    UNUSED,
    ignored,
    read_suppressions,
    silenced,
)
from docforge.lint.vocabulary import vocabulary
from docforge.source import Source
from docforge.source.config import Lint

__all__ = ["check_levels", "levelled", "make_subject", "review", "without_words"]


def make_subject(source: Source, document: Document) -> LintSubject:
    """What rules look at."""
    return LintSubject(source, document, vocabulary(document.meta.lang))


def review(subject: LintSubject, earlier: tuple[Finding, ...], lint: Lint) -> tuple[Finding, ...]:
    """`earlier` (what reading and parsing found) and what the rules of `lint` find."""
    found = [*levelled(earlier, lint), *_run(subject, lint)]
    suppressions, broken = read_suppressions(subject)
    own = list(_findings(subject, BROKEN, broken))
    if subject.source.origin.is_trusted:
        found, unused = silenced(found, suppressions)
        own += _findings(subject, UNUSED, unused)
    else:
        own += _findings(subject, DISTRUSTED, ignored(suppressions))
    return (*found, *levelled(tuple(own), lint))


def without_words(source: Source, document: Document, lint: Lint) -> tuple[Finding, ...]:
    """A note when the rules about words were left out for the document's language."""
    if vocabulary(document.meta.lang) is not None or document.meta.lang == "und":
        return ()
    names = ", ".join(rule.code for rule in RULES if rule.needs_words)
    message = f"no lists of words for “{document.meta.lang}”: left out are {names}"
    return levelled((Finding("LNG010", Severity.NOTE, message, Where(source.path, 1, 1)),), lint)


def _run(subject: LintSubject, lint: Lint) -> Iterator[Finding]:
    for rule in RULES:
        if level := level_of(rule.code, rule.level, lint):
            yield from _findings(subject, rule.code, rule.check(subject), level)


def _findings(
    subject: LintSubject, code: str, hits: Iterable[RuleHit], level: Severity = Severity.WARNING
) -> Iterator[Finding]:
    for hit in hits:
        where = Where(subject.source.path, hit.position.line, hit.position.column)
        yield Finding(code, level, hit.message, where, hit.hint)
