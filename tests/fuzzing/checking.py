"""What must hold for every source, whatever stands in it, and the shortest that breaks it."""

import re
import resource
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from docforge import pipeline
from docforge.export import Export, Format, Status
from docforge.findings import Severity
from docforge.source import find_sources
from docforge.source.config import Config
from docforge.source.options import RunOptions

# Of the processor, with what is started: twice what a hostile source may take. A document that
# waits for ever takes none, and is given up after the wall seconds.
CPU_SECONDS, WALL_SECONDS = 20, 600
# Errors that say that docforge made something wrong of a source that it had taken.
_OWN_FAULTS = ("RBK", "GAT")


class TookTooLong(BaseException):  # which nothing that is tried takes for its own
    """A document that is still under way after `CPU_SECONDS` or `WALL_SECONDS`."""


def fault(text: str, formats: Sequence[Format]) -> str:
    """What is wrong with the way that the source `text` went; "" when nothing is."""
    try:
        with _bounded():
            return _fault_of(exported(text, tuple(formats)), formats)
    except TookTooLong:
        return "slow"


def exported(text: str, formats: tuple[Format, ...]) -> Export:
    """The export of `text` in this process, as a draft: what its errors block is made, too."""
    with tempfile.TemporaryDirectory(prefix="docforge-fuzz-") as folder:
        (Path(folder) / "a.md").write_bytes(text.encode("utf-8", "surrogatepass"))
        (place,) = find_sources([Path(folder)], Config())
        return pipeline.export(place, RunOptions(Config(), {}, formats, draft=True))


def _fault_of(export: Export, formats: Sequence[Format]) -> str:
    if export.failure is not None:
        failure = export.failure
        if failure.exit_code == 70 or "Traceback" in failure.message:
            lines = [line.strip() for line in failure.trace.strip().split("\n")]
            return f"bug: {failure.message} {lines[-1][:80] if lines else ''}"
        return "" if failure.message else "a failure without words"
    errors = [one for one in export.findings if one.severity is Severity.ERROR]
    for finding in export.findings:
        if finding.code.startswith(_OWN_FAULTS) and finding.severity is Severity.ERROR:
            return f"{finding.code}: {_shape(finding.message)}"
        if not finding.message or not finding.where.path:
            return f"{finding.code} says nothing"
    if export.status is Status.BLOCKED:
        return "" if errors else "blocked without an error"
    made = {rendering.format for rendering in export.renderings}
    return "" if made == set(formats) else f"made {len(made)} of {len(formats)} formats"


def _shape(message: str) -> str:
    """The message without what it quotes, so that faults of one kind are one."""
    return re.sub(r"“[^”]*”|\d+", "…", message)[:90]


@contextmanager
def _bounded() -> Iterator[None]:
    """Raises TookTooLong where what is done takes too long."""

    def late(number: int, frame: FrameType | None) -> None:
        raise TookTooLong

    clocks = {
        signal.SIGPROF: (signal.ITIMER_PROF, CPU_SECONDS),
        signal.SIGALRM: (signal.ITIMER_REAL, WALL_SECONDS),
    }
    before = {number: signal.signal(number, late) for number in clocks}
    for clock, seconds in clocks.values():
        signal.setitimer(clock, seconds)
    begun = _cpu_of_programs()
    try:
        yield
        if _cpu_of_programs() - begun > CPU_SECONDS:
            raise TookTooLong
    finally:
        for clock, _ in clocks.values():
            signal.setitimer(clock, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


def _cpu_of_programs() -> float:
    """Processor seconds of what this process has started and waited for, such as pandoc."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def shortest(text: str, breaks: Callable[[str], bool], tries: int = 300) -> str:
    """A short source that still `breaks`, by leaving out lines, then characters."""
    for cut in ("\n", ""):
        parts = text.split(cut) if cut else list(text)
        size = max(1, len(parts) // 2)
        while size and tries:
            at = 0
            while at < len(parts) and tries:
                tries -= 1
                shorter = parts[:at] + parts[at + size :]
                if breaks(cut.join(shorter)):
                    parts = shorter
                else:
                    at += size
            size //= 2
        text = cut.join(parts)
    return text
