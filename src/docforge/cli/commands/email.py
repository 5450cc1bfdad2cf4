"""`docforge email`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from docforge.errors import UsageError

if TYPE_CHECKING:
    from docforge.email import Body

# What is given as the note and ends so is a file that holds it.
_NOTES = (".md", ".markdown")


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
    body: Annotated[
        str,
        typer.Option(
            metavar="whole|summary|note",
            help="What is shown of the documents; without it, short ones whole.",
        ),
    ] = "",
    under_embargo: Annotated[
        bool,
        typer.Option("--under-embargo", help="Also make what is embargoed, before its time."),
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
    from docforge.run.mail import MailOptions, prepare

    wish = MailOptions(
        paths=tuple(paths),
        sender=sender,
        to=tuple(to or ()),
        cc=tuple(cc or ()),
        subject=subject,
        note=Path(note) if note.lower().endswith(_NOTES) else note,
        formats=wanted,
        as_zip=as_zip,
        smaller_images=smaller_images,
        output=output,
        body=_body(body),
        under_embargo=under_embargo,
        now=datetime.now().astimezone(),
    )
    if told_config(used):
        console().print(f"Configuration: {told_config(used)}")
    file, mail = prepare(wish, used)
    for warning in mail.warnings:
        console(stderr=True).print(warning)
    rest = "" if as_zip else f" {mail.shown} Open it in your mail program, read it, and send it."
    console().print(f"Wrote {file}.{rest}")


def _body(written: str) -> "Body | None":
    """What `written` names. Raises UsageError for what is no body."""
    from docforge.email import Body

    if not written:
        return None
    try:
        return Body(written.lower())
    except ValueError:
        raise UsageError(
            f"--body {written}: there is no such body", f"Choose {', '.join(Body)}."
        ) from None
