"""The file to an outline: what it says of itself, its tag tree, and what the tree does not hold."""

from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pikepdf

from docforge.style import Words
from docforge.verify.entries import EntryKind, LanguageInForce, Outline, plain
from docforge.verify.outline.claims import CLAIM, CLAIMABLE, stated
from docforge.verify.outline.named import named
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers.pdf.digests import as_delivered
from docforge.verify.readers.pdf.elements import element_of
from docforge.verify.readers.pdf.files import peculiar_files
from docforge.verify.readers.pdf.meaning import voice_of
from docforge.verify.readers.pdf.metadata import FileMetadata, metadata_of
from docforge.verify.readers.pdf.pages import page_starts
from docforge.verify.readers.pdf.painted import painted
from docforge.verify.readers.pdf.running import heads
from docforge.verify.readers.pdf.seen import peculiar_paint
from docforge.verify.readers.pdf.spoken import peculiar_words
from docforge.verify.readers.pdf.targets import places, targets
from docforge.verify.readers.pdf.tree import TreeReader
from docforge.verify.readers.pdf.untagged import add_feet, add_restrictions, add_untagged
from docforge.verify.readers.pdf.vocabulary import peculiar_elements
from docforge.verify.readers.pdf.ways import peculiar_ways

# What a file says of itself besides its title and language.
_TOLD = (
    *("dc:creator", "dc:description", "dc:subject", "dc:type", "dc:rights", "dc:relation"),
    *("xmpMM:VersionID", "xmp:CreateDate"),
)
_XMP_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read(content: bytes, words: Words) -> Outline:
    """The outline of a PDF; `words` are the style's, by which links back are known."""
    with pikepdf.open(BytesIO(content)) as pdf:
        shown = painted(pdf)
        order = list(shown.contents)
        root = element_of(pdf.Root.StructTreeRoot.K[0], shown, set())
        voice = voice_of(root, LanguageInForce(str(pdf.Root.get("/Lang", "")), "ltr"))
        told = metadata_of(pdf, voice.dir)
        gather = OutlineBuilder(voice)
        _add_metadata(gather, _title(pdf), told)
        add_restrictions(gather, shown)
        add_feet(gather, shown, words)
        reader = TreeReader(gather, words, targets(pdf, root))
        reader.flow(root, voice)
        add_untagged(gather, shown, reader.cells)
        gather.entries += heads(shown, root)
        peculiar = (
            *told.peculiarities,
            *shown.peculiarities,
            *peculiar_elements(pdf, root, words),
            *peculiar_ways(pdf, root, order),
            *peculiar_files(pdf, root),
            *peculiar_paint(pdf, root, shown.paintings, reader.places),
            *peculiar_words(shown, root),
        )
        for text in dict.fromkeys(as_delivered(pdf, root)):
            gather.add(EntryKind.AS_DELIVERED, text)
        gather.entries += [
            *(stated(CLAIMABLE, name) for name in told.claimable),
            *(stated(CLAIM, name) for name in told.claims),
            *(named(name, text) for name, text in sorted(places(pdf, root))),
        ]
        for text in peculiar:
            gather.add(EntryKind.PECULIARITY, plain(text))
        starts = page_starts(root, reader.states(voice))
    return (*gather.entries, *starts)


def _add_metadata(gather: OutlineBuilder, title: str, told: FileMetadata) -> None:
    base = gather.base
    gather.add(EntryKind.DOCUMENT, plain(title), lang=base.lang, dir=base.dir)
    for name in _TOLD:
        if told.text(name):
            gather.add(EntryKind.METADATA, plain(told.text(name)), name=name)


def _title(pdf: Any) -> str:
    """The title in the file's metadata (ISO 14289-1, 7.1: dc:title)."""
    packet = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
    titles = list(packet.iter(_XMP_TITLE))
    forms = (text for title in titles for text in title.itertext() if text.strip())
    return next(forms, "")
