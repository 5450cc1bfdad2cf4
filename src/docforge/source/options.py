"""What a run is asked to make: the same for all of its documents.

Known to every stage that runs documents; importing it costs no stage.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from docforge.export import FORMATS, Format
from docforge.source.config import Config

# Of each source's path, the path and the language of every translation of it.
Translations = Mapping[str, tuple[tuple[str, str], ...]]


class RunOptions(Struct, frozen=True):
    """What all documents of a run share.

    `neighbours` maps the path of every source to the stem of its outputs; `flags` are the
    settings that the command line gives, over all others. `largest_image`, when given, bounds
    the width and height of images in pixels. With `draft`, outputs say that they are drafts, and
    documents with errors have some, too.
    """

    config: Config
    neighbours: Mapping[str, str]
    formats: tuple[Format, ...] = field(default_factory=lambda: tuple(FORMATS.values()))
    draft: bool = False
    flags: Mapping[str, Any] = field(default_factory=dict)
    largest_image: int | None = None
    translations: Translations = field(default_factory=dict)

    @property
    def style_folders(self) -> tuple[Path, ...]:
        """Where a project keeps styles of its own: "styles" beside docforge.toml."""
        file = self.config.file
        return (file.parent / "styles",) if file else ()
