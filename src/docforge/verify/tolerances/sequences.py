"""What a format leaves of entries that stand in a row, and names for what is the same.

Invariant: nothing but what the listed tolerances say is changed.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from docforge.verify.entries import (
    EntryKind,
    Facts,
    Outline,
    OutlineEntry,
    depths_of,
    facts_of,
    voice_of_block,
)


def with_contents(outline: Outline) -> Iterator[OutlineEntry]:
    """A book's contents name every heading of the text, before it, the title among them."""
    has_contents = any(entry.kind is EntryKind.CONTENTS and not entry.within for entry in outline)
    for entry in outline:
        yield entry
        if entry.kind is EntryKind.DOCUMENT and not has_contents:
            yield from _contents(outline, [n for n, e in enumerate(outline) if _is_listed(e)])


def _is_listed(entry: OutlineEntry) -> bool:
    return entry.kind is EntryKind.HEADING and EntryKind.NAVIGATION.value not in entry.within


def _contents(outline: Outline, places: Sequence[int]) -> Iterator[OutlineEntry]:
    # The title stands beside the parts.
    depths = depths_of(max(int(outline[place].fact("level")), 2) for place in places)
    for depth, place in zip(depths, places, strict=True):
        heading, voice = outline[place], dict(voice_of_block(outline, place))
        text = heading.fact("said") or heading.text
        hidden = heading.fact("heard" if heading.fact("said") else "unseen")
        facts = facts_of(target=_place(heading), depth=depth or "", unseen=hidden, **voice)
        yield OutlineEntry(EntryKind.CONTENTS, text, facts, (), heading.line)


def _place(heading: OutlineEntry) -> str:
    """Where a heading of a book is: the title and the notes' heading are docforge's own."""
    if heading.fact("level") == "1":
        return "title.xhtml"
    return f"#{heading.fact('ident') or 'df-notes-title'}"


def without_empty(entries: Iterable[OutlineEntry]) -> Iterator[OutlineEntry]:
    """Quotations, descriptions and lists of terms that hold nothing that is told are not there."""
    kept: list[OutlineEntry] = []
    for entry in reversed(list(entries)):
        inside = (*entry.within, "body" if entry.kind.value in _BODIES else entry.kind.value)
        holds = bool(kept) and kept[-1].within[: len(inside)] == inside
        is_group = entry.kind in (EntryKind.QUOTATION, EntryKind.DESCRIPTION)
        if holds or not (is_group or entry.fact("numbering") == "definitions"):
            kept.append(entry)
    yield from reversed(kept)


def told_code(entries: Iterable[OutlineEntry]) -> Iterator[OutlineEntry]:
    """A paragraph that holds only code is code, in the language of what is said of its runs."""
    waiting: OutlineEntry | None = None
    code: OutlineEntry | None = None
    base, in_code = "", False
    for entry in entries:
        if entry.kind is EntryKind.DOCUMENT:
            base = _voice(entry)
        in_code = in_code and entry.kind is EntryKind.RUN
        if code is not None:
            spoken = _voice(entry) if in_code else base
            yield replace(code, facts=facts_of(spoken=spoken))
            code = None
        is_code = entry.kind is EntryKind.PHRASE and entry.fact("kind") == "code"
        if waiting is not None and is_code and entry.text == waiting.text:
            code = replace(waiting, kind=EntryKind.CODE)
            waiting, in_code = None, True
            continue
        if waiting is not None:
            yield waiting
        waiting = entry if entry.kind is EntryKind.PARAGRAPH else None
        if waiting is None and not in_code:
            is_block = entry.kind is EntryKind.CODE
            yield replace(entry, facts=_spoken(entry)) if is_block else entry
    if waiting is not None:
        yield waiting
    if code is not None:
        yield replace(code, facts=facts_of(spoken=base))


def _voice(entry: OutlineEntry) -> str:
    return f"{entry.fact('lang')} {entry.fact('dir')}"


def _spoken(entry: OutlineEntry) -> Facts:
    return facts_of(spoken=entry.fact("spoken"))


def told_tasks(entries: Iterable[OutlineEntry]) -> Iterator[OutlineEntry]:
    """A task list without numbers as labels with bodies, each label a word."""
    outline = list(entries)
    lists: dict[tuple[str, ...], bool] = {}
    for place, entry in enumerate(outline):
        if entry.kind is EntryKind.LIST:
            inside = (*entry.within, EntryKind.LIST.value)
            lists[inside] = entry.fact("numbering") == "bullet" and any(
                item.fact("state") for item in _items(outline[place + 1 :], inside)
            )
            is_task = lists[inside]
            told = replace(entry, facts=(("numbering", "definitions"),)) if is_task else entry
            yield _in_body(told)
        elif entry.kind is EntryKind.ITEM and lists.get(entry.within):
            if entry.fact("state"):
                yield _in_body(
                    replace(entry, kind=EntryKind.TERM, text=entry.fact("state"), facts=())
                )
            yield _in_body(replace(entry, kind=EntryKind.DESCRIPTION, facts=()))
        else:
            yield _in_body(entry)


def _items(entries: Iterable[OutlineEntry], inside: tuple[str, ...]) -> Iterator[OutlineEntry]:
    """The items of the list whose content stands in `inside`, up to its end."""
    for entry in entries:
        if entry.within[: len(inside)] != inside:
            return
        if entry.kind is EntryKind.ITEM and entry.within == inside:
            yield entry


_BODIES = frozenset({EntryKind.ITEM.value, EntryKind.DESCRIPTION.value})


def _in_body(entry: OutlineEntry) -> OutlineEntry:
    if _BODIES.isdisjoint(entry.within):
        return entry
    return replace(entry, within=tuple("body" if n in _BODIES else n for n in entry.within))


def settled(expected: Outline, actual: Outline) -> tuple[Outline, Outline]:
    """Both with one name for places that are one: "#a|b" says that two names lead there."""
    same: dict[str, str] = {}
    for entry in actual:
        names = entry.fact("target").removeprefix("#").split("|")
        if len(names) > 1:
            same |= {f"#{name}": f"#{names[0]}" for name in names}
            same[entry.fact("target")] = f"#{names[0]}"
    return (_aliased(expected, same), _aliased(actual, same)) if same else (expected, actual)


def _aliased(outline: Outline, same: dict[str, str]) -> Outline:
    return tuple(
        replace(entry, facts=tuple((key, same.get(value, value)) for key, value in entry.facts))
        for entry in outline
    )
