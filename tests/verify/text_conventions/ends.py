"""What the style adds behind the text: notes, the list of links, the contact line.

Invariant: they are looked for from the end, so that headings of the document's own that have the
same words stay where they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from text_conventions.labels import Labels
from text_conventions.lines import Unit

_ADDRESS = re.compile(r"\[(\d+)\] (\S+)")


@dataclass(frozen=True, slots=True)
class Ends:
    """A file's units by what they are for; `links` is pairs of number and address."""

    text: tuple[Unit, ...]
    notes: tuple[Unit, ...]
    links: tuple[tuple[str, str], ...]
    rest: tuple[Unit, ...]


def ends_of(given: Sequence[Unit], labels: Labels) -> Ends:
    """The parts of a whole file."""
    links = _last(given, labels, "links", len(given))
    behind = next((n for n in range(links + 1, len(given)) if not _addresses(given[n])), len(given))
    addresses = [pair for unit in given[links + 1 : behind] for pair in _addresses(unit)]
    if not addresses:
        links = behind = _contact(given, labels)
    notes = _last(given, labels, "notes", links)
    if notes + 1 >= links or labels.note_line(given[notes + 1].first) is None:
        notes = links
    return Ends(
        tuple(given[:notes]), tuple(given[notes:links]), tuple(addresses), tuple(given[behind:])
    )


def _last(given: Sequence[Unit], labels: Labels, key: str, end: int) -> int:
    """The place of the last heading with the words of `key` before `end`, else `end`."""
    heading = (2, labels.words[key])
    places = (n for n in reversed(range(end)) if labels.heading(given[n].first) == heading)
    return next(places, end)


def _contact(given: Sequence[Unit], labels: Labels) -> int:
    """The place of the contact line, which is the last of a file that has one."""
    is_there = bool(given) and given[-1].first.startswith(labels.words["contact"])
    return len(given) - 1 if is_there else len(given)


def _addresses(unit: Unit) -> list[tuple[str, str]]:
    """Number and address of each line, none when a line is something else."""
    found = [_ADDRESS.fullmatch(line.text) for line in unit.head]
    return [(match[1], match[2]) for match in found if match] if all(found) else []
