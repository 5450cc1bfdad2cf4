"""Many sources, each checked: `python tests/fuzzing/fuzz.py NUMBER --seed N --corpus FOLDER`.

Nothing is stopped by a fault: at the end each kind is told once, with the shortest source found,
which is written to a folder. Of a hundred documents, sixty are built and made to HTML and text,
thirty-five are changed from sources that exist, and five are built and made to all formats.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from checking import fault, shortest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from strategies import documents, mutations

from docforge.export import FORMATS, Format

ROOT = Path(__file__).parents[2]
QUICK = (Format.HTML, Format.TEXT)
ALL = tuple(FORMATS.values())


def sources(*folders: Path) -> list[str]:
    """The texts of the Markdown files below `folders`, in the order of their names."""
    files = sorted(file for folder in folders for file in folder.rglob("*.md") if file.is_file())
    return [text for file in files if (text := file.read_text("utf-8", "replace"))]


def own_sources() -> list[str]:
    """Sources that docforge brings with it: samples, guides and cases of tests."""
    return sources(ROOT / "input", ROOT / "docs", ROOT / "tests")


class Search:
    """Faults by kind with the shortest source of each, and how many documents were tried."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, tuple[Format, ...]]] = {}
        self.counts: Counter[str] = Counter()
        self.tried = 0

    def look(self, text: str, formats: tuple[Format, ...]) -> None:
        self.tried += 1
        kind = fault(text, formats)
        if kind:
            self.counts[kind] += 1
            known = self.found.get(kind)
            if known is None or len(text) < len(known[0]):
                self.found[kind] = (text, formats)

    def run(
        self, strategy: st.SearchStrategy[str], formats: tuple[Format, ...], number: int, first: int
    ) -> None:
        """Look at `number` documents, a thousand at a time: what is built grows with the number."""
        for start in range(0, number, 1000):

            @seed(first + start)
            @settings(
                max_examples=min(1000, number - start),
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(strategy)
            def each(text: str) -> None:
                self.look(text, formats)

            each()
            print(f"{self.tried} tried, {len(self.found)} kinds of faults", flush=True)


def search(number: int, first: int, corpus: Sequence[str]) -> Search:
    """The faults that `number` documents show; the same number and seed give the same."""
    found = Search()
    found.run(documents, QUICK, number * 60 // 100, first)
    found.run(mutations(corpus), QUICK, number * 35 // 100, first)
    found.run(documents, ALL, number - number * 95 // 100, first + 500_000)
    return found


def _shows(text: str, kind: str, formats: tuple[Format, ...]) -> bool:
    return fault(text, formats) == kind


def main() -> int:
    parser = argparse.ArgumentParser(description="Look for sources that docforge fails on.")
    parser.add_argument("number", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="a folder with more sources to change")
    parser.add_argument("--faults", type=Path, default=Path("fuzz-faults"))
    wanted = parser.parse_args()
    begun = time.monotonic()
    corpus = [*own_sources(), *(sources(wanted.corpus) if wanted.corpus else [])]
    found = search(wanted.number, wanted.seed, corpus)
    for number, (kind, (text, formats)) in enumerate(sorted(found.found.items()), 1):
        small = shortest(text, partial(_shows, kind=kind, formats=formats))
        wanted.faults.mkdir(parents=True, exist_ok=True)
        file = wanted.faults / f"{number:02}.md"
        file.write_text(small, encoding="utf-8", errors="surrogatepass")
        print(f"{found.counts[kind]:6}  {kind}\n        {file}", flush=True)
    faults, kinds = sum(found.counts.values()), len(found.found)
    seconds = time.monotonic() - begun
    print(f"{found.tried} documents, {faults} faults of {kinds} kinds, {seconds:.0f} s")
    return 1 if found.found else 0


if __name__ == "__main__":
    sys.exit(main())
