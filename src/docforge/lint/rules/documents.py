"""Rules about the document as a whole: its title and where its language is said."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from textwrap import shorten

from docforge.document import Position, plain_text
from docforge.lint.passages import embargoes, says_no_word
from docforge.lint.subject import LintSubject, RuleHit

_TOP = Position(1, 1)
_LANG_KEY = re.compile(r"^[\"']?lang(?:uage)?[\"']?\s*[:=]", re.MULTILINE | re.IGNORECASE)
_FIRST_LINES = 64_000


def title_is_file_name(subject: LintSubject) -> Iterator[RuleHit]:
    """The title is the name of the file.

    Why: The title is the first thing a reader hears and what a list of open documents shows;
    a file name says nothing about the topic (WCAG 2.2, 2.4.2; ISO 14289-1, 7.1).

    Example: `title: autumn_briefing_v2` in autumn_briefing_v2.md

    Mend: Give the title that you would say aloud: `title: The coastal economy in 2025`.
    """
    stem = PurePosixPath(subject.source.path).stem
    title = plain_text(subject.document.meta.title).strip()
    given = subject.source.settings.title is not None
    if (
        given
        and re.search(r"[_.\d]|\w-\w", stem)
        and title.casefold()
        in (
            stem.casefold(),
            PurePosixPath(subject.source.path).name.casefold(),
        )
    ):
        yield RuleHit(_TOP, f"the title “{title}” is the file's name", "Say what it is about.")


def title_without_words(subject: LintSubject) -> Iterator[RuleHit]:
    """The title holds no word.

    Why: A list of open documents, and the first thing that is read aloud, say nothing of the
    topic (WCAG 2.2, 2.4.2; ISO 14289-1, 7.1).

    Example: `title: "…"`

    Mend: Give the title that you would say aloud: `title: The coastal economy in 2025`.
    """
    title = subject.document.meta.title
    if says_no_word(title):
        yield RuleHit(
            _TOP, f"the title “{plain_text(title)}” holds no word", "Say what it is about."
        )


def language_only_configured(subject: LintSubject) -> Iterator[RuleHit]:
    """The source does not say its language itself; only docforge.toml does.

    Why: A source that is moved to another folder would silently change its language and be
    read aloud with the wrong pronunciation (WCAG 2.2, 3.1.1). Only the strict profile asks
    for this.

    Example: front matter without `lang`, where docforge.toml has `lang = "en-GB"`

    Mend: Add `lang: en-GB` to the front matter; `docforge lint --fix` does it.
    """
    head = subject.source.text[:_FIRST_LINES].split("\n")
    body = subject.source.body[:_FIRST_LINES].split("\n")
    own = "\n".join(line for line, left in zip(head, body, strict=False) if line and not left)
    if subject.source.settings.lang and not _LANG_KEY.search(own):
        yield RuleHit(
            _TOP,
            "only the configuration says which language this is in",
            f"Add “lang: {subject.source.settings.lang}” to the front matter.",
        )


def embargo_in_text(subject: LintSubject) -> Iterator[RuleHit]:
    """The text begins with an embargo, and the front matter has none.

    Why: Only a reader of the first page learns of it. The other pages, the file's name and the
    subject of the e-mail say nothing, and `docforge email` sends the document at any time.

    Example: `**EMBARGOED until 00:01 on 1 December 2026**` above the text

    Mend: Write it in the front matter, `embargo: 2026-12-01 00:01`, and delete the line.
    """
    restrictions = subject.document.meta.restrictions
    if restrictions.embargo is None:
        for block, words in embargoes(subject):
            said = shorten(words, 60, placeholder=" …")
            yield RuleHit(
                block.position,
                f"“{said}” is said by the text alone, not by the document’s embargo",
                "Write “embargo:” with day and time in the front matter, and delete the line: "
                "then each page, the file's name and the e-mail say it.",
            )
