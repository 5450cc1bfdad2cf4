"""Units of text to entries: headings, lists, passages with a label, tables, paragraphs.

Invariant: what a label or a mark says becomes a kind or a fact; all other words stay words.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence

from docforge.verify.entries import OBJECT, EntryKind, code_text, plain
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers.text import TextLine
from text_conventions.labels import Labels
from text_conventions.lines import INDENT, Unit, item_of, units
from text_conventions.marks import Marks
from text_conventions.tables import TableText, cell_of, is_table, table_of

Waiting = deque[Unit]


class TextReader:
    """Reads the units of one file into `gather`, in order."""

    def __init__(self, gather: OutlineBuilder, labels: Labels, marks: Marks) -> None:
        self.gather, self.labels, self.marks = gather, labels, marks

    def blocks(self, lines: Sequence[TextLine]) -> None:
        """What `lines` hold."""
        self.units(units(lines))

    def units(self, given: Iterable[Unit]) -> None:
        """What the units hold; some of them belong together."""
        waiting = deque(given)
        while waiting:
            self._block(waiting.popleft(), waiting)

    def note(self, unit: Unit) -> None:
        """A note behind its mark; what else stands among the notes is read as text."""
        found = self.labels.note_line(unit.first)
        if found is None:
            return self.units((unit,))
        number, text = found
        with self.gather.inside(EntryKind.NOTE, "", unit.line, number=number):
            self.blocks(unit.content(text))

    def leaf(self, kind: EntryKind, text: str, line: int, /, **facts: object) -> None:
        """Words, and what is marked in them."""
        said, marks = self.marks.read(text)
        if said:
            self.gather.add(kind, said, line, **facts)
        for mark in marks:
            self.gather.add(mark.kind, mark.text, line, **dict(mark.facts))

    def _block(self, unit: Unit, waiting: Waiting) -> None:
        is_alone = len(unit.head) == 1
        if item_of(unit.first):
            self._list(_run(unit, waiting, _family))
        elif is_table(unit, self.labels):
            self._table(table_of(unit, waiting, self.labels))
        elif is_alone and (heading := self.labels.heading(unit.first)):
            level, text = heading
            self.leaf(EntryKind.HEADING, text, unit.line, level=level)
            self.blocks(unit.below)
        elif is_alone and unit.first == self.labels.words["section-break"]:
            self.gather.add(EntryKind.BREAK, "", unit.line)
        elif is_alone and (found := self.labels.passage(unit)):
            self._passage(unit, *found, waiting)
        elif unit.below:
            self._definitions(_run(unit, waiting, self._is_definition))
        else:
            self.leaf(EntryKind.PARAGRAPH, _joined(unit.head), unit.line)

    # --- Lists ---------------------------------------------------------------------------

    def _list(self, items: Sequence[Unit]) -> None:
        numbering = _family(items[0])
        with self.gather.inside(
            EntryKind.LIST, "", items[0].line, items=len(items), numbering=numbering
        ):
            for unit in items:
                mark, text = item_of(unit.first) or ("", unit.first)
                state, rest = self.labels.state(text)
                number = "" if mark == "-" else mark.rstrip(".")
                with self.gather.inside(EntryKind.ITEM, "", unit.line, number=number, state=state):
                    self.blocks(unit.content(rest))

    def _is_definition(self, unit: Unit) -> str:
        is_special = self.labels.passage(unit) or item_of(unit.first) or not unit.is_close
        return "" if is_special or is_table(unit, self.labels) else "definitions"

    def _definitions(self, items: Sequence[Unit]) -> None:
        with self.gather.inside(EntryKind.LIST, "", items[0].line, numbering="definitions"):
            for unit in items:
                for term in unit.head:
                    self.leaf(EntryKind.TERM, term.text, term.number)
                with self.gather.inside(EntryKind.DESCRIPTION, "", unit.line):
                    self.blocks(unit.below)

    # --- Passages ------------------------------------------------------------------------

    def _passage(
        self, unit: Unit, kind: EntryKind, label: str, words: str, waiting: Waiting
    ) -> None:
        is_title = words == unit.first or not words or (unit.below and not unit.is_close)
        title = words if is_title else ""
        content = unit.below if is_title else unit.content(words)
        ended = self._ended(label, waiting) if unit.below else ""
        match kind:
            case EntryKind.CODE if not words and unit.is_close:
                code = (line.text.removeprefix(INDENT) for line in unit.below)
                self.gather.add(kind, code_text("\n".join(code)), unit.line, ended=ended)
            case EntryKind.IMAGE | EntryKind.FORMULA if words and not is_title:
                self._put(unit, kind, words)
            case EntryKind.CODE | EntryKind.IMAGE | EntryKind.FORMULA:
                self.leaf(EntryKind.PARAGRAPH, unit.first, unit.line)
                self.blocks(unit.below)
            case _:
                heading = (unit.first if title else label) if kind is EntryKind.CALLOUT else title
                with self.gather.inside(kind, "", unit.line, ended=ended):
                    self._titled(kind, heading, content, unit.line)

    def _titled(self, kind: EntryKind, title: str, content: Sequence[TextLine], line: int) -> None:
        """A passage and its title; a figure's is its caption, which is read behind it."""
        if kind is EntryKind.FIGURE:
            self.blocks(content)
            self.leaf(EntryKind.CAPTION, title, line)
        else:
            role = EntryKind.PARAGRAPH if kind is EntryKind.CALLOUT else EntryKind.SUMMARY
            self.leaf(role, title, line)
            self.blocks(content)

    def _put(self, unit: Unit, kind: EntryKind, words: str) -> None:
        """An image or a formula on a line of its own."""
        self.gather.add(EntryKind.PARAGRAPH, OBJECT, unit.line)
        self.gather.add(kind, plain(words), unit.line)
        self.blocks(unit.below)

    def _ended(self, label: str, waiting: Waiting) -> str:
        if waiting and self.labels.is_end(waiting[0], label):
            waiting.popleft()
            return "yes"
        return ""

    # --- Tables --------------------------------------------------------------------------

    def _table(self, table: TableText) -> None:
        facts = {"rows": table.rows, "ended": "yes" if table.is_ended else ""}
        with self.gather.inside(EntryKind.TABLE, "", table.line, **facts):
            self.leaf(EntryKind.CAPTION, table.caption, table.line)
            names: list[str] = []
            for part in table.parts:
                self._part(part, names)

    def _part(self, unit: Unit, names: list[str]) -> None:
        """A line of columns, the name of a group, or a row with its values."""
        words = self.labels.words
        columns = self.labels.after(words["columns"], unit.first)
        group = self.labels.after(words["row-group"], unit.first)
        number = self.labels.row(unit.first) if columns is None and group is None else None
        self.gather.add(EntryKind.ROW, "", unit.line, number=number)
        if columns is not None:
            names[:] = [self.marks.bare(name) for name in columns.split("; ")]
        for header in columns.split("; ") if columns is not None else [group or ""]:
            self.leaf(EntryKind.CELL, header, unit.line, header="yes")
        for value in units(unit.below, each=True):
            self._cell(value, names)

    def _cell(self, unit: Unit, names: Sequence[str]) -> None:
        label, value = cell_of(unit.first, names, self.labels.words["colon"])
        value = "" if value == self.labels.words["empty-cell"] else value
        content = unit.content(value)
        said = plain(_joined(content))
        with self.gather.inside(EntryKind.CELL, said, unit.line, headers=self.marks.bare(label)):
            self.blocks(content)


def _run(first: Unit, waiting: Waiting, family: Callable[[Unit], str]) -> list[Unit]:
    """`first` and those that wait behind it, as long as they are of its family."""
    run = [first]
    while waiting and family(waiting[0]) == family(first):
        run.append(waiting.popleft())
    return run


def _family(unit: Unit) -> str:
    """What an item's mark counts with; "" for what is no item."""
    mark = (item_of(unit.first) or ("", ""))[0]
    if mark in ("", "-"):
        return "bullet" if mark else ""
    first = mark.lstrip("(")[0]
    if first.isdigit():
        return "decimal"
    return "upper" if first.isupper() else "lower"


def _joined(lines: Sequence[TextLine]) -> str:
    return " ".join(line.text for line in lines)
