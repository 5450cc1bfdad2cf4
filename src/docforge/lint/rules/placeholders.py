"""Words that stand in for what is still to be written, whoever put them there.

They are searched in the document and in the front matter, never in code (placeholders.toml).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from docforge.document import Position, plain_text
from docforge.lint.passages import passages
from docforge.lint.subject import LintSubject, RuleHit

_SHORT_FORM = re.compile(r"\(([A-Z]{2,5})\)")
_FRONT = ("title", "subtitle", "description", "organisation", "contact", "date", "authors")
_BEFORE = 120
_QUOTED = ('""', "“”", "‘’", "„“", "«»", "''")
_MOST_LINES = 6
_FEWEST_WORDS = 3
_MOST_WORDS = 12
_TOP = Position(1, 1)


class Placeholder(Struct, frozen=True):
    """Words to search for, the languages that they belong to, and what before them excuses.

    Both are regular expressions, made ready when a document in such a language needs them.
    """

    pattern: str
    langs: frozenset[str]
    unless: str

    def found(self, text: str) -> Iterator[re.Match[str]]:
        """Where `text`, in one of the languages, has such words."""
        for match in _words(self.pattern, re.MULTILINE).finditer(text):
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            if (self.unless and _words(self.unless, 0).search(before)) or _is_named(text, match):
                continue
            yield match


@cache
def _words(expression: str, flags: int) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE | flags)


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Whether the words are spoken of, between quotation marks: “TBC” is a short form."""
    around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    return match[0][0] not in "[(" and around in _QUOTED


def _spelt_out(texts: Iterable[tuple[str, Position]]) -> frozenset[str]:
    """The short forms that stand behind their words, such as “Training Base Command (TBC)”."""
    return frozenset(
        match[1]
        for text, _ in texts
        for match in _SHORT_FORM.finditer(text)
        if _initials(text[max(0, match.start() - _BEFORE) : match.start()], match[1])
    )


def _initials(before: str, letters: str) -> bool:
    names = before.split()[-len(letters) :]
    return "".join(name[0] for name in names).upper() == letters


@cache
def placeholders() -> tuple[Placeholder, ...]:
    """The rows of placeholders.toml, in their order."""
    return tuple(
        Placeholder(
            row["pattern"],
            frozenset(row.get("langs", ())),
            row.get("unless", ""),
        )
        for row in _table()["placeholder"]
    )


@cache
def _rows(lang: str) -> tuple[Placeholder, ...]:
    return tuple(row for row in placeholders() if not row.langs or lang in row.langs)


# A desk asks of the same paragraphs again after each key.
@lru_cache(maxsize=4096)
def _matches(text: str, lang: str) -> tuple[re.Match[str], ...]:
    """What stands in for other words in `text`, in the primary language `lang`, row by row."""
    return tuple(match for row in _rows(lang) for match in row.found(text))


@cache
def image_words() -> frozenset[str]:
    """Words that say of an image only that it is one, in small letters, whatever the language."""
    return frozenset(_table()["image-words"])


@cache
def _table() -> dict[str, Any]:
    text = files("docforge.lint").joinpath("placeholders.toml").read_text("utf-8")
    return tomllib.loads(text)


def holds_placeholder(text: str, lang: str) -> bool:
    """Whether `text`, in the primary language `lang`, has words that stand in for others."""
    return bool(_matches(text, lang))


def placeholder(subject: LintSubject) -> Iterator[RuleHit]:
    """Words stand in for what is still to be written.

    Why: Readers get `[NAME]` or “TBC” instead of what they came for, and see that nobody has
    read the text before it was published.

    Example: `The minister will visit [TBC] on XX March.`

    Mend: Write what is missing, or take the words out. Words that are meant
    stand between backticks, as code.
    """
    lang = subject.document.meta.lang.partition("-")[0].lower()
    found: dict[str, list[Position]] = {}
    texts = tuple(_texts(subject))
    explained = _spelt_out(texts)
    for text, position in texts:
        taken: list[tuple[int, int]] = []
        for match in _matches(text, lang):
            low, high = match.span()
            if match[0].strip("()[] ") in explained:
                continue
            if high > low and not any(one < high and low < other for one, other in taken):
                taken.append((low, high))
                place = _place(subject, " ".join(match[0].split()), position)
                found.setdefault(" ".join(match[0].split()), []).append(place)
    for words, places in found.items():
        first, *others = sorted(places, key=lambda place: (place.line, place.column))
        yield RuleHit(
            first,
            f"“{words[:60]}” stands in for what is still to be written{_also(others)}",
            "Write what is missing, or take the words out.",
        )


def _also(places: list[Position]) -> str:
    if not places:
        return ""
    lines = sorted({place.line for place in places})
    if len(lines) > _MOST_LINES:
        return f", also in {len(lines)} more lines"
    named = ", ".join(map(str, lines))
    return f", also in line{'s' if len(lines) > 1 else ''} {named}"


def _texts(subject: LintSubject) -> Iterator[tuple[str, Position]]:
    yield from passages(subject)
    yield plain_text(subject.document.meta.title), _TOP
    for key in _FRONT:
        value = getattr(subject.source.settings, key)
        for words in value if isinstance(value, tuple) else (value,):
            if words and key != "title":
                yield str(words), _TOP


def _place(subject: LintSubject, words: str, position: Position) -> Position:
    """Where `words` stand: in the front matter, which the body has not, or in the body."""
    if position != _TOP:
        return _begin(subject, words, position)
    for number, line in enumerate(subject.source.text.split("\n"), 1):
        if (column := line.find(words)) >= 0:
            return Position(number, column + 1)
    return position


def _begin(subject: LintSubject, words: str, position: Position) -> Position:
    """Where `words` begin, though they go on in the next line or hold marks."""
    known = words.split()[:_MOST_WORDS]
    for count in range(len(known), 0, -1):
        found = subject.locate(" ".join(known[:count]), position)
        if found != position:
            return found
    return position


@cache
def starter() -> str:
    """The text that `docforge new` writes, with {{title}} for the title."""
    return files("docforge.lint").joinpath("starter.md").read_text(encoding="utf-8")


@cache
def _starter_lines() -> frozenset[str]:
    lines = (line.strip() for line in starter().split("\n"))
    return frozenset(line for line in lines if _tells(line))


def _tells(line: str) -> bool:
    """Whether nobody writes `line` of their own accord: long enough, and no date or table."""
    marks = ("#", "|", "date:", "*[", "lang:")
    return len(line.split()) >= _FEWEST_WORDS and not line.startswith(marks)


def starter_text(subject: LintSubject) -> Iterator[RuleHit]:
    """Lines of the starter document are left in the text.

    Why: `docforge new` writes sentences that show how to write, not what to say: readers would
    meet them between yours.

    Example: `subtitle: One line that says more`

    Mend: Write your own words in their place, or delete them.
    """
    lines = subject.source.text.split("\n")
    left = [number for number, line in enumerate(lines, 1) if line.strip() in _starter_lines()]
    if left:
        line = lines[left[0] - 1]
        more = f", and so {_are(len(left) - 1)}" if len(left) > 1 else ""
        yield RuleHit(
            Position(left[0], len(line) - len(line.lstrip()) + 1),
            f"“{line.strip()[:60]}” is still the starter document’s{more}",
            "Write your own words in its place, or delete it.",
        )


def _are(count: int) -> str:
    return "is another line" if count == 1 else f"are {count} more lines"
