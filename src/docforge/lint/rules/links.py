"""Rules about the words of links (WCAG 2.2, 2.4.4; ISO 14289-1, 7.18.5)."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from docforge.document import External, Image, Internal, Link, Sibling, Text, plain_text, walk
from docforge.lint.passages import says_no_word
from docforge.lint.subject import LintSubject, RuleHit

# A bracket belongs to an address only where it is closed in it: “…/a_(b)”, but “(…/c)”.
ADDRESS = re.compile(
    r"(?:https?://|www\.)(?:[^\s<>\"“”`|\\()]|\([^\s<>\"“”`|\\()]{0,200}\))+"
    r"(?<![.,;:!?…'’*\]}])"
)
_AROUND = " \t.,:;!?»«›‹>→…\u00a0\"'“”()[]"
_FILES = {
    "pdf": "PDF",
    "doc": "Word|DOC",
    "docx": "Word|DOCX?",
    "xls": "Excel|spreadsheet|XLS",
    "xlsx": "Excel|spreadsheet|XLSX?",
    "ppt": "PowerPoint|PPT",
    "pptx": "PowerPoint|PPTX?",
    "odt": "ODT|OpenDocument",
    "ods": "ODS|OpenDocument|spreadsheet",
    "csv": "CSV",
    "zip": "ZIP",
    "epub": "EPUB",
}
_SIZE = re.compile(r"\d\s?(?:bytes|[kKMG]i?[Bb]|[kMG]o)\b")
_NEARBY = 60
# What MRK001 or HTM010 tells: a link that was not read, a tag of another program.
_MEANT = re.compile(
    r"(?:\][ ]?\(|\)\[|\]:[ ]|\{[{%][^{}]{0,50}|\[url=|\[img\]"
    r"|\[[^\[\]|\n]{1,50}\||[\"”]:)$"
)
# MediaWiki's [https://example.org words] and Org's [[https://example.org][words]].
_LINK_OF_OTHERS = re.compile(r"(?<=\[)[^\s\[\]]+(?:[ ][^\[\]\n]+\]|\]\[)")


def _words(link: Link) -> str:
    return " ".join(plain_text(link.children).split())


def vague_text(subject: LintSubject) -> Iterator[RuleHit]:
    """The words of a link do not say where it leads.

    Why: Many readers go from link to link, or have them listed, and hear “here”, “here”,
    “more” (WCAG 2.2, 2.4.4). The words are looked up in lists for English, Welsh, French,
    German and Spanish.

    Example: `The report is [here](https://example.org/report).`

    Mend: Put the link on the words that name its page:
    `Read [the report](https://example.org/report).`
    """
    if subject.vocabulary is None:
        return
    for link in subject.every(Link):
        words = _words(link).strip(_AROUND)
        if words.casefold() in subject.vocabulary.vague and not _has_picture(link):
            yield RuleHit(
                link.position,
                f"the link “{words}” does not say where it leads",
                "Put the link on the words that name its page.",
            )


def link_without_words(subject: LintSubject) -> Iterator[RuleHit]:
    """The words of a link are signs only.

    Why: Many readers have links listed, and hear “right arrow” or nothing (WCAG 2.2, 2.4.4).

    Example: `[→](https://example.org/report)`

    Mend: Put the link on the words that name its page:
    `Read [the report](https://example.org/report).`
    """
    for link in subject.every(Link):
        if says_no_word(link.children):
            yield RuleHit(
                link.position,
                f"the link “{_words(link)[:60]}” holds no word",
                "Put the link on the words that name its page.",
            )


def _has_picture(link: Link) -> bool:
    return any(isinstance(node, Image) for node in walk(link))


def bare_address(subject: LintSubject) -> Iterator[RuleHit]:
    """An address stands in the text and is no link.

    Why: Readers must copy it by hand, and hear it letter by letter (WCAG 2.2, 2.4.4).

    Example: `See https://example.org/report for more.`

    Mend: Best, put words into the text that lead there: `[the report](https://example.org/report)`.
    `docforge lint --fix` makes it a link as it is: `<https://example.org/report>`.
    """
    linked = {id(node) for link in subject.every(Link) for node in walk(link)}
    for text in subject.every(Text):
        if id(text) in linked:
            continue
        for match in ADDRESS.finditer(text.text):
            before = max(0, match.start() - _NEARBY)
            if _MEANT.search(text.text, before, match.start()) or _LINK_OF_OTHERS.match(
                text.text, match.start()
            ):
                continue
            yield RuleHit(
                subject.locate(match[0], text.position),
                f"the address {match[0][:80]} is not a link",
                "Write [what it is](the address).",
            )


def address_as_text(subject: LintSubject) -> Iterator[RuleHit]:
    """The words of a link are its address.

    Why: An address is heard letter by letter, and says little about the page
    (WCAG 2.2, 2.4.4). A short address that people should remember is fine.

    Example: `<https://example.org/2025/economy/report?version=2>`

    Mend: Say what the page is: `[the report](https://example.org/2025/economy/report?version=2)`.
    """
    for link in subject.every(Link):
        words = _words(link)
        if len(words) > 30 and re.fullmatch(r"(?:https?://|www\.)\S+", words):
            yield RuleHit(
                link.position,
                f"the link's words are its address: {words[:60]}",
                "Say what the page is about.",
            )


def same_words_other_target(subject: LintSubject) -> Iterator[RuleHit]:
    """The same words lead to different pages.

    Why: In a list of links the two cannot be told apart (WCAG 2.2, 2.4.4 and 3.2.4).

    Example: `[Report](a.md)` in one paragraph and `[Report](b.md)` in another

    Mend: Say in each link what makes its page different.
    """
    seen: dict[str, tuple[str, int]] = {}
    for link in subject.every(Link):
        words = _words(link).strip(_AROUND).casefold()
        target = _target(link)
        vague = subject.vocabulary is not None and words in subject.vocabulary.vague
        if not words or not target or vague or _has_picture(link):
            continue
        first, line = seen.setdefault(words, (target, link.position.line))
        if first != target:
            yield RuleHit(
                link.position,
                f"“{_words(link)[:60]}” led to another page in line {line}",
                "Say in each link what makes its page different.",
            )


def _target(link: Link) -> str:
    match link.target:
        case External(url):
            short = re.sub(r"^https?://(?:www\.)?", "", unquote(url))
            return short.rstrip("/").casefold()
        case Internal(ident):
            return f"#{ident}"
        case Sibling(stem, fragment):
            return f"{stem}#{fragment}"
        case None:
            return ""


def unnamed_download(subject: LintSubject) -> Iterator[RuleHit]:
    """A link to a file does not say what kind of file it is.

    Why: The file opens in another program, or takes long to load, and the reader was not
    told (WCAG 2.2, 2.4.4, technique G197). Best is to name the size too.

    Example: `[Annual accounts](https://example.org/accounts.pdf)`

    Mend: `[Annual accounts (PDF, 2 MB)](https://example.org/accounts.pdf)`.
    """
    for link in subject.every(Link):
        if not isinstance(link.target, External):
            continue
        kind = urlsplit(link.target.url).path.rpartition(".")[2].lower()
        if kind not in _FILES:
            continue
        near = _words(link) + " " + _after(subject, link)
        if not re.search(rf"\b(?:{_FILES[kind]})\b", near, re.IGNORECASE):
            size = "" if _SIZE.search(near) else " or how large it is"
            yield RuleHit(
                link.position,
                f"the link “{_words(link)[:60]}” does not say that it is a file ({kind}){size}",
                f"Add ({_FILES[kind].partition('|')[0]}, and its size) to the link's words.",
            )


def _after(subject: LintSubject, link: Link) -> str:
    """What the source says just behind a link, without addresses."""
    lines = (
        subject.lines[link.position.line - 1 : link.position.line + 1] if link.position.line else []
    )
    rest = re.sub(r"\]\([^)]*\)|\]\[[^\]]*\]|<[^>]*>", "]", " ".join(lines))
    found = rest.find(f"{_words(link)[-20:]}]")
    return rest[found : found + _NEARBY] if found >= 0 else ""
