"""Tables row by row, as they must be read out: each value behind the headers that apply to it.

Invariant: `docforge.document.grid` alone says which headers apply; nothing is found out here.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from docforge.document import Blocks, Paragraph, Scope, Table, walk
from docforge.document.grid import PlacedCell, grid, headers_of
from docforge.verify.expected_text.context import ExpectedText, indented, joined
from docforge.verify.expected_text.inlines import label, one_line
from docforge.verify.readers.text import TextLine

LinesOf = Callable[[ExpectedText, Blocks], list[TextLine]]
_OVER = (Scope.COLUMN, Scope.COLUMN_GROUP)


def table(expected: ExpectedText, node: Table, lines_of: LinesOf) -> list[TextLine]:
    """The lines of a table; `lines_of` gives the blocks of a cell."""
    return _TableLines(expected, node, lines_of).lines()


class _TableLines:
    """One table on its way to lines."""

    def __init__(self, expected: ExpectedText, node: Table, lines_of: LinesOf) -> None:
        self.expected, self.node, self.lines_of = expected, node, lines_of
        self.words = expected.words
        self.places = grid(node)
        self.headers = headers_of(node)
        self.labels: dict[PlacedCell, str] = {}

    def lines(self) -> list[TextLine]:
        line, words, head = self.node.position.line, self.words, len(self.node.head)
        caption = one_line(self.expected, self.node.caption)
        top = [TextLine(self.expected.labelled(words["table"], caption), line)]
        rows = sum(not self._is_heading(row) for row in self.places[head:])
        top.append(TextLine(f"{words['rows']}{words['colon']}{rows}", line))
        if head:
            top.append(self._columns(self.places[:head]))
        parts = [top]
        number = 0
        for row in self.places[head:]:
            number += not self._is_heading(row)
            parts.append(self._part(row, number))
        return joined([*parts, [TextLine(words.say("end", what=words["table"]))]])

    def _part(self, row: Sequence[PlacedCell], number: int) -> list[TextLine]:
        line = row[0].cell.position.line or self.node.position.line
        if not self._is_heading(row):
            values = indented(self._values(row, line))
            return [TextLine(self.words.say("row", n=number), line), *values]
        if self._is_group(row[0]):
            name = f"{self.words['row-group']}{self.words['colon']}{self._whole(row[0])}"
            return [TextLine(name, line)]
        return [self._columns([row])]

    # --- Headers -------------------------------------------------------------------------

    def _is_heading(self, row: Sequence[PlacedCell]) -> bool:
        """Whether a row of the body names what is below it and holds no values."""
        is_header = all(placed.cell.scope for placed in row)
        is_one = len({placed.coordinates for placed in row}) == 1
        return is_header and (is_one or all(placed.cell.scope in _OVER for placed in row))

    def _is_group(self, placed: PlacedCell) -> bool:
        is_whole = placed.cell.colspan == len(self.places[placed.row])
        return is_whole and placed.cell.scope is not None and placed.group > 0

    def _columns(self, rows: Sequence[Sequence[PlacedCell]]) -> TextLine:
        """The headers over each column, those of neighbours that share all of them once."""
        texts = {placed: self._whole(placed) for placed in dict.fromkeys(chain(*rows))}
        names: dict[tuple[PlacedCell, ...], str] = {}
        for column, stack in enumerate(zip(*rows, strict=False)):
            key = tuple(dict.fromkeys(stack))
            name = self.words["comma"].join(texts[placed] for placed in key if texts[placed])
            names.setdefault(key, name or self.words.say("column", n=column + 1))
        line = rows[0][0].cell.position.line or self.node.position.line
        text = self.words["semicolon"].join(names.values())
        return TextLine(f"{self.words['columns']}{self.words['colon']}{text}", line)

    def _over(self, placed: PlacedCell) -> list[PlacedCell]:
        headers = self.headers[placed.coordinates]
        return [h for h in headers if h.cell.scope in _OVER and not self._is_group(h)]

    def _before(self, placed: PlacedCell) -> list[PlacedCell]:
        """What a value stands behind: headers of its columns, or of its row when there are none."""
        over = self._over(placed)
        if over or placed.cell.scope:
            return over
        return [h for h in self.headers[placed.coordinates] if h.cell.scope is Scope.ROW]

    def _name(self, header: PlacedCell) -> str:
        if header not in self.labels:
            paragraphs = (node for node in walk(header.cell) if isinstance(node, Paragraph))
            words = " ".join(label(self.expected, p.children) for p in paragraphs)
            self.labels[header] = words.rstrip(":")
        return self.labels[header]

    def _names(self, headers: Iterable[PlacedCell]) -> str:
        return self.words["comma"].join(map(self._name, headers))

    # --- Values --------------------------------------------------------------------------

    def _values(self, row: Sequence[PlacedCell], line: int) -> list[TextLine]:
        cells = sorted(dict.fromkeys(row), key=lambda placed: placed.cell.scope is None)
        data = [placed for placed in cells if not placed.cell.scope]
        lines = [TextLine(self._name(header), line) for header in self._groups(cells)]
        for placed in cells:
            if not self._is_label_of(placed, data):
                lines += self._value(placed, line)
        return lines

    def _is_label_of(self, placed: PlacedCell, data: Sequence[PlacedCell]) -> bool:
        """Whether a row's header stands before each of the row's values, and needs no line."""
        is_label = placed.cell.scope is Scope.ROW and not self._over(placed)
        return is_label and bool(data) and all(placed in self._before(each) for each in data)

    def _groups(self, cells: Sequence[PlacedCell]) -> list[PlacedCell]:
        """Headers of row groups that stand in rows above, beside other cells."""
        above = dict.fromkeys(h for placed in cells for h in self.headers[placed.coordinates])
        groups = [h for h in above if h.cell.scope is Scope.ROW_GROUP]
        return [h for h in groups if h not in cells and not self._is_group(h)]

    def _value(self, placed: PlacedCell, line: int) -> list[TextLine]:
        line = placed.cell.position.line or line
        content = self.lines_of(self.expected, placed.cell.blocks)
        lines = content or [TextLine(self.words["empty-cell"], line)]
        name = self._names(self._before(placed))
        is_whole = placed.cell.colspan == len(self.places[placed.row])
        if not name and (placed.cell.scope or is_whole):
            return lines
        name = name or self.words.say("column", n=placed.column + 1)
        if placed.cell.blocks and not _is_paragraph(placed.cell.blocks):
            return [TextLine(self.expected.labelled(name, ""), line), *indented(lines)]
        first, *rest = lines
        return [TextLine(f"{name}{self.words['colon']}{first.text}", line), *indented(rest)]

    def _whole(self, placed: PlacedCell) -> str:
        return " ".join(line.text for line in self.lines_of(self.expected, placed.cell.blocks))


def _is_paragraph(blocks: Blocks) -> bool:
    return len(blocks) == 1 and isinstance(blocks[0], Paragraph)
