"""docforge beside what a user would do otherwise: pandoc four times a document.

The routes take turns over the same documents in one run, so that a machine that slows down
slows all of them.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from docforge.parse.pandoc import program
from docforge.source import SourceFile, find_sources
from docforge.source.config import load_config
from measure import Cost, cost_of, table

_TYPST = "import sys, typst; typst.compile(sys.argv[1], sys.argv[2], pdf_standards=['ua-1'])"
_READER = "commonmark_x"


def docforge(folder: Path, work: Path, *options: str) -> Cost:
    """One export of the folder, as a user starts it."""
    command: list[str | Path] = [sys.executable, "-m", "docforge", "export", folder, "-o", work]
    command += ["--draft", *options]
    # Exit code 1 says that findings block publication: with --draft nothing is missing.
    return cost_of(command)


def pandoc_weasyprint(places: list[SourceFile], work: Path) -> Cost:
    """HTML, EPUB, text, and PDF through HTML and WeasyPrint."""
    return sum((_pandoc(place, work, pdf=_by_weasyprint) for place in places), Cost())


def pandoc_typst(places: list[SourceFile], work: Path) -> Cost:
    """HTML, EPUB, text, and PDF/UA-1 through Typst."""
    return sum((_pandoc(place, work, pdf=_by_typst) for place in places), Cost())


Pdf = Callable[[SourceFile, Path], Iterator[Cost]]


def _pandoc(place: SourceFile, work: Path, pdf: Pdf) -> Cost:
    total = Cost()
    for kind in ("html", "epub", "plain"):
        total += cost_of(_command(place, work / f"out.{kind}", kind), place.file.parent)
    return sum(pdf(place, work), total)


def _command(place: SourceFile, target: Path, kind: str) -> list[str | Path]:
    command: list[str | Path] = [program(), "-f", _READER, "-t", kind, "--standalone"]
    command += [place.file, "-o", target]
    return [*command, "--metadata", f"title={place.file.stem}", "--metadata", "lang=en"]


def _by_weasyprint(place: SourceFile, work: Path) -> Iterator[Cost]:
    engine = shutil.which("weasyprint", path=str(Path(sys.executable).parent)) or "weasyprint"
    command = _command(place, work / "out.pdf", "html")
    yield cost_of(
        [*command, "--pdf-engine", engine, "--pdf-engine-opt=--pdf-variant=pdf/ua-1"],
        place.file.parent,
    )


def _by_typst(place: SourceFile, work: Path) -> Iterator[Cost]:
    source = work / "out.typ"
    source.unlink(missing_ok=True)
    yield cost_of(_command(place, source, "typst"), place.file.parent)
    yield cost_of([sys.executable, "-c", _TYPST, source, work / "out.pdf"], place.file.parent)


def _routes(folder: Path, places: list[SourceFile], work: Path) -> Mapping[str, Callable[[], Cost]]:
    return {
        "docforge, 1 job": partial(docforge, folder, work / "one", "--jobs", "1"),
        "docforge, 2 jobs": partial(docforge, folder, work / "two", "--jobs", "2"),
        "docforge, nothing changed": partial(docforge, folder, work / "two"),
        "pandoc and WeasyPrint": partial(pandoc_weasyprint, places, work),
        "pandoc and Typst": partial(pandoc_typst, places, work),
    }


def main(folder: Path, turns: int) -> None:
    """Print a table of all routes for the sources of `folder`."""
    places = list(find_sources([folder], load_config(folder)))
    costs: dict[str, list[Cost]] = {}
    for _ in range(turns):
        with tempfile.TemporaryDirectory() as scratch:
            for name, route in _routes(folder, places, Path(scratch)).items():
                costs.setdefault(name, []).append(route())
    heads = ["route", "CPU s", "CPU s a document", "wall s", "peak MiB", "failed"]
    rows = [
        [name, one.cpu, one.cpu / len(places), one.wall, one.peak, one.failed]
        for name, turns_of in costs.items()
        for one in turns_of
    ]
    print(f"{len(places)} documents\n\n{table(heads, rows)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
