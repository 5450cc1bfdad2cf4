"""Workers begin their imports while this process still reads what there is to do."""

from collections.abc import Sequence
from pathlib import Path

from docforge.export import Format
from docforge.run.workers import context, has_memory


def warm_up(formats: Sequence[Format], paths: Sequence[Path] = ()) -> None:
    """Begin the imports of workers that make `formats` of the sources in `paths`."""
    if not has_memory():
        return  # the imports would end with a trace of their own; check_memory says why
    if len(paths) == 1 and paths[0].is_file():
        # What both processes need is imported once, before there are two.
        from docforge.run import local, single  # noqa: F401

        if single.prepare(formats):
            return
    if context(formats).get_start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()
