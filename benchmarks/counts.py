"""What exporting takes in counts that no machine's mood changes: boxes, shapings, pages, calls.

Invariant: the same code gives the same counts, so that what has grown is the code's doing.
`counts.toml` holds what was counted last; `python benchmarks/counts.py --write` writes it anew.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import docforge
from docforge.pipeline import export
from docforge.run import batch
from docforge.source.config import load_config
from docforge.source.options import RunOptions

ROOT = Path(__file__).resolve().parents[1]
KEPT = Path(__file__).with_name("counts.toml")
# One with tables, one with code and lists, one with charts and notes, one from right to left.
SOURCES = tuple(
    ROOT / "input" / name
    for name in (
        "minutes/harbour-board.md",
        "digital/berth-booking.md",
        "briefings/coastal-economy.md",
        "ar/dalil-alzuwwar.md",
    )
)
_LETTERS = "letters shaped by Pango"
# What is counted of others' code: the end of a file's path and a function's qualified name.
_OTHERS = {
    ("formatting_structure/boxes.py", "Box.__init__"): "boxes made",
    ("formatting_structure/boxes.py", "Box.copy"): "boxes copied",
    ("layout/page.py", "make_page"): "pages laid out",
    ("layout/inline.py", "split_inline_box"): "inline boxes split",
    ("text/line_break.py", "Layout.set_text"): _LETTERS,
    ("text/line_break.py", "Layout.get_first_line"): "lines shaped by Pango",
    ("css/__init__.py", "ComputedStyle.__missing__"): "properties computed",
    ("css/__init__.py", "ComputedStyle.__init__"): "styles computed",
    ("cssselect2/__init__.py", "Matcher.match"): "elements matched with style sheets",
    ("pydyf/__init__.py", "_to_bytes"): "objects of the PDF written",
    ("pikepdf/_methods.py", "Extend_Pdf.open"): "PDFs read",
    ("subprocess.py", "Popen.__init__"): "processes started",
}
_OWN = Path(docforge.__file__).parent
# Rooms with fewer calls are left out: a tenth of them is one call of a function more.
_FEWEST = 1000


def counted() -> dict[str, int]:
    """What a warm process counts for all sources, by name; calls of docforge's by their room."""
    config = load_config(ROOT / "input")
    plan = batch.plan(list(SOURCES), config)
    options = RunOptions(config, plan.neighbours)
    for place in plan.places:
        export(place, options)
    with _counting() as counts:
        for place in plan.places:
            made = export(place, options)
            assert len(made.renderings) == 4, f"{place.path}: {made.failure}"
    few = {name for name in counts if name.startswith("calls in") and counts[name] < _FEWEST}
    return {name: number for name, number in sorted(counts.items()) if name not in few}


@contextmanager
def _counting() -> Iterator[Counter[str]]:
    """Count calls by what they are, of this thread."""
    counts: Counter[str] = Counter()
    names: dict[CodeType, str] = {}

    def called(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            code = frame.f_code
            if code not in names:
                names[code] = _name(code)
            name = names[code]
            counts[name] += len(frame.f_locals["text"]) if name == _LETTERS else 1

    before: Callable[..., Any] | None = sys.getprofile()
    sys.setprofile(called)
    try:
        yield counts
    finally:
        sys.setprofile(before)
        del counts[""]


def _name(code: CodeType) -> str:
    for (file, function), name in _OTHERS.items():
        if code.co_filename.endswith(file) and code.co_qualname == function:
            return name
    path = Path(code.co_filename)
    if path.is_relative_to(_OWN):
        return f"calls in {path.relative_to(_OWN).parts[0].removesuffix('.py')}"
    return ""


def kept() -> Mapping[str, int]:
    """What was counted last."""
    counts: Mapping[str, int] = tomllib.loads(KEPT.read_text("utf-8"))["counts"]
    return counts


def main() -> None:
    """Print what is counted beside what was; `--write` keeps it."""
    before, now = kept() if KEPT.exists() else {}, counted()
    for name in sorted({*before, *now}):
        print(f"{name}: {before.get(name, 0):,} -> {now.get(name, 0):,}")
    if "--write" in sys.argv:
        lines = (f'"{name}" = {number}' for name, number in now.items())
        head = "# Written by benchmarks/counts.py --write; tests/test_counts.py compares.\n"
        KEPT.write_text("\n".join([f"{head}[counts]", *lines, ""]), "utf-8")


if __name__ == "__main__":
    main()
