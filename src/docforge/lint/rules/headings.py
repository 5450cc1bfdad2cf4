"""Rules about headings, beyond the levels that parsing settles."""

import re
from collections.abc import Iterator
from itertools import pairwise

from docforge.document import (
    Block,
    Blocks,
    Division,
    Heading,
    Paragraph,
    Phrase,
    PhraseKind,
    plain_text,
)
from docforge.lint.passages import embargoes, says_no_word
from docforge.lint.subject import LintSubject, RuleHit

LONGEST = 120
_LONGEST_BOLD = 80
_ENDS = re.compile(r"(?<=[^.\s][^.\s])\.$|:$")
# Who speaks: “Q:”, “A1.”, “R :”, “Ms Lee:”, “問：”.
_SPEAKER = re.compile(
    r"[^\W\d_](?:\d{1,3}|[^\W\d_])?(?:[ \u00a0\u202f]?:|\.)[ \u00a0\u202f]?(?=\S)"
    r"|[^\W\d_][\w.’'-]{0,30}(?:[ ][\w.’'-]{1,30}){0,3}(?:[ \u00a0\u202f]?:[ \u00a0\u202f]|：)"
)
_QUESTION = frozenset("?？؟;;…՞")
_SHORT_FORM = re.compile(
    r"(?:\b\w|\betc|\binc|\bltd|\bno|\bco|\bvs|\bp\.m|\ba\.m)\.$", re.IGNORECASE
)


def twin_headings(subject: LintSubject) -> Iterator[RuleHit]:
    """Two headings under the same heading have the same words.

    Why: Readers who move by headings, or by the contents list, cannot tell the two sections
    apart (WCAG 2.2, 2.4.6).

    Example: `## Results` twice in one document

    Mend: Add what makes each one different: `## Results for ports`, `## Results for ferries`.
    """
    seen: dict[int, dict[str, int]] = {}
    for heading in subject.every(Heading):
        for level in [level for level in seen if level > heading.level]:
            del seen[level]
        words = plain_text(heading.children).strip()
        first = seen.setdefault(heading.level, {}).setdefault(
            words.casefold(), heading.position.line
        )
        if words and first != heading.position.line:
            yield RuleHit(
                heading.position,
                f"the heading “{words[:60]}” stands already in line {first}, at the same place",
                "Say what makes this section different.",
            )


def heading_without_words(subject: LintSubject) -> Iterator[RuleHit]:
    """A heading holds no word.

    Why: Readers who move by headings hear a sign, or nothing, and cannot tell what follows
    (WCAG 2.2, 2.4.6).

    Example: `## …`

    Mend: Say what follows, or write `---` where only a pause is meant.
    """
    for heading in subject.every(Heading):
        if says_no_word(heading.children):
            yield RuleHit(
                heading.position,
                f"the heading “{plain_text(heading.children)[:60]}” holds no word",
                "Say what follows, or write --- for a pause.",
            )


def bold_as_heading(subject: LintSubject) -> Iterator[RuleHit]:
    """A paragraph in bold looks like a heading but is none.

    Why: It does not show in the contents list, and readers who move by headings pass it by
    (WCAG 2.2, 1.3.1; ISO 14289-1, 7.4).

    Example: `**Who can apply**` on a line of its own, with a paragraph below it

    Mend: Write it as a heading of the level that it has: `### Who can apply`.
    """
    others = [block for block, _ in embargoes(subject)]  # told of by themselves
    label = subject.vocabulary.release_labels if subject.vocabulary else None
    for siblings in _passages(subject.document.blocks):
        for block, following in pairwise(siblings):
            if (
                not any(block is other for other in others)
                and isinstance(following, Paragraph)
                and not _bold(following)
                and (words := _bold(block))
                and not (label and label.fullmatch(words))  # “For immediate release”
                and not _is_asked(words, following)
            ):
                yield RuleHit(
                    block.position,
                    f"“{words[:60]}” is bold text that stands as a heading",
                    "Write it with ## or ###, as its level asks.",
                )


def _is_asked(words: str, following: Paragraph) -> bool:
    """Whether it is the question of an interview, “Q: …?”, and who answers stands below it."""
    asked = _SPEAKER.match(words)
    is_question = words[-1] in _QUESTION and _SPEAKER.match(plain_text(following.children))
    return asked is not None and bool(is_question)


def _passages(blocks: Blocks) -> Iterator[Blocks]:
    """The runs of blocks in which headings can stand."""
    yield blocks
    for block in blocks:
        if isinstance(block, Division):
            yield from _passages(block.blocks)


def _bold(block: Block) -> str:
    """The words of a paragraph that is bold throughout and could be a heading, or ""."""
    match block:
        case Paragraph((Phrase(PhraseKind.STRONG, children),)):
            words = plain_text(children).strip()
            usable = 0 < len(words) <= _LONGEST_BOLD and words[-1] not in ".!;,)"
            return words if usable and any(map(str.isalpha, words)) else ""
        case _:
            return ""


def long_heading(subject: LintSubject) -> Iterator[RuleHit]:
    """A heading is longer than 120 characters.

    Why: Headings are heard one after the other to find a section; a long one is a paragraph
    in the wrong place (WCAG 2.2, 2.4.6).

    Example: a heading that is a whole sentence with several clauses

    Mend: Keep the topic in the heading and move the rest into the text below it.
    """
    for heading in subject.every(Heading):
        words = plain_text(heading.children)
        if len(words) > LONGEST:
            yield RuleHit(
                heading.position,
                f"this heading has {len(words)} characters; {LONGEST} is much already",
                "Keep the topic and move the rest into the text.",
            )


def heading_ends_like_a_sentence(subject: LintSubject) -> Iterator[RuleHit]:
    """A heading ends in a full stop or a colon.

    Why: In the contents list, and read aloud, it sounds as if something had been cut off.
    It often is a sentence or the beginning of a list (WCAG 2.2, 2.4.6).

    Example: `## What you need:`

    Mend: Take the last character away: `## What you need`.
    """
    # A sentence that a line of hyphens makes a heading of has a finding of its own.
    told = {f.where.line for f in subject.earlier if f.code == "HDG010"}
    for heading in subject.every(Heading):
        words = plain_text(heading.children).strip()
        if heading.position.line in told:
            continue
        if _ENDS.search(words) and not _SHORT_FORM.search(words):
            yield RuleHit(
                heading.position,
                f"the heading “{words[-60:]}” ends in “{words[-1]}”",
                "Take it away.",
            )
