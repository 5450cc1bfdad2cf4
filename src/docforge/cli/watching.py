"""`docforge watch`: exports, and exports again what a change touches, until it is interrupted.

Each round begins to watch before it exports, so that no change is missed meanwhile; and it
watches anew, so that folders may be replaced, vanish and come back.
"""

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text
from watchfiles import watch

from docforge.cli import summary
from docforge.cli.console import console, say
from docforge.cli.exporting import Request, deliver, prepare
from docforge.cli.options import Verbosity, read_config, told_config
from docforge.cli.progress import moving, progress
from docforge.errors import DocforgeError, UsageError
from docforge.export import Export
from docforge.findings import Severity
from docforge.run.batch import DeliveredDocument
from docforge.source import SourceFile
from docforge.source.config import Config
from docforge.source.options import RunOptions
from docforge.style import forget_styles

# Milliseconds. An editor that saves touches files several times: a pause ends a change.
_PAUSE, _LONGEST = 100, 2000
_GLANCE = 200  # between two looks at which folders are there


@dataclass(slots=True)
class _Session:
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
    folders = _folders(request, config)
    session = _Session(request, detail, console(), folders)
    if used := told_config(config):
        session.shown.print(f"Configuration: {used}")
    session.shown.print("Watching for changes. Ctrl-C ends it.")
    try:
        while True:
            with closing(_changes(session.folders, request.output.resolve())) as changes:
                next(changes)
                _round(session)
                next(changes)
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
    session.folders = _folders(session.request, options.config)


# --- Watching ----------------------------------------------------------------------------


def _folders(request: Request, config: Config) -> tuple[Path, ...]:
    """Where there is what documents are made from; none of them has to exist."""
    given = [path if path.is_dir() else path.parent for path in request.paths]
    roots = [one.resource_root for one in (config.defaults, *config.overrides)]
    beside = [config.file, config.file.parent / "styles"] if config.file else []
    found = [*given, *request.paths, config.folder, *roots, *beside]
    return tuple(dict.fromkeys(Path(os.path.realpath(path)) for path in found if path))


def _changes(folders: Sequence[Path], output: Path) -> Generator[None, None, None]:
    """Stops once when `folders` are watched, and once for each change to what is in them."""
    there = [folder for folder in folders if folder.exists()]
    events = watch(
        *there,
        watch_filter=lambda _, name: _matters(Path(name), there, output),
        debounce=_LONGEST,
        step=_PAUSE,
        rust_timeout=_GLANCE,
        yield_on_timeout=True,
    )
    try:
        next(events)
    except OSError as error:  # too many folders for the system, or one that may not be read
        raise UsageError(
            f"The folders cannot be watched: {error.strerror or error}",
            "Set WATCHFILES_FORCE_POLLING=1 in the environment to look at the files instead.",
        ) from error
    yield
    for changed in events:
        if changed or there != [folder for folder in folders if folder.exists()]:
            yield


def _matters(file: Path, folders: Sequence[Path], output: Path) -> bool:
    """Whether documents may be made from `file`: not when it is hidden, or an output."""
    return any(_matters_in(folder, file, output) for folder in folders)


def _matters_in(folder: Path, file: Path, output: Path) -> bool:
    if not file.is_relative_to(folder):
        return False
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    # Where outputs lie among the sources, each round sees those of the one before, and ends.
    among_sources = folder.is_relative_to(output)
    return not hidden and (among_sources or not file.is_relative_to(output))


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
