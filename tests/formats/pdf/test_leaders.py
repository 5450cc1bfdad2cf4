"""The dots of the contents: each where WeasyPrint puts it, drawn at once, and never read."""

import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from printing import printed
from weasyprint.layout.leader import handle_leader

from docforge.formats.pdf.weasyprint.patches import LAYING_OUT
from docforge.formats.pdf.weasyprint.patching import Patch

HEADINGS = (
    "## A heading\n\nText.\n\n## One that is so long that it goes on in a second line of these \
contents, and a little further\n\nText.\n\n### Below\n\nText.\n"
)


_ROW = re.compile(rb"\[(0\.1 [\d.]+)\] 0 d\n([\d.]+) ([\d.]+) m\n([\d.]+) [\d.]+ l")


def dots(content: bytes) -> list[tuple[float, float]]:
    """Where the dots of the first page are, in CSS pixels."""
    with pikepdf.open(BytesIO(content)) as pdf:
        stream = b"\n".join(part.read_bytes() for part in _parts(pdf.pages[0]))
    found = []
    for row in _ROW.findall(stream):
        step = sum(map(float, row[0].split()))
        first, y, end = map(float, row[1:])
        found += [(first + n * step, y) for n in range(int((end - first) / step) + 1)]
    return sorted(found, key=lambda place: (round(place[1]), place[0]))


def _parts(page: Any) -> Any:
    contents = page.obj.Contents
    return contents if isinstance(contents, pikepdf.Array) else [contents]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_dots_stand_where_weasyprint_puts_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"---\ntitle: T\nlang: {lang}\ntoc: true\n---\n\n{HEADINGS}", "utf-8")
    ours = dots(printed(file)[1].content)
    patches = tuple(
        Patch(patch.owner, patch.name, handle_leader) if patch.name == "handle_leader" else patch
        for patch in LAYING_OUT
    )
    assert patches != LAYING_OUT
    monkeypatch.setattr("docforge.formats.pdf.weasyprint.layout.LAYING_OUT", patches)
    theirs = dots(printed(file)[1].content)
    assert len(ours) > 100
    assert ours == [pytest.approx(box, abs=0.02) for box in theirs]


def test_a_row_of_dots_is_drawn_at_once_and_no_program_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"---\ntitle: T\nlang: en\ntoc: true\n---\n\n{HEADINGS}", "utf-8")
    content = printed(file)[1].content
    page = pypdfium2.PdfDocument(content)[0]
    assert len(list(page.get_objects())) < 60
    contents = page.get_textpage().get_text_bounded().partition("Contents")[2].split("Text.")[0]
    assert "." not in contents


def test_the_dots_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("---\ntitle: T\nlang: en\ntoc: true\n---\n\n## One\n\nText.\n", "utf-8")
    content = printed(file)[1].content
    (first, y), *_, (last, _) = dots(content)
    shown = pypdfium2.PdfDocument(content)[0].render(scale=4).to_pil().convert("L")
    height = round(y * 0.75 * 4)
    left, right = round(first * 0.75 * 4) - 4, round(last * 0.75 * 4) + 4
    line = shown.crop((left, height - 3, right, height + 4)).point(lambda value: value < 128)
    dark = [any(line.getpixel((x, n)) for n in range(line.height)) for x in range(line.width)]
    runs = sum(1 for before, now in pairwise([False, *dark]) if now and not before)
    assert runs == len(dots(content)) > 40
