"""What people type, and what readers get of it: the plain text, which says what the others say.

Each file in cases/ holds sources of one kind, the text that is exported (or that nothing is),
and the findings by place and code. Reading back proves that the other formats say the same.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from docforge.export import Format
from docforge.pipeline import RunOptions, export
from docforge.run import batch
from docforge.source.config import Config

HERE = Path(__file__).parent
PIXEL = HERE.parent / "parse" / "pixel.png"
PICTURES = ("x.png", "y.png", "quay.png", "crane.png", "quay photo.png")
_CASE = re.compile(
    r"^={3} ([^\n]+)\n(.*?)^-{3} text\n(.*?)^-{3} findings\n(.*?)(?=^={3} |\Z)", re.M | re.S
)
_LANG = re.compile(r"\[lang=([\w-]+)\]")
# So many of each file are tried by the quick tests, the others by the slow ones.
QUICK = 4
# Sources with front matter of their own say so in their title.
_RAW = "[raw]"
NOTHING = "(not exported)"


def cases() -> Iterator[object]:
    for file in sorted(HERE.glob("cases/*.txt")):
        for number, case in enumerate(_CASE.findall(file.read_text("utf-8"))):
            marks = pytest.mark.slow if number >= QUICK else ()
            yield pytest.param(*case, id=f"{file.stem}: {case[0]}", marks=marks)


def read(title: str, source: str, folder: Path) -> tuple[str, str]:
    """The exported text without its title and empty lines, and the findings, a line each."""
    lang = found[1] if (found := _LANG.search(title)) else "en-GB"
    head = "" if _RAW in title else f"---\ntitle: A title\nlang: {lang}\n---\n\n"
    (folder / "in.md").write_text(head + source, "utf-8")
    for name in PICTURES:
        shutil.copy(PIXEL, folder / name)
    plan = batch.plan([folder], Config())
    made = export(plan.places[0], RunOptions(Config(), plan.neighbours, (Format.HTML, Format.TEXT)))
    assert made.failure is None, made.failure
    before = head.count("\n")
    findings = "".join(
        f"{f.where.line - before}:{f.where.column} {f.code}\n" for f in made.findings
    )
    texts = [r.content.decode() for r in made.renderings if r.format is Format.TEXT]
    text = "\n".join(filter(str.strip, texts[0].split("\n"))) if texts else NOTHING
    return text.removeprefix("A title\n").rstrip("\n") + "\n", findings


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("title", "source", "text", "findings"), [*cases()])
def test_reads_what_was_typed(
    title: str, source: str, text: str, findings: str, tmp_path: Path
) -> None:
    shown, found = read(title, source, tmp_path)
    assert shown == text.rstrip("\n") + "\n"
    assert found.split() == findings.split()
