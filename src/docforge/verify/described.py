"""What the manifest tells of a document beside what a page or a book of it says.

Invariant: whoever lists or sends outputs reads the manifest, so that an embargo that only the
files tell would be broken.
"""

from collections.abc import Iterator

from docforge.export import DocumentFacts
from docforge.verify.entries import EntryKind, Outline, OutlineEntry, plain

_LINES = {"contact": "contact", "formats": "other-format"}
_NAMED = {"date": "dcterms.date", "embargo": "dcterms.available"}


def described_otherwise(facts: DocumentFacts, outline: Outline) -> str:
    """The name of a fact that the file says otherwise, "" where it says the same or nothing."""
    return next(_others(facts, outline), "")


def _others(facts: DocumentFacts, outline: Outline) -> Iterator[str]:
    documents = [entry for entry in outline if entry.kind is EntryKind.DOCUMENT]
    if any(entry.text != plain(facts.title) for entry in documents):
        yield "title"
    if any(entry.fact("dir") not in ("", facts.dir) for entry in documents):
        yield "direction"
    said_of_itself = {entry.text for entry in outline if entry.kind is EntryKind.STATEMENT}
    if said_of_itself.isdisjoint(("meta", "package")):
        return  # neither a page nor a book, whose attributes tell which line is which
    marks = [entry.text for entry in outline if entry.fact("part") == "restriction"]
    if marks != [plain(mark) for mark in facts.marks]:
        yield "list of marks"
    for fact, key in _LINES.items():
        said = [_said(entry) for entry in outline if entry.fact("end") == key]
        if said != [plain(text) for text in (getattr(facts, fact),) if text]:
            yield fact
    named = {entry.fact("name"): entry.fact("content") for entry in outline if entry.text == "meta"}
    if "viewport" in named:  # a page: a book has no day of its own in a form that is the same
        for fact, name in _NAMED.items():
            if named.get(name, "") != " ".join(getattr(facts, fact).split()):
                yield fact


def _said(line: OutlineEntry) -> str:
    return line.text.removeprefix(line.fact("label")).strip()
