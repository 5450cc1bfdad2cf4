"""`docforge lint` and `docforge explain`."""

from typing import Annotated

import typer

from docforge.cli.console import console
from docforge.cli.options import (
    INPUT,
    Configuration,
    Jobs,
    Paths,
    Quiet,
    Trusting,
    Untrusted,
    Verbose,
    Verbosity,
    read_config,
    read_detail,
    told_config,
)
from docforge.run.warming import warm_up
from docforge.system.processors import processors


def lint(
    paths: Paths = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORM", help="human, json, sarif or github.")
    ] = "human",
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend in the sources what is safe, and show it.")
    ] = False,
    jobs: Jobs = None,
    configuration: Configuration = None,
    untrusted: Untrusted = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Check sources, as every export does, and tell what to mend."""
    # Workers import their libraries while this process looks for sources.
    sources = paths or [INPUT]
    warm_up((), sources)
    from docforge.cli import linting, summary
    from docforge.cli.progress import moving, progress
    from docforge.run import local, planning, tasks
    from docforge.source.options import RunOptions

    wanted, detail = linting.read_form(form), read_detail(verbose, quiet)
    config = read_config(sources, Trusting(configuration, untrusted))
    plan = planning.plan(sources, config)
    options = RunOptions(config, plan.neighbours, formats=(), translations=plan.translations)
    shown = console()
    if wanted is linting.ReportForm.HUMAN and detail is not Verbosity.QUIET and told_config(config):
        shown.print(f"Configuration: {told_config(config)}")
    if fix:
        for line in linting.fix(plan.places, options):
            shown.print(line)
    with progress(moving(console(stderr=True)), len(plan.places)) as finished:
        check = local.executor(jobs or processors(), tasks.check, finished)
        checked = list(planning.exports(plan.places, options, check))
    checked = linting.with_links(checked, plan.places, config)
    places = {place.path: place for place in plan.places}
    for told in linting.told(wanted, checked, places, detail):
        shown.print(told)
    raise typer.Exit(summary.exit_code(checked))


def explain(
    code: Annotated[str, typer.Argument(help="A code such as LNK020, or “all”.")],
) -> None:
    """Say what a code means, why it matters, and how to mend it."""
    from docforge.cli import linting

    shown = console()
    for line in linting.explain(code):
        shown.print(line)
