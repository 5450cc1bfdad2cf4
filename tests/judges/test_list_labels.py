"""Labels of lists are shown, and told to screen readers, as they were typed: 1), (a), IV."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from judging import SourceSet, export

from docforge.system.programs import tools_folder

pytestmark = pytest.mark.judges
NODE = tools_folder() / "node" / "node_modules"
FIRST = ("1", "a", "A", "iii", "III")
SECOND = ("2", "b", "B", "iv", "IV")
FORMS = ("{}.", "{})", "({})")
TYPED = [form.format(n) for form in FORMS for pair in zip(FIRST, SECOND, strict=True) for n in pair]
STYLES = ("briefing", "plain", "large-print")


def shown(files: list[Path]) -> dict[str, list[str]]:
    """The labels that Chromium shows in each file."""
    script = Path(__file__).parent / "programs" / "labels.cjs"
    browser = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium") or ""
    environment = {**os.environ, "NODE_PATH": str(NODE), "PUPPETEER_EXECUTABLE_PATH": browser}
    told = subprocess.run(
        ["node", str(script), *map(str, files)], env=environment, capture_output=True, check=True
    )
    answers: dict[str, list[str]] = json.loads(told.stdout)
    return answers


@pytest.mark.parametrize("style", STYLES)
def test_labels_are_as_they_were_typed(style: str, tmp_path: Path) -> None:
    lists = [f"Paragraph.\n\n{a}  one\n{b}  two\n" for a, b in zip(*[iter(TYPED)] * 2, strict=True)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "lists.md").write_text(
        "---\nlang: en\n---\n\n# Lists\n\n" + "\n".join(lists), "utf-8"
    )
    options = ("--formats", "html,epub", "--style", style)
    sources = SourceSet(f"labels-{style}", tmp_path / "in", ("lists.md",), options)
    outputs = export(sources, "first", jobs=1)["lists.md"]["outputs"]
    page = sources.output("first") / outputs["html"]
    with ZipFile(sources.output("first") / outputs["epub"]) as book:
        book.extractall(tmp_path)
    text = tmp_path / "EPUB" / "text-001.xhtml"
    assert shown([page, text]) == {str(page): TYPED, str(text): TYPED}
