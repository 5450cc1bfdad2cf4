"""Every kind of block in every kind of container, and every part of a line in every place."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

HEAD = "---\ntitle: Nesting\nlang: en-GB\n---\n\n"
_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
BLOCKS: Mapping[str, str] = _DATA["blocks"]
CONTAINERS: Mapping[str, Sequence[Sequence[str]]] = _DATA["containers"]
INLINES: Mapping[str, str] = _DATA["inlines"]
PLACES: Mapping[str, str] = _DATA["places"]


def document(container: str, blocks: Iterable[str]) -> str:
    """A document with each of `blocks`, by name, in a container of its own."""
    return _joined((name, _inside(container, BLOCKS[name])) for name in blocks)


def lines(place: str, names: Iterable[str]) -> str:
    """A document with each of `INLINES` that is named, in a place of its own."""
    return _joined((name, PLACES[place].replace("…", INLINES[name])) for name in names)


def _inside(container: str, text: str) -> str:
    for opening, first, rest, closing in CONTAINERS[container]:
        start, *others = text.split("\n")
        indented = [first + start, *((rest + line).rstrip() for line in others)]
        text = opening + "\n".join(indented) + closing
    return text


def _joined(parts: Iterable[tuple[str, str]]) -> str:
    made = []
    for number, (name, text) in enumerate(parts, 1):
        # Each has notes of its own.
        own = text.replace("[^inner]", f"[^inner{number}]").replace("[^n]", f"[^n{number}]")
        notes = f"\n\n[^inner{number}]: The inner note." if "[^inner]" in text else ""
        made.append(f"Now {name}:\n\n{own}{notes}")
    return HEAD + "\n\n".join(made) + "\n"
