"""What a format leaves of one entry of an outline.

Invariant: a change looks at its entry alone; what needs the entries around it is in `sequences`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote

from docforge.verify.entries import EntryKind, OutlineEntry, facts_of

Change = Callable[[OutlineEntry], Iterator[OutlineEntry]]


def without(*facts: str) -> Change:
    """Entries without those `facts`."""

    def change(entry: OutlineEntry) -> Iterator[OutlineEntry]:
        kept = tuple(pair for pair in entry.facts if pair[0] not in facts)
        yield entry if kept == entry.facts else replace(entry, facts=kept)

    return change


def no(*kinds: EntryKind) -> Change:
    """Entries of `kinds` are not there."""

    def change(entry: OutlineEntry) -> Iterator[OutlineEntry]:
        if entry.kind not in kinds:
            yield entry

    return change


def not_decorative(entry: OutlineEntry) -> Iterator[OutlineEntry]:
    """Pictures that say nothing are not there."""
    if not (entry.kind is EntryKind.IMAGE and entry.fact("decorative")):
        yield entry


def not_within(kind: EntryKind) -> Change:
    """Entries of a kind are not there, nor what stands in them."""

    def change(entry: OutlineEntry) -> Iterator[OutlineEntry]:
        if entry.kind is not kind and kind.value not in entry.within:
            yield entry

    return change


def ungrouped(*kinds: EntryKind) -> Change:
    """Entries stand in what their group stands in."""
    names = {kind.value for kind in kinds}

    def change(entry: OutlineEntry) -> Iterator[OutlineEntry]:
        if entry.kind not in kinds:
            kept = tuple(name for name in entry.within if name not in names)
            yield entry if kept == entry.within else replace(entry, within=kept)

    return change


def _leading_to(entry: OutlineEntry, target: str) -> OutlineEntry:
    place = {"at": entry.fact("at")}
    return replace(entry, facts=facts_of(target=target, **place))


def to_neighbour(entry: OutlineEntry) -> Iterator[OutlineEntry]:
    """A link to another document leads to the page beside this one."""
    if not entry.fact("sibling"):
        yield entry
        return
    path, _, fragment = entry.fact("target").partition("#")
    target = f"{path}.html{'#' if fragment else ''}{fragment}"
    yield _leading_to(entry, target)


def to_address_or_neighbour(entry: OutlineEntry) -> Iterator[OutlineEntry]:
    """A link to another document leads to its address, else to the PDF beside this one."""
    if not entry.fact("sibling"):
        yield entry
        return
    path, _, fragment = entry.fact("target").partition("#")
    file = quote(f"{path}.pdf")
    beside = file if file.startswith("../") else f"./{file}"
    target = entry.fact("url") or f"{beside}{'#' if fragment else ''}{quote(fragment)}"
    yield _leading_to(entry, target)


def to_address(entry: OutlineEntry) -> Iterator[OutlineEntry]:
    """A link to another document leads to its address; without one it is no link."""
    if not entry.fact("sibling"):
        yield entry
    elif entry.fact("url"):
        yield _leading_to(entry, entry.fact("url"))


def renamed(kind: EntryKind, new: EntryKind) -> Change:
    """Entries of one kind are of another."""

    def change(entry: OutlineEntry) -> Iterator[OutlineEntry]:
        yield replace(entry, kind=new) if entry.kind is kind else entry

    return change


def phrases(names: dict[str, str]) -> Change:
    """Phrases are of the kinds that `names` gives them, or not there."""

    def change(entry: OutlineEntry) -> Iterator[OutlineEntry]:
        if entry.kind is not EntryKind.PHRASE:
            yield entry
        elif entry.fact("kind") in names:
            kind, at = names[entry.fact("kind")], entry.fact("at")
            yield replace(entry, facts=facts_of(kind=kind, at=at))

    return change


def without_soft_hyphens(entry: OutlineEntry) -> Iterator[OutlineEntry]:
    """Code without the places where it might be broken."""
    is_code = entry.kind is EntryKind.CODE and "\u00ad" in entry.text
    yield replace(entry, text=entry.text.replace("\u00ad", "")) if is_code else entry


def unchanged(entry: OutlineEntry) -> Iterator[OutlineEntry]:
    """For tolerances that need more than one entry: `sequences` has them."""
    yield entry


def linked(entry: OutlineEntry) -> Iterator[OutlineEntry]:
    """A link back leads somewhere in the document."""
    linked = (("linked", "yes"),) if entry.fact("target") else entry.facts
    yield replace(entry, facts=linked) if entry.kind is EntryKind.BACK else entry
