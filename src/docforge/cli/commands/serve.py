"""`docforge serve` and `docforge preview`: docforge in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from docforge.cli import options
from docforge.cli.console import console
from docforge.errors import ToolMissing, UsageError

PROJECTS = Path("projects")

Port = Annotated[int, typer.Option(metavar="N", min=0, max=65534, help="The port; 0 is any free.")]
Browser = Annotated[
    bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
]


def serve(
    projects: Annotated[
        Path, typer.Argument(metavar="PROJECTS", help="The folder whose folders are projects.")
    ] = PROJECTS,
    port: Port = 8765,
    listen: Annotated[
        str,
        typer.Option(metavar="HOST", help="Where to listen, for a team; else this machine alone."),
    ] = "",
    address: Annotated[
        str, typer.Option(metavar="URL", help="The address that browsers see, behind a proxy.")
    ] = "",
    preview_address: Annotated[
        str, typer.Option(metavar="URL", help="The same for previews: another host name.")
    ] = "",
    people: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Who may sign in, with passwords.")
    ] = None,
    add: Annotated[
        str, typer.Option(metavar="NAME", help="Ask for a password and add it to --people.")
    ] = "",
    proxy_header: Annotated[
        str, typer.Option(metavar="NAME", help="The header in which a proxy says who it is.")
    ] = "",
    proxy_secret: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The secret that the proxy sends along.")
    ] = None,
    jobs: options.Jobs = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Export on the workers of a Dask scheduler."),
    ] = None,
    config: options.Configuration = None,
    browser: Browser = True,
) -> None:
    """Open a page in the browser: drop, see, mend, export, send. Ctrl-C ends it."""
    try:
        from docforge.cli import serving
    except ModuleNotFoundError as error:
        raise _lacking(error) from error

    if add:
        if people is None:
            raise UsageError("--add needs --people", "Name the file: --people people.txt")
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        serving.add_person(people, add, password)
        console().print(f"{add} may sign in.")
        return
    serving.serve(
        serving.ServeRequest(
            projects=projects,
            port=port,
            listen=listen,
            address=address,
            preview_address=preview_address,
            people=people,
            proxy_header=proxy_header,
            proxy_secret=proxy_secret,
            jobs=jobs,
            scheduler=scheduler,
            config=config,
            browser=browser,
        )
    )


def preview(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The Markdown file to follow.")],
    port: Port = 0,
    config: options.Configuration = None,
    untrusted: options.Untrusted = False,
    browser: Browser = True,
) -> None:
    """Show one document in the browser, and again on each save. Ctrl-C ends it."""
    try:
        from docforge.cli import serving
    except ModuleNotFoundError as error:
        raise _lacking(error) from error

    serving.preview(file, port, options.Trusting(config, untrusted), browser=browser)


def _lacking(error: ModuleNotFoundError) -> ToolMissing:
    return ToolMissing(
        f"The page in the browser needs the package {error.name}, which is not installed",
        'Install it with docforge: pip install "docforge[serve]", or start scripts/serve.',
    )
