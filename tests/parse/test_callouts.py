"""The table of callouts: every kind is complete, and every notation leads to it."""

import re
from collections import Counter
from pathlib import Path

import pytest
from reading import parse_text

from docforge.document import (
    CALLOUT_KINDS,
    Callout,
    CalloutKind,
    CodeBlock,
    Details,
    plain_text,
    walk,
)
from docforge.gate.vocabulary import table
from docforge.style import load_words

ROOT = Path(__file__).parents[2]
KINDS = pytest.mark.parametrize("kind", CALLOUT_KINDS.values(), ids=lambda kind: kind.name)


@KINDS
def test_every_kind_has_words_and_a_place_in_the_guide(kind: CalloutKind) -> None:
    assert re.fullmatch("[a-z]+", kind.name), "other notations know no other names"
    assert kind.word in load_words("en").entries, f"style/words: add {kind.word} to every list"
    guide = (ROOT / "docs/guide/writing.md").read_text(encoding="utf-8")
    (listed,) = re.findall("^The kinds are ([^.]*)\\.", guide, re.MULTILINE)
    assert f"`{kind.name}`" in listed, "docs/guide/writing.md: name it under Callouts"


@KINDS
@pytest.mark.parametrize(
    "sheet", sorted(ROOT.glob("styles/briefing/*[nt].css")), ids=lambda file: file.name
)
def test_every_kind_has_the_look_that_it_says(kind: CalloutKind, sheet: Path) -> None:
    selected = re.findall(rf"\.{kind.name}\b", sheet.read_text(encoding="utf-8"))
    rule = f"a rule for .{kind.name} in styles/briefing/{sheet}"
    lacks = f"there is no {rule}" if kind.styled else f"there is {rule}"
    assert bool(selected) is kind.styled, f"{lacks}; callouts.toml says styled = {kind.styled}"


@KINDS
def test_every_kind_may_be_delivered(kind: CalloutKind) -> None:
    lists = [each["tokens"] for each in table().values() if "tokens" in each]
    with_callouts = [names for names in lists if "callout" in names]
    assert with_callouts
    assert all(kind.name in names for names in with_callouts), "gate/vocabulary.toml: name it"


def test_no_words_and_no_rules_are_left_over() -> None:
    words = {key for key in load_words("en").entries if key.startswith("callout-")}
    assert words == {kind.word for kind in CALLOUT_KINDS.values()}
    for sheet in ROOT.glob("styles/*/*.css"):
        assert set(re.findall(r"\.callout\.([a-z-]+)", sheet.read_text("utf-8"))) <= {
            *CALLOUT_KINDS
        }


def test_no_name_asks_for_two_kinds() -> None:
    counts = Counter(name for kind in CALLOUT_KINDS.values() for name in kind.names)
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.sampled(4)
@KINDS
@pytest.mark.parametrize(
    "source",
    [
        "::: {.NAME}\nText.\n:::",
        "::: callout-NAME\nText.\n:::",
        "::: {.callout-NAME}\nText.\n:::",
        '<div class="NAME">Text.</div>',
    ],
)
def test_every_class_asks_for_its_kind(kind: CalloutKind, source: str) -> None:
    for name in kind.classes:
        assert kind_of(source.replace("NAME", name)) == kind, name


@pytest.mark.sampled(4)
@KINDS
@pytest.mark.parametrize(
    "source",
    [
        "::: NAME\nText.\n:::",
        ":::{NAME}\nText.\n:::",
        ":::NAME[Title]\nText.\n:::",
        "!!! NAME\n    Text.",
        "> [!NAME]\n> Text.",
        "> [!NAME] Title\n> Text.",
    ],
)
def test_every_name_asks_for_its_kind(kind: CalloutKind, source: str) -> None:
    for name in filter(str.isalpha, kind.names):
        assert kind_of(source.replace("NAME", name)) == kind, name


def kind_of(source: str) -> CalloutKind | None:
    (block,) = parse_text(source).document.blocks
    return block.kind if isinstance(block, Callout) else None


def test_tabs_of_mkdocs_are_folded_text_and_no_code() -> None:
    source = (
        '=== "Tab one"\n\n    Text one\n\n    - item\n\n=== "Tab two"\n\n    Text two\n\nAfter.\n'
    )
    one, two, after = parse_text(source).document.blocks
    assert isinstance(one, Details)
    assert isinstance(two, Details)
    assert [plain_text(each.summary) for each in (one, two)] == ["Tab one", "Tab two"]
    assert not any(isinstance(node, CodeBlock) for node in walk((one, two, after)))
