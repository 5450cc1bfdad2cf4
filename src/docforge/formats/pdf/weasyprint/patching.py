"""Names of WeasyPrint put to our use for a while.

Invariant: whatever happens meanwhile, every name has its own meaning again afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def replaced(*changes: tuple[Any, str, Any]) -> Iterator[None]:
    """Set attributes (owner, name, value) inside the `with` block.

    Raises AttributeError when an owner has no such name: a new WeasyPrint has moved it.
    """
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in changes]
    try:
        for owner, name, value in changes:
            setattr(owner, name, value)
        yield
    finally:
        for owner, name, value in kept:
            setattr(owner, name, value)
