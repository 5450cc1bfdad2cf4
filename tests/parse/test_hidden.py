"""Hidden words reach no output, each with a finding, however they are hidden and wherever."""

import pytest
from reading import parse_text

from docforge.document import Code, CodeBlock, Text, walk


def said(source: str) -> tuple[str, list[str]]:
    parsed = parse_text(source)
    words = "".join(
        node.text for node in walk(parsed.document) if isinstance(node, Text | Code | CodeBlock)
    )
    return words, [f.message for f in parsed.findings if f.code == "HTM005"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "source",
    [
        *("A [Secret]{hidden} b", "A [Secret]{.x hidden} b", "A [Secret]{hidden=hidden} b"),
        *("A [Secret]{style='display:none'} b", "A [Secret]{ style='display: none' } b"),
        *('A [Secret]{aria-hidden="true"} b', "A [Secret]{.hidden} b", "A **[Secret]{hidden}** b"),
        *(
            "::: {hidden}\nSecret\n:::\n\nA b",
            "## Secret {hidden}\n\nA b",
            ":::{.d-none}\nSecret\n:::",
        ),
        *(
            "- A\n- [Secret]{hidden} b",
            "| A |\n|---|\n| [Secret]{hidden} |",
            "> [Secret]{hidden} A",
        ),
        *("A[^1]\n\n[^1]: b [Secret]{hidden}", "A <span class='hidden'>Secret</span> b"),
        "<table><tr><th>A</th><th hidden>Secret</th></tr><tr><td>b</td></tr></table>",
        "<table><tr><td>A</td></tr><tr hidden><td>Secret</td></tr></table>",
        "<ul><li>A</li><li hidden>Secret</li></ul>",
        "<dl><dt>A</dt><dd style='display:none'>Secret</dd><dd>b</dd></dl>",
        "<table><caption hidden>Secret</caption><tr><td>A</td></tr></table>",
        "<figure><img src='pixel.png' alt='A'><figcaption hidden>Secret</figcaption></figure>",
    ],
)
def test_hidden_words_are_left_out_and_told_once(source: str) -> None:
    words, messages = said(source)
    assert "Secret" not in words
    assert len(messages) == 1
    assert "“Secret”" in messages[0]


@pytest.mark.parametrize(
    "source",
    [
        *("The set {hidden} b", "`[x]{hidden}`", "```\n[x]{hidden}\n```", "A {hidden} word of b"),
        *("[x]{style='display:block'}", "[x]{.sr-only}", "[x]{.visually-hidden}", "a hidden {b}"),
    ],
)
def test_what_is_not_hidden_stays(source: str) -> None:
    words, messages = said(source)
    assert messages == []
    assert "x" in words or "hidden" in words
