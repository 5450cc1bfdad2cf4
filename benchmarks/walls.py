"""What the kernel's walls cost: processor seconds of the same documents behind them and without.

`python benchmarks/walls.py [FOLDER] [TURNS]`: in turns, a process with walls and one without export
all of FOLDER, once to be warm, and once more to be measured. What they start (pandoc) counts.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from docforge.export import Status
from docforge.pipeline import export
from docforge.run import batch
from docforge.source import SourceFile
from docforge.source.config import load_config
from docforge.source.options import RunOptions
from docforge.system.garbage import collect_seldom
from docforge.system.sandbox import Walls, confine
from docforge.system.scratch import use
from measure import timed

_STYLES = Path(__file__).resolve().parents[1] / "styles"


def cost(places: Sequence[SourceFile], options: RunOptions, *, walled: bool) -> float:
    """Processor seconds of a warm process that exports all `places`, behind walls or without."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        ProcessPoolExecutor(1, get_context("spawn")) as fresh,
    ):
        return fresh.submit(_measured, places, options, Path(scratch), walled).result()


def _measured(
    places: Sequence[SourceFile], options: RunOptions, scratch: Path, walled: bool
) -> float:
    use(scratch)
    collect_seldom()
    if walled and confine([places[0].root, _STYLES], [scratch]) != Walls(files=True, calls=True):
        raise RuntimeError("this kernel has no such walls")
    spent: dict[str, float] = defaultdict(float)
    for round_ in ("cold", "warm"):
        for place in places:
            made = timed(spent, round_, partial(export, place, options))
            if made.status not in (Status.EXPORTED, Status.DRAFT):
                raise RuntimeError(f"{place.path} was not exported")
    return spent["warm"]


def main(folder: Path, turns: int) -> None:
    """Print the median of each way, and what the walls add in per cent."""
    folder = folder.resolve()
    config = load_config(folder)
    plan = batch.plan([folder], config)
    options = RunOptions(config, plan.neighbours, draft=True)
    costs: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(turns):
        for walled in (True, False) if turn % 2 else (False, True):
            costs[walled].append(cost(plan.places, options, walled=walled))
    shares = sorted(one / other - 1 for one, other in zip(costs[True], costs[False], strict=True))
    print(f"{len(plan.places)} documents, {turns} turns. CPU seconds, median: ", end="")
    print(f"{median(costs[True]):.2f} behind walls, {median(costs[False]):.2f} without")
    least, most = f"{shares[0]:+.1%}", f"{shares[-1]:+.1%}"
    print(f"Walls add {least} to {most} a turn, at the median {median(shares):+.1%}")


if __name__ == "__main__":
    main(Path((*sys.argv[1:2], "input")[0]), int((*sys.argv[2:3], "8")[0]))
