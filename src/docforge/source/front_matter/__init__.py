"""Front matter: YAML between `---`, TOML between `+++`, or pandoc's title block of `%` lines.

What cannot be read or used is a finding, and the document goes on.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import Position, languages
from docforge.findings import Finding, Severity
from docforge.source.config import DEFAULT_LIMITS, Limits, Settings
from docforge.source.config.settings import FrontMatterKeys, read_keys
from docforge.source.config.trust import KEYS_OF_THE_TEAM
from docforge.source.config.values import plain, text, unmarked
from docforge.source.front_matter.block import (
    FrontMatterBlock,
    FrontMatterEntry,
    FrontMatterError,
    find_block,
    read_entries,
    without_block,
)
from docforge.source.front_matter.keys import own_key, unknown_keys
from docforge.source.front_matter.moments import with_moments
from docforge.source.front_matter.problems import finding_at
from docforge.source.front_matter.swallowed import swallowed
from docforge.source.invisible import HINT, first_invisible


class FrontMatter(Struct, frozen=True):
    """A source's settings, and its text with the lines of the front matter left blank.

    With `is_title_lost` there may be a title that could not be read: a finding says so already.
    """

    settings: Settings
    body: str
    findings: tuple[Finding, ...] = ()
    is_title_lost: bool = False


def read_front_matter(
    source_text: str,
    path: str,
    defaults: Settings,
    flags: Mapping[str, Any] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    *,
    is_trusted: bool = True,
) -> FrontMatter:
    """The settings of the source at `path`: `flags` over its front matter over `defaults`.

    What only the team decides is not taken from a source that is not trusted, with a finding.

    Never raises: front matter that is broken is an error finding, and so is a document
    whose language nothing says (WCAG 2.2, 3.1.1).
    """
    flags = flags or {}
    findings: list[Finding] = []
    block = find_block(source_text)
    entries, lost = _entries(block, path, limits, findings)
    entries = [entry for entry in entries if own_key(entry.key) not in flags]
    if not is_trusted:
        entries = _without_keys_of_the_team(entries, defaults, path, findings)
    settings, unusable = _apply(entries, defaults, path, findings)
    lost |= unusable
    usable = [entry for entry in entries if own_key(entry.key) not in lost]
    findings.extend(_swallowed(source_text, path, usable))
    settings = settings.model_copy(update=flags)
    places = {own_key(entry.key): entry.position for entry in entries}
    settings, doubts = with_moments(settings, places, path)
    findings.extend(doubts)
    if settings.lang is None:
        # Of a file without a word, one thing is to be said: that it is empty.
        if source_text.strip() and "lang" not in lost and not _is_mistyped_language(findings):
            findings.append(_no_language(path))
    elif settings.dir is None:
        settings = settings.model_copy(update={"dir": languages.direction(settings.lang)})
    body = without_block(source_text, block)
    return FrontMatter(settings, body, tuple(findings), is_title_lost="title" in lost)


def _entries(
    block: FrontMatterBlock | None, path: str, limits: Limits, findings: list[Finding]
) -> tuple[list[FrontMatterEntry], frozenset[str]]:
    """What a block says, and the keys that may be in it but cannot be read."""
    if block is None:
        return [], frozenset()
    try:
        return list(read_entries(block, limits)), frozenset()
    except FrontMatterError as broken:
        findings.append(
            finding_at(
                path, broken.code, Severity.ERROR, broken.message, broken.position, broken.hint
            )
        )
        return [], frozenset({"title", "lang"})


def _is_mistyped_language(findings: list[Finding]) -> bool:
    """Whether a mistyped key says the language; the finding of it becomes an error."""
    for index, one in enumerate(findings):
        if one.code == "CFG003" and ("“lang”" in one.hint or "“language”" in one.hint):
            message = f"{one.message}, and nothing else says the language"
            findings[index] = replace(one, severity=Severity.ERROR, message=message)
            return True
    return False


# --- From entries to settings ------------------------------------------------------------


def _without_keys_of_the_team(
    entries: list[FrontMatterEntry], defaults: Settings, path: str, findings: list[Finding]
) -> list[FrontMatterEntry]:
    left: list[FrontMatterEntry] = []
    for entry in entries:
        key = own_key(entry.key)
        if key not in KEYS_OF_THE_TEAM:
            left.append(entry)
        elif entry.value is not None:
            given, wrong = read_keys({key: entry.value})
            if key in wrong or getattr(given, key) != getattr(defaults, key):
                message = f"“{entry.key}” is not taken from a source that is not trusted"
                hint = "If it is right, set it in the team's docforge.toml."
                findings.append(
                    finding_at(path, "TRU001", Severity.WARNING, message, entry.position, hint)
                )
    return left


def _apply(
    entries: list[FrontMatterEntry], defaults: Settings, path: str, findings: list[Finding]
) -> tuple[Settings, frozenset[str]]:
    """`defaults` under what the entries say, and the keys whose values cannot be used."""
    own: dict[str, FrontMatterEntry] = {}
    foreign: list[FrontMatterEntry] = []
    for entry in entries:
        key = own_key(entry.key)
        if key not in FrontMatterKeys.model_fields:
            foreign.append(entry)
        elif entry.value is not None:
            if key in own:
                findings.append(_given_twice(path, entry))
            own[key] = entry
    given, wrong = read_keys({key: entry.value for key, entry in own.items()})
    for key, entry in own.items():
        if key in wrong:
            message = f"the value of “{entry.key}” cannot be used: {wrong[key]}"
            hint = _on_marks(entry)
            findings.append(
                finding_at(path, "CFG002", Severity.ERROR, message, entry.position, hint)
            )
        else:
            findings.extend(_marks_dropped(path, entry, key))
            findings.extend(_invisible(path, entry))
    findings.extend(_half_evaluated(path, given, own))
    findings.extend(unknown_keys(path, foreign))
    return defaults.under(given), frozenset(wrong)


def _on_marks(entry: FrontMatterEntry) -> str:
    """What to do about a value that its first sign makes something else than was meant."""
    match entry.value:
        case list() | dict():
            return (
                f'Write it in one line: {entry.key}: "…". Text that begins with a bracket needs '
                "the quotation marks."
            )
        case str(value) if value[:1] in ("“", "„", "‘", "«"):
            return "Curly quotation marks are a part of the value here: write it without them."
    return ""


# Keys whose text readers meet.
_TEXTS = (
    *("title", "subtitle", "authors", "organisation", "description", "contact", "keywords"),
    *("classification", "version", "replaces"),
)


def _swallowed(text: str, path: str, entries: list[FrontMatterEntry]) -> Iterator[Finding]:
    lines = text.split("\n", 400) if text.startswith("---") else []
    for entry in entries:
        place = entry.position
        if own_key(entry.key) not in _TEXTS or place.line > len(lines):
            continue
        if found := swallowed(lines[place.line - 1]):
            words, mended = found
            message = f"YAML takes “{words[:60]}” for a sign of its own and leaves it out"
            hint = f"Write line {place.line} so: {mended}"
            yield finding_at(path, "CFG013", Severity.WARNING, message, place, hint)


def _half_evaluated(
    path: str, given: FrontMatterKeys, own: Mapping[str, FrontMatterEntry]
) -> Iterator[Finding]:
    """That only one of who has evaluated the document, and when, is said."""
    if bool(given.evaluated_by) == bool(given.evaluated_on):
        return
    key, other = ("evaluated_by", "evaluated_on")[:: 1 if given.evaluated_by else -1]
    message = f"“{key}” without “{other}”: no conformance is stated"
    hint = f"Add {other}, or delete the line."
    yield finding_at(path, "CFG014", Severity.WARNING, message, own[key].position, hint)


def _given_twice(path: str, entry: FrontMatterEntry) -> Finding:
    message = f"“{entry.key}” is given more than once; the last one counts"
    return finding_at(
        path, "CFG005", Severity.WARNING, message, entry.position, "Delete the other lines."
    )


def _marks_dropped(path: str, entry: FrontMatterEntry, key: str) -> Iterator[Finding]:
    # Words of another language are marked in the title, and cannot be in what stands below it.
    bare = {"title": plain, "subtitle": unmarked}.get(key)
    if bare is not None and text(bare(entry.value)) != text(entry.value):
        message = f"marks and tags in “{entry.key}” are dropped: it is plain text"
        yield finding_at(path, "CFG006", Severity.NOTE, message, entry.position)


def _invisible(path: str, entry: FrontMatterEntry) -> Iterator[Finding]:
    """What YAML and TOML can escape, such as "\\u202e", and reading a source could not see."""
    if isinstance(entry.value, str) and (unseen := first_invisible(entry.value)):
        message = f"{unseen} in “{entry.key}” is left out"
        yield finding_at(path, "SRC003", Severity.WARNING, message, entry.position, HINT)


def _no_language(path: str) -> Finding:
    return finding_at(
        path,
        "CFG007",
        Severity.ERROR,
        "the document does not say which language it is in",
        Position(1, 1),
        "Add “lang: en-GB” (or its own language) to the front matter, or set lang under "
        "[document] in docforge.toml.",
    )
