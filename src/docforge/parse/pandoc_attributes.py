"""pandoc's attributes, and the places that sourcepos writes into them."""

from collections.abc import Iterator

from msgspec import Struct

from docforge.document import Position
from docforge.parse.pandoc import Json, place_of, source_position

# What sourcepos adds to attributes.
_PLACE = ("wrapper", "data-pos")


class PandocAttributes(Struct, frozen=True):
    """pandoc's attributes: identifier, classes, and the rest by name."""

    ident: str
    classes: tuple[str, ...]
    named: dict[str, str]
    position: Position


def read_attributes(value: Json) -> PandocAttributes:
    """`[id, [class], [[key, value]]]`, without what sourcepos added."""
    ident, classes, pairs = value
    named = {key: text for key, text in pairs if key not in _PLACE}
    return PandocAttributes(ident, tuple(classes), named, source_position(pairs))


def is_wrapper(value: Json) -> bool:
    """Whether attributes stand on a Div or Span that only carries a place."""
    return any(key == "wrapper" for key, _ in value[2])


def peel(items: list[Json], place: str = "") -> Iterator[tuple[Json, str]]:
    """Each inline with its place, without the spans that only carry places.

    A place is for `position_at` to read. There is one for each word, and few are ever asked for.
    """
    for item in items:
        if item["t"] != "Span":
            yield item, item.get("at", place)
            continue
        ident, classes, pairs = item["c"][0]
        if not is_wrapper(item["c"][0]):
            yield item, place
        elif ident or classes or any(key not in _PLACE for key, _ in pairs):
            yield item, place_of(pairs)
        else:
            yield from peel(item["c"][1], place_of(pairs))
