"""Rules about languages: the document's, that of a passage, and that of docforge's own words."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from docforge.document import Division, Language, Position, Text, children
from docforge.lint.scripts import Script, others, script_of, scripts
from docforge.lint.subject import LintSubject, RuleHit
from docforge.style import load_words

_ENOUGH_LETTERS = 200


def wrong_language(subject: LintSubject) -> Iterator[RuleHit]:
    """The text is written in another script than the document's language.

    Why: The whole document would be read aloud with the wrong voice, often not at all
    (WCAG 2.2, 3.1.1; ISO 14289-1, 7.2).

    Example: `lang: en-GB` above a text in Arabic

    Mend: Write the language that the text is in: `lang: ar`.
    """
    text = "".join(node.text for node in subject.every(Text))
    if not text or subject.document.meta.lang == "und":
        return
    expected = script_of(subject.document.meta.lang)
    letters = Counter(text)
    counts = {
        script.name: sum(letters[each] for each in script.letters.findall("".join(letters)))
        for script in scripts()
    }
    most = max(counts, key=lambda name: counts[name])
    enough = counts[most] >= _ENOUGH_LETTERS
    if enough and not _east_asian(expected.name, most) and counts[expected.name] * 4 < counts[most]:
        yield RuleHit(
            subject.language_place,
            f"the language is “{subject.document.meta.lang}”, but most letters are {most}",
            "Correct lang in the front matter.",
        )


def _east_asian(one: str, other: str) -> bool:
    return {one, other} == {"Korean", "Chinese or Japanese"}


def unmarked_passage(subject: LintSubject) -> Iterator[RuleHit]:
    """A passage in another script is not marked with its language.

    Why: A screen reader keeps its voice and reads the passage letter by letter, or leaves it
    out (WCAG 2.2, 3.1.2; ISO 14289-1, 7.2).

    Example: `We say καλημέρα in the morning.`

    Mend: Mark it: `We say [καλημέρα]{lang=el} in the morning.`
    """
    lang = subject.document.meta.lang
    if lang == "und" or any(wrong_language(subject)):
        return
    expected = script_of(lang)
    patterns = _foreign(expected)
    told: set[Position] = set()
    for text in _unmarked(subject.document):
        # A text that numbers part into pieces is one to its reader.
        if text.position in told or (expected.name == "Latin" and text.text.isascii()):
            continue
        for name, pattern in patterns:
            if (match := pattern.search(text.text)) and _is_prose(name, match[0]):
                told.add(text.position)
                yield RuleHit(
                    subject.locate(match[0].split()[0], text.position),
                    f"“{match[0].strip()[:40]}” ({name}) is not marked as another language",
                    "Mark it: [words]{lang=…}.",
                )


@cache
def _foreign(expected: Script) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """By its script, what a passage in another one than `expected` looks like."""
    return tuple(
        (
            script.name,
            # Four words or more, and no address.
            re.compile(
                rf"(?<![\w./@:-])(?:{script.letters.pattern}[\w'’-]{{0,30}}[,;:]? ){{3,20}}"
                rf"{script.letters.pattern}[\w'’-]*(?![\w/@])"
            ),
        )
        for script in scripts()
        if script.name == "Latin" and script is not expected
    ) + tuple(
        (
            script.name,
            re.compile(rf"(?<![@\w])(?:{script.letters.pattern}[\s\u0300-\u036f]*){{4,}}"),
        )
        for script in others(expected)
    )


def _is_prose(script: str, passage: str) -> bool:
    """Whether a passage is more than a name, as every language has them in Latin letters."""
    words = passage.split()
    return script != "Latin" or sum(word[:1].islower() for word in words) * 2 > len(words)


def _unmarked(node: object) -> Iterator[Text]:
    """The texts that are in the document's own language, as far as the writer said."""
    for child in children(node):
        match child:
            case Text():
                yield child
            case Language(_, str()) | Division(_, str()):
                pass
            case _:
                yield from _unmarked(child)


def words_in_english(subject: LintSubject) -> Iterator[RuleHit]:
    """docforge has no words of its own in the document's language.

    Why: Words that docforge adds, such as “Contents”, “Warning” or “Page 1 of 3”, are in
    English. They are marked as English and read aloud so, but not all readers know it.

    Example: `lang: haw`

    Mend: Nothing in the source; a list of words for the language can be added, as
    CONTRIBUTING.md tells.
    """
    lang = subject.document.meta.lang
    if lang != "und" and load_words(lang).lang != lang:
        yield RuleHit(
            subject.language_place,
            f"docforge has no words of its own for “{lang}”: “Contents”, “Warning” and the like "
            "are in English",
            "Check that readers know these English words, or add a list of words to docforge.",
        )
