"""Rules about wording: capitals, italics, sentences, short forms, signs and directions."""

import re
from collections.abc import Iterator

from docforge.document import (
    Abbreviation,
    CodeBlock,
    Inline,
    Inlines,
    LineBreak,
    Math,
    Node,
    Paragraph,
    Phrase,
    PhraseKind,
    Siblings,
    Text,
    plain_text,
    rewrite_each,
    walk,
)
from docforge.lint.subject import LintSubject, RuleHit

LONGEST_SENTENCE = 35
LONGEST_ITALICS = 25
_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "km", "lo", "my", "yue"})
_SENTENCE_END = re.compile(r"(?<=[.!?…।॥؟۔።])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\Wa-z_])")
# Words are what stands between spaces: the vowel signs of Hindi or Tamil are no letters to “\w”.
_BETWEEN_WORDS = re.compile(r"[\s—–/]+")
_CAPITALS = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]{2,}(?:[ ,'’&-]+[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]+)+(?![\w-])")
_SHORT_FORM = re.compile(r"(?<![\w./@#:&$+-])[A-Z]{3,6}(?![\w/@&+-]|\.\w| \d)")
# (MMO), “MMO”, MMO (Marine Office), MMO, which stands for …
_EXPLAINED = re.compile(
    r"[(\[“‘„«‚\"]([A-Z]{3,6})s?[)\],;”’“»\"]|\b([A-Z]{3,6}) \("
    r"|\b([A-Z]{3,6}),?[ ](?:which[ ])?(?:stands[ ]for|is[ ]short[ ]for)\b"
)
_SMALL_WORD = re.compile(r"(?<![\w-])[a-z]{3,6}(?![\w-])")
# What has the property Emoji (UTS 51), without the pieces of chess and the suits of cards, which
# stand in rows: notes, pieces and other signs of text have not.
_EMOJI_SIGNS = (
    "\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626\u262a\u262e\u262f"
    "\u2638-\u263a\u2640\u2642\u2648-\u2653\u2668\u267b\u267e\u267f\u2692-\u2697\u2699\u269b\u269c"
    "\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3"
    "\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714\u2716"
    "\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764"
    "\u2795-\u2797\u27a1\u27b0\u27bf\u2b50\u2b55\U0001f004\U0001f0cf\U0001f170\U0001f171\U0001f17e"
    "\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f201-\U0001f265"
    "\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7f0\U0001f90c-\U0001f9ff"
    "\U0001fa70-\U0001faff"
)
# Signs of text that are counted, as in “★★★☆☆”: one has to hear how many there are.
_COUNTED = "\u2605\u2606\u2713\u2717"
_HAS_COUNTED = re.compile(f"[{_COUNTED}]")
_EMOJI = re.compile(rf"(?:[{_EMOJI_SIGNS}{_COUNTED}][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*\s?){{3,}}")
_PLAIN_CODE = frozenset({"", "text", "txt", "plain", "ascii"})
_ART = re.compile(r"[|+\-_/\\=*<>^~#.:'`()\u2500-\u25ff]")


def all_capitals(subject: LintSubject) -> Iterator[RuleHit]:
    """Several words are in capitals throughout.

    Why: Capitals are slower to read, shut out many people with dyslexia, and some screen
    readers spell them. The style can show capitals; the text should not hold them.

    Example: `PLEASE BRING YOUR MEMBERSHIP CARD`

    Mend: Write small letters, and `**…**` for importance.
    """
    for text in subject.every(Text):
        for match in _CAPITALS.finditer(text.text):
            if text.text[: match.start()].endswith("["):
                continue  # what stands in for other words is said by MRK005
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
            count = sum(any(map(str.isalnum, word)) for word in _BETWEEN_WORDS.split(sentence))
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
            yield from _SENTENCE_END.split(plain_text(rewrite_each(tuple(run), _one_word)))
            run = []
        else:
            run.append(inline)


def _one_word(node: Node) -> Siblings:
    """A formula is one word of its sentence, however much TeX it takes."""
    return (Text("x", node.position),) if isinstance(node, Math) else (node,)


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
    seen |= {form for match in _EXPLAINED.finditer(text) for form in match.groups() if form}
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
    """Three or more emoji, or signs such as stars, stand in a row.

    Why: Each one is read aloud by its full name (WCAG 2.2, 1.1.1).

    Example: `Great news 🎉🎉🎉`

    Mend: Say it in words, and use one emoji at most.
    """
    for text in subject.every(Text):
        if match := _EMOJI.search(text.text):
            what = "signs" if _HAS_COUNTED.search(match[0]) else "emoji"
            yield RuleHit(
                subject.locate(match[0].strip(), text.position),
                f"several {what} in a row are each read aloud by name",
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
            bool(re.search(r"(?<=[-=_─━]{4})[+┐┘╮╯|]|[+┌└╭╰][-=_─━]{3}", line)) for line in lines
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
