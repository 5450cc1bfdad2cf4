"""`docforge verify`."""

from pathlib import Path
from typing import Annotated

import typer

from docforge.cli.console import console
from docforge.cli.options import OUTPUT
from docforge.errors import DeliveryFailed


def verify(
    output: Annotated[
        Path, typer.Argument(metavar="OUTPUT", help="The folder of an export.")
    ] = OUTPUT,
    require: Annotated[
        list[str] | None,
        typer.Option(metavar="JUDGE", help="Fail unless this judge was run; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Check delivered files again, and ask the judges that are here."""
    from docforge.cli import verifying

    required = require or []
    checked = verifying.verify(output, required)
    if as_json:
        print(verifying.described(checked))
    else:
        shown = console()
        for line in verifying.lines(checked, required):
            shown.print(line)
    try:
        verifying.record(output, checked)
    except DeliveryFailed as failure:  # files that one may only read can be verified, too
        console(stderr=True).print(f"The report was not brought up to date: {failure.message}")
    raise typer.Exit(verifying.exit_code(checked, required))
