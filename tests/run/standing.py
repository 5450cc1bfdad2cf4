"""A stand-in for the pipeline, so that batches are quick: outputs are the source's text.

Front matter "slug:" is honoured by the plan; a source that says BAD is blocked, one that says
FAIL fails, and "asset:NAME" asks for a file.
"""

import re
from collections.abc import Generator, Sequence
from pathlib import Path

from docforge.export import FORMATS, Dependency, Export, Failure, Format, Rendering, Status
from docforge.findings import Finding, Severity, Where
from docforge.run import batch
from docforge.run.batch import DeliveredDocument
from docforge.source import SourceFile, asset_answer, read_text
from docforge.source.config import Config
from docforge.source.options import RunOptions

WORKED: list[str] = []


def work(place: SourceFile, options: RunOptions) -> Export:
    source = read_text(place)
    severity = Severity.ERROR if "BAD" in source.text else Severity.WARNING
    found = (Finding("TST001", severity, "look", Where(place.path, 1, 1), "Mend it."),)
    if "FAIL" in source.text:
        failure = Failure("It failed", "Try again.", 5)
        return Export(place.path, place.stem, source.digest, Status.FAILED, failure=failure)
    blocked = severity is Severity.ERROR
    made = () if blocked else _renderings(source.text, options)
    return Export(
        place.path,
        place.stem,
        source.digest,
        Status.BLOCKED if blocked else Status.EXPORTED,
        made,
        found,
        evidence=(("evidence.json", source.text.encode() * 50),) if made else (),
        dependencies=tuple(_answers(place, source.text, options)),
    )


def _renderings(text: str, options: RunOptions) -> tuple[Rendering, ...]:
    formats = (kind for kind in options.formats if kind is not Format.PDF or "NOPDF" not in text)
    return tuple(Rendering(kind, f"{kind} {text}".encode() * 50) for kind in formats)


def _answers(place: SourceFile, text: str, options: RunOptions) -> list[Dependency]:
    names = re.findall(r"asset:(\S+)", text)
    links = re.findall(r"link:(\S+)", text)
    return [
        *(Dependency("asset", name, asset_answer(place, name, None)) for name in names),
        *(Dependency("document", name, options.neighbours.get(name, "")) for name in links),
    ]


def here(places: Sequence[SourceFile], options: RunOptions) -> Generator[Export, None, None]:
    """An executor that works in this process."""
    for place in places:
        WORKED.append(place.path)
        yield work(place, options)


def run(
    folder: Path,
    output: Path,
    *only: str,
    config: Config | None = None,
    formats: tuple[Format, ...] = tuple(FORMATS.values()),
    force: bool = False,
) -> list[DeliveredDocument]:
    """Export `folder`, or `only` these in it; WORKED has what was not unchanged."""
    WORKED.clear()
    config = config or Config()
    plan = batch.plan([folder / name for name in only] or [folder], config)
    options = RunOptions(config, plan.neighbours, formats)
    return list(batch.run(plan.places, options, output, here, force=force))


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
