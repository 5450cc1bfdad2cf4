"""What an export takes, in counts: nothing grows by a tenth unseen (benchmarks/counts.py)."""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

import counts

# Counts come out the same each time; a change of a tenth is what the change of code is to answer.
_GROWN = 1.1


@pytest.mark.slow
def test_nothing_that_an_export_takes_has_grown_by_a_tenth() -> None:
    # In a process of its own, which is warm by nothing but what it counts.
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
        before, now = counts.kept(), fresh.submit(counts.counted).result()
    grown = {
        name: f"{before.get(name, 0):,} -> {number:,}"
        for name, number in now.items()
        if number > before.get(name, 0) * _GROWN
    }
    assert grown == {}, "if it must be: python benchmarks/counts.py --write, and say why"
    # Later versions of Python call fewer functions: comprehensions are none (PEP 709).
    if sys.version_info < (3, 12):
        assert set(before) <= set(now), "nothing is counted under a name: it has been renamed"
