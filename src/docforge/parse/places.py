"""Places for the readers that give none: where each block's first words stand in the source.

Only `commonmark` readers know `sourcepos`. For the others this finds each block again, in
order, so that a finding still names its line.
"""

from bisect import bisect_right
from collections.abc import Iterator

from docforge.parse.pandoc import Json

_LEAVES = frozenset({"Plain", "Para", "Header", "CodeBlock", "RawBlock", "LineBlock", "Table"})


def add_places(blocks: list[Json], body: str) -> list[Json]:
    """`blocks` with each leaf block in a Div that carries its place, as sourcepos does."""
    finder = _Finder(body)
    return [_placed(block, finder) for block in blocks]


class _Finder:
    """Searches forward only: pandoc keeps the order of the source."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.starts = [0, *(i + 1 for i, c in enumerate(body) if c == "\n")]
        self.at = 0

    def find(self, words: str) -> str:
        """The place of `words` from the last place on, as sourcepos writes it."""
        found = self.body.find(words, self.at) if words else -1
        if found >= 0:
            self.at = found
        line = bisect_right(self.starts, self.at)
        return f"{line}:{self.at - self.starts[line - 1] + 1}-"


def _placed(block: Json, finder: _Finder) -> Json:
    if block["t"] in _LEAVES:
        place = finder.find(next(_words(block), ""))
        return {"t": "Div", "c": [["", [], [["wrapper", "1"], ["data-pos", place]]], [block]]}
    return _deeper(block, finder)


def _deeper(value: Json, finder: _Finder) -> Json:
    if isinstance(value, list):
        return [_deeper(item, finder) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("t") in _LEAVES:
        return _placed(value, finder)
    return {key: _deeper(item, finder) for key, item in value.items()}


def _words(value: Json) -> Iterator[str]:
    """The first characters of a block that stand in the source as they are."""
    if isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        content: Json = value.get("c")
        match value.get("t"):
            case "Str" if content.isascii():
                yield content
            case "CodeBlock" | "RawBlock":
                yield content[1].partition("\n")[0]
            case _:
                yield from _words(content)
