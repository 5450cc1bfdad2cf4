"""The kinds of callouts: what asks for each, as data in callouts.toml.

Invariant: no class and no name asks for two kinds.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from msgspec import Struct


class CalloutKind(Struct, frozen=True):
    """A kind of callout; `name` is the class that writers use and that outputs have.

    `classes` of a division ask for it, `names` in the notations of other programs; both begin
    with `name`. `styled` says that styles give it a look of its own.
    """

    name: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    styled: bool

    @property
    def word(self) -> str:
        """The key of what readers are told, in a style's words."""
        return f"callout-{self.name}"


def _read() -> Mapping[str, CalloutKind]:
    text = files("docforge.document").joinpath("callouts.toml").read_text(encoding="utf-8")
    kinds: dict[str, CalloutKind] = {}
    for name, row in tomllib.loads(text).items():
        classes = (name, *row.get("classes", ()))
        kinds[name] = CalloutKind(
            name, classes, (*classes, *row.get("names", ())), row.get("styled", False)
        )
    return kinds


CALLOUT_KINDS: Mapping[str, CalloutKind] = _read()
