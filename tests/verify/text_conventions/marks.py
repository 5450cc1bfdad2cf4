"""What stands inside a line between brackets: numbers of links and notes, images, changes.

Invariant: a number is a link only when the list of links has it, and a note only when the notes
have it; other brackets are the document's own words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docforge.verify.entries import OBJECT, EntryKind, OutlineEntry, facts_of, plain
from text_conventions.labels import Labels

_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks can mean in one file: its labels, addresses by number, numbers of its notes."""

    labels: Labels
    links: Mapping[str, str]
    notes: frozenset[str]

    def read(self, text: str) -> tuple[str, list[OutlineEntry]]:
        """`text` with an object where a link ends or a note is marked, and what stands in it."""
        found: list[OutlineEntry] = []

        def put(match: re.Match[str]) -> str:
            before = text[max(0, match.start() - _LONGEST_WORD) : match.start()].split()
            entry = self._mark(match[1], before[-1] if before else "")
            if entry is None:
                return match[0]
            found.append(entry)
            return OBJECT

        said = _BRACKETS.sub(put, text)
        return plain(said), [*found, *self._labelled(said)]

    def bare(self, text: str) -> str:
        """`text` without its numbers of links and notes."""
        return plain(self.read(text)[0].replace(f" {OBJECT}", "").replace(OBJECT, ""))

    def _mark(self, said: str, before: str) -> OutlineEntry | None:
        """A link with its last word, since nothing shows where it begins, or a note."""
        if said in self.links:
            return OutlineEntry(EntryKind.LINK, before, facts_of(target=self.links[said]))
        note = self.labels.note(said)
        if note in self.notes:
            return OutlineEntry(EntryKind.MARK, note, facts_of(target=f"#df-note-{note}"))
        return None

    def _labelled(self, text: str) -> Iterator[OutlineEntry]:
        """Images, deletions and insertions; their words stay in the text, too."""
        words = self.labels.words
        changes = {words[kind]: kind for kind in ("deleted", "inserted", "marked")}
        for match in _BRACKETS.finditer(text):
            label, _, said = match[1].partition(words["colon"])
            if label == words["image"]:
                yield OutlineEntry(EntryKind.IMAGE, plain(said))
            elif label in changes:
                yield OutlineEntry(EntryKind.PHRASE, plain(said), facts_of(kind=changes[label]))
