"""Hypothesis strategies for Markdown as people and programs type it, and as nobody should.

`bodies` builds Markdown, `documents` whole sources with front matter, and `mutations` takes
sources that exist and changes them. All can be imported by other tests.
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

_PIECES = tomllib.loads(Path(__file__).with_name("pieces.toml").read_text(encoding="utf-8"))


def _one_of(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(_PIECES[name])


# --- Words -------------------------------------------------------------------------------

_WORDS = _one_of("words")
_LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=12
)
_words = st.lists(st.one_of(_WORDS, _LETTERS), min_size=1, max_size=8).map(" ".join)
_ADDRESSES = _one_of("addresses")
_ATTRIBUTES = _one_of("attributes")
_TEX = _one_of("tex")


def _inlines() -> st.SearchStrategy[str]:
    return st.recursive(
        st.one_of(
            _words,
            st.builds("`{}`".format, _words),
            st.builds("``{}``{}".format, _words, _ATTRIBUTES),
            st.builds("${}$".format, _TEX),
            st.builds("\\({}\\)".format, _TEX),
            st.builds("![{}]({}){}".format, _words, _ADDRESSES, _ATTRIBUTES),
            st.builds("<{}>".format, _ADDRESSES),
            st.builds("[^{}]".format, st.sampled_from(["1", "a", "no such", ""])),
            st.sampled_from(
                ["  \n", "\\\n", "\n", "<br>", "<br/><br/>", "^[inline note]", "{++in++}"]
            ),
        ),
        lambda inner: st.one_of(
            st.builds("{}{}".format, inner, inner),
            st.builds("{} {}".format, inner, inner),
            st.builds("**{}**".format, inner),
            st.builds("*{}*".format, inner),
            st.builds("***{}**{}*".format, inner, inner),
            st.builds("~~{}~~".format, inner),
            st.builds("^{}^".format, inner),
            st.builds("~{}~".format, inner),
            st.builds("[{}]({})".format, inner, _ADDRESSES),
            st.builds("[{}]{}".format, inner, _ATTRIBUTES),
            st.builds("[{}][ref]".format, inner),
            st.builds("<{0}>{1}</{0}>".format, _INLINE_TAGS, inner),
            st.builds("<{0}>{1}".format, _INLINE_TAGS, inner),
        ),
        max_leaves=6,
    )


_INLINE_TAGS = _one_of("inline-tags")
_BLOCK_TAGS = _one_of("block-tags")

# --- Blocks ------------------------------------------------------------------------------

inlines = _inlines()
_MARKERS = _one_of("markers")


def _indented(marker: str, text: str) -> str:
    pad = " " * len(marker)
    return marker + text.replace("\n", f"\n{pad}")


def _cell_rows(draw: st.DrawFn, width: int) -> list[str]:
    cell = st.one_of(_words, inlines).map(lambda text: text.replace("\n", " "))
    rows = draw(st.lists(st.lists(cell, min_size=0, max_size=width + 1), max_size=4))
    return ["| " + " | ".join(row) + " |" for row in rows]


@st.composite
def pipe_tables(draw: st.DrawFn) -> str:
    """Tables of pipes, some with rows that are too long or too short."""
    width = draw(st.integers(1, 4))
    head = "| " + " | ".join(draw(st.lists(_words, min_size=width, max_size=width))) + " |"
    rules = draw(
        st.lists(st.sampled_from(["---", ":--", "--:", ":-:", "-"]), min_size=width, max_size=width)
    )
    lines = [head, "|" + "|".join(rules) + "|", *_cell_rows(draw, width)]
    caption = draw(st.sampled_from(["", "\nTable: A caption", "\n: Caption {#t}", "\nTable: "]))
    return "\n".join(lines) + caption


@st.composite
def html_tables(draw: st.DrawFn) -> str:
    """Tables of HTML, with spans that may not fit."""
    span = st.sampled_from(
        ["", ' colspan="2"', ' rowspan="2"', ' colspan="0"', ' rowspan="99"', " scope=row"]
    )
    cell = st.builds(
        "<{}{}>{}".format, st.sampled_from(["td", "th"]), span, st.one_of(_words, inlines)
    )
    rows = draw(st.lists(st.lists(cell, max_size=4), max_size=4))
    body = "\n".join("<tr>" + "".join(row) + draw(st.sampled_from(["</tr>", ""])) for row in rows)
    caption = draw(
        st.sampled_from(["", "<caption>C</caption>", "<thead>", "<tbody>", "<colgroup><col>"])
    )
    return f"<table>{caption}{body}{draw(st.sampled_from(['</table>', '']))}"


_leaves = st.one_of(
    inlines,
    inlines,
    st.builds("{} {}".format, st.sampled_from(["#", "##", "###", "######", "#######"]), inlines),
    st.builds("{} {} {}".format, st.sampled_from(["#", "##", "####"]), inlines, _ATTRIBUTES),
    st.builds("{}\n{}".format, _words, st.sampled_from(["===", "---", "-", "="])),
    st.builds(
        "```{}\n{}\n{}".format,
        st.sampled_from(["", "python", "{.x}", "mermaid", "math", "é"]),
        _words,
        st.sampled_from(["```", "", "````"]),
    ),
    st.builds("~~~\n{}\n~~~".format, inlines),
    st.builds("    {}".format, _words),
    st.builds("$$\n{}\n$$".format, _TEX),
    st.builds("\\[{}\\]".format, _TEX),
    st.builds("![{}]({})".format, inlines, _ADDRESSES),
    st.builds("[^{}]: {}".format, st.sampled_from(["1", "a", "b"]), inlines),
    st.builds('[ref]: {} "{}"'.format, _ADDRESSES, _words),
    st.builds("*[{}]: {}".format, st.sampled_from(["HTML", "a", ""]), _words),
    st.builds("{}\n: {}".format, _words, inlines),
    st.builds("| {}\n| {}".format, _words, _words),
    pipe_tables(),
    html_tables(),
    _one_of("pieces"),
)

blocks = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds("{}\n\n{}".format, inner, inner),
        st.builds("{}\n{}".format, inner, inner),
        st.builds(lambda text: _indented("> ", text).replace("\n  ", "\n> "), inner),
        st.builds(_indented, _MARKERS, inner),
        st.lists(st.builds(_indented, _MARKERS, inner), min_size=2, max_size=4).map("\n".join),
        st.builds("::: {}\n{}\n:::".format, _ATTRIBUTES, inner),
        st.builds("::: note\n\n{}\n\n:::".format, inner),
        st.builds("<{0}>\n\n{1}\n\n</{0}>".format, _BLOCK_TAGS, inner),
        st.builds("<{0}>{1}</{0}>".format, _BLOCK_TAGS, inner),
        st.builds("<{0}>{1}".format, _BLOCK_TAGS, inner),
        st.builds(lambda text: _indented("[^1]: ", text), inner),
    ),
    max_leaves=8,
)

bodies = st.lists(blocks, min_size=1, max_size=6).map("\n\n".join)

# --- Documents ---------------------------------------------------------------------------

_VALUES = st.one_of(
    _words,
    _one_of("values"),
)
_KEYS = _one_of("keys")
_FRONT = st.one_of(
    st.just("---\ntitle: T\nlang: en\n---\n\n"),
    st.just("---\ntitle: T\nlang: en\n---\n\n"),
    st.lists(st.builds("{}: {}".format, _KEYS, _VALUES), max_size=5).map(
        lambda lines: "\n".join(["---", "title: T", "lang: en", *lines, "---", "", ""])
    ),
    st.lists(st.builds("{} = {}".format, _KEYS, _VALUES), max_size=3).map(
        lambda lines: "\n".join(["+++", 'title = "T"', 'lang = "en"', *lines, "+++", "", ""])
    ),
    st.sampled_from(
        ["", "---\n", "% T\n% A\n\n", "---\n---\n", "\ufeff---\ntitle: T\nlang: ar\n---\n\n"]
    ),
)

documents = st.builds("{}{}\n".format, _FRONT, bodies)

# --- Mutations ---------------------------------------------------------------------------


@st.composite
def mutations(draw: st.DrawFn, sources: Sequence[str], longest: int = 3000) -> str:
    """A stretch of one of `sources` with up to five changes; its front matter is simple."""
    source = draw(st.sampled_from(sources))
    start = draw(st.integers(0, max(0, len(source) - longest)))
    text = source[start : start + draw(st.integers(1, longest))]
    for _ in range(draw(st.integers(1, 5))):
        text = _changed(draw, text)
    return f"---\ntitle: T\nlang: en\n---\n\n{text}\n"


def _changed(draw: st.DrawFn, text: str) -> str:
    one, other = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    one = max(one, other - 200)
    before, inside, after = text[:one], text[one:other], text[other:]
    match draw(
        st.sampled_from(["delete", "double", "insert", "lines", "quote", "list", "join", "swap"])
    ):
        case "delete":
            return before + after
        case "double":
            return before + inside + inside + after
        case "insert":
            return f"{before}{draw(st.one_of(_WORDS, _leaves))}{inside}{after}"
        case "lines":
            return f"{before}\n{draw(_leaves)}\n{inside}{after}"
        case "quote":
            return before + "\n> " + inside.replace("\n", "\n> ") + after
        case "list":
            return before + "\n- " + inside.replace("\n", "\n  ") + after
        case "join":
            return before + inside.replace("\n", " ") + after
        case _:
            return after + inside + before
