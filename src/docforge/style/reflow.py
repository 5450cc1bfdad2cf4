"""The rules of books for tables and formulas that reflow, the same in every style.

Invariant: a breadth of `STEPS` is a class `fit-N`; the sheet has the rules of every one of them.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

# Breadths in em up to which a table shrinks, and stacks when that is not enough; one that is
# broader than the last is always stacked.
STEPS = (6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 40, 48, 64, 96)
ANY = "any"
_ALWAYS, _SMALLER = 9999.0, 0.8
# A formula shrinks to this share of the letters around it, and then goes on in further lines. One
# that is broader than a wide page has room for does so at once.
_SMALLEST, _WIDE_PAGE = 0.6, 40.0


def step(breadth: float) -> str:
    """The step that has room for `breadth` em: "6" to "96", or `ANY` for what is broader."""
    return next((str(step) for step in STEPS if step >= breadth), ANY)


@cache
def reflow_rules() -> str:
    """The sheet: what holds for every table, then each step."""
    folder = files(__package__)
    base, rules = ((folder / name).read_text("utf-8") for name in ("reflow.css", "reflow-step.css"))
    return "".join([base, *_steps(rules)])


def _steps(rules: str) -> Iterator[str]:
    for name, breadth in [*((str(step), float(step)) for step in STEPS), (ANY, _ALWAYS)]:
        broken = breadth * (_SMALLEST if breadth <= _WIDE_PAGE else 1)
        yield (
            rules.replace("fit-N", f"fit-{name}")
            .replace("STACKED", f"{breadth * _SMALLER:g}")
            .replace("SHRUNK", f"{min(breadth, _WIDE_PAGE):g}")
            .replace("NARROW", f"{breadth:g}")
            .replace("BROKEN", f"{broken:g}")
            .replace("SMALLEST", f"{_SMALLEST:g}")
        )
