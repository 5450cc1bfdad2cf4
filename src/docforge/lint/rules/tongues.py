"""Rules about the language that words are in, where another one of the same script is said."""

import re
from collections.abc import Iterator

from docforge.document import (
    Division,
    Language,
    Node,
    Paragraph,
    Text,
    children,
    walk,
)
from docforge.lint.identifier import ENOUGH_WORDS, identify
from docforge.lint.rules.language import wrong_language
from docforge.lint.scripts import script_of, scripts
from docforge.lint.subject import LintSubject, RuleHit

# As much of a long document as says what it is written in.
_SAMPLE = 6000
_SENTENCES = re.compile(r"(?<=[.!?…;])[\"'”’)\]]*\s+")
_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{60,2000})[”“»\"]")

_KANA, _HAN = re.compile("[\u3041-\u30fa]"), re.compile("[\u4e00-\u9fff]")
_ENOUGH_SIGNS = 30


def other_language(subject: LintSubject) -> Iterator[RuleHit]:
    """The text is written in another language than the document says, in the same script.

    Why: The whole document is read aloud with the rules of another language, and hardly
    anybody understands it (WCAG 2.2, 3.1.1; ISO 14289-1, 7.2).

    Example: `lang: en-GB` above a text in German

    Mend: Write the language that the text is in: `lang: de`.
    """
    if (found := _of_document(subject)) is not None:
        yield RuleHit(
            subject.language_place,
            f"the language is “{subject.document.meta.lang}”, but the text seems to be “{found}”",
            "Correct lang in the front matter.",
        )


def passage_in_another_language(subject: LintSubject) -> Iterator[RuleHit]:
    """A longer passage is in another language than the text around it, and not marked.

    Why: A screen reader keeps its voice and reads the passage by the wrong rules
    (WCAG 2.2, 3.1.2; ISO 14289-1, 7.2). Short passages and names are not looked at.

    Example: a paragraph in French in an English document

    Mend: Mark it: `[words]{lang=fr}`, or `::: {lang=fr}` around whole paragraphs.
    """
    whole = _of_document(subject)
    for paragraph, lang in _paragraphs(subject.document.blocks, subject.document.meta.lang):
        found = _foreign(paragraph, lang)
        if found is not None and found[0] != whole:
            language, words = found
            opening = " ".join(words.split()[:5])
            yield RuleHit(
                subject.locate(opening.split()[0], paragraph.position),
                f"the passage “{opening} …” seems to be “{language}” and is not marked as such",
                f"Mark it: [words]{{lang={language}}}, or ::: {{lang={language}}} around it.",
            )


def _of_document(subject: LintSubject) -> str | None:
    """The language of the whole text, when it is not the one that the document says."""
    lang = subject.document.meta.lang
    if lang == "und" or any(wrong_language(subject)):
        return None
    parts: list[str] = []
    size = 0
    for paragraph, own in _paragraphs(subject.document.blocks, lang):
        if own == lang and size < _SAMPLE:
            parts.append(_text(paragraph))
            size += len(parts[-1])
    text = " ".join(parts)
    return _by_signs(text, lang.partition("-")[0].lower()) or identify(text, lang)


def _by_signs(text: str, lang: str) -> str | None:
    """Chinese where Japanese is said, or the other way round: only Japanese has kana."""
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    if lang == "ja" and han >= _ENOUGH_SIGNS and not kana:
        return "zh"
    return "ja" if lang == "zh" and kana >= _ENOUGH_SIGNS and kana > han else None


def _foreign(paragraph: Paragraph, lang: str) -> tuple[str, str] | None:
    """The language of a paragraph, or of a sentence or a quotation in it, with its words."""
    text = _text(paragraph)
    if lang == "und" or text.count(" ") + 1 < ENOUGH_WORDS or not _in_script(text, lang):
        return None
    for passage in dict.fromkeys((*_QUOTED.findall(text), text, *_SENTENCES.split(text))):
        if passage.count(" ") + 1 < ENOUGH_WORDS:
            continue
        found = identify(passage, lang)
        if found and _in_script(passage, found):
            return found, passage
    return None


def _in_script(text: str, lang: str) -> bool:
    """Whether most letters are of the script of `lang`; LNG003 finds passages in others."""
    expected = len(script_of(lang).letters.findall(text))
    return expected * 2 > sum(len(script.letters.findall(text)) for script in scripts())


def _paragraphs(nodes: tuple[Node, ...], lang: str) -> Iterator[tuple[Paragraph, str]]:
    """Every paragraph, with the language that the writer says it is in."""
    for node in nodes:
        match node:
            case Paragraph():
                yield node, lang
            case Division(_, own):
                yield from _paragraphs(children(node), own or lang)
            case _:
                yield from _paragraphs(children(node), lang)


def _text(paragraph: Paragraph) -> str:
    """The words of a paragraph that are in its own language, as far as the writer says."""
    marked = {
        id(below)
        for node in walk(paragraph)
        if isinstance(node, Language) and node.lang
        for below in walk(node)
    }
    return "".join(
        node.text if isinstance(node, Text) else " "
        for node in walk(paragraph)
        if id(node) not in marked
    )
