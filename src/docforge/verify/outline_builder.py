"""Puts an outline together from what a reader of a file, or the document, says in order.

Invariant: inline content belongs to the block that is open; what is added besides ends it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct, field

from docforge.verify.entries import (
    OBJECT,
    EntryKind,
    Facts,
    LanguageInForce,
    OutlineEntry,
    facts_of,
    plain,
    unseen,
)

# What a reader meets though it holds no words.
_WITHOUT_WORDS = frozenset({EntryKind.PLACE, EntryKind.LINK, EntryKind.IMAGE, EntryKind.LINE_BREAK})


class _Span(Struct):
    kind: EntryKind
    facts: Facts
    start: int
    line: int
    text: str = ""


class _Block(Struct):
    text: str = ""
    spans: list[_Span] = field(default_factory=list)
    runs: list[tuple[LanguageInForce, str]] = field(default_factory=list)


class OutlineBuilder:
    """Puts an outline together, in reading order; `base` is the document's own voice."""

    def __init__(self, base: LanguageInForce) -> None:
        self.entries: list[OutlineEntry] = []
        self.base = base
        self._within: list[str] = []
        self._block: _Block | None = None

    def add(self, kind: EntryKind, text: str = "", line: int = 0, /, **facts: object) -> None:
        """An entry that holds no inline content."""
        self.close()
        self.entries.append(OutlineEntry(kind, text, facts_of(**facts), tuple(self._within), line))

    @contextmanager
    def inside(
        self, kind: EntryKind, text: str = "", line: int = 0, /, **facts: object
    ) -> Iterator[None]:
        """An entry that holds what is added until it ends."""
        self.add(kind, text, line, **facts)
        self._within.append(kind.value)
        yield
        self.close()
        self._within.pop()

    def turned(self, voice: LanguageInForce) -> str:
        """The direction in which parts stand beside each other, when it is not the document's."""
        return voice.dir if voice.dir != self.base.dir else ""

    # --- Inline content ------------------------------------------------------------------

    def say(self, text: str, voice: LanguageInForce) -> None:
        """Text of the block that is open, or of a new one."""
        block = self._open()
        block.text += text
        block.runs.append((voice, text))

    @contextmanager
    def span(self, kind: EntryKind, line: int = 0, /, **facts: object) -> Iterator[None]:
        """A part of the block's text that means something."""
        block = self._open()
        span = _Span(kind, facts_of(**facts), len(block.text), line)
        block.spans.append(span)
        yield
        span.text = block.text[span.start :]

    def put(
        self,
        kind: EntryKind,
        text: str,
        voice: LanguageInForce | None,
        line: int = 0,
        /,
        **facts: object,
    ) -> None:
        """A picture, a formula or a mark, at its place in the text."""
        block = self._open()
        block.text += OBJECT
        if voice is not None:
            block.runs.append((voice, OBJECT))
        own = facts_of(**facts, unseen=unseen(text))
        block.spans.append(_Span(kind, own, len(block.text) - 1, line, text))

    def mark(self, kind: EntryKind, text: str, line: int = 0, /, **facts: object) -> None:
        """Something at a place in the text that is not part of it."""
        block = self._open()
        block.spans.append(_Span(kind, facts_of(**facts), len(block.text), line, text))

    def close(
        self, kind: EntryKind = EntryKind.PARAGRAPH, line: int = 0, /, **facts: object
    ) -> None:
        """End the block that is open, if there is one."""
        block, self._block = self._block, None
        if kind is EntryKind.HEADING and not (block and plain(block.text)):
            # Nothing is read, but lists of headings have it.
            self.entries.append(OutlineEntry(EntryKind.PLACE, "", facts_of(**facts)))
        if block is None:
            return
        within, text = tuple(self._within), plain(block.text)
        if text:
            own = facts_of(**facts, unseen=unseen(block.text))
            self.entries.append(OutlineEntry(kind, text, own, within, line))
        before, end = 0, 0
        for span in block.spans:
            before += len("".join(block.text[end : span.start].split()))
            end = max(end, span.start)
            said = plain(span.text)
            if said or span.kind in _WITHOUT_WORDS:
                own = tuple(sorted((*span.facts, ("at", str(before)))))
                self.entries.append(OutlineEntry(span.kind, said, own, within, span.line or line))
        self._tell_runs(block, within, line)

    def _open(self) -> _Block:
        if self._block is None:
            self._block = _Block()
        return self._block

    def _tell_runs(self, block: _Block, within: tuple[str, ...], line: int) -> None:
        if all(voice == self.base for voice, _ in block.runs):
            return
        runs: list[tuple[LanguageInForce, str]] = []
        for voice, text in block.runs:
            if runs and (runs[-1][0] == voice or not plain(text)):
                runs[-1] = (runs[-1][0], runs[-1][1] + text)
            elif plain(text):
                runs.append((voice, text))
        if all(voice == self.base for voice, _ in runs):
            return
        for voice, text in runs:
            facts = facts_of(lang=voice.lang, dir=voice.dir)
            self.entries.append(OutlineEntry(EntryKind.RUN, plain(text), facts, within, line))
