"""Contents are laid out once without and once with the numbers of pages."""

from pathlib import Path
from typing import Any

import pytest
import weasyprint.layout.page
from printing import printed

from docforge.conformance import FAULTLESS
from docforge.formats.pdf import render
from docforge.formats.pdf.weasyprint import NO_CACHES
from docforge.style import load_style

SOURCE = "---\ntitle: T\nlang: en\ntoc: true\n---\n\n" + "".join(
    f"## Part {number}\n\n{'Words of a text. ' * 200}\n\n" for number in range(8)
)


@pytest.mark.slow
def test_contents_are_laid_out_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint lays them out a third time, for the sake of the number of their own page."""
    file = tmp_path / "a.md"
    file.write_text(SOURCE, "utf-8")
    numbers: list[int] = []
    make = weasyprint.layout.page.make_page

    def counted(*arguments: Any) -> Any:
        numbers.append(arguments[4])
        return make(*arguments)

    monkeypatch.setattr(weasyprint.layout.page, "make_page", counted)
    document, made = printed(file)
    assert made.pages is not None
    assert made.pages > 5
    assert sorted(numbers) == sorted([1, *range(1, made.pages + 1)])
    style = load_style("briefing")
    uncached = render(document, style, standing=FAULTLESS, caches=NO_CACHES)
    assert uncached == render(document, style, standing=FAULTLESS)
