"""What a worker is started for, and how it begins: behind its walls, within its limits.

It holds for all of its documents, and is sent once a worker.
"""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from docforge.export import Export
from docforge.run import workers
from docforge.source import SourceFile
from docforge.source.options import RunOptions
from docforge.system.garbage import collect_seldom
from docforge.system.sandbox import confine
from docforge.system.scratch import use

# What a worker does with a source: it always answers with an Export.
Work = Callable[[SourceFile, RunOptions], Export]


class Assignment(Struct, frozen=True):
    """What is done with each source, and the walls: folders, and bytes of address space.

    `scratch` is where its temporary files are; it may write to `writable`, too.
    """

    work: Work
    options: RunOptions
    memory: int
    readable: tuple[Path, ...]
    scratch: Path
    writable: tuple[Path, ...] = ()


def take_up(assignment: Assignment) -> None:
    """Confine this process, for ever, to what `assignment` needs."""
    use(assignment.scratch)
    workers.end_with_parent()
    collect_seldom()
    workers.refuse_network()
    workers.bound_memory(assignment.memory)
    confine(assignment.readable, (assignment.scratch, *assignment.writable))
