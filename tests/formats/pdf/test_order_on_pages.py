"""Finished PDFs: what is painted comes in the order in which it is read."""

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from paint_order import PaintOrder, paint_order

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pdfs")
    command = [sys.executable, "-m", "docforge", "export", str(ROOT / "input"), "--quiet"]
    options = ["--output", str(folder), "--formats", "pdf", "--jobs", "1"]
    subprocess.run([*command, *options], check=True, cwd=ROOT)
    return sorted(folder.rglob("*.pdf"))


@pytest.mark.slow
def test_no_content_of_the_samples_is_painted_out_of_the_order_of_the_tree(
    pdfs: list[Path],
) -> None:
    whole = sum(map(paint_order, pdfs), PaintOrder())
    assert whole.astray == 0
    assert whole.contents > 2000


@pytest.mark.slow
def test_the_count_sees_two_contents_that_change_places(pdfs: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(pdfs[0]) as pdf:
        stream = pdf.pages[0].Contents.read_bytes()
        exchanged = {b"/MCID 0": b"/MCID 1", b"/MCID 1": b"/MCID 0"}
        for old in exchanged:
            stream = stream.replace(old + b">", b"/" + old[::-1] + b">")
        for old, new in exchanged.items():
            stream = stream.replace(b"/" + old[::-1] + b">", new + b">")
        pdf.pages[0].Contents.write(stream)
        pdf.save(broken)
    assert paint_order(broken) == PaintOrder(paint_order(pdfs[0]).contents, 1)
