"""`docforge export` and `docforge watch`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from docforge.cli import options
from docforge.errors import UsageError
from docforge.export import MANIFEST
from docforge.run.warming import warm_up
from docforge.system.processors import processors

if TYPE_CHECKING:
    from docforge.cli.exporting import Request


def export(
    paths: options.Paths = None,
    output: options.Output = options.OUTPUT,
    formats: options.Formats = None,
    style: options.StyleName = None,
    editions: options.Editions = None,
    lang: options.Language = None,
    pdf_profile: options.Profile = None,
    draft: options.Draft = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print events for programs, one JSON object a line.")
    ] = False,
    jobs: options.Jobs = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="ADDRESS", help="Export on the workers of a Dask scheduler."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Export what is unchanged, too.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the outputs of sources that are gone.")
    ] = False,
    config: options.Configuration = None,
    untrusted: options.Untrusted = False,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Export Markdown to HTML, EPUB, PDF and plain text."""
    detail = options.read_detail(verbose, quiet)
    settings = {"style": style, "editions": editions, "lang": lang, "pdf_profile": pdf_profile}
    if scheduler is not None and jobs is not None:
        raise UsageError("--jobs is for this machine, --scheduler for others", "Give one of them.")
    request = replace(
        _request(paths, output, formats, settings, draft, jobs, scheduler),
        force=force,
        prune=prune,
        trusting=options.Trusting(config, untrusted),
    )
    from docforge.cli import exporting, summary

    exports = exporting.in_events(request) if as_json else exporting.in_words(request, detail)
    if debug:
        exporting.print_traces(exports)
    raise typer.Exit(summary.exit_code(exports))


def watch(
    paths: options.Paths = None,
    output: options.Output = options.OUTPUT,
    formats: options.Formats = None,
    style: options.StyleName = None,
    editions: options.Editions = None,
    lang: options.Language = None,
    pdf_profile: options.Profile = None,
    draft: options.Draft = False,
    jobs: options.Jobs = None,
    config: options.Configuration = None,
    untrusted: options.Untrusted = False,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> None:
    """Export, and again on each save, until Ctrl-C."""
    detail = options.read_detail(verbose, quiet)
    settings = {"style": style, "editions": editions, "lang": lang, "pdf_profile": pdf_profile}
    request = _request(paths, output, formats, settings, draft, jobs)
    request = replace(request, trusting=options.Trusting(config, untrusted))
    # Also when all is up to date: the first save is not to wait for imports.
    warm_up(request.formats)
    from docforge.cli.watching import watch_sources

    watch_sources(request, detail)


def _request(
    paths: list[Path] | None,
    output: Path,
    formats: str | None,
    settings: dict[str, str | None],
    draft: bool,
    jobs: int | None,
    scheduler: str | None = None,
) -> "Request":
    wanted = options.read_formats(formats)
    sources = tuple(paths or [options.INPUT])
    if scheduler is None and not (output / MANIFEST).exists():
        # All is to be done: workers import their libraries while this process looks for sources.
        warm_up(wanted, sources)
    flags = options.read_settings(settings)
    from docforge.cli.exporting import Request

    many = jobs or processors()
    return Request(sources, output, wanted, flags, draft, many, scheduler=scheduler)
