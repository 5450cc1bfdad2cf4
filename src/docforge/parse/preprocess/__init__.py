"""The source as the Markdown that pandoc reads: what other programs and people write, made plain.

A list of steps, each of which rewrites lines and says what it found; their order is the story.
Invariant: no word that the writer typed is changed, and each keeps its place (`SourceLines`).
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from docforge.findings import Severity
from docforge.parse.preprocess import (
    angle_brackets,
    apostrophes,
    attributes,
    below_lists,
    braces,
    callouts,
    comments,
    data_tables,
    dates,
    definitions,
    directives,
    drawings,
    govspeak,
    hand_lists,
    header_rows,
    html_text,
    inlines,
    inserted_labels,
    kept_signs,
    leftovers,
    line_blocks,
    nested_lists,
    paths,
    roles,
    scripts,
    spaces,
    tabbed,
    tables,
    terms,
)
from docforge.parse.preprocess.formulas import mark_formulas, read_math_fences
from docforge.parse.preprocess.lines import SourceLines, source_lines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan, scan
from docforge.source.config import Settings

Step = Callable[[SourceLines, SourceScan, Settings], Iterable[Remark]]


class Prepared(Struct, frozen=True):
    """The Markdown for pandoc, and what was found on the way to it."""

    lines: SourceLines
    remarks: tuple[Remark, ...]


def preprocess(text: str, settings: Settings) -> Prepared:
    """`text` (without its front matter, whose lines are empty) as pandoc is to read it."""
    lines = source_lines(text)
    remarks: list[Remark] = []
    text_scanned, found = text, scan(text)
    for step in STEPS:
        if lines.text != text_scanned:
            text_scanned = lines.text
            found = scan(text_scanned)
        remarks += step(lines, found, settings)
    return Prepared(lines, tuple(remarks))


def _drawings(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    if "<svg" in lines.text.lower():
        yield from drawings.read_drawings(lines, found)


def _apostrophes(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    if "`" in lines.text:
        apostrophes.keep_apostrophes(lines, found)
    return ()


def _comments(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    if "{" in lines.text or "\n% " in lines.text or "%%" in lines.text:
        yield from comments.drop_comments(lines, found)


def _spaces(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    if "\u00a0" in lines.text:
        spaces.plain_spaces(lines, found)
    return ()


def _angle_brackets(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    if "<" in lines.text:
        angle_brackets.keep_words(lines, found)
    return ()


def _html(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    if found.html:
        html_text.part_html(lines, found)
    return ()


def _attributes(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    attributes.give_values(lines, found)
    return ()


def _roles(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    if "}`" in lines.text:
        roles.read_roles(lines, found)
    return ()


def _data_tables(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    if "-table}" in lines.text:
        data_tables.read_data_tables(lines, found)
    return ()


def _callouts(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    yield from directives.unread_directives(lines, found)
    callouts.read_callouts(lines, found)
    if settings.math:
        read_math_fences(lines, found)


def _govspeak(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    asked = settings.dialect == "govspeak"
    if asked or (settings.dialect == "commonmark_x" and govspeak.is_govspeak(lines.text)):
        yield from govspeak.read_govspeak(lines, found, asked=asked)


def _leftovers(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    yield from leftovers.second_front_matter(lines, found)
    tables.dedent_rows(lines, found)
    tables.plain_rules(lines, found)
    yield from leftovers.prose_as_code(lines, found)
    yield from leftovers.drop_leftovers(lines, found)
    yield from leftovers.open_callouts(lines, found)
    yield from leftovers.open_fences(lines, found)
    yield from leftovers.rules_below_text(lines, found)


def _hand_lists(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    hand_lists.space_titles(lines, found)
    return hand_lists.read_hand_lists(lines, found)


def _tabbed(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    return tabbed.read_tabbed(lines, found) if "\t" in lines.text else ()


def _inserted_labels(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    inserted_labels.part_inserted(lines, found)
    return ()


def _nested_lists(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    nested_lists.move_below(lines, found)
    return ()


def _definitions(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    if "]:" in lines.text:
        definitions.part_definitions(lines, found)
    return ()


def _days(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    dates.keep_days(lines, found)
    dates.keep_letters(lines, found)
    dates.keep_answers(lines, found)
    dates.keep_abbreviations(lines, found)
    dates.keep_comparisons(lines, found)
    dates.keep_end_marks(lines, found)
    dates.keep_hyphens(lines, found)
    return ()


def _terms(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    terms.part_terms(lines, found)
    terms.keep_about(lines, found)
    return ()


def _lazy_tables(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    if "|" in lines.text:
        tables.part_lazy_tables(lines, found)
    return ()


def _tables(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    yield from tables.unread_tables(lines, found, grids=settings.dialect == "markdown")
    yield from header_rows.inner_rules(lines, found)
    yield from header_rows.rows_above(lines, found)
    tables.bars_in_code(lines, found)
    yield from tables.surplus_cells(lines, found)
    tables.part_tables(lines, found)


def _lines(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    yield from definitions.defined_twice(lines, found)
    if "]:" in lines.text:
        yield from definitions.never_used(lines, found, settings.title or "")
    yield from line_blocks.single_lines(lines, found)
    yield from below_lists.joined_lines(lines, found)
    line_blocks.part_lists(lines, found)
    if settings.dialect != "markdown":  # which has line blocks of its own
        line_blocks.read_line_blocks(lines, found)


def _labelled(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    return line_blocks.labelled_lines(lines, found)


def _kept_signs(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    kept_signs.keep_signs(lines, found)
    return ()


def _inlines(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    return inlines.rewrite_inlines(lines, found)


def _formulas(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterator[Remark]:
    if not settings.math:
        return
    for position, tex in mark_formulas(lines, found):
        yield Remark(
            "MTH002",
            Severity.WARNING,
            f"“${tex.strip()[:60]}$” could be money or a formula; it stays as it was typed",
            position,
            "For a formula write TeX that is no amount, such as $x = 5$; for money write \\$5, "
            "or “math: off” in the front matter.",
        )


def _braces(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    braces.keep_words(lines, found)
    return ()


def _paths(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    if "\\" in lines.text:
        paths.keep_paths(lines, found)
    return ()


def _scripts(lines: SourceLines, found: SourceScan, settings: Settings) -> Iterable[Remark]:
    scripts.keep_products(lines, found)
    if settings.dialect in _WITH_EMOJI:
        scripts.keep_colons(lines, found)
    if settings.dialect in _RAISING:
        scripts.keep_signs(lines, found)
    return ()


# Dialects to which two carets are a superscript, whatever stands between them.
_RAISING = frozenset({"commonmark_x", "govspeak"})
# Dialects that know emoji by their names.
_WITH_EMOJI = frozenset({"commonmark_x", "govspeak", "gfm"})

STEPS: tuple[Step, ...] = (
    _spaces,
    _apostrophes,
    _comments,
    _drawings,
    _angle_brackets,
    _html,
    _attributes,
    _roles,
    _govspeak,
    _data_tables,
    _callouts,
    _definitions,
    _tabbed,
    _hand_lists,
    _inserted_labels,
    _nested_lists,
    _days,
    _terms,
    _leftovers,
    _lazy_tables,
    _tables,
    _lines,
    _labelled,
    _kept_signs,
    _inlines,
    _formulas,
    _braces,
    _paths,
    _scripts,
)
