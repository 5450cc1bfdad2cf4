"""The private names of WeasyPrint that the PDF rendition stands on."""

from importlib import import_module

import pytest
import weasyprint
from every_node import DOCUMENT

from docforge.formats.pdf import render
from docforge.formats.pdf.weasyprint import PRIVATE_NAMES, caches
from docforge.style import load_style


@pytest.mark.parametrize("name", PRIVATE_NAMES)
def test_weasyprint_still_has_the_private_name(name: str) -> None:
    assert _find(name), (
        f"WeasyPrint {weasyprint.__version__} has no {name}: docforge/renditions/pdf/seam "
        "has to be adapted before this version can be used"
    )


def _find(name: str) -> bool:
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            found = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def test_weasyprint_is_whole_again_after_a_document() -> None:
    before = (weasyprint.pdf.Stream, weasyprint.pdf.add_tags, weasyprint.draw.draw_text)
    render(DOCUMENT, load_style("briefing"), claim=True)
    assert before == (weasyprint.pdf.Stream, weasyprint.pdf.add_tags, weasyprint.draw.draw_text)


def test_the_caches_change_no_byte_but_by_compression(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "_COMPRESSION", 9)  # pydyf's own
    economical = render(DOCUMENT, load_style("briefing"), claim=True)
    monkeypatch.setattr(caches, "LAYING_OUT", ())
    monkeypatch.setattr(caches, "PAINTING", ())
    assert economical == render(DOCUMENT, load_style("briefing"), claim=True)
