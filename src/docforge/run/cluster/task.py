"""What all documents of a run share, made so that it can be sent to other machines.

No path of the machine that sends it is opened where it arrives.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from docforge.errors import UsageError
from docforge.source.config.file import FILE_NAME
from docforge.source.options import RunOptions

# What a style is made of: sheets, values, pictures and fonts.
_OF_STYLES = (".css", ".toml", ".svg", ".png", ".jpg", ".jpeg", ".otf", ".ttf", ".woff", ".woff2")


class ClusterTask(Struct, frozen=True):
    """The run's options, its project's style files by their paths, and the versions it needs."""

    options: RunOptions
    styles: Mapping[str, bytes]
    versions: Mapping[str, str]


def make_task(options: RunOptions, versions: Mapping[str, str]) -> ClusterTask:
    """The task for these options. Raises UsageError when a style's file cannot be read."""
    styles = {
        file.relative_to(folder).as_posix(): _read(file)
        for folder in options.style_folders
        for file in sorted(folder.glob("*/**/*"))
        if file.suffix.lower() in _OF_STYLES and file.is_file()
    }
    return ClusterTask(options, styles, versions)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The style's file {file.parent.name}/{file.name} cannot be read: {error.strerror}",
            "Check the file's permissions.",
        ) from error


def unpack(task: ClusterTask, folder: Path) -> RunOptions:
    """The task's options, with the project's styles in `folder`."""
    config = replace(task.options.config, file=folder / FILE_NAME, folder=None)
    options = replace(task.options, config=config)
    (styles,) = options.style_folders
    for path, data in task.styles.items():
        (styles / path).parent.mkdir(parents=True, exist_ok=True)
        (styles / path).write_bytes(data)
    return options
