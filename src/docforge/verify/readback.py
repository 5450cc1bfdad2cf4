"""Reads finished outputs back and compares each with its document.

Invariant: a file that cannot be read back has not passed.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Protocol

from docforge import __version__
from docforge.document import Document
from docforge.export import Format, Rendering
from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.style import Style, Words
from docforge.verify.compare import compare
from docforge.verify.entries import Outline
from docforge.verify.expected_text import expected_outline
from docforge.verify.outline import OutlineStyle, outline
from docforge.verify.outline.head import head
from docforge.verify.outline.package import package
from docforge.verify.tolerances import carried, settled
from docforge.verify.undrawn import as_shown

JUDGE = "read-back"
UNREADABLE = "RBK005"


def read_back(
    document: Document, style: Style, renderings: Sequence[Rendering], *, claim: bool
) -> tuple["Proof", ...]:
    """One proof a rendering, in order; raises nothing.

    `claim` says whether the files may claim a standard.
    """
    words = style.words(document.meta.lang)
    given = OutlineStyle(words, style.toc_from, style.page)
    stated = outline(document, given)
    own = {
        Format.HTML: (*stated, *head(document, style)),
        Format.EPUB: (*stated, *package(document, style, claim=claim)),
        Format.TEXT: expected_outline(document, words),
    }

    def expected(kind: Format, actual: Outline) -> Outline:
        if kind is not Format.PDF:
            return own.get(kind, stated)
        shown = as_shown(document, stated, actual)
        # The title in the metadata is words, of formulas those that are spoken.
        return stated if shown is document else (stated[0], *outline(shown, given)[1:])

    return tuple(
        judge(partial(expected, each.format), each.format, each.content, words)
        for each in renderings
    )


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of reading one file; `outline` is a hash of what was read, "" without any."""

    format: Format
    verdict: Verdict
    outline: str = ""


def judge(
    expected: Callable[[Outline], Outline], kind: Format, content: bytes, words: Words
) -> Proof:
    """Whether the file `content`, as it is read, says what is `expected` of it."""
    try:
        actual = reader(kind)(content, words)
        stated = carried(expected(actual), kind)
        findings = compare(*settled(stated, carried(actual, kind)), kind)
    except Exception as error:  # whatever a broken file does to a reader, it has not passed
        failed = Verdict(_label(kind), __version__, Outcome.FAILED, (_unreadable(kind, error),))
        return Proof(kind, failed)
    failed_on = any(found.severity is Severity.ERROR for found in findings)
    outcome = Outcome.FAILED if failed_on else Outcome.PASSED
    return Proof(kind, Verdict(_label(kind), __version__, outcome, findings), digest(actual))


def digest(outline: Outline) -> str:
    """A hash of an outline, by which a file that is read again is known to say the same."""
    lines = ([str(e.kind), e.text, *map("=".join, e.facts), "/".join(e.within)] for e in outline)
    return hashlib.sha256("\n".join("\t".join(line) for line in lines).encode()).hexdigest()


def read_again(kind: Format, content: bytes, words: Words) -> str:
    """The hash of what the file `content` says. Raises whatever a broken file brings about."""
    return digest(reader(kind)(content, words))


class Read(Protocol):
    """What the module of every reader offers, as `read`: what is in the file, in its order."""

    def __call__(self, content: bytes, words: Words) -> Outline: ...


def reader(kind: Format) -> Read:
    """The reader of a format, imported only when it is asked for."""
    read: Read = import_module(kind.reader).read
    return read


def _label(kind: Format) -> str:
    return f"{JUDGE} {kind}"


def _unreadable(kind: Format, error: Exception) -> Finding:
    return Finding(
        UNREADABLE,
        Severity.ERROR,
        f"The {kind.label} could not be read back ({type(error).__name__}).",
        Where(""),
        "This is a fault of docforge: the files were not delivered. Please report it.",
    )
