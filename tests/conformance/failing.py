"""Documents with one kind of failure each, exported: the claims that they keep, as a table.

`PYTHONPATH=src .venv/bin/python tests/conformance/failing.py` prints the table of the guide.
"""

import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docforge.export import Export, Format
from docforge.pipeline import RunOptions, export
from docforge.source import find_sources
from docforge.source.config import Config

_HERE = Path(__file__).parent
_PICTURES = _HERE.parent / "lint/images"
_HEAD = "title: A title\nevaluated_by: Access team\nevaluated_on: 2026-11-20"


@dataclass(frozen=True, slots=True)
class Failing:
    """A document with something wrong in it; `code` is the finding that says so."""

    what: str
    source: str
    code: str = ""
    head: str = _HEAD

    def exported(self, folder: Path) -> Export:
        """Its EPUB and PDF, made in `folder`."""
        for picture in _PICTURES.iterdir():
            shutil.copy(picture, folder)
        folder.joinpath("a.md").write_text(f"---\n{self.head}\nlang: en-GB\n---\n\n{self.source}\n")
        (place,) = find_sources([folder / "a.md"], Config())
        return export(place, RunOptions(Config(), {}, (Format.EPUB, Format.PDF)))


def failing() -> tuple[Failing, ...]:
    """Every document of the list."""
    told = tomllib.loads(_HERE.joinpath("failing.toml").read_text(encoding="utf-8"))
    return tuple(Failing(**each) for each in told["document"])


def kept(made: Export) -> tuple[str, ...]:
    """The claims of all files of a document."""
    return tuple(claim for rendering in made.renderings for claim in rendering.claims)


def costs(made: Export) -> Iterator[str]:
    """What costs which claim, in a line each."""
    for row in made.withheld:
        why = f"{row.code}: {row.reason}" if row.code else row.reason
        yield f"{row.claim.partition(' - ')[0]}: {why}"


def table() -> Iterator[str]:
    """The rows of the table, in Markdown."""
    yield "| What is wrong | Finding | Claims that the files keep |"
    yield "|---|---|---|"
    for one in failing():
        with tempfile.TemporaryDirectory() as folder:
            made = kept(one.exported(Path(folder)))
        claims = ", ".join(claim.partition(" - ")[0] for claim in made)
        what = f"{one.what[0].upper()}{one.what[1:]}"
        yield f"| {what} | {one.code or '–'} | {claims or 'none'} |"


if __name__ == "__main__":
    print("\n".join(table()))
