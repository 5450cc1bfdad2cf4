"""Rules about tables (WCAG 2.2, 1.3.1; ISO 14289-1, 7.5)."""

from collections.abc import Iterator, Set
from itertools import pairwise

from docforge.document import Figure, Node, Paragraph, Row, Table, children, plain_text
from docforge.document.grid import is_empty
from docforge.lint.subject import LintSubject, RuleHit

MOST_COLUMNS = 12


def _rows(table: Table) -> tuple[Row, ...]:
    return (*table.head, *(row for body in table.bodies for row in body), *table.foot)


def _columns(table: Table) -> int:
    return max((sum(cell.colspan for cell in row.cells) for row in _rows(table)), default=0)


def _is_layout(table: Table) -> bool:
    return _columns(table) == 1 or len(_rows(table)) == 1


def no_header_cells(subject: LintSubject) -> Iterator[RuleHit]:
    """A table has no header cells.

    Why: A screen reader reads the header with each cell, so that a number keeps its meaning;
    without headers there are only numbers (WCAG 2.2, 1.3.1; ISO 14289-1, 7.5).

    Example: a table whose first line in Markdown is empty: `| | |`

    Mend: Name each column in the first row, or add `{.row-headers}` when the first column
    names the rows.
    """
    for table in subject.every(Table):
        cells = [cell for row in _rows(table) for cell in row.cells]
        if not _is_layout(table) and not any(cell.scope for cell in cells):
            yield RuleHit(
                table.position,
                "this table has no header cells",
                "Name each column in the first row, or use {.row-headers}.",
            )


def empty_header(subject: LintSubject) -> Iterator[RuleHit]:
    """A column of a table has an empty header.

    Why: The cells below it are read without saying what they are (WCAG 2.2, 1.3.1). The
    first corner of the table may be empty.

    Example: `| Industry | | 2025 |`

    Mend: Write what the column holds.
    """
    for table in subject.every(Table):
        for row in table.head[:1]:
            for cell in row.cells[1:]:
                if is_empty(cell) and cell.rowspan == len(table.head):
                    yield RuleHit(
                        cell.position if cell.position.line else table.position,
                        "the header of a column is empty",
                        "Write what the column holds.",
                    )


def no_caption(subject: LintSubject) -> Iterator[RuleHit]:
    """A table has no caption.

    Why: Readers who move from table to table hear the caption and decide whether to go in
    (WCAG 2.2, 1.3.1, technique H39).

    Example: a table without a line `Table: …` before or after it

    Mend: Write `Table: Ferry passengers a year, 2019 to 2025` in a paragraph before it.
    """
    told = {f.where.line for f in subject.earlier if f.code == "TBL015"}
    captioned = _with_meant_captions(subject, told) if told else frozenset[int]()
    captioned |= _in_figures(subject)
    for table in subject.every(Table):
        bare = not plain_text(table.caption).strip() and id(table) not in captioned
        if not _is_layout(table) and bare:
            yield RuleHit(
                table.position,
                "this table has no caption",
                "Write a paragraph “Table: …” before it.",
            )


def _in_figures(subject: LintSubject) -> frozenset[int]:
    """The tables that stand alone in a figure, whose caption is theirs, by identity."""
    return frozenset(
        id(figure.blocks[0])
        for figure in subject.every(Figure)
        if plain_text(figure.caption).strip() and len(figure.blocks) == 1
    )


def _with_meant_captions(subject: LintSubject, told: Set[int]) -> frozenset[int]:
    """The tables beside paragraphs on lines `told`, which are meant as captions, by identity."""
    found: set[int] = set()
    siblings: list[tuple[Node, ...]] = [
        subject.document.blocks,
        *(note.blocks for note in subject.document.notes),
    ]
    while siblings:
        nodes = siblings.pop()
        siblings += filter(None, map(children, nodes))
        for one, other in pairwise(nodes):
            for table, said in ((one, other), (other, one)):
                if isinstance(table, Table) and isinstance(said, Paragraph):
                    found |= {id(table)} if said.position.line in told else set()
    return frozenset(found)


def layout_table(subject: LintSubject) -> Iterator[RuleHit]:
    """A table has only one column or one row, so it is no table.

    Why: It makes a listener step through cells that have no relation to one another
    (WCAG 2.2, 1.3.1; ISO 14289-1, 7.5).

    Example: a table of one row with a picture in each cell

    Mend: Write the content as paragraphs or as a list.
    """
    for table in subject.every(Table):
        if _is_layout(table):
            what = "column" if _columns(table) == 1 else "row"
            yield RuleHit(
                table.position,
                f"this table has only one {what}",
                "Write its content as paragraphs or as a list.",
            )


def many_columns(subject: LintSubject) -> Iterator[RuleHit]:
    """A table has more than 12 columns.

    Why: It does not fit a page or a phone, and nobody can keep its headers in mind while
    listening (WCAG 2.2, 1.4.10).

    Example: one column for each month, and a total

    Mend: Split it, turn rows into columns, or offer the data as a file.
    """
    for table in subject.every(Table):
        if (columns := _columns(table)) > MOST_COLUMNS:
            yield RuleHit(
                table.position,
                f"this table has {columns} columns; more than {MOST_COLUMNS} are hard to follow",
                "Split it, or offer the data as a file.",
            )
