"""What may stand in a drawing: elements, attributes and properties, as data."""

import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct


class Allowed(Struct, frozen=True):
    """Names that may stand in a drawing, by what they are the names of."""

    elements: frozenset[str]
    with_text: frozenset[str]
    unwrapped: frozenset[str]
    unseen: frozenset[str]
    referring: frozenset[str]
    attributes: frozenset[str]
    properties: frozenset[str]
    functions: frozenset[str]


@cache
def allowed_names() -> Allowed:
    """What allowed.toml says."""
    text = files("docforge.media.svg").joinpath("allowed.toml").read_text(encoding="utf-8")
    return Allowed(**{key: frozenset(names) for key, names in tomllib.loads(text).items()})
