"""White space that layout swallows is there to be read: at ends of lines, in code, by pictures."""

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import tree
from printing import printed

_DOT = Path(__file__).parent / "trees" / "dot.png"


def pdf_of(text: str, folder: Path) -> io.BytesIO:
    (folder / "dot.png").write_bytes(_DOT.read_bytes())
    source = folder / "spaces.md"
    source.write_text(f"---\ntitle: Spaces\nlang: en\n---\n\n{text}", encoding="utf-8")
    return io.BytesIO(printed(source)[1].content)


def paragraph(pdf: io.BytesIO) -> list[Any]:
    """The parts of the first paragraph: its texts, and the types of elements between them."""
    children: list[Any] = tree.tree(pdf)["children"][1]["children"]
    return [child["role"] if isinstance(child, dict) else child for child in children]


@pytest.mark.slow
def test_code_is_read_with_its_lines_and_indents_wherever_pages_and_lines_end(
    tmp_path: Path,
) -> None:
    long = "total = first_of_many_numbers + second_of_many_numbers + third_of_many_numbers + 4"
    lines = [f'if value == {n}:\n    {long}\n\n    call("{n}",\n         value)' for n in range(20)]
    # A keyword is a piece of its own, and so is the indent before it, also first on a page.
    code = "\n".join([*lines, *(f"    return {n}" for n in range(60))])
    read = tree.text_of(pdf_of(f"```python\n{code}\n```\n", tmp_path))
    assert code in read


@pytest.mark.slow
def test_a_space_after_the_mark_of_a_note_is_no_part_of_the_mark(tmp_path: Path) -> None:
    sentence = "The berth is let by the day.[^1] Boats "
    text = "".join(sentence + "of oak " * (n % 5) for n in range(40))
    parts = paragraph(pdf_of(f"{text}\n\n[^1]: Not in winter.\n", tmp_path))
    assert parts.count("Reference") == 40
    after = [part for mark, part in pairwise(parts) if mark == "Reference"]
    assert [part[:6] for part in after] == [" Boats"] * 40


def test_a_space_between_pictures_is_read(tmp_path: Path) -> None:
    pdf = pdf_of("![One](dot.png) ![Two](dot.png)\n", tmp_path)
    assert paragraph(pdf) == ["Figure", " ", "Figure"]


def test_a_word_after_a_picture_at_the_end_of_a_line_is_apart_from_it(tmp_path: Path) -> None:
    pdf = pdf_of("![One](dot.png){width=600px} word\n", tmp_path)
    assert paragraph(pdf) == ["Figure", " word"]


@pytest.mark.slow
def test_a_line_is_filled_where_only_the_space_at_its_end_has_no_room(tmp_path: Path) -> None:
    """Texts that grow by a narrow letter come to the end of the line, each before strong words."""
    texts = [f"Quay {'it ' * 30}{'i' * n}, **boats** go." for n in range(40)]
    with pypdfium2.PdfDocument(pdf_of("\n\n".join(texts), tmp_path)) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    lines = [line.strip() for page in pages for line in page.splitlines()]
    begun = [line for line in lines if line.startswith("Quay")]
    assert (len(begun), begun.count("Quay")) == (40, 0)
