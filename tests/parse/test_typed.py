"""What was typed stays: marks behind a backslash, days at the beginning of a line."""

import pytest
from reading import parse_text

from docforge.document import Heading, Image, List, Paragraph, Phrase, Table, plain_text, walk
from docforge.source.config import Settings


def texts(source: str, lang: str = "en-GB") -> list[str]:
    read = parse_text(source, Settings(title="A title", lang=lang))
    nodes = [*read.document.blocks, *read.document.notes]
    kinds = (Paragraph, Heading)
    found = [node for block in nodes for node in (block, *walk(block)) if isinstance(node, kinds)]
    return [plain_text(node.children) for node in dict.fromkeys(found)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"He said \"yes\" and “no”.", 'He said "yes" and “no”.'),
        (r"A 5\" pipe and a 5' one", "A 5\" pipe and a 5' one"),
        (r"don\'t and don't", "don't and don’t"),
        ('He is 5\'10" and don\'t say "6\'2"".', "He is 5'10\" and don’t say “6'2\"”."),
        (r"\"one\" \'two\' 'three'", "\"one\" 'two' ‘three’"),
        (r"**\"bold\"** and *\"soft\"*", '"bold" and "soft"'),
        (r"“\"inner\"” and `\"`", '“"inner"” and \\"'),
        (r"<code>\"c\"</code> <b>\"d\"</b>", '"c" "d"'),
        (r"[words \"in\"](https://example.org) a link", 'words "in" a link'),
    ],
)
def test_a_quotation_mark_behind_a_backslash_stays_straight(source: str, text: str) -> None:
    assert texts(source) == [text]
    assert texts(f"Text[^1].\n\n[^1]: {source}")[-1] == text


def test_what_looks_like_the_json_of_pandoc_stays_as_typed() -> None:
    word = '{"t":"Span","c":[["",[],[["wrapper","1"],["data-pos","1:1-1:2"]]],[{"t":"Space"}]]}'
    (text,) = texts(f"Before `{word}` after \\\\ and `{chr(34)}`, word by word.")
    assert text == f'Before {word} after \\ and ", word by word.'


def test_korean_closes_a_quotation_before_its_particle() -> None:
    source = '장관은 "안녕"이라고 했다. \'오늘\'은 **"강조"**입니다. "첫" "둘".'
    assert texts(source, "ko") == ["장관은 “안녕”이라고 했다. ‘오늘’은 “강조”입니다. “첫” “둘”."]


def test_it_stays_straight_in_headings_cells_and_descriptions() -> None:
    read = parse_text('## A \\"b\\"\n\n| \\"c |\n|---|\n| d\\" |\n\n![e \\"f\\"](pixel.png)\n')
    assert "\ufdd0" not in repr(read)
    (heading,) = (node for node in walk(read.document) if isinstance(node, Heading))
    assert heading.ident == "a-b"
    assert [node.alt for node in walk(read.document) if isinstance(node, Image)] == ['e "f"']
    assert any(isinstance(node, Table) for node in read.document.blocks)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "line",
    [
        "1. 1. 1945. was a day.",
        "12. 11. 2026 there is a conference.",
        "24. 12. 2026",
        "1. 5. 2026. i 2. 5. 2026.",
        "1.1.2026 was a day.",
    ],
)
def test_a_day_at_the_beginning_of_a_line_is_no_list(line: str) -> None:
    assert texts(line) == [line]
    assert texts(f"Closed\n{line}") == [f"Closed {line}"]
    assert texts(f"> {line}") == [line]
    assert texts(f"- {line}") == [line]
    assert texts(f"7. {line}") == [line]
    assert texts(f"Text[^1].\n\n[^1]: {line}")[-1] == line


def test_lists_in_lists_and_code_are_what_they_were() -> None:
    read = parse_text("1. 1. One\n   2. Two\n\n```\n1. 1. 1945.\n```\n")
    assert sum(isinstance(node, List) for node in walk(read.document)) == 2
    assert "1. 1. 1945." in repr(read.document)


def test_a_document_without_a_language_is_read() -> None:
    read = parse_text("Text.\n", Settings(title="A title"))
    assert (read.document.meta.lang, read.document.meta.dir) == ("und", "ltr")


@pytest.mark.parametrize(
    "source",
    [
        "Prices rose.[^1] Wages fell.[^2]",
        "Prices rose.[^a] Wages fell.[^b] Jobs grew.[^c]",
        "Any of [^a-z] and [^0-9]",
    ],
)
def test_marks_of_notes_that_nothing_defines_are_no_superscript(source: str) -> None:
    assert texts(source) == [source]
    defined = f"{source} Text[^9].\n\n[^9]: Note."
    assert texts(defined)[0].startswith(source)


def test_words_of_a_link_may_begin_with_a_caret() -> None:
    assert texts("[^4](https://example.org) and [^5]: x^2^") == ["^4 and [^5]: x2"]


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("::: note\nIn.\n\n## After\n", [1]),
        ("::: note\nIn.\n:::\n\nAfter.\n", []),
        (":::: note\nIn.\n\n::: tip\nDeep.\n:::\n\nAfter.\n", [1]),
        ("::: {.note}\nIn.\n\n::: tip\nDeep.\n:::\n:::\n", []),
        ("```\n::: note\n```\n", []),
        ("!!! note\n    In.\n\nAfter.\n", []),
        (":::warning[Title]\nIn.\n:::\n", []),
        ("::: note :::\nIn.\n:::\n", []),
    ],
)
def test_a_callout_that_nothing_closes_is_found(source: str, places: list[int]) -> None:
    found = [one for one in parse_text(source).findings if one.code == "MRK007"]
    assert [one.where.line for one in found] == places


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "line",
    [
        "It is 10 m^2 here and 20 m^2 there.",
        "It takes 5~6 days, or 7~8 weeks.",
        "10~20,30~40 and ~5 to ~6 people",
        "a^b, c^d and x^",
        "10m^2-20m^2, 10^6/10^3 or 5km^2,6km^2",
        "a^2+b^2=c^2",
        "Call *31*020 or *06*1 now.",
        "Mr J***s and Ms S***h",
    ],
)
def test_carets_and_tildes_of_two_words_raise_nothing_between_them(line: str) -> None:
    for source in (line, f"## {line}", f"> {line}", f"- {line}", f"Text[^1].\n\n[^1]: {line}"):
        read = parse_text(source)
        nodes = [
            node for block in (*read.document.blocks, *read.document.notes) for node in walk(block)
        ]
        assert not any(isinstance(node, Phrase) for node in nodes)
        assert texts(source)[-1] == line


def test_those_within_a_word_raise_what_is_between() -> None:
    read = parse_text("H~2~O, x^2^, 10^-3^ s^-1^, 2^nd^ and `a^b c^d` but m^2 and s^2.")
    shown = [plain_text((n,)) for n in walk(read.document) if isinstance(n, Phrase)]
    assert shown == ["2", "2", "-3", "-1", "nd"]


@pytest.mark.parametrize("line", ["а) один", "(б) два", "А. Петров пришёл.", "α) ένα", "É. Dupont"])
def test_a_letter_that_is_not_latin_is_no_label_that_pandoc_could_count(line: str) -> None:
    for source in (line, f"> {line}", f"- {line}", f"7. {line}"):
        assert texts(source, "ru") == [line]


@pytest.mark.parametrize(
    "line",
    [
        r"See \\server\share\press and C:\Users\_old_\notes.",
        r"(C:\work\#1\b.xlsx), D:\$Recycle or C:\-temp\x~y",
    ],
)
def test_paths_keep_their_backslashes(line: str) -> None:
    for source in (line, f"## {line}", f"> {line}", f"- {line}", f"Text[^1].\n\n[^1]: {line}"):
        assert texts(source)[-1] == line


def test_paths_whose_backslashes_are_doubled_are_read_as_markdown() -> None:
    assert texts(r"C:\\Users\\me and `C:\_x_` and C:\\\_y") == [r"C:\Users\me and C:\_x_ and C:\_y"]


@pytest.mark.parametrize(
    "line", [">5% of firms closed.", ">=£5m of it", ">2 days", ">1,000 people"]
)
def test_more_than_an_amount_is_no_quotation(line: str) -> None:
    assert texts(line) == [line]
    assert texts(f"- {line}\n- {line}") == [line, line]
    assert texts(f"1. {line}") == [line]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("> 5% of firms closed.", "5% of firms closed."),
        (">Words\n>5% of firms", "Words 5% of firms"),
        (">1. An item", "An item"),
        (">2026 Was a good year", "2026 Was a good year"),
    ],
)
def test_quotations_that_begin_with_a_number_are_quotations(source: str, text: str) -> None:
    assert texts(source) == [text]


@pytest.mark.parametrize("line", ["p. 12 of the report", "c. 1900 people came.", "v. 2 is out"])
def test_an_abbreviation_before_a_number_is_no_label(line: str) -> None:
    assert texts(f"{line}\n\np. 13 too\n\nWords.") == [line, "p. 13 too", "Words."]


def test_letters_beside_others_are_labels() -> None:
    read = parse_text("a. 1 egg\n\nb. 2 eggs\n\nc. 3 eggs\n\nWords.\n\niv. 4\n\nv. 5\n\nvi. 6\n")
    assert "c. 3" not in " ".join(texts("a. 1 egg\n\nb. 2 eggs\n\nc. 3 eggs"))
    assert [type(block) for block in read.document.blocks] == [List, Paragraph, List]


def test_a_callout_of_two_lines_is_not_said_to_flow_together() -> None:
    def told(source: str) -> list[str]:
        return [one.code for one in parse_text(source).findings]

    assert "LST012" not in told("> [!NOTE]\n> Text of note\n")
    assert "LST012" in told("> [!NOTE]\n> 1 Harbour Street\n> Port Merrow 12345\n")


def test_a_break_in_an_address_does_not_silence_the_lines_that_flow() -> None:
    def told(source: str) -> list[str]:
        return [one.code for one in parse_text(source).findings]

    assert "LST012" in told("Press office  \n1 Harbour Street\nLondon SW1A 1AA\n")
    assert "LST012" not in told("Press office  \n1 Harbour Street\\\nLondon SW1A 1AA\n")


@pytest.mark.parametrize("sign", ["§", "o", "Ø", "·"])
def test_bullets_of_word_processors_before_a_tab_are_a_list(sign: str) -> None:
    read = parse_text("".join(f"{sign}\tFund {what}\n" for what in ("schools", "roads", "ports")))
    assert [type(block) for block in read.document.blocks] == [List]


def test_backticks_for_apostrophes_are_no_code() -> None:
    assert texts("It`s the Minister`s plan,\nand it doesn`t end.") == [
        "It`s the Minister`s plan, and it doesn`t end."
    ]
    assert texts("Type `ls` and `pwd`.") == ["Type ls and pwd."]
