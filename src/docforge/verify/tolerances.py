"""What a format does not carry by design, each with its reason: the only tolerances there are.

Invariant: both sides of a comparison go through `carried`; what is not said here must be equal.
White space and the normal form of characters are settled in `entries.plain`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from docforge.export import Format
from docforge.verify.entries import OBJECT, Entry, Kind, Outline, plain

Change = Callable[[Entry], Iterator[Entry]]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """`change` gives what is left of an entry in `formats`; `reason` says why that is enough."""

    name: str
    formats: tuple[Format, ...]
    reason: str
    change: Change


def carried(outline: Outline, kind: Format) -> Outline:
    """What the format `kind` carries of `outline`."""
    entries: Iterable[Entry] = _with_contents(outline) if kind is Format.EPUB else outline
    for tolerance in TOLERANCES:
        if kind in tolerance.formats:
            entries = [left for entry in entries for left in tolerance.change(entry)]
    if kind is Format.PDF:
        entries = _told_tasks(_told_code(_merged_runs(entries)))
    return tuple(entries)


def _with_contents(outline: Outline) -> Iterator[Entry]:
    """A book's contents name every heading of the text, before it."""
    has_contents = any(entry.kind is Kind.CONTENTS and not entry.within for entry in outline)
    for entry in outline:
        yield entry
        if entry.kind is Kind.DOCUMENT and not has_contents:
            yield from (_content(e) for e in outline if _is_listed(e))


def _is_listed(entry: Entry) -> bool:
    return entry.kind is Kind.HEADING and Kind.NAVIGATION.value not in entry.within


def _content(entry: Entry) -> Entry:
    ident = entry.fact("ident")
    facts = (("target", f"#{ident}"),) if ident else ()
    return Entry(Kind.CONTENTS, entry.fact("said") or entry.text, facts, (), entry.line)


def _without(*facts: str, kinds: tuple[Kind, ...] = tuple(Kind)) -> Change:
    def change(entry: Entry) -> Iterator[Entry]:
        kept = tuple(pair for pair in entry.facts if pair[0] not in facts)
        yield replace(entry, facts=kept) if entry.kind in kinds else entry

    return change


def _no(*kinds: Kind) -> Change:
    def change(entry: Entry) -> Iterator[Entry]:
        if entry.kind not in kinds:
            yield entry

    return change


def _not_within(kind: Kind) -> Change:
    def change(entry: Entry) -> Iterator[Entry]:
        if entry.kind is not kind and kind.value not in entry.within:
            yield entry

    return change


def _ungrouped(*kinds: Kind) -> Change:
    """Entries stand in what their group stands in."""
    names = {kind.value for kind in kinds}

    def change(entry: Entry) -> Iterator[Entry]:
        if entry.kind not in kinds:
            kept = tuple(name for name in entry.within if name not in names)
            yield replace(entry, within=kept)

    return change


def _to_neighbour(extension: str) -> Change:
    def change(entry: Entry) -> Iterator[Entry]:
        if not entry.fact("sibling"):
            yield entry
            return
        path, _, fragment = entry.fact("target").partition("#")
        target = f"{path}.{extension}{'#' if fragment else ''}{fragment}"
        yield replace(entry, facts=(("target", target),))

    return change


def _to_address(entry: Entry) -> Iterator[Entry]:
    if not entry.fact("sibling"):
        yield entry
    elif entry.fact("url"):
        yield replace(entry, facts=(("target", entry.fact("url")),))


def _renamed(kind: Kind, new: Kind) -> Change:
    def change(entry: Entry) -> Iterator[Entry]:
        yield replace(entry, kind=new) if entry.kind is kind else entry

    return change


def _phrases(names: dict[str, str]) -> Change:
    def change(entry: Entry) -> Iterator[Entry]:
        if entry.kind is not Kind.PHRASE:
            yield entry
        elif entry.fact("kind") in names:
            yield replace(entry, facts=(("kind", names[entry.fact("kind")]),))

    return change


def _unchanged(entry: Entry) -> Iterator[Entry]:
    """For tolerances that need more than one entry: `carried` applies them."""
    yield entry


_LAM_ALEF = re.compile("(\u0644)([\u064b-\u065f\u0670]+)([\u0622\u0623\u0625\u0627])")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_MIRRORED = str.maketrans(")]}>»\u203a", "([{<«\u2039", "\u200c\u200d\u200e\u200f")


def _as_painted(entry: Entry) -> Iterator[Entry]:
    if not _RIGHT_TO_LEFT.search(entry.text):
        yield entry
        return
    text = _LAM_ALEF.sub(r"\1\3\2", entry.text.translate(_MIRRORED))
    facts = tuple((key, value.translate(_MIRRORED)) for key, value in entry.facts)
    yield replace(entry, text=plain(text), facts=facts)


def _linked(entry: Entry) -> Iterator[Entry]:
    linked = (("linked", "yes"),) if entry.fact("target") else entry.facts
    yield replace(entry, facts=linked) if entry.kind is Kind.BACK else entry


def _told_code(entries: Iterable[Entry]) -> Iterator[Entry]:
    """A paragraph that holds only code is code."""
    waiting: Entry | None = None
    for entry in entries:
        is_code = entry.kind is Kind.PHRASE and entry.fact("kind") == "code"
        if waiting is not None and is_code and entry.text == waiting.text:
            yield replace(waiting, kind=Kind.CODE)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = entry if entry.kind is Kind.PARAGRAPH else None
        if waiting is None:
            yield replace(entry, facts=()) if entry.kind is Kind.CODE else entry
    if waiting is not None:
        yield waiting


def _merged_runs(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Runs by language alone, without spaces: neighbours in one language are one run."""
    base = ""
    runs: list[Entry] = []
    for entry in (*entries, None):
        if entry is not None and entry.kind is Kind.DOCUMENT:
            base = entry.fact("lang")
        if entry is not None and entry.kind is Kind.RUN:
            lang, text = (("lang", entry.fact("lang")),), entry.text.replace(" ", "")
            if runs and runs[-1].facts == lang and runs[-1].within == entry.within:
                runs[-1] = replace(runs[-1], text=runs[-1].text + text)
            else:
                runs.append(replace(entry, text=text, facts=lang))
            continue
        if any(run.fact("lang") != base for run in runs):
            yield from runs
        runs = []
        if entry is not None:
            yield entry


def _told_tasks(entries: Iterable[Entry]) -> Iterator[Entry]:
    """A task list as labels with bodies, each label a word."""
    outline = list(entries)
    lists: dict[tuple[str, ...], bool] = {}
    for place, entry in enumerate(outline):
        if entry.kind is Kind.LIST:
            inside = (*entry.within, Kind.LIST.value)
            lists[inside] = any(item.fact("state") for item in _items(outline[place + 1 :], inside))
            is_task = lists[inside]
            told = replace(entry, facts=(("numbering", "definitions"),)) if is_task else entry
            yield _in_body(told)
        elif entry.kind is Kind.ITEM and lists.get(entry.within):
            if entry.fact("state"):
                yield _in_body(replace(entry, kind=Kind.TERM, text=entry.fact("state"), facts=()))
            yield _in_body(replace(entry, kind=Kind.DESCRIPTION, facts=()))
        else:
            yield _in_body(entry)


def _items(entries: Iterable[Entry], inside: tuple[str, ...]) -> Iterator[Entry]:
    """The items of the list whose content stands in `inside`, up to its end."""
    for entry in entries:
        if entry.within[: len(inside)] != inside:
            return
        if entry.kind is Kind.ITEM and entry.within == inside:
            yield entry


def _in_body(entry: Entry) -> Entry:
    names = (Kind.ITEM.value, Kind.DESCRIPTION.value)
    return replace(entry, within=tuple("body" if n in names else n for n in entry.within))


def settled(expected: Outline, actual: Outline) -> tuple[Outline, Outline]:
    """Both with one name for places that are one: "#a|b" says that two names lead there.

    A formula that could not be drawn (finding PDF002) is its TeX as code, and counts as itself.
    """
    actual = _as_formulas(actual, {e.text for e in expected if e.kind is Kind.FORMULA})
    same: dict[str, str] = {}
    for entry in actual:
        names = entry.fact("target").removeprefix("#").split("|")
        if len(names) > 1:
            same |= {f"#{name}": f"#{names[0]}" for name in names}
            same[entry.fact("target")] = f"#{names[0]}"
    return (_aliased(expected, same), _aliased(actual, same)) if same else (expected, actual)


def _as_formulas(actual: Outline, formulas: set[str]) -> Outline:
    formulas -= {entry.text for entry in actual if entry.kind is Kind.FORMULA}
    told: list[Entry] = []
    for entry in actual:
        if entry.kind is Kind.CODE and entry.text in formulas:
            told.append(replace(entry, kind=Kind.PARAGRAPH, text=OBJECT))
        is_code = entry.kind is Kind.CODE or entry.fact("kind") == "code"
        if is_code and entry.text in formulas:
            entry = replace(entry, kind=Kind.FORMULA, facts=())
            at = next(n for n in reversed(range(len(told))) if told[n].kind in _HOLD_FORMULAS)
            told[at] = replace(told[at], text=told[at].text.replace(entry.text, OBJECT, 1))
        told.append(entry)
    return tuple(told)


_HOLD_FORMULAS = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.CAPTION, Kind.TERM, Kind.SUMMARY})


def _aliased(outline: Outline, same: dict[str, str]) -> Outline:
    return tuple(
        replace(entry, facts=tuple((key, same.get(value, value)) for key, value in entry.facts))
        for entry in outline
    )


_TAGGED_PHRASES = {
    "emphasis": "emphasis",
    "strong": "strong",
    "deleted": "deleted",
    "inserted": "underline",
    "underline": "underline",
    "superscript": "superscript",
    "subscript": "subscript",
    "code": "code",
    "keyboard": "code",
    "sample": "code",
}

TOLERANCES = (
    Tolerance(
        "another document's address",
        (Format.HTML,),
        "The page links to the page beside it, by its file name.",
        _to_neighbour("html"),
    ),
    Tolerance(
        "another document's address",
        (Format.PDF,),
        "The PDF links to the PDF beside it, by its file name.",
        _to_neighbour("pdf"),
    ),
    Tolerance(
        "another document's address",
        (Format.EPUB,),
        "A book cannot name a file outside it: it links to the absolute address, and without "
        "one shows the link's words (finding EPB001).",
        _to_address,
    ),
    Tolerance(
        "way into the page",
        (Format.EPUB, Format.PDF, Format.TEXT),
        "Only a page on a screen has something to skip.",
        _not_within(Kind.PAGE),
    ),
    Tolerance(
        "contents",
        (Format.EPUB,),
        "A book's contents are its navigation document, which lists every heading; reading "
        "systems offer it at any time, so that it is not read as text.",
        _not_within(Kind.NAVIGATION),
    ),
    Tolerance(
        "places and idents",
        (Format.PDF,),
        "A PDF has named places instead of idents: each link's place is compared by its names.",
        _no(Kind.PLACE),
    ),
    Tolerance(
        "places and idents",
        (Format.PDF,),
        "A PDF has named places instead of idents: each link's place is compared by its names.",
        _without("ident", "said"),
    ),
    Tolerance(
        "links back from notes",
        (Format.PDF,),
        "The place of a note's mark has no name: that the link leads into the document is checked.",
        _linked,
    ),
    Tolerance(
        "pictures as drawn",
        (Format.PDF,),
        "The PDF stores pictures and formulas in encodings of its own: words and places count.",
        _without("content", "drawn", "shown"),
    ),
    Tolerance(
        "figures and details as groups",
        (Format.PDF,),
        "PDF 1.7 has one type for groups, Div: the caption stays a Caption, a summary is read as "
        "the paragraph before what it sums up.",
        _ungrouped(Kind.FIGURE, Kind.DETAILS, Kind.NAVIGATION),
    ),
    Tolerance(
        "figures and details as groups",
        (Format.PDF,),
        "PDF 1.7 has one type for groups, Div: the caption stays a Caption, a summary is read as "
        "the paragraph before what it sums up.",
        _renamed(Kind.SUMMARY, Kind.PARAGRAPH),
    ),
    Tolerance(
        "breaks between sections",
        (Format.PDF,),
        "A rule across the page is an artifact: PDF has no type for it.",
        _no(Kind.BREAK),
    ),
    Tolerance(
        "kinds of phrases",
        (Format.PDF,),
        "PDF 1.7 tells emphasis, strength, code, decoration and shifts of the line; text that is "
        "marked as a sample, a title, a definition, small or highlighted is there without it.",
        _phrases(_TAGGED_PHRASES),
    ),
    Tolerance(
        "letters of right-to-left scripts",
        (Format.PDF,),
        "Glyphs say which letters they show: joiners have none, a bracket has one glyph for both "
        "directions, and the ligature of lam and alef has one place for marks on either. Readers "
        "put the text in order themselves, and would turn round what was written in order.",
        _as_painted,
    ),
    Tolerance(
        "direction of a passage",
        (Format.PDF,),
        "Tags give a direction to blocks alone, and letters have their own: the document's "
        "direction, the language of each run and the order of its letters are compared.",
        _unchanged,
    ),
    Tolerance(
        "task lists",
        (Format.PDF,),
        "The words for done and to do are the items' labels, as terms are in a list of terms.",
        _unchanged,
    ),
    Tolerance(
        "formulas that cannot be drawn",
        (Format.PDF,),
        "Finding PDF002 says so: their TeX stands in their place, as code.",
        _unchanged,
    ),
    Tolerance(
        "code as a block",
        (Format.PDF,),
        "A block of code and a paragraph that holds only code have the same tags.",
        _unchanged,
    ),
)
