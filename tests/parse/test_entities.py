"""What is written as an entity or an escape is left out as what is typed as such."""

import pytest
from reading import parse_text

from docforge.document import Abbreviation, Image, Text, walk
from docforge.source.config import Settings
from docforge.source.front_matter import read_front_matter


@pytest.mark.parametrize(
    "source",
    [
        "Entity &#x202E;evil",
        "An &#8238;override in HTML: <b>a&#x2066;b</b>",
        "# Heading&lrm;\n\n- item",
        "Words &shy; apart",
        "![A cat&#x202e;](pixel.png)",
        '<abbr title="Hyper&#8203;Text">HTML</abbr>',
        "Note[^1]\n\n[^1]: See&#xFEFF;.",
        "| a&#x200b; |\n|---|\n| b |",
    ],
)
def test_an_entity_is_left_out_with_a_finding(source: str) -> None:
    parsed = parse_text(source)
    said = ""
    for node in walk(parsed.document):
        match node:
            case Text(text):
                said += text
            case Abbreviation(text, expansion):
                said += text + expansion
            case Image(str(alt)):
                said += alt
            case _:
                pass
    assert said
    assert said.isprintable()
    assert "SRC003" in {f.code for f in parsed.findings}


def test_an_entity_that_a_script_needs_stays() -> None:
    parsed = parse_text("می&zwnj;خواهم", Settings(title="عنوان", lang="fa"))
    assert any("\u200c" in n.text for n in walk(parsed.document) if isinstance(n, Text))
    assert parsed.findings == ()


def test_an_escape_in_the_front_matter_is_told_where_its_key_stands() -> None:
    text = '---\ntitle: "A\\u202e title"\nlang: en\n---\n'
    front = read_front_matter(text, "a.md", Settings())
    assert front.settings.title == "A title"
    assert [(f.code, f.where.line) for f in front.findings] == [("SRC003", 2)]
