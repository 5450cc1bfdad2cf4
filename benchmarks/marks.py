"""The marks that docforge is to stay below, each measured, with machine and versions.

Routes take turns over the same documents; of several turns the cheapest counts, since a machine
only ever adds to what something costs.
"""

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

from docforge.export import FORMATS, Format
from docforge.pipeline import export
from docforge.run import batch
from docforge.source import SourceFile, find_sources
from docforge.source.config import load_config
from docforge.source.options import RunOptions
from measure import Cost, cost_of, largest_share, table, timed
from peers import pandoc_typst, pandoc_weasyprint

_HEAD = "---\ntitle: Growth\nlang: en\n---\n\n"
_SENTENCE = "The board heard how the work goes on and asked for a report in spring. "
# Something to read between two of a kind, and one of the kind, by number.
_GROWING: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: f"{_SENTENCE * 3}\n\n",
    "rows of a table": lambda n: (
        f"| Place | Cost |\n|---|--:|\n| Quay | {n} |\n" if n == 0 else f"| Quay | {n} |\n"
    ),
    "headings": lambda n: f"## Part {n}\n\nText.\n\n",
    "notes": lambda n: f"Text.[^{n}]\n\n[^{n}]: A note of its own.\n\n",
    "formulas": lambda n: f"Take $x_{{{n}}} + 1$ for it.\n\n",
    "passages in other languages": lambda n: f"The word [bonjour]{{lang=fr}} stands here, {n}.\n\n",
}
_TWICE = (1000, 2000)


def _docforge(places: Sequence[SourceFile], work: Path, *options: str) -> Cost:
    return cost_of(_export(places, work, *options), places[0].root)


def _export(places: Sequence[SourceFile], work: Path, *options: str) -> list[str | Path]:
    command: list[str | Path] = [sys.executable, "-m", "docforge", "export"]
    return [*command, *(place.file for place in places), "-o", work, "--draft", "-q", *options]


def _cheapest(turns: int, *routes: Callable[[Path], Cost]) -> list[Cost]:
    """What each route costs at its best, the routes in turn."""
    costs: list[list[Cost]] = [[] for _ in routes]
    for _ in range(turns):
        for route, own in zip(routes, costs, strict=True):
            with tempfile.TemporaryDirectory() as scratch:
                own.append(route(Path(scratch)))
    return [min(own, key=lambda cost: cost.cpu) for own in costs]


def _equal(places: Sequence[SourceFile]) -> list[SourceFile]:
    """The documents of which pandoc and Typst make a PDF."""
    with tempfile.TemporaryDirectory() as scratch:
        return [one for one in places if not pandoc_typst([one], Path(scratch)).failed]


def _peers(places: Sequence[SourceFile], turns: int) -> Iterator[list[object]]:
    equal = _equal(places)
    if equal:
        ours, theirs = _cheapest(
            turns,
            partial(_docforge_alone, equal),
            lambda work: pandoc_typst(equal, work),
        )
        what = f"docforge / pandoc and Typst, the {len(equal)} documents that both make, CPU"
        yield [what, ours.cpu / theirs.cpu, 0.75]
    ours, theirs = _cheapest(
        turns,
        partial(_docforge_alone, places),
        lambda work: pandoc_weasyprint(list(places), work),
    )
    what = f"docforge / pandoc and WeasyPrint, {len(places)} documents, CPU"
    yield [what, ours.cpu / theirs.cpu, 0.30]


def _docforge_alone(places: Sequence[SourceFile], work: Path) -> Cost:
    return _docforge(places, work, "--jobs", "1")


def _single(longest: SourceFile, shortest: SourceFile, turns: int) -> Iterator[list[object]]:
    (long,) = _cheapest(turns, lambda work: _docforge([longest], work))
    yield [f"{longest.file.name}, all formats, CPU s", long.cpu, 5.5]
    yield [f"{longest.file.name}, all formats, wall s", long.wall, 4]
    lint: list[str | Path] = [sys.executable, "-m", "docforge", "lint", shortest.file]
    two = ("--formats", "html,txt")
    cold = _cheapest(
        max(turns, 3),
        lambda work: _docforge([shortest], work),
        lambda work: cost_of(lint, shortest.root),
        lambda work: _docforge([shortest], work, *two),
    )
    marks = (("all formats", 1.0), ("lint", 0.4), ("HTML and text", 0.6))
    for cost, (what, mark) in zip(cold, marks, strict=True):
        yield [f"{shortest.file.name}, cold, {what}, wall s", cost.wall, mark]


def _warm(first: SourceFile, second: SourceFile) -> Iterator[list[object]]:
    """The second document of a warm process: what the preview of the desk shows."""
    for kind, what, mark in ((Format.HTML, "findings and HTML", 60), (Format.PDF, "PDF", 150)):
        milliseconds = _elsewhere("warm", kind.extension, first.file, second.file)
        yield [f"{second.file.name}, warm, {what}, CPU ms", milliseconds, mark]


def _memory(places: Sequence[SourceFile]) -> Iterator[list[object]]:
    with tempfile.TemporaryDirectory() as scratch:
        command = _export(places, Path(scratch), "--jobs", "1")
        mebibytes = largest_share(command, places[0].root)
    yield ["the largest worker over all documents, MiB (PSS)", mebibytes, 250]


def _elsewhere(measure: str, *given: str | Path) -> float:
    """What a process of its own measures: exporting in this one leaves a process behind."""
    command = [sys.executable, __file__, measure, *map(str, given)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def warm(extension: str, first: str, second: str) -> float:
    """Milliseconds of processor for `second` when `first` was exported twice before."""
    config = load_config(Path(first).parent)
    plan = batch.plan([Path(first), Path(second)], config)
    kind = next(one for one in FORMATS.values() if one.extension == extension)
    options = RunOptions(config, plan.neighbours, formats=(kind,), draft=True)
    one, other = (
        next(place for place in plan.places if place.file == Path(name)) for name in (first, second)
    )
    for place in (one, one):
        export(place, options)
    spent = {"": 0.0}
    timed(spent, "", partial(export, other, options))
    return 1000 * spent[""]


def _growth() -> Iterator[list[object]]:
    for name, piece in _GROWING.items():
        costs = []
        for count in _TWICE:
            with tempfile.TemporaryDirectory() as scratch:
                source = Path(scratch) / "growth.md"
                source.write_text(_HEAD + "".join(map(piece, range(count))), "utf-8")
                places = list(find_sources([source], load_config(source.parent)))
                costs.append(_docforge_alone(places, Path(scratch) / "out").cpu)
        yield [f"{_TWICE[1]:,} / {_TWICE[0]:,} {name}, CPU", costs[1] / costs[0], 2.2]


def _machine() -> str:
    names = ("weasyprint", "pydyf", "pikepdf", "typst")
    known = ", ".join(f"{name} {version(name)}" for name in names)
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {platform.platform()}, {python}, {known}"


def main(folder: Path, turns: int) -> None:
    """Print every mark with what was measured for the sources of `folder`."""
    places = sorted(find_sources([folder], load_config(folder)), key=lambda one: one.path)
    by_size = sorted(places, key=lambda one: one.file.stat().st_size)
    shortest = by_size[len(by_size) // 4]
    rows: list[list[object]] = [
        *_peers(places, turns),
        *_single(by_size[-1], shortest, turns),
        *_warm(by_size[len(by_size) // 2], shortest),
        *_memory(places),
        *_growth(),
    ]
    print(f"{_machine()}\n\n{table(['what', 'measured', 'at most'], rows)}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["warm", extension, first, second]:
            print(warm(extension, first, second))
        case [folder, *turns]:
            main(Path(folder), int(turns[0]) if turns else 3)
