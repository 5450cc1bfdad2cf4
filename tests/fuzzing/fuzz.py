"""Many sources, each checked: `python tests/fuzzing/fuzz.py NUMBER --seed N --corpus FOLDER`.

Nothing is stopped by a fault: each kind is told when it is first met, and its source is written to
a folder; at the end, or when Ctrl+C ends the search early, the shortest source found takes its
place. Of each thousand documents, six hundred are built and made to HTML and text, three hundred
and fifty are changed from sources that exist, and fifty are built and made to all formats.
"""

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from checking import fault, shortest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from strategies import documents, mutations

from docforge.export import FORMATS, Format
from docforge.system.garbage import collect_seldom

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


def _not_told(kind: str, text: str) -> None:
    """For searches whose end is waited for, in processes of their own, too."""


class Search:
    """Faults by kind with the shortest source of each, and how many documents were tried."""

    def __init__(self, met: Callable[[str, str], None] = _not_told) -> None:
        self.found: dict[str, tuple[str, tuple[Format, ...]]] = {}
        self.counts: Counter[str] = Counter()
        self.tried = 0
        self._met = met  # told of each kind and its source when it is new

    def look(self, text: str, formats: tuple[Format, ...]) -> None:
        kind = fault(text, formats)
        self.tried += 1
        if kind:
            self.counts[kind] += 1
            known = self.found.get(kind)
            if known is None or len(text) < len(known[0]):
                self.found[kind] = (text, formats)
            if known is None:
                self._met(kind, text)

    def run(
        self, strategy: st.SearchStrategy[str], formats: tuple[Format, ...], number: int, first: int
    ) -> None:
        """Look at `number` documents that `strategy` makes of the seed `first`."""
        if not number:
            return

        @seed(first)
        @settings(
            max_examples=number,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def each(text: str) -> None:
            self.look(text, formats)

        each()

    def run_all(self, number: int, first: int, corpus: Sequence[str]) -> None:
        """Look at `number` documents; the same number and seed give the same.

        A thousand at a time, of every sort: what is built grows with the number, and a search that
        is ended early has tried all sorts.
        """
        for start in range(0, number, 1000):
            these = min(1000, number - start)
            self.run(documents, QUICK, these * 60 // 100, first + start)
            self.run(mutations(corpus), QUICK, these * 35 // 100, first + start)
            self.run(documents, ALL, these - these * 95 // 100, first + start + 500_000)
            print(f"{self.tried} tried, {len(self.found)} kinds of faults", flush=True)


def search(number: int, first: int, corpus: Sequence[str]) -> Search:
    """The faults that `number` documents show."""
    found = Search()
    found.run_all(number, first, corpus)
    return found


def _shows(text: str, kind: str, formats: tuple[Format, ...]) -> bool:
    return fault(text, formats) == kind


def _written(folder: Path, kind: str, text: str) -> Path:
    """A file for the kind of fault, the same at every time."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{sha256(kind.encode()).hexdigest()[:8]}.md"
    file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    return file


def _tell(folder: Path, kind: str, text: str) -> None:
    print(f"        {kind}\n        {_written(folder, kind, text)}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Look for sources that docforge fails on.")
    parser.add_argument("number", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="a folder with more sources to change")
    parser.add_argument("--faults", type=Path, default=Path("fuzz-faults"))
    wanted = parser.parse_args()
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill` ends it as Ctrl+C does
    collect_seldom()  # as every worker does
    corpus = [*own_sources(), *(sources(wanted.corpus) if wanted.corpus else [])]
    found = Search(partial(_tell, wanted.faults))
    try:
        found.run_all(wanted.number, wanted.seed, corpus)
    except KeyboardInterrupt:
        print(f"ended early: {found.tried} tried", flush=True)
    seconds = time.monotonic() - begun
    for kind, (text, formats) in sorted(found.found.items()):
        small = shortest(text, partial(_shows, kind=kind, formats=formats))
        file = _written(wanted.faults, kind, small)
        print(f"{found.counts[kind]:6}  {kind}\n        {file}", flush=True)
    faults, kinds = sum(found.counts.values()), len(found.found)
    print(f"{found.tried} documents, {faults} faults of {kinds} kinds, {seconds:.0f} s")
    return 1 if found.found else 0


if __name__ == "__main__":
    sys.exit(main())
