"""The command line: arguments to options, outcomes to words and an exit code.

Only this package prints or exits, and it imports what a command needs when that runs.
"""

import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import track

from docforge import __version__
from docforge.errors import DocforgeError, ExitCode, UsageError
from docforge.export import Export, Format, Status
from docforge.workers import warm_up

if TYPE_CHECKING:
    from docforge.batch import Delivered, Plan
    from docforge.config import Config

app = typer.Typer(
    name="docforge",
    help="One Markdown source to accessible PDF, EPUB, plain text and tagged HTML.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_DEFAULT_INPUT = Path("input")


def main() -> None:
    """Run the command line and exit with the code that says how it went."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show every letter
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except DocforgeError as error:
        _stop(error)


def _stop(error: DocforgeError) -> NoReturn:
    console = _console(stderr=True)
    console.print(error.message)
    if error.hint:
        console.print(error.hint)
    raise SystemExit(int(error.exit_code))


def _console(*, stderr: bool = False) -> Console:
    """A console that prints text as it is: no markup, no wrapping, no colours of its own."""
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=True)


def _version(wanted: bool) -> None:
    if wanted:
        _console().print(f"docforge {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    pass


# --- export ------------------------------------------------------------------------------


@app.command()
def export(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Files or folders; without any, input/."),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Where outputs go.")
    ] = Path("output"),
    formats: Annotated[str, typer.Option(metavar="LIST", help="Some of these four.")] = ",".join(
        Format
    ),
    style: Annotated[
        str | None, typer.Option(metavar="NAME", help="The style, over front matter.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="TAG", help="The language, over front matter.")
    ] = None,
    pdf_profile: Annotated[
        str | None,
        typer.Option(metavar="ua-1|ua-2", help="The PDF's standards, over front matter."),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Export in spite of errors, without any claim.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Documents at a time.")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show notes, too, each in full.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", envvar="DOCFORGE_DEBUG", help="Show the trace of a bug.")
    ] = False,
) -> None:
    """Export Markdown documents to HTML, EPUB, PDF and plain text."""
    wanted = _formats(formats)
    # Workers import their libraries while this process finds out what to do.
    warm_up(wanted)
    flags = _settings({"style": style, "lang": lang, "pdf_profile": pdf_profile})
    sources = paths or [_DEFAULT_INPUT]
    config = _config(sources)
    from docforge import batch, pipeline
    from docforge.batch import local

    plan = batch.plan(sources, config)
    order = pipeline.Order(config, plan.neighbours, wanted, draft, flags)
    results = batch.run(plan.places, order, output, local.executor(jobs or _processors()))
    delivered = _print_json(results) if as_json else _print_words(results, plan, output, verbose)
    if debug:
        _print_traces(delivered)
    raise typer.Exit(_exit_code(one.export for one in delivered))


def _config(paths: Sequence[Path]) -> "Config":
    from docforge.config import load_config

    for path in paths:
        if not path.exists():
            raise UsageError(
                f"There is no file or folder named {path} here",
                "Name the files or folders to export.",
            )
    config = load_config(paths[0])
    if config.lint.levels:
        from docforge.lint import check_levels

        check_levels(config.lint)
    return config


def _settings(flags: dict[str, str | None]) -> dict[str, Any]:
    from docforge.config.settings import read_keys

    given, wrong = read_keys({key: value for key, value in flags.items() if value is not None})
    if wrong:
        raise UsageError(
            "\n".join(
                f"--{key.replace('_', '-')} cannot be used: {reason}"
                for key, reason in wrong.items()
            )
        )
    return given.model_dump(exclude_unset=True)


def _formats(names: str) -> tuple[Format, ...]:
    wanted = {
        "txt" if name == "text" else name for name in names.lower().replace(" ", "").split(",")
    }
    for name in sorted(wanted - set(Format)):
        close = get_close_matches(name, list(Format), 1)
        raise UsageError(
            f"There is no format named “{name}”",
            f"Did you mean {close[0]}?" if close else f"Known are {', '.join(Format)}.",
        )
    return tuple(kind for kind in Format if kind in wanted)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _print_words(
    results: Iterable["Delivered"], plan: "Plan", output: Path, verbose: bool
) -> list["Delivered"]:
    from docforge.cli import summary

    console, bar = _console(), _console(stderr=True)
    total = len(plan.places)
    shown = track(
        results,
        description="Exporting",
        total=total,
        console=bar,
        transient=True,
        disable=total < 2 or not bar.is_terminal,
    )
    delivered = list(shown)
    places = {place.path: place for place in plan.places}
    for one in delivered:
        for line in summary.document(one.export, one.entry, places[one.export.source], verbose):
            console.print(line)
    console.print(summary.totals([one.export for one in delivered], output, verbose))
    return delivered


def _print_json(results: Iterable["Delivered"]) -> list["Delivered"]:
    from docforge.report import describe

    delivered = list(results)
    documents = [describe(one.export, one.entry) for one in delivered]
    json.dump(documents, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    return delivered


def _print_traces(delivered: Sequence["Delivered"]) -> None:
    console = _console(stderr=True)
    for one in delivered:
        if one.export.failure is not None and one.export.failure.trace:
            console.print(one.export.failure.trace)


def _exit_code(exports: Iterable[Export]) -> int:
    codes = [ExitCode.DELIVERED.value]
    for export in exports:
        if export.failure is not None:
            codes.append(int(export.failure.exit_code))
        elif export.status is Status.BLOCKED:
            codes.append(ExitCode.BLOCKED.value)
    return max(codes)


# --- email -------------------------------------------------------------------------------


@app.command()
def email(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="SOURCE-OR-OUTPUT…", help="Markdown sources, or their outputs."),
    ],
    to: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS", help="An address or a named list.")
    ] = None,
    cc: Annotated[list[str] | None, typer.Option(metavar="ADDRESS", help="The same, Cc.")] = None,
    subject: Annotated[
        str, typer.Option(metavar="TEXT", help="The subject; of one document, its title.")
    ] = "",
    note: Annotated[
        str, typer.Option(metavar="TEXT", help="A covering note, or a Markdown file with one.")
    ] = "",
    formats: Annotated[
        str, typer.Option(metavar="LIST", help="What to attach; without it, pdf,epub,txt.")
    ] = "",
    as_zip: Annotated[
        bool, typer.Option("--zip", help="Write a zip with the same files, and HTML.")
    ] = False,
    smaller_images: Annotated[
        bool, typer.Option("--smaller-images", help="Make large images fit a screen.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where the draft goes.")
    ] = None,
) -> None:
    """Write an e-mail draft, with the documents in it and attached. Nothing is sent."""
    _config(paths)
    wanted = _formats(formats) if formats else None
    from docforge.cli.mail import Wish, prepare

    wish = Wish(
        paths=tuple(paths),
        to=tuple(to or ()),
        cc=tuple(cc or ()),
        subject=subject,
        note=note,
        formats=wanted,
        as_zip=as_zip,
        smaller_images=smaller_images,
        output=output,
    )
    file, warnings = prepare(wish)
    for warning in warnings:
        _console(stderr=True).print(warning)
    rest = "" if as_zip else " Open it in your mail program, read it, and send it."
    _console().print(f"Wrote {file}.{rest}")


# --- lint and explain --------------------------------------------------------------------


@app.command()
def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Files or folders; without any, input/."),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORM", help="human, json, sarif or github.")
    ] = "human",
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend in the sources what is safe, and show it.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Documents at a time.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show notes, too.")] = False,
) -> None:
    """Check sources and tell what to mend, with the line; exports check the same."""
    from docforge import batch, pipeline
    from docforge.batch import local
    from docforge.cli import linting

    wanted = linting.read_form(form)
    sources = paths or [_DEFAULT_INPUT]
    config = _config(sources)
    plan = batch.plan(sources, config)
    order = pipeline.Order(config, plan.neighbours, formats=())
    console = _console()
    if fix:
        for line in linting.fix(plan.places, order):
            console.print(line)
    check = local.executor(jobs or _processors(), pipeline.check)
    checked = list(batch.exports(plan.places, order, check))
    places = {place.path: place for place in plan.places}
    for told in linting.told(wanted, checked, places, verbose):
        console.print(told)
    raise typer.Exit(_exit_code(checked))


@app.command()
def explain(
    code: Annotated[str, typer.Argument(help="A code such as LNK020, or “all”.")],
) -> None:
    """Say what a code means, why it matters, and how to mend it."""
    from docforge.cli import linting

    console = _console()
    for line in linting.explain(code):
        console.print(line)


# --- verify ------------------------------------------------------------------------------


@app.command()
def verify(
    output: Annotated[
        Path, typer.Argument(metavar="OUTPUT", help="The folder of an export.")
    ] = Path("output"),
    require: Annotated[
        list[str] | None,
        typer.Option(metavar="JUDGE", help="Fail unless this judge was run; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Check delivered files again: hashes, what they say, and the judges that are here."""
    from docforge.cli import verifying

    required = require or []
    checked = verifying.verify(output, required)
    if as_json:
        print(verifying.described(checked))
    else:
        console = _console()
        for line in verifying.lines(checked, required):
            console.print(line)
    raise typer.Exit(verifying.exit_code(checked, required))


# --- doctor and new ----------------------------------------------------------------------


@app.command()
def doctor() -> None:
    """Say which libraries, programs and fonts are here, and what a missing one costs."""
    from docforge.cli.doctor import examine

    console = _console()
    missing = False
    for check in examine():
        missing |= check.needed and check.version is None
        console.print(str(check))
    raise typer.Exit(ExitCode.TOOL_MISSING.value if missing else 0)


@app.command()
def new(
    name: Annotated[Path, typer.Argument(help="The new document, such as input/autumn.md.")],
) -> None:
    """Write a starter document in which each construct is shown and explained."""
    from docforge.cli.starter import write

    file = write(name)
    console = _console()
    console.print(f"Wrote {file}. Replace its text with yours, then run:")
    console.print(f"docforge export {file}")
