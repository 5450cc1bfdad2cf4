"""Rules about wording: languages, capitals, sentences, short forms, signs and directions."""

import re
from collections.abc import Iterator
from functools import cache

from docforge.document import (
    Abbreviation,
    CodeBlock,
    Division,
    Inline,
    Inlines,
    Language,
    LineBreak,
    Node,
    Paragraph,
    Phrase,
    PhraseKind,
    Position,
    Text,
    children,
    plain_text,
    walk,
)
from docforge.lint.scripts import Script, others, script_of, scripts
from docforge.lint.subject import LintSubject, RuleHit
from docforge.style import load_words

LONGEST_SENTENCE = 35
LONGEST_ITALICS = 25
_ENOUGH_LETTERS = 200
_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "km", "lo", "my", "yue"})
_SENTENCE_END = re.compile(r"(?<=[.!?…।॥؟۔።])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\Wa-z_])")
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_CAPITALS = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]{2,}(?:[ ,'’&-]+[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]+)+(?![\w-])")
_SHORT_FORM = re.compile(r"(?<![\w./@#:&$+-])[A-Z]{3,6}(?![\w/@&+-]|\.\w| \d)")
_SMALL_WORD = re.compile(r"(?<![\w-])[a-z]{3,6}(?![\w-])")
_EMOJI = re.compile(
    "(?:[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*\\s?){3,}"
)
_PLAIN_CODE = frozenset({"", "text", "txt", "plain", "ascii"})
_ART = re.compile(r"[|+\-_/\\=*<>^~#.:'`()\u2500-\u25ff]")


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
    counts = {script.name: len(script.letters.findall(text)) for script in scripts()}
    most = max(counts, key=lambda name: counts[name])
    enough = counts[most] >= _ENOUGH_LETTERS
    if enough and not _east_asian(expected.name, most) and counts[expected.name] * 4 < counts[most]:
        yield RuleHit(
            Position(1, 1),
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
            # Four words, and no address.
            re.compile(
                rf"(?<![\w./@:-])(?:{script.letters.pattern}[\w'’-]{{0,30}}[,;:]? ){{3}}"
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


def all_capitals(subject: LintSubject) -> Iterator[RuleHit]:
    """Several words are in capitals throughout.

    Why: Capitals are slower to read, shut out many people with dyslexia, and some screen
    readers spell them. The style can show capitals; the text should not hold them.

    Example: `PLEASE BRING YOUR MEMBERSHIP CARD`

    Mend: Write small letters, and `**…**` for importance.
    """
    for text in subject.every(Text):
        for match in _CAPITALS.finditer(text.text):
            words = match[0].split()
            if len(words) >= 3 and sum(len(word.strip(",")) >= 5 for word in words) * 2 >= len(
                words
            ):
                yield RuleHit(
                    subject.locate(match[0], text.position),
                    f"“{match[0][:60]}” is in capitals",
                    "Write small letters, and **…** for importance.",
                )


def long_italics(subject: LintSubject) -> Iterator[RuleHit]:
    """More than 25 words in a row are in italics.

    Why: Slanted letters are harder to read, above all for people with dyslexia or low
    vision; a screen reader gives no sign of them.

    Example: a whole paragraph between `*` and `*`

    Mend: Use a callout or a quotation for a passage, and italics for a few words.
    """
    for phrase in subject.every(Phrase):
        count = len(plain_text(phrase.children).split())
        if phrase.kind is PhraseKind.EMPHASIS and count > LONGEST_ITALICS:
            yield RuleHit(
                phrase.position,
                f"{count} words in a row are in italics",
                "Use a callout or a quotation for the passage.",
            )


def long_sentence(subject: LintSubject) -> Iterator[RuleHit]:
    """A sentence has more than 35 words.

    Why: Long sentences are hard to follow by ear and for readers of a second language
    (WCAG 2.2, 3.1.5). GOV.UK asks for 25 words or fewer.

    Example: a sentence with three “which” and two “and”

    Mend: Make two sentences, or a list.
    """
    if subject.document.meta.lang.partition("-")[0] in _WITHOUT_SPACES:
        return
    for paragraph in subject.every(Paragraph):
        for sentence in _sentences(paragraph.children):
            count = len(_WORD.findall(sentence))
            if count > LONGEST_SENTENCE:
                opening = " ".join(sentence.split()[:3])
                yield RuleHit(
                    subject.locate(opening, paragraph.position),
                    f"a sentence of {count} words",
                    "Make two of it, or a list.",
                )


def _sentences(inlines: Inlines) -> Iterator[str]:
    """The sentences of a paragraph; a line break ends one, too."""
    run: list[Inline] = []
    for inline in (*inlines, LineBreak()):
        if isinstance(inline, LineBreak):
            yield from _SENTENCE_END.split(plain_text(tuple(run)))
            run = []
        else:
            run.append(inline)


def unexpanded(subject: LintSubject) -> Iterator[RuleHit]:
    """A short form is not explained where it is first used.

    Why: Readers who do not know it cannot look it up by ear (WCAG 2.2, 3.1.4). Well-known
    forms are listed for each of English, Welsh, French, German and Spanish.

    Example: `The MMO has decided …`

    Mend: Write it out the first time, `the Marine Management Organisation (MMO)`, or add a
    line `*[MMO]: Marine Management Organisation` anywhere.
    """
    if subject.vocabulary is None:
        return
    seen = set(subject.vocabulary.known_short_forms)
    seen |= {node.text for node in subject.every(Abbreviation)}
    proses = [_prose(paragraph.children) for paragraph in subject.every(Paragraph)]
    text = " ".join(proses)
    # A list of short forms has each one alone in a cell or a term; a form that is written
    # small elsewhere is a word.
    seen |= {prose.strip() for prose in proses if len(prose) < 10}
    seen |= {word.upper() for word in _SMALL_WORD.findall(text)}
    explained = set(re.findall(r"[(\[“‘\"]([A-Z]{3,6})s?[)\],;”’\"]|\b([A-Z]{3,6}) \(", text))
    seen |= {form for pair in explained for form in pair}
    for paragraph in subject.every(Paragraph):
        for node in _texts(_without_emphasis(paragraph.children)):
            for match in _SHORT_FORM.finditer(_CAPITALS.sub(_blank, node.text)):
                if match[0] not in seen:
                    seen.add(match[0])
                    yield RuleHit(
                        subject.locate(match[0], node.position),
                        f"“{match[0]}” is not explained",
                        f"Write it out here, or add a line “*[{match[0]}]: …”.",
                    )


def _without_emphasis(inlines: Inlines) -> Inlines:
    """Capitals in italics are names for something to fill in, as in *NAME*."""
    return tuple(
        inline
        for inline in inlines
        if not isinstance(inline, Phrase) or inline.kind is PhraseKind.STRONG
    )


def _prose(inlines: Inlines) -> str:
    return " ".join(node.text for node in _texts(inlines))


def _texts(inlines: tuple[Node, ...]) -> Iterator[Text]:
    for inline in inlines:
        if isinstance(inline, Text):
            yield inline
        else:
            yield from (node for node in walk(inline) if isinstance(node, Text))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def emoji_run(subject: LintSubject) -> Iterator[RuleHit]:
    """Three or more emoji stand in a row.

    Why: Each one is read aloud by its full name (WCAG 2.2, 1.1.1).

    Example: `Great news 🎉🎉🎉`

    Mend: Say it in words, and use one emoji at most.
    """
    for text in subject.every(Text):
        if match := _EMOJI.search(text.text):
            yield RuleHit(
                subject.locate(match[0].strip(), text.position),
                "several emoji in a row are each read aloud by name",
                "Say it in words.",
            )


def drawing_of_characters(subject: LintSubject) -> Iterator[RuleHit]:
    """A picture or a table is drawn with characters.

    Why: It is read aloud sign by sign: “plus, dash, dash, dash” (WCAG 2.2, 1.1.1, failure
    F72).

    Example: a code block with boxes of `+---+` and `|`

    Mend: Use an image with a description, or a list or table.
    """
    for block in subject.every(CodeBlock):
        lines = [line for line in block.text.split("\n") if line.strip()]
        if block.language.lower() not in _PLAIN_CODE or len(lines) < 3:
            continue
        text = "".join(block.text.split())
        frames = sum(
            bool(re.search(r"[-=_─━]{4,}[+┐┘╮╯|]|[+┌└╭╰][-=_─━]{3,}", line)) for line in lines
        )
        if frames >= 2 and len(_ART.findall(text)) * 2 > len(text):
            yield RuleHit(
                block.position,
                "this block seems to be a picture or a table drawn with characters",
                "Use an image with a description, or a list or table.",
            )


def by_colour_or_place(subject: LintSubject) -> Iterator[RuleHit]:
    """Words tell a reader to find something by its colour, shape or place alone.

    Why: Who does not see the page, or sees it on a phone, cannot follow
    (WCAG 2.2, 1.3.3 and 1.4.1).

    Example: `Press the green button on the right.`

    Mend: Name it by its words too: `Press “Send” (the green button on the right).`
    """
    if subject.vocabulary is None:
        return
    for paragraph in subject.every(Paragraph):
        for node in _texts(paragraph.children):
            for match in subject.vocabulary.by_sense.finditer(node.text):
                yield RuleHit(
                    subject.locate(match[0], node.position),
                    f"“{match[0]}” can only be found by seeing it",
                    "Name it by its words, too.",
                )


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
            Position(1, 1),
            f"docforge has no words of its own for “{lang}”: “Contents”, “Warning” and the like "
            "are in English",
            "Check that readers know these English words, or add a list of words to docforge.",
        )
