"""Names of WeasyPrint put to our use for a while.

Invariant: whatever happens meanwhile, every name has its own meaning again afterwards.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct


class Patch(Struct, frozen=True):
    """What the attribute `name` of `owner`, a module or class, is while the patch is applied."""

    owner: Any
    name: str
    replacement: Any


@contextmanager
def applied(*patches: Patch) -> Iterator[None]:
    """Apply `patches` inside the `with` block.

    Raises AttributeError when an owner has no such name: a new WeasyPrint has moved it.
    """
    originals = [getattr(patch.owner, patch.name) for patch in patches]
    try:
        for patch in patches:
            setattr(patch.owner, patch.name, patch.replacement)
        yield
    finally:
        for patch, original in zip(patches, originals, strict=True):
            setattr(patch.owner, patch.name, original)


def wherever_imported(function: Any, replacement: Any) -> tuple[Patch, ...]:
    """Patches of `function` in all modules of WeasyPrint that have imported it."""
    name = function.__name__
    return tuple(
        Patch(module, name, replacement)
        for key, module in sorted(sys.modules.items())
        if key.startswith("weasyprint") and getattr(module, name, None) is function
    )
