"""How far a run is: a bar on a terminal, and nothing anywhere else.

A log and a screen reader get whole lines from the summary; only a terminal that can redraw a
line gets one that moves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from msgspec import Struct, field
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column

from docforge.cli.summary import many, safe
from docforge.export import Export
from docforge.findings import Severity
from docforge.run.planning import Finished

# What is said last is cut where the line ends.
_REST = Column(ratio=1, no_wrap=True, overflow="ellipsis")


class Tally(Struct):
    """What is known so far of the documents that are finished, each counted once."""

    sources: set[str] = field(default_factory=set)
    errors: int = 0
    warnings: int = 0
    slowest: Export | None = None
    _lock: Lock = field(default_factory=Lock)

    def add(self, export: Export) -> None:
        """Count `export`, unless it was counted before."""
        with self._lock:
            if export.source in self.sources:
                return
            self.sources.add(export.source)
            self.errors += export.count(Severity.ERROR)
            self.warnings += export.count(Severity.WARNING)
            if self.slowest is None or export.seconds > self.slowest.seconds:
                self.slowest = export

    def __str__(self) -> str:
        found = f"{many(self.errors, 'error')}, {many(self.warnings, 'warning')}"
        if self.slowest is None or not self.slowest.seconds:
            return found
        name = safe(self.slowest.source).rpartition("/")[2]
        return f"{found}; slowest {self.slowest.seconds:.1f} s, {name}"


def moving(*consoles: Console) -> Console | None:
    """The first of `consoles` that can redraw a line; None where none can."""
    return next((one for one in consoles if one.is_interactive), None)


@contextmanager
def progress(shown: Console | None, total: int) -> Iterator[Finished]:
    """Show on `shown` how far `total` documents are, while the block runs.

    Gives what is to be called with each document that is finished; more than once is no harm.
    """
    if shown is None or total < 2:
        yield lambda export: None
        return
    tally = Tally()
    with Progress(
        MofNCompleteColumn(),
        BarColumn(12),
        TimeRemainingColumn(compact=True),
        TextColumn("left; {task.description}", markup=False, table_column=_REST),
        console=shown,
        expand=True,
        transient=True,
    ) as bar:
        task = bar.add_task(str(tally), total=total)

        def finished(export: Export) -> None:
            tally.add(export)
            bar.update(task, completed=len(tally.sources), description=str(tally))

        yield finished
