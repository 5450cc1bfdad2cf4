"""Writes the table of hostile sources in docs/hostile-sources.md: outcomes, processor, memory.

`python tests/abuse/costs.py` exports every case to all formats, one after the other, each in a
process of its own; pandoc counts. What did not end as its case says is printed, and exit code 1.
"""

import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from attacking import CASES, CPU_SECONDS, MEBIBYTES, attack, every_format, lay_out, read_case

from docforge.formats import renderer

PAGE = Path(__file__).parents[2] / "docs" / "hostile-sources.md"
_TABLE = re.compile(r"(?<=\n)\{\.row-headers\}\n\| Class .*?\n(?=\n|\Z)", re.DOTALL)
OUTCOMES = ("exported", "blocked", "failed")
CLASSES = {
    "tex": "Formulas (TeX)",
    "front": "Front matter",
    "notes": "Notes",
    "deep": "Depth and number of signs",
    "table": "Tables",
    "html": "HTML in the source",
    "link": "Addresses",
    "image": "Drawings and pictures",
    "picture": "Files that pictures name",
    "raw": "Raw parts and includes",
    "sign": "Signs that nobody sees",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """How a case ended and what it cost: seconds of the processor, mebibytes at the peak."""

    name: str
    outcome: str
    cpu: float
    mebibytes: float


def class_of(name: str) -> str:
    return name.partition("-")[0]


def measured(file: Path) -> Measured:
    """One case, exported to every format."""
    with tempfile.TemporaryDirectory() as folder:
        seen = attack(lay_out(read_case(file), Path(folder)), every_format())
    outcome = seen.export.status.value if seen.export else "ended by a signal"
    return Measured(file.stem, outcome, seen.cpu, seen.mebibytes)


def rows(found: Sequence[Measured]) -> Iterator[str]:
    """The table's lines, a class each, and one for all."""
    classes: Mapping[str, list[Measured]] = defaultdict(list)
    for each in found:
        classes[class_of(each.name)].append(each)
    yield "{.row-headers}"
    yield "| Class | Cases | Exported | Refused | Failed | CPU s, half | CPU s, most | MiB, most |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for key, title in CLASSES.items():
        yield _row(title, classes[key])
    yield _row("All", found)


def _row(title: str, found: Sequence[Measured]) -> str:
    ended = Counter(each.outcome for each in found)
    times = sorted(each.cpu for each in found)
    numbers = [str(len(found)), *(str(ended[outcome]) for outcome in OUTCOMES)]
    costs = [f"{times[len(times) // 2]:.1f}", f"{times[-1]:.1f}"]
    peak = f"{max(each.mebibytes for each in found):.0f}"
    return f"| {' | '.join((title, *numbers, *costs, peak))} |"


def main() -> int:
    for kind in every_format():
        renderer(kind)
    found, wrong = [], 0
    for file in sorted(CASES.glob("*.toml")):
        each = measured(file)
        found.append(each)
        if (
            each.outcome != read_case(file)["outcome"]
            or each.cpu > CPU_SECONDS
            or each.mebibytes > MEBIBYTES
        ):
            wrong += 1
            print(each, flush=True)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_TABLE.sub("\n".join(rows(found)) + "\n", page), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
