"""`docforge email`."""

from pathlib import Path
from typing import Annotated

import typer

from docforge.cli.console import console
from docforge.cli.options import (
    Configuration,
    Trusting,
    Untrusted,
    read_config,
    read_formats,
    told_config,
)


def email(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="SOURCE-OR-OUTPUT…", help="Markdown sources, or their outputs."),
    ],
    sender: Annotated[str, typer.Option("--from", metavar="ADDRESS", help="Whom it is from.")] = "",
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
    config: Configuration = None,
    untrusted: Untrusted = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where the draft goes.")
    ] = None,
) -> None:
    """Write an e-mail draft, with the documents in it and attached. Nothing is sent."""
    used = read_config(paths, Trusting(config, untrusted))
    wanted = read_formats(formats) if formats else None
    from docforge.cli.mail import MailOptions, prepare

    wish = MailOptions(
        paths=tuple(paths),
        sender=sender,
        to=tuple(to or ()),
        cc=tuple(cc or ()),
        subject=subject,
        note=note,
        formats=wanted,
        as_zip=as_zip,
        smaller_images=smaller_images,
        output=output,
    )
    if told_config(used):
        console().print(f"Configuration: {told_config(used)}")
    file, warnings = prepare(wish, used)
    for warning in warnings:
        console(stderr=True).print(warning)
    rest = "" if as_zip else " Open it in your mail program, read it, and send it."
    console().print(f"Wrote {file}.{rest}")
