"""No box stands for a character: one that no font has is shown by its number, and reported."""

from pathlib import Path

import pypdfium2
import pytest
from printing import printed

_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">'
    '<text x="10" y="30">high &#x378; tide</text></svg>'
)
_TEXTS = {
    "text": "high \u0378 tide",
    "a right-to-left line": "\u0645\u062f \u0378 \u062c\u0632\u0631",
    "a picture": "![High tide](tide.svg)",
}


@pytest.mark.parametrize("place", _TEXTS)
def test_a_character_without_a_font_is_shown_by_its_number(
    place: str, tmp_path: Path, weasyprint_warnings: list[str]
) -> None:
    (tmp_path / "tide.svg").write_text(_DRAWING, encoding="utf-8")
    source = tmp_path / "tide.md"
    text = f"---\ntitle: Tides\nlang: en\n---\n\n{_TEXTS[place]}\n"
    source.write_text(text, encoding="utf-8")
    _, rendering = printed(source)
    weasyprint_warnings.clear()
    assert [finding.code for finding in rendering.findings] == ["PDF001"]
    with pypdfium2.PdfDocument(rendering.content) as pdf:
        assert "0378" in pdf[0].get_textpage().get_text_range()
