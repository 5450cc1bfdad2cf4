"""Options that several commands share, and what is made of their values.

Imported for every command, --help included: what costs time is imported when it is needed.
"""

import os
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import Struct

from docforge.errors import UsageError
from docforge.export import FORMATS, Format
from docforge.findings import Severity

if TYPE_CHECKING:
    from docforge.source.config import Config

INPUT = Path("input")
OUTPUT = Path("output")

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Files or folders; without any, input/."),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where outputs go.")]
Formats = Annotated[
    str | None,
    typer.Option(metavar="LIST", help="Some of these.", show_default=",".join(FORMATS)),
]
StyleName = Annotated[
    str | None, typer.Option("--style", metavar="NAME", help="The style, over front matter.")
]
Editions = Annotated[
    str | None,
    typer.Option(
        "--editions",
        metavar="LIST",
        help="Of each PDF, over front matter: standard,large-print.",
    ),
]
Language = Annotated[
    str | None, typer.Option("--lang", metavar="TAG", help="The language, over front matter.")
]
Profile = Annotated[
    str | None,
    typer.Option(
        "--pdf-profile", metavar="ua-1|ua-2", help="The PDF's standards, over front matter."
    ),
]
Draft = Annotated[
    bool, typer.Option("--draft", help="Export in spite of errors, without any claim.")
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", metavar="N", min=1, help="Documents at a time; without it, all processors."
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show notes, too, each in full.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show only what went wrong.")]
Configuration = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="The docforge.toml to use, in place of others."),
]
Untrusted = Annotated[
    bool, typer.Option("--untrusted", help="The sources come from outside: see the guide on trust.")
]
Debug = Annotated[
    bool, typer.Option("--debug", envvar="DOCFORGE_DEBUG", help="Show the trace of a bug.")
]


class Verbosity(IntEnum):
    """How much is told: what went wrong, that and warnings, or everything."""

    QUIET = 0
    NORMAL = 1
    VERBOSE = 2

    def shows(self, severity: Severity) -> bool:
        """Whether findings of that severity are told."""
        return list(Severity).index(severity) <= self


def read_formats(names: str | None) -> tuple[Format, ...]:
    """The formats of a list such as "html,pdf", in docforge's order. Raises UsageError.

    Without a list, all of them.
    """
    if names is None:
        return tuple(FORMATS.values())
    by_name = {each.name.lower(): each for each in FORMATS.values()} | dict(FORMATS)
    wanted = names.lower().replace(" ", "").split(",")
    for name in sorted(set(wanted) - set(by_name)):
        close = get_close_matches(name, list(FORMATS), 1)
        raise UsageError(
            f"There is no format named “{name}”",
            f"Did you mean {close[0]}?" if close else f"Known are {', '.join(FORMATS)}.",
        )
    chosen = [by_name[name] for name in wanted]
    return tuple(each for each in FORMATS.values() if each in chosen)


def read_settings(flags: Mapping[str, str | None]) -> dict[str, Any]:
    """The settings of documents that the command line gives. Raises UsageError."""
    from docforge.source.config.settings import read_keys

    given, wrong = read_keys({key: value for key, value in flags.items() if value is not None})
    if wrong:
        raise UsageError(
            "\n".join(
                f"--{key.replace('_', '-')} cannot be used: {reason}"
                for key, reason in wrong.items()
            )
        )
    return given.model_dump(exclude_unset=True)


class Trusting(Struct, frozen=True):
    """Which configuration is named, and whether the sources come from outside."""

    config: Path | None = None
    untrusted: bool = False


def read_config(paths: Sequence[Path], trusting: Trusting) -> "Config":
    """The configuration of the documents at `paths`. Raises UsageError."""
    from docforge.source.config import load_config

    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(
                f"There is no file or folder named {path} here",
                "Name the files or folders to export.",
            )
    config = load_config(paths[0], named=trusting.config, untrusted=trusting.untrusted)
    if config.lint.levels:
        from docforge.lint import check_levels

        check_levels(config.lint)
    if config.brand is not None:
        from docforge.style import load_style

        # What is wrong with the house is told once, before any document.
        folders = (config.file.parent / "styles",) if config.file else ()
        load_style(config.defaults.style, folders, config.brand)
    return config


def told_config(config: "Config") -> str:
    """Which docforge.toml is used, as people write it; "" for none."""
    if config.file is None:
        return ""
    file, here = config.file.absolute(), Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def read_detail(verbose: bool, quiet: bool) -> Verbosity:
    """How much is told. Raises UsageError."""
    if verbose and quiet:
        raise UsageError("--verbose and --quiet are opposites", "Give one of them.")
    return Verbosity.VERBOSE if verbose else Verbosity.QUIET if quiet else Verbosity.NORMAL
