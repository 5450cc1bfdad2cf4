"""One source to one `Document`: pandoc reads the Markdown once, and everything else is here.

Whatever the document cannot carry is a finding with its place; text is never dropped silently.
"""

import math
import posixpath
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct
from msgspec.structs import replace

from docforge.document import (
    Blocks,
    Direction,
    Document,
    EmbeddedSource,
    Evaluation,
    Inlines,
    Meta,
    Note,
    Position,
    languages,
)
from docforge.errors import DocforgeError
from docforge.export import Dependency
from docforge.findings import Finding
from docforge.parse import pandoc
from docforge.parse.blocks import read_blocks
from docforge.parse.bounds import refuse, refuse_depth, refuse_document, refuse_text
from docforge.parse.captions import take_captions
from docforge.parse.context import NoteDraft, ParseContext
from docforge.parse.conventions import mark_abbreviations, take_abbreviations
from docforge.parse.headings import NOTES, settle_levels, settle_title
from docforge.parse.idents import name_all, resolve_idents
from docforge.parse.invisible import drop_invisible
from docforge.parse.isolation import isolate, isolate_blocks, isolate_line
from docforge.parse.neighbours import read_translations
from docforge.parse.note_codes import code_notes
from docforge.parse.notes import keep_referenced, refuse_circles, take_definitions
from docforge.parse.pictures import read_beside
from docforge.parse.places import add_places
from docforge.parse.preprocess import preprocess
from docforge.parse.typography import set_marks, without_escapes
from docforge.source import Source, SourceFile, decode, source_of
from docforge.source.bundle import SourceBundle
from docforge.source.config import Limits, Settings
from docforge.source.restrictions import restrictions_of


class Parsed(Struct, frozen=True):
    """A document, what was found on the way to it in the order of the source, and what it asked."""

    document: Document
    findings: tuple[Finding, ...]
    dependencies: tuple[Dependency, ...] = ()


def parse(
    source: Source,
    neighbours: Mapping[str, str],
    translations: Sequence[tuple[str, str]] = (),
) -> Parsed:
    """Reads `source` once, whatever is in it.

    `neighbours` maps the path of every source of the batch to its output's stem; `translations`
    are the path and the language of each one that it has. Raises ToolMissing or ToolFailed when
    pandoc cannot read the text at all, and LimitReached when the document has more of something
    than `limits` of the source allow.
    """
    context = ParseContext(source, neighbours, translations, idents_beside=_idents_beside)
    body, notes = _read_all(context, source.body)
    stem = PurePosixPath(source.path).stem
    is_empty = not source.text.strip()
    title, body = settle_title(context, body, stem, is_lost=source.is_title_lost or is_empty)
    body = settle_levels(context, body)
    notes = tuple(replace(n, blocks=settle_levels(context, n.blocks, NOTES)) for n in notes)
    title, body, notes = keep_referenced(title, body, notes)
    document = _settled(context, title, body, notes)
    refuse_document(context.source.origin.limits, document)
    if not document.blocks:
        context.error(
            "DOC004",
            "this file is empty" if is_empty else "this document has no content",
            Position(1, 1),
            "Write its text below the title.",
        )
    return Parsed(document, tuple(context.told()), tuple(context.dependencies.values()))


def _idents_beside(context: ParseContext, path: str) -> Mapping[str, str] | None:
    """The idents of another source of the batch, which becomes one of the document's files."""
    folder = PurePosixPath(context.source.path).parent.as_posix()
    try:
        data = read_beside(context, quote(posixpath.relpath(path, folder)))
        return _idents_of(data, path, context.source.origin.limits)
    except DocforgeError:
        return None  # its own export says why


@lru_cache(maxsize=64)
def _idents_of(data: bytes, path: str, limits: Limits) -> Mapping[str, str]:
    """What the source at `path` calls its places, to what the outputs call them."""
    # Its pictures change nothing: with a bundle of its own, none is looked for.
    origin = SourceFile(path, Path(path), Path(), "", limits, SourceBundle(data))
    source = source_of(origin, decode(data, path), Settings())
    context = ParseContext(source, {})
    body, notes = _read_all(context, source.body)
    stem = PurePosixPath(path).stem
    title, body = settle_title(context, body, stem, is_lost=source.is_title_lost)
    idents, _ = name_all((title, body, *(note.blocks for note in notes)))
    return idents.of_source


def _read_all(context: ParseContext, text: str) -> tuple[Blocks, tuple[Note, ...]]:
    """Body and notes; raises LimitReached when they nest deeper than outputs can follow."""
    limits = context.source.origin.limits
    refuse_text(limits, text)
    try:
        body, notes = _read(context, text)
    except RecursionError:
        refuse(limits, "nesting", math.inf, context.here)
        raise
    refuse_depth(limits, (*body, *notes))
    return body, notes


def _read(context: ParseContext, text: str) -> tuple[Blocks, tuple[Note, ...]]:
    """Body and notes with the conventions applied."""
    dialect = context.settings.dialect
    prepared = preprocess(text, context.settings)
    for remark in prepared.remarks:
        context.find(remark.code, remark.severity, remark.message, remark.position, remark.hint)
    codes = None
    if dialect in pandoc.COPIES_NOTES:
        codes = code_notes(prepared.lines.text, context.source.path)
    tree = pandoc.read_blocks(prepared.lines, dialect, context.source, codes)
    tree = take_definitions(context, tree, codes, prepared.lines)
    if "sourcepos" not in pandoc.READERS[dialect]:
        tree = add_places(tree, text)
    body, expansions = take_abbreviations(take_captions(context, read_blocks(context, tree)))
    body = mark_abbreviations(body, expansions)
    # A note can refer to more of them, which are then read in their turn.
    contents = [
        mark_abbreviations(take_captions(context, _read_note(context, draft)), expansions)
        for draft in context.notes
    ]
    around = _direction(context)
    notes = tuple(
        Note(isolate(_typeset(context, blocks), around), draft.references, draft.position)
        for blocks, draft in zip(contents, context.notes, strict=True)
    )
    refuse_circles(context, notes)
    return isolate_blocks(_typeset(context, body), around), notes


def _read_note(context: ParseContext, draft: NoteDraft) -> Blocks:
    context.here = draft.defined or draft.position
    return read_blocks(context, draft.content)


def _direction(context: ParseContext) -> Direction:
    """The direction of the document: what the writer says, or that of its language."""
    return context.settings.dir or languages.direction(context.settings.lang or "und")


def _typeset(context: ParseContext, blocks: Blocks) -> Blocks:
    """`blocks` with the quotation marks and dashes of their language, unless told otherwise."""
    blocks = drop_invisible(context, blocks)
    settings = context.settings
    smart = settings.smart and settings.dialect in pandoc.TYPESET
    blocks = set_marks(blocks, settings.lang or "und") if smart else blocks
    return without_escapes(blocks) if context.has_escaped_marks else blocks


def _settled(
    context: ParseContext, title: Inlines, body: Blocks, notes: tuple[Note, ...]
) -> Document:
    """The document with its idents and its inner links in order."""
    title = isolate_line(title, _direction(context))
    idents, names = name_all((title, body, *(note.blocks for note in notes)))
    return Document(
        meta=_meta(context, resolve_idents(context, title, idents, names)),
        blocks=resolve_idents(context, body, idents, names),
        notes=tuple(
            Note(
                resolve_idents(context, note.blocks, idents, names), note.references, note.position
            )
            for note in notes
        ),
        assets=tuple(context.assets[name] for name in sorted(context.assets)),
        identifier=f"urn:uuid:{uuid5(NAMESPACE_URL, f'docforge:{context.source.path}')}",
        source=_embedded(context),
    )


def _embedded(context: ParseContext) -> EmbeddedSource | None:
    if not context.settings.embed_source:
        return None
    return EmbeddedSource(PurePosixPath(context.source.path).name, context.source.text)


def _evaluation(settings: Settings) -> Evaluation | None:
    """Who has evaluated the document and when, where both is said."""
    by, on = settings.evaluated_by, settings.evaluated_on
    return Evaluation(by, on) if by and on else None


def _meta(context: ParseContext, title: Inlines) -> Meta:
    settings = context.settings
    lang = settings.lang or "und"
    return Meta(
        title=title,
        lang=lang,
        dir=_direction(context),
        subtitle=settings.subtitle,
        date=settings.date,
        authors=settings.authors,
        organisation=settings.organisation,
        description=settings.description,
        keywords=settings.keywords,
        contact=settings.contact,
        toc=settings.toc,
        evaluation=_evaluation(settings),
        kind=settings.kind,
        restrictions=restrictions_of(settings),
        version=settings.version,
        replaces=settings.replaces,
        translations=read_translations(context),
    )
