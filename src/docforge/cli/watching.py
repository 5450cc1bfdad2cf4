"""`docforge watch`: exports, and exports again what a change touches, until it is interrupted.

Each round begins to watch before it exports, so that no change is missed meanwhile.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field
from rich.console import Console
from rich.text import Text

from docforge.cli import summary
from docforge.cli.console import console, say
from docforge.cli.exporting import Request, deliver, prepare
from docforge.cli.options import Verbosity, read_config, told_config
from docforge.cli.progress import moving, progress
from docforge.errors import DocforgeError
from docforge.export import Export
from docforge.findings import Severity
from docforge.run.batch import DeliveredDocument
from docforge.run.changes import changes, watched_folders
from docforge.source import SourceFile
from docforge.source.options import RunOptions
from docforge.style import forget_styles


class _Session(Struct):
    """What one round of watching leaves to the next.

    `trouble` is why the last round came to nothing, None when it did not, "" before the first.
    """

    request: Request
    detail: Verbosity
    shown: Console
    folders: tuple[Path, ...]
    told: dict[str, Export] = field(default_factory=dict)
    trouble: str | None = ""


def watch_sources(request: Request, detail: Verbosity) -> None:
    """Export what is asked for, and again after each change. Raises UsageError at the start."""
    config = read_config(request.paths, request.trusting)
    folders = watched_folders(request.paths, config)
    session = _Session(request, detail, console(), folders)
    if used := told_config(config):
        session.shown.print(f"Configuration: {used}")
    session.shown.print("Watching for changes. Ctrl-C ends it.")
    try:
        while True:
            with closing(changes(session.folders, request.output.resolve())) as changed:
                next(changed)
                _round(session)
                next(changed)
    except KeyboardInterrupt:
        session.shown.print("Watching has ended.")


def _round(session: _Session) -> None:
    try:
        options, exports = _export(session)
    except DocforgeError as error:
        if error.message != session.trouble:
            lines = filter(None, (error.message, error.hint))
            say(session.shown, [_now() + line for line in lines])
        session.trouble = error.message
        return
    if session.trouble is not None:
        say(session.shown, [Text(_now()) + summary.totals(exports, session.request.output)])
    session.trouble = None
    session.folders = watched_folders(session.request.paths, options.config)


# --- Telling -----------------------------------------------------------------------------


def _export(session: _Session) -> tuple[RunOptions, list[Export]]:
    """Export what has changed, and tell of it."""
    forget_styles()
    plan, options = prepare(session.request)
    exports: list[Export] = []
    with (
        progress(moving(session.shown), len(plan.places)) as finished,
        deliver(session.request, plan, options, finished) as results,
    ):
        for place, one in zip(plan.places, results, strict=True):
            finished(one.export)
            exports.append(one.export)
            if _is_new(one.export, session.told) and summary.is_told(one.export, session.detail):
                say(session.shown, _lines(one, place, session.detail))
            session.told[place.path] = one.export
    return options, exports


def _is_new(export: Export, told: dict[str, Export]) -> bool:
    """Whether work was done; what fails again as it did before is not told again."""
    return export != told.get(export.source) if export.failure else export.seconds > 0


def _lines(one: DeliveredDocument, place: SourceFile, detail: Verbosity) -> Iterator[Text]:
    facts = [f"{one.export.seconds:.1f} s"]
    for severity in (Severity.ERROR, Severity.WARNING):
        if count := one.export.count(severity):
            facts.append(summary.many(count, severity))
    yield Text(_now()) + summary.heading(one.export) + f" ({', '.join(facts)})"
    yield from summary.details(one.export, one.entry, place, detail)


def _now() -> str:
    return f"{datetime.now():%H:%M:%S} "
