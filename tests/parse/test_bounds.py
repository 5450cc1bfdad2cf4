"""What a document may have is counted, and what is one too many is named with its key."""

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from docforge import pipeline
from docforge.export import Export, Format, Status
from docforge.source import SourceFile
from docforge.source.config import DEFAULT_LIMITS, Config, Limits
from docforge.source.options import RunOptions

GUIDE = Path(__file__).parents[2] / "docs/guide/exporting.md"
HEAD = "---\ntitle: T\nlang: en-GB\n---\n\n"


def export(folder: Path, text: str, limits: Limits, *formats: Format, draft: bool = True) -> Export:
    (folder / "a.md").write_text(text)
    place = SourceFile("a.md", folder / "a.md", folder, "a/a", limits)
    return pipeline.export(place, RunOptions(Config(), {}, formats, draft=draft))


def limits_of(export: Export) -> list[str]:
    return [one.code for one in export.findings if one.code[:3] == "LIM" or one.code == "CFG001"]


def picture(width: int, height: int, colour: int = 0) -> str:
    out = io.BytesIO()
    Image.new("L", (width, height), colour).save(out, "PNG")
    return f"![A](data:image/png;base64,{base64.b64encode(out.getvalue()).decode()})"


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/>'
    "<text>a</text></svg>"
)
DRAWING = f"![A](data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()})"

# A key, a limit that is low, what has so many, and what has one more.
CASES = {
    "line_length": (30, "a" * 30, "a" * 31),
    "nesting": (5, "> > > a", "> > > > > a"),
    "characters": (40, "*[HTML]: long\n\nHTML HTML", "*[HTML]: long name\n\nHTML HTML HTML"),
    "nodes": (6, "a\n\nb", "a *b* c *d*"),
    "headings": (2, "# a\n\nt\n\n# b\n\nt", "# a\n\nt\n\n# b\n\nt\n\n# c\n\nt"),
    "title_length": (10, "# ten signs.\n\na"[:11] + "\n\na", "# eleven signs\n\na"),
    "notes": (2, "a[^1] b[^1]\n\n[^1]: n", "a[^1] b[^1] c[^1]\n\n[^1]: n"),
    "links": (1, "[here it is](https://a.example/)", "[this](https://a.example/) <https://b.example/>"),
    "formulas": (1, "$x$", "$x$ and $y$"),
    "formula_length": (5, "$a+b+c$", "$a+b+c+d$"),
    "attributes": (2, '<p id="a" lang="cy">x</p>', '<p id="a" lang="cy" dir="ltr">x</p>'),
    "table_cells": (4, "|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|c|d|\n\n" * 2),
    "images": (1, picture(2, 2), f"{picture(2, 2)} {picture(2, 3)}"),
    "images_mb": (0.0001, picture(2, 2), f"{picture(2, 2)} {picture(3, 3)}"),
    "pages": (1, "a", "a\n\n" * 200),
    "word_length": (20, f"{'a' * 20} {'a' * 20}", "a" * 21),
    "drawing_parts": (5, DRAWING, f"{DRAWING} and {DRAWING}"),
    "letter_marks": (6, "x" + "\u0301" * 6, "x" + "\u0301" * 4 + "\u0316" * 3),
}  # fmt: skip
CODES = {key: f"LIM{number:03}" for number, key in enumerate(CASES, 1)}
# The lines of a source are counted in a test of their own.
CASES["paragraph_length"] = (20, "*ten signs*\\\nb", "*ten signs*\\\nbcd")
CODES["paragraph_length"] = "LIM020"
CASES["paragraph_links"] = (2, "[a]{.x} [b]{.x}\n- [c]{.x}\n\n[d]{.x}", "[a]{.x} [b]{.x}\n[c]{.x}")
CODES["paragraph_links"] = "LIM021"
CASES["code_length"] = (12, "    a\n    b\n\nx\n\n    a", "    ab\n    bc")
CODES["code_length"] = "LIM022"


def limited(key: str, limit: float) -> Limits:
    return DEFAULT_LIMITS.model_copy(update={key: limit})


@pytest.mark.sampled(3)
@pytest.mark.parametrize("key", CASES)
def test_one_too_many_is_a_finding_with_its_limit_and_key(tmp_path: Path, key: str) -> None:
    limit, enough, more = CASES[key]
    formats = (Format.PDF,) if key == "pages" else ()
    assert not limits_of(export(tmp_path, HEAD + enough, limited(key, limit), *formats))
    refused = export(tmp_path, HEAD + more, limited(key, limit), *formats)
    (finding,) = refused.findings
    assert finding.code == CODES[key]
    assert f"{limit:g}" in finding.message
    assert f"raise {key} under [limits]" in finding.hint
    assert finding.where.line > 0
    # Not even a draft is made of it.
    assert (refused.status, refused.renderings) == (Status.BLOCKED, ())


def test_brackets_in_code_are_no_links(tmp_path: Path) -> None:
    text = HEAD + "```\n" + "a[0](1)\n" * 9 + "```"
    assert not limits_of(export(tmp_path, text, limited("paragraph_links", 2)))


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [
        ("\u1112\u1112\u1161\u11ab" * 20, True),  # old Korean
        ("यक्ष्म्य " * 20, True),
        ("👩\u200d👩\u200d👧\u200d👦" * 20, True),
        ("\u1112" * 11, False),
        ("क\u094d" * 12 + "ष", False),
        ("👩\u200d" * 12 + "👦", False),
    ],
)
def test_letters_that_grow_into_one_are_counted(tmp_path: Path, text: str, is_taken: bool) -> None:
    found = limits_of(export(tmp_path, HEAD + text, DEFAULT_LIMITS))
    assert found == ([] if is_taken else ["LIM018"])


def test_a_picture_within_the_text_is_no_long_line(tmp_path: Path) -> None:
    text = HEAD + picture(50, 50) + " a"
    assert len(text) > 100
    assert not limits_of(export(tmp_path, text, limited("line_length", 50)))


def test_a_picture_of_too_many_pixels_and_a_table_of_too_many_columns_say_their_keys(
    tmp_path: Path,
) -> None:
    small = limited("image_megapixels", 0.001)
    (finding,) = export(tmp_path, HEAD + picture(50, 50), small).findings
    assert (finding.code, "image_megapixels" in finding.hint) == ("IMG004", True)
    narrow = limited("table_columns", 2)
    text = f"{HEAD}|a|b|c|\n|-|-|-|\n|d|e|f|"
    found = {finding.code: finding for finding in export(tmp_path, text, narrow).findings}
    assert "table_columns" in found["TBL002"].hint


@pytest.mark.parametrize(
    ("key", "limit", "front"),
    [
        ("front_matter_kb", 0.05, "a: " + "x" * 60),
        ("front_matter_values", 20, "a: &a [x, x, x]\nb: &b [*a, *a]\nc: [*b, *b]"),
        ("front_matter_depth", 3, "a: [[[x]]]"),
        ("digits", 5, "version: 123456"),
    ],
)
def test_front_matter_above_a_limit_says_its_key(
    tmp_path: Path, key: str, limit: float, front: str
) -> None:
    text = f"---\ntitle: T\nlang: en\n{front}\n---\n\ntext"
    assert not limits_of(export(tmp_path, text, DEFAULT_LIMITS))
    found = export(tmp_path, text, limited(key, limit)).findings
    (finding,) = [finding for finding in found if finding.code == "CFG001"]
    assert f"raise {key} under [limits]" in finding.hint


@pytest.mark.parametrize(
    ("key", "limit", "front"),
    [
        ("front_matter_values", 10, "a = [[1, 2, 3, 4], [5, 6, 7, 8]]"),
        ("front_matter_depth", 3, "a = [[[1]]]"),
        ("digits", 5, "a = 123456"),
    ],
)
def test_toml_above_a_limit_says_its_key(
    tmp_path: Path, key: str, limit: float, front: str
) -> None:
    text = f"+++\ntitle = 'T'\nlang = 'en'\n{front}\n+++\n\ntext"
    found = export(tmp_path, text, limited(key, limit)).findings
    (finding,) = [finding for finding in found if finding.code == "CFG001"]
    assert f"raise {key} under [limits]" in finding.hint


def test_pandoc_may_take_what_a_text_of_its_length_needs() -> None:
    from docforge.parse.pandoc import _allowance

    (small, short), (large, long) = (_allowance(size, DEFAULT_LIMITS) for size in (0.0001, 1))
    assert small < 350
    assert large > 1000
    assert (short.processor_seconds, long.processor_seconds) == (6, 30)
    heap, _ = _allowance(2, limited("memory_mb", 1000))
    assert heap == 750


def test_the_guide_has_every_limit_in_one_table() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \|.*\| ([\d,.]*)[^|]*\|$", GUIDE.read_text("utf-8"), re.MULTILINE
    )
    told = {key: float(value.replace(",", "")) for key, value in rows if value}
    limits = DEFAULT_LIMITS.model_dump(exclude_none=True)
    assert {key: told.get(key) for key in limits} == limits
