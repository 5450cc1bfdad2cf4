"""What a format leaves of one entry of an outline.

Invariant: a change looks at its entry alone; what needs the entries around it is in `sequences`.
"""

from collections.abc import Callable
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from docforge.export import Format
from docforge.verify.entries import EntryKind, OutlineEntry, facts_of

# One entry, or none.
Left = OutlineEntry | None
Change = Callable[[OutlineEntry], Left]


class Tolerance(Struct, frozen=True):
    """`change` gives what is left of an entry in `formats`; `reason` says why that is enough."""

    name: str
    formats: tuple[Format, ...]
    reason: str
    change: Change


def without(*facts: str) -> Change:
    """Entries without those `facts`."""

    def change(entry: OutlineEntry) -> Left:
        for name, _ in entry.facts:
            if name in facts:  # most entries have none, and all go through all changes
                kept = tuple([pair for pair in entry.facts if pair[0] not in facts])
                return replace(entry, facts=kept)
        return entry

    return change


def no(*kinds: EntryKind) -> Change:
    """Entries of `kinds` are not there."""

    def change(entry: OutlineEntry) -> Left:
        return None if entry.kind in kinds else entry

    return change


def not_decorative(entry: OutlineEntry) -> Left:
    """Pictures that say nothing are not there."""
    is_silent = entry.kind is EntryKind.IMAGE and entry.fact("decorative")
    return None if is_silent else entry


def not_within(kind: EntryKind) -> Change:
    """Entries of a kind are not there, nor what stands in them."""

    def change(entry: OutlineEntry) -> Left:
        return None if entry.kind is kind or kind.value in entry.within else entry

    return change


def ungrouped(*kinds: EntryKind) -> Change:
    """Entries stand in what their group stands in."""
    names = {kind.value for kind in kinds}

    def change(entry: OutlineEntry) -> Left:
        if entry.kind in kinds:
            return None
        if names.isdisjoint(entry.within):
            return entry
        kept = tuple(name for name in entry.within if name not in names)
        return replace(entry, within=kept)

    return change


def _leading_to(entry: OutlineEntry, target: str) -> OutlineEntry:
    place = {name: entry.fact(name) for name in ("at", "hreflang")}
    return replace(entry, facts=facts_of(target=target, **place))


def to_neighbour(entry: OutlineEntry) -> Left:
    """A link to another document leads to the page beside this one."""
    if not entry.fact("sibling"):
        return entry
    path, _, fragment = entry.fact("target").partition("#")
    target = f"{path}.html{'#' if fragment else ''}{fragment}"
    return _leading_to(entry, target)


def to_address_or_neighbour(entry: OutlineEntry) -> Left:
    """A link to another document leads to its address, else to the PDF beside this one."""
    if not entry.fact("sibling"):
        return entry
    path, _, fragment = entry.fact("target").partition("#")
    file = quote(f"{path}.pdf")
    beside = file if file.startswith("../") else f"./{file}"
    target = entry.fact("url") or f"{beside}{'#' if fragment else ''}{quote(fragment)}"
    return _leading_to(entry, target)


def to_address(entry: OutlineEntry) -> Left:
    """A link to another document leads to its address; without one it is no link."""
    if not entry.fact("sibling"):
        return entry
    url = entry.fact("url")
    return _leading_to(entry, url) if url else None


def renamed(kind: EntryKind, new: EntryKind) -> Change:
    """Entries of one kind are of another."""

    def change(entry: OutlineEntry) -> Left:
        return replace(entry, kind=new) if entry.kind is kind else entry

    return change


def phrases(names: dict[str, str]) -> Change:
    """Phrases are of the kinds that `names` gives them, or not there."""

    def change(entry: OutlineEntry) -> Left:
        if entry.kind is not EntryKind.PHRASE:
            return entry
        if entry.fact("kind") not in names:
            return None
        kind, at = names[entry.fact("kind")], entry.fact("at")
        return replace(entry, facts=facts_of(kind=kind, at=at))

    return change


def without_soft_hyphens(entry: OutlineEntry) -> Left:
    """Code without the places where it might be broken."""
    is_code = entry.kind is EntryKind.CODE and "\u00ad" in entry.text
    return replace(entry, text=entry.text.replace("\u00ad", "")) if is_code else entry


def unchanged(entry: OutlineEntry) -> Left:
    """For tolerances that need more than one entry: `sequences` has them."""
    return entry


def linked(entry: OutlineEntry) -> Left:
    """A link back leads somewhere in the document."""
    if entry.kind is not EntryKind.BACK:
        return entry
    if not entry.fact("target"):
        return entry
    return replace(entry, facts=facts_of(linked="yes", spoken=entry.fact("spoken")))


def unspoken_marks(entry: OutlineEntry) -> Left:
    """Marks of notes have no language of their own."""
    return without("spoken")(entry) if entry.kind is EntryKind.MARK else entry


def ungrouped_rows(entry: OutlineEntry) -> Left:
    """Tables without a body have no groups of rows."""
    is_bare = entry.kind is EntryKind.TABLE and "tbody" not in entry.fact("groups")
    return without("groups")(entry) if is_bare else entry
