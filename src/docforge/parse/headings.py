"""The title and the levels of headings: one level 1, no level skipped (WCAG 2.2, 1.3.1)."""

import re

from msgspec.structs import replace

from docforge.document import (
    Anchor,
    Blocks,
    Heading,
    Inlines,
    Node,
    NoteReference,
    Paragraph,
    Position,
    Siblings,
    Text,
    is_emptied,
    plain_text,
    rewrite,
    rewrite_each,
    walk,
)
from docforge.parse import pandoc
from docforge.parse.compose import mark_language
from docforge.parse.context import ParseContext
from docforge.parse.typography import set_marks

DEEPEST = 6
# The one mark that a title in front matter may hold: without it, words of another language could
# not be told from those of the document's (WCAG 2.2, 3.1.2).
_IN_LANGUAGE = re.compile(
    r"\[(?P<words>[^\[\]{}]{1,300})\]\{[ ]?lang=[\"']?(?P<lang>[A-Za-z0-9-]{2,35})[\"']?[ ]?\}"
)


def settle_title(
    context: ParseContext, blocks: Blocks, fallback: str, *, is_lost: bool = False
) -> tuple[Inlines, Blocks]:
    """The document's title, and the body without the heading that is the title.

    `fallback` stands in for a title where none can be found (an error finding). Of a title that
    `is_lost`, with front matter that could not be read, nothing is said a second time.
    """
    headings = [block for block in blocks if isinstance(block, Heading)]
    first = headings[0] if headings else None
    if context.settings.title:
        given = _in_languages(context, context.settings.title)
        if first and first.level == 1 and _same(plain_text(first.children), plain_text(given)):
            return _titled(given, first), _without(blocks, first)
        return given, blocks
    if first is None:
        if not is_lost:
            context.error(
                "DOC001",
                "this document has no title",
                Position(1, 1),
                "Write “title: …” between two lines of three hyphens at the top.",
            )
        return (Text(fallback),), blocks
    if not is_lost:
        context.note("DOC002", "the first heading is taken as the title", first.position)
    if first.level == 1 or blocks[0] is first:
        return _titled(first.children, first), _without(blocks, first)
    return rewrite_each(first.children, _only_words), blocks


def _in_languages(context: ParseContext, title: str) -> Inlines:
    """The words of a title from front matter, those of another language marked as such."""
    parts: list[Inlines] = []
    end = 0
    for found in _IN_LANGUAGE.finditer(title):
        parts.append((Text(title[end : found.start()]),))
        marked = {"lang": found["lang"]}
        parts.append(mark_language(context, (Text(found["words"]),), marked, Position(1, 1)))
        end = found.end()
    parts.append((Text(title[end:]),))
    inlines = tuple(inline for part in parts for inline in part if inline != Text(""))
    settings = context.settings
    if not (settings.smart and settings.dialect in pandoc.TYPESET):
        return inlines
    # As in the headings below it, quotation marks and apostrophes are those of the language.
    (typeset,) = set_marks((Paragraph(inlines),), settings.lang or "und")
    return typeset.children if isinstance(typeset, Paragraph) else inlines


def _only_words(node: Node) -> Siblings:
    """For a title that stands in the body, too: idents and note marks stay there, each once."""
    return () if isinstance(node, Anchor | NoteReference) or is_emptied(node) else (node,)


def _titled(words: Inlines, heading: Heading) -> Inlines:
    """The title's words, where links to the heading still arrive."""
    return (Anchor(heading.ident, heading.position), *words) if heading.ident else words


def _without(blocks: Blocks, heading: Heading) -> Blocks:
    return tuple(block for block in blocks if block is not heading)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


TITLE, NOTES = 1, 2  # the levels of the title and of the heading over the notes


def settle_levels(context: ParseContext, blocks: Blocks, above: int = TITLE) -> Blocks:
    """`blocks` with headings below level `above`, each at most one deeper than the one before."""
    levels = _levels([node for node in walk(blocks) if isinstance(node, Heading)], above)
    for heading, level, others in _causes([*levels.values()], above):
        _report(context, heading, level, others, above)

    def levelled(siblings: Siblings) -> Siblings:
        return tuple(
            replace(node, level=min(levels[id(node)][1], DEEPEST))
            if isinstance(node, Heading) and id(node) in levels
            else node
            for node in siblings
        )

    return rewrite(blocks, levelled)


def _levels(headings: list[Heading], above: int) -> dict[int, tuple[Heading, int]]:
    """For each heading (by identity) its level: how many open sections it stands in."""
    levels = {}
    open_levels: list[int] = []
    for heading in headings:
        while open_levels and open_levels[-1] >= heading.level:
            open_levels.pop()
        open_levels.append(heading.level)
        levels[id(heading)] = (heading, len(open_levels) + above)
    return levels


def _causes(levels: list[tuple[Heading, int]], above: int) -> list[tuple[Heading, int, int]]:
    """Each heading that moves of itself, with its level and how many others move with it.

    With it move those below it, and those at the top that move as the first one there does.
    """
    causes: list[tuple[Heading, int, int]] = []
    top: dict[int, int] = {}
    open_sections: list[tuple[int, int]] = []  # how far each moves, and the place of its cause
    for heading, level in levels:
        del open_sections[level - above - 1 :]
        shift = level - heading.level
        outer = open_sections[-1] if open_sections else (shift, top.get(shift, -1))
        cause = outer[1] if outer[0] == shift and level <= DEEPEST else -1
        if cause < 0:
            cause = len(causes)
            causes.append((heading, level, 0))
        else:
            first, its_level, others = causes[cause]
            causes[cause] = (first, its_level, others + 1)
        if not open_sections:
            top.setdefault(shift, cause)
        open_sections.append((shift, cause))
    return causes


def _report(context: ParseContext, heading: Heading, level: int, others: int, above: int) -> None:
    text = plain_text(heading.children)[:60]
    more = f"; {others} more {'headings move' if others > 1 else 'heading moves'} with it"
    more = more if others else ""
    if level > DEEPEST:
        context.warn(
            "HDG004",
            f"the heading “{text}” stands below {DEEPEST} levels and is shown at level {DEEPEST}",
            heading.position,
            "Divide the document, or make it a paragraph.",
        )
    elif level == heading.level:
        return
    elif level > heading.level:
        why = (
            "the title is the only level 1"
            if above == TITLE
            else "notes have a heading of their own"
        )
        context.note(
            "HDG001",
            f"the heading “{text}” moves from level {heading.level} to {level}: {why}{more}",
            heading.position,
            f"Write it with {'#' * level}.",
        )
    else:
        context.warn(
            "HDG002",
            f"the heading “{text}” moves from level {heading.level} to {level}: "
            f"no level is skipped{more}",
            heading.position,
            f"Write it with {'#' * level}.",
        )
