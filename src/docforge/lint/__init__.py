"""Tells writers what to mend, with the line: rules over one source and its document.

Findings of earlier stages come in and go out with lint's own, at the levels that docforge.toml
asks for and without what the writer has silenced with a reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from docforge.conformance import bearing
from docforge.document import Document
from docforge.findings import Finding, Severity, Where
from docforge.lint.levels import check_levels, level_of, levelled
from docforge.lint.registry import RULES, Rule
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

__all__ = ["Reviewed", "check_levels", "levelled", "make_subject", "review", "without_words"]


def make_subject(
    source: Source, document: Document, earlier: tuple[Finding, ...] = ()
) -> LintSubject:
    """What rules look at; `earlier` is what reading and parsing found."""
    return LintSubject(source, document, vocabulary(document.meta.lang), earlier)


class Reviewed(Struct, frozen=True):
    """What was found, as it is reported; `plain` is the same whatever levels and silencers say."""

    findings: tuple[Finding, ...]
    plain: tuple[Finding, ...]


def review(subject: LintSubject, earlier: tuple[Finding, ...], lint: Lint) -> Reviewed:
    """`earlier` (what reading and parsing found) and what the rules of `lint` find."""
    hits = {rule: tuple(rule.check(subject)) for rule in RULES if _is_run(rule, lint)}
    plain = (*earlier, *_reported(subject, hits, {rule: rule.level for rule in hits}))
    levels = {rule: level_of(rule.code, rule.level, lint) for rule in hits}
    found = [*levelled(earlier, lint), *_reported(subject, hits, levels)]
    suppressions, broken = read_suppressions(subject)
    own = list(_findings(subject, BROKEN, broken))
    if subject.source.origin.is_trusted:
        found, unused = silenced(found, suppressions)
        own += _findings(subject, UNUSED, unused)
    else:
        own += _findings(subject, DISTRUSTED, ignored(suppressions))
    return Reviewed((*found, *levelled(tuple(own), lint)), plain)


def without_words(source: Source, document: Document, lint: Lint) -> tuple[Finding, ...]:
    """A note when the rules about words were left out for the document's language."""
    if vocabulary(document.meta.lang) is not None or document.meta.lang == "und":
        return ()
    names = ", ".join(rule.code for rule in RULES if rule.needs_words)
    message = f"no lists of words for “{document.meta.lang}”: left out are {names}"
    return levelled((Finding("LNG010", Severity.NOTE, message, Where(source.path, 1, 1)),), lint)


def _is_run(rule: Rule, lint: Lint) -> bool:
    """A rule that is switched off still withdraws the claims that rest on what it finds."""
    return bool(bearing(rule.code).fails) or level_of(rule.code, rule.level, lint) is not None


def _reported(
    subject: LintSubject,
    hits: Mapping[Rule, Sequence[RuleHit]],
    levels: Mapping[Rule, Severity | None],
) -> Iterator[Finding]:
    for rule, found in hits.items():
        if level := levels[rule]:
            yield from _findings(subject, rule.code, found, level)


def _findings(
    subject: LintSubject, code: str, hits: Iterable[RuleHit], level: Severity = Severity.WARNING
) -> Iterator[Finding]:
    for hit in hits:
        at = hit.position if hit.position.line else subject.front_place("title")
        where = Where(subject.source.path, at.line, at.column)
        yield Finding(code, level, hit.message, where, hit.hint)
