"""The covering note of an e-mail: what was typed, or a file in Markdown."""

from pathlib import Path
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import languages
from docforge.email import Neighbours, covering
from docforge.email.adapting import adapt
from docforge.email.body import plain
from docforge.email.element_lines import element_lines
from docforge.email.neighbours import lead
from docforge.export import Format
from docforge.run.mail_documents import gather
from docforge.source.config import load_config
from docforge.source.options import RunOptions


class CoveringNote(Struct, frozen=True):
    """The note as text and as elements; `page` is what docforge made of one in Markdown."""

    paragraphs: tuple[str, ...]
    elements: tuple[Element, ...]
    page: bytes = b""


def covering_note(note: str | Path, lang: str) -> CoveringNote:
    """The note that is given as text; a path names a file in Markdown."""
    if isinstance(note, str):
        paragraphs = covering.note_paragraphs(note)
        elements = covering.paragraph_elements(paragraphs, languages.direction(lang))
        return CoveringNote(paragraphs, elements)
    config = load_config(note)
    defaults = config.defaults.model_copy(update={"lang": lang, "title": str(note)})
    options = RunOptions(replace(config, defaults=defaults), {}, formats=(Format.HTML,))
    (piece,) = gather([note], options).pieces
    main = piece.page.find("body/main")
    assert main is not None, "a page has a main part"
    made = plain(main)
    made.attrib.update(lang=piece.facts.lang, dir=piece.facts.dir)
    _settle(made)
    return CoveringNote(element_lines(list(made)), (made,), piece.outputs[Format.HTML])


def _settle(note: Element) -> None:
    """Leave nothing that only works in a page; marks of notes are words, as the notes are there."""
    for node in list(note.iter()):
        adapt(node)
        if node.tag == "a":
            lead(node, "", Neighbours())
        if node.get("role") == "doc-noteref":
            del node.attrib["role"]
