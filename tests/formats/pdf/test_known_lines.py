"""Lines of known words are those that Pango makes of the same texts, wherever they end."""

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from every_node import inlines, p, phrase
from weasyprint.text.line_break import can_break_text, get_log_attrs

from docforge.conformance import FAULTLESS
from docforge.document import CodeBlock, Document, Meta, PhraseKind, Quotation
from docforge.formats.pdf import render
from docforge.formats.pdf.weasyprint import ALL_CACHES, NO_CACHES, Caches
from docforge.formats.pdf.weasyprint.caches import first_lines, known_lines, known_words
from docforge.formats.pdf.weasyprint.patching import wherever_imported
from docforge.style import load_style

STYLE = load_style("briefing")
STRONG = PhraseKind.STRONG
TEXT = """
the of and quay harbour Repairs fjord office difficult AVATAR Te To. Yes, (in brackets) x × 2
"quoted" “curled” ‘single’ it’s don't e.g. v.2 U.S. 1,000 12:30 50% 3.5% “(so) (a)(b) a|b
well-known key-value- and/or https://example.org/a/very/long/way wow!yes what?! …so end… — – -
-1 +5 €20 $100 § 7 ½ m² naïve Ærø Łódź İstanbul ﬁnal Ελλάδα και Россия и сад 港口 عام → 🙂
so\u00adft
"""
WORDS = TEXT.split()


def test_no_line_ends_in_a_word_that_is_taken_for_unbroken() -> None:
    """And one may end behind each sign that is taken for the end of a word."""
    signs = "a1é.,:;'’\"“”()!?%-/…‘"
    words = ["".join(word) for length in (2, 3) for word in product(signs, repeat=length)]
    unbroken = [word for word in words if known_lines.UNBROKEN.fullmatch(word)]
    assert len(unbroken) > 500
    assert [word for word in unbroken if can_break_text(word, "en")] == []
    ends = [word for word in words if known_lines.MAY_END.match(word[-1])]
    assert len(ends) > 1000
    assert [word for word in ends if not may_part(word, "b")] == []


def may_part(word: str, other: str) -> bool:
    """Whether Pango lets a line end between two words."""
    return bool(get_log_attrs(f"{word} {other}", "en")[len(word) + 1].is_line_break)


def paragraphs(seed: int) -> Iterator[str]:
    """Texts of one word to a hundred, most of few kinds, some with all."""
    chance = random.Random(seed)
    for _ in range(40):
        kinds = chance.sample(WORDS, chance.choice((3, 12, len(WORDS))))
        yield " ".join(chance.choices(kinds, k=chance.choice((1, 3, 20, 100))))


def told(seed: int) -> Document:
    blocks: list[Any] = []
    for text in paragraphs(seed):
        words = text.split(" ")
        marked = p(phrase(STRONG, words[0]), f" {text} ", phrase(STRONG, words[-1]))
        code = CodeBlock(text.replace(" and ", "\n   ").replace(" of ", "\n\n"))
        blocks += (p(text), Quotation((Quotation((p(text),)), marked)), code)
    return Document(Meta(inlines("T"), "en-GB"), tuple(blocks))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_line_of_known_words_is_what_pango_makes_of_them(seed: int) -> None:
    """Where it ends, and how wide and high it is."""
    counts = {"known": 0, "all": 0}

    def both(text: str, *more: Any, **options: Any) -> Any:
        made = first_lines.original(text, *more, **options)
        known = known_lines.first_line(text, *more, **options)
        counts["all"] += 1
        if known is not None:
            counts["known"] += 1
            assert (known[0].text, *known[1:]) == (made[0].text, *made[1:]), text
        return made

    caches = Caches(wherever_imported(first_lines.original, both))
    render(told(seed), STYLE, standing=FAULTLESS, caches=caches)
    assert counts["known"] > 0.3 * counts["all"] > 100


@pytest.mark.slow
def test_lines_of_known_words_are_painted_as_pango_shapes_them() -> None:
    document = told(7)
    cached = render(document, STYLE, standing=FAULTLESS, caches=ALL_CACHES)
    assert cached == render(document, STYLE, standing=FAULTLESS, caches=NO_CACHES)


def test_words_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that reads documents all day needs no more memory, and gives the same bytes."""
    document = Document(Meta(inlines("T"), "en"), (p("The quay, the harbour and the fjord."),))
    whole = render(document, STYLE, standing=FAULTLESS)
    forgotten: list[known_words.KnownWords] = []
    forget = known_words.KnownWords.forget

    def counted(known: known_words.KnownWords) -> None:
        forgotten.append(known)
        forget(known)

    monkeypatch.setattr(known_words.KnownWords, "forget", counted)
    monkeypatch.setattr(known_words, "_MOST", 3)
    other = Document(Meta(inlines("T"), "en"), (p("Other words, and the quay again."),))
    render(other, STYLE, standing=FAULTLESS)
    assert forgotten
    assert render(document, STYLE, standing=FAULTLESS) == whole
