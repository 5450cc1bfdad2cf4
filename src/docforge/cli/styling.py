"""`docforge style new` and `docforge style show`: a style begun, and seen with all that it sets."""

import os
import re
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from msgspec.structs import replace
from rich.text import Text

from docforge.cli import summary
from docforge.cli.options import Trusting, Verbosity, read_config
from docforge.errors import DeliveryFailed, UsageError
from docforge.export import Export
from docforge.run import batch, local
from docforge.source.config import Config
from docforge.source.config.file import FILE_NAME, default_include
from docforge.source.config.settings import read_keys
from docforge.source.options import RunOptions
from docforge.style import Style, load_style
from docforge.style.colours import pairs_of
from docforge.system.processors import processors
from docforge.system.scratch import scratch

_FOLDER = files("docforge.style")
_BEGUN = "# The configuration of docforge: docs/guide/exporting.md says what may stand in it.\n"


def begin(name: str) -> tuple[Path, Config]:
    """Write the file of a new style, and the configuration beside it where there is none.

    Gives the file, and the configuration as it was. Raises UsageError and DeliveryFailed.
    """
    if read_keys({"style": name})[1]:
        raise UsageError(
            f"“{name}” cannot be the name of a style", "Use letters, digits and hyphens."
        )
    config = read_config([Path()], Trusting())
    home = config.file.parent if config.file else Path()
    file = home / "styles" / name / "style.toml"
    text = _FOLDER.joinpath("new_style.toml").read_text("utf-8").replace("{{name}}", name)
    try:
        if config.file is None:
            _write(home / FILE_NAME, f'{_BEGUN}\n[document]\nlang = "en-GB"\nstyle = "{name}"\n')
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, text)
    except OSError as error:
        raise DeliveryFailed(
            f"{file} could not be written: {error.strerror}", "Choose another folder."
        ) from error
    return file, config


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError(f"{file} exists already", "Choose another name.") from error


def show(name: str | None, output: Path | None) -> Iterator[Text]:
    """Export a document with every construct in the style; what is told of it.

    Without a name, the style is the one that the configuration names. Raises DocforgeError.
    """
    config = read_config([Path()], Trusting())
    wanted = name or config.defaults.style
    target = output or Path("output", f"style-{wanted}")
    folders = RunOptions(config, {}).style_folders
    style = load_style(wanted, folders, config.brand)
    colours = "\n\n".join(_colours(style))
    with scratch() as folder:
        source = folder / f"{wanted}.md"
        source.write_text(_sample(style, colours, config), "utf-8")
        (folder / "boat.svg").write_bytes(_FOLDER.joinpath("sample/boat.svg").read_bytes())
        yield from _exported(source, wanted, config, target)


def _sample(style: Style, colours: str, config: Config) -> str:
    """The document, from whom the configuration or the style says that documents are."""
    text = _FOLDER.joinpath("sample/sample.md").read_text("utf-8")
    own = {"organisation": style.brand.name, "contact": style.brand.contact}
    for key, said in own.items():
        if said or getattr(config.defaults, key):
            text = re.sub(rf"^{key}: .*\n", "", text, count=1, flags=re.MULTILINE)
    return text.replace("{{name}}", style.name).replace("{{colours}}", colours)


def _exported(source: Path, name: str, config: Config, output: Path) -> Iterator[Text]:
    alone = replace(config, folder=None, include=default_include(), exclude=(), overrides=())
    plan = batch.plan([source], alone)
    options = RunOptions(alone, plan.neighbours, flags={"style": name})
    exports: list[Export] = []
    with closing(
        batch.run(plan.places, options, output, local.executor(processors()), force=True)
    ) as results:
        for place, one in zip(plan.places, results, strict=True):
            exports.append(one.export)
            yield summary.heading(one.export)
            yield from summary.details(one.export, one.entry, place, Verbosity.VERBOSE)
    yield summary.totals(exports, output)


def _colours(style: Style) -> Iterator[str]:
    """Tables of the colours that stand together, with their contrast, in Markdown."""
    colours = style.colours
    for scheme, values in (("light", dict(colours.light)), ("dark", dict(colours.dark))):
        rows = [
            f"| {role} | `{values[role]}` | {ground} | {ratio:.1f} |"
            for role, ground, ratio in pairs_of(values)
        ]
        head = "| Role | Colour | On | Contrast |"
        caption = f"Table: Colours on {scheme} ground, with their contrast {{.row-headers}}"
        yield "\n".join([caption, "", head, "|---|---|---|--:|", *rows])


def told_path(path: Path) -> str:
    """A path as people write it from here."""
    return os.path.relpath(path)
