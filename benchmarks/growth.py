"""How cost grows with the length of one document, and with the number of short ones."""

import tempfile
from pathlib import Path

from measure import table
from peers import docforge

_HEAD = "---\ntitle: Growth\nlang: en\n---\n\n"
_PAGE = (
    "## Part {n}\n\n"
    + ("The board heard how the work goes on and asked for a report in spring. " * 7 + "\n\n") * 5
    + "| Place | Year | Cost |\n|---|--:|--:|\n"
    + "| Quay | 2026 | 120 |\n" * 4
    + "\n"
)


def _length(pages: int, scratch: Path) -> list[object]:
    source = scratch / "source"
    source.mkdir()
    text = _HEAD + "".join(_PAGE.format(n=number) for number in range(pages))
    (source / "long.md").write_text(text, encoding="utf-8")
    cost = docforge(source, scratch / "out")
    return [pages, cost.cpu, cost.wall, cost.peak, cost.failed]


def _number(count: int, scratch: Path) -> list[object]:
    source = scratch / "source"
    source.mkdir()
    for number in range(count):
        text = _HEAD + _PAGE.format(n=number)
        (source / f"short-{number:04}.md").write_text(text, encoding="utf-8")
    cost = docforge(source, scratch / "out")
    again = docforge(source, scratch / "out")
    return [count, cost.cpu, cost.wall, cost.peak, cost.failed + again.failed, again.wall]


def main() -> None:
    """Print both tables."""
    costs = ["CPU s", "wall s", "peak MiB", "failed"]
    for heads, measure, sizes in (
        (["pages (about)", *costs], _length, (1, 10, 50, 100, 200)),
        (["documents", *costs, "wall s, unchanged"], _number, (1, 10, 100, 1000)),
    ):
        rows = []
        for size in sizes:
            with tempfile.TemporaryDirectory() as scratch:
                rows.append(measure(size, Path(scratch)))
        print(table(heads, rows), end="\n\n")


if __name__ == "__main__":
    main()
