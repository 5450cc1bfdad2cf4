"""What is done with a source in another process: the pipeline is loaded there, not here.

Whoever hands out work needs to name it only; loading all that parses, checks and renders would
take that process as long again as the work of a short document.
"""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from docforge.export import Export, Format
from docforge.source import SourceFile
from docforge.source.options import RunOptions

if TYPE_CHECKING:
    from docforge.checking import Autofix


def export(place: SourceFile, options: RunOptions) -> Export:
    """`pipeline.export`, with a picture of the first page for the report."""
    from docforge import pipeline
    from docforge.media.pages import first_page

    made = pipeline.export(place, options)
    pdf = next((one.content for one in made.renderings if one.format is Format.PDF), None)
    return made if pdf is None else replace(made, first_page=first_page(pdf))


def check(place: SourceFile, options: RunOptions) -> Export:
    """`checking.check`."""
    from docforge import checking

    return checking.check(place, options)


def autofix(place: SourceFile, options: RunOptions) -> "Autofix":
    """`checking.autofix`."""
    from docforge import checking

    return checking.autofix(place, options)
