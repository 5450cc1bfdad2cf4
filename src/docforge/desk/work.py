"""What the desk's workers do, each document in turn; nothing of it is done by the desk itself.

Workers stay warm. They read no folder of a person: sources come to them as bundles, styles with
the task, and what they make goes back as bytes.
"""

import io
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING

from msgspec.structs import replace

from docforge import checking, pipeline
from docforge.export import Export
from docforge.media.pages import drawn_page
from docforge.run import mail, tasks, workers
from docforge.run.cluster.task import ClusterTask, unpack
from docforge.run.mail import MailFile, MailOptions
from docforge.source import SourceFile
from docforge.source.config import Config
from docforge.source.options import RunOptions
from docforge.style import SHIPPED
from docforge.system.garbage import collect_seldom
from docforge.system.sandbox import confine
from docforge.system.scratch import use
from docforge.verify.entries import OutlineEntry

if TYPE_CHECKING:
    from PIL.Image import Image


# How much later than the desk's own pages the processor serves a worker (nice(2)): pages answer at
# once, whatever is exported meanwhile.
_LATER = 10


def begin(memory: int, folder: Path) -> None:
    """Begin a worker with `memory` bytes, which may write to `folder` alone."""
    use(folder)
    os.nice(_LATER)
    workers.end_with_parent()
    collect_seldom()
    workers.refuse_network()
    workers.bound_memory(memory)
    confine(SHIPPED, (folder,))


def export(task: ClusterTask, place: SourceFile) -> Export:
    """Export a packed place, as a run would."""
    return tasks.export(place, _options(task))


def look(task: ClusterTask, place: SourceFile) -> Export:
    """The export of a packed place, or, when errors block it, its draft: there is always a look."""
    return pipeline.look(place, _options(task))


def check(task: ClusterTask, place: SourceFile) -> Export:
    """What is found in a packed place before anything is rendered."""
    return checking.check(place, _options(task))


def autofix(
    task: ClusterTask, place: SourceFile, chosen: tuple[str, int, int] | None
) -> checking.Autofix:
    """What is safe to mend in a packed place, all or at one finding. Raises DocforgeError."""
    return checking.autofix(place, _options(task), chosen)


def _options(task: ClusterTask) -> RunOptions:
    """The task's options; the project's styles stay where they were unpacked the first time."""
    if not task.styles:
        return replace(task.options, config=replace(task.options.config, file=None, folder=None))
    mark = sha256(repr(sorted(task.styles.items())).encode()).hexdigest()[:32]
    folder = Path(gettempdir(), f"styles-{os.getpid()}-{mark}")
    if folder.is_dir():
        return unpack(replace(task, styles={}), folder)
    return unpack(task, folder)


# --- Pictures of pages -------------------------------------------------------------------


def picture(pdf: bytes, page: int, width: int) -> bytes:
    """The page, counted from 1, of a PDF as a PNG that is `width` pixels wide."""
    return _png(drawn_page(pdf, page, width)[0])


def picture_of_order(pdf: bytes, page: int, width: int) -> bytes:
    """The same, with a numbered frame around each structure element, in reading order."""
    from docforge.desk.frames import draw_frames
    from docforge.verify.readers.pdf.regions import regions

    image, scale = drawn_page(pdf, page, width)
    draw_frames(image, regions(pdf, page), scale)
    return _png(image)


def _png(image: "Image") -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=3)
    return stream.getvalue()


def reading_order(pdf: bytes, lang: str) -> tuple[OutlineEntry, ...]:
    """What a screen reader meets in a PDF, in its order, as the proof reads it."""
    from docforge.style import load_words
    from docforge.verify.readers.pdf import read

    return tuple(read(pdf, load_words(lang)))


# --- Mail --------------------------------------------------------------------------------


def message(
    wish: MailOptions, config: Config, files: dict[str, bytes], pages: Sequence[str]
) -> MailFile:
    """The draft or zip of the delivered documents whose HTML files are `pages`.

    `files` are those of the output folder by name. Raises DocforgeError.
    """
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            file = Path(folder, "output", name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        paths = tuple(Path(folder, "output", page) for page in pages)
        return mail.make(replace(wish, paths=paths), config)
