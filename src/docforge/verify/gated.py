"""What the last gate says of a finished file, as a verdict that names the place in the source.

Invariant: a file in which something stands that is on no list has not passed; no level, comment
or draft lets it out.
"""

from collections.abc import Iterable, Mapping

from docforge import __version__, gate
from docforge.document import Anchor, Cell, Division, Document, Heading, Position, walk
from docforge.export import Format
from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.gate import Hit

JUDGE = "last gate"
_HINT = (
    "Nothing was delivered: only what is on docforge's list may stand in an output. This is a "
    "fault of docforge or of its style; please report it."
)


def gated(kind: Format, content: bytes, stem: str, document: Document | None = None) -> Verdict:
    """Whether the file `content` may be delivered as `stem`; raises nothing.

    With the document, findings have the line of what stands before the place.
    """
    judge = f"{JUDGE} {kind}"
    try:
        hits = gate.check(kind, content, stem)
    except Exception as error:  # whatever a file does to a parser, it has not passed
        hits = (Hit("GAT005", f"what cannot be read ({type(error).__name__})"),)
    if not hits:
        return Verdict(judge, __version__, Outcome.PASSED)
    places = {} if document is None else _places(document)
    findings = tuple(_finding(hit, kind, places) for hit in hits)
    return Verdict(judge, __version__, Outcome.FAILED, findings)


def gated_data(name: str, content: bytes, formats: Iterable[Format]) -> Verdict:
    """Whether `content`, evidence of `formats`, may be delivered as a file of that extension."""
    judge, hits = f"{JUDGE} {name}", gate.check_data(content, [each.key for each in formats])
    if not hits:
        return Verdict(judge, __version__, Outcome.PASSED)
    findings = (
        Finding(
            hit.code,
            Severity.ERROR,
            f"The evidence holds what may not stand in it: {hit} ({name}).",
            Where(""),
            _HINT,
        )
        for hit in hits
    )
    return Verdict(judge, __version__, Outcome.FAILED, tuple(findings))


def _finding(hit: Hit, kind: Format, places: Mapping[str, Position]) -> Finding:
    position = places.get(hit.ident)
    after = f", behind “{hit.ident}”" if hit.ident else ""
    where = Where("", position.line, position.column) if position else Where("")
    message = f"The {kind.label} holds what may not stand in it: {hit}{after}."
    return Finding(hit.code, Severity.ERROR, message, where, _HINT)


def _places(document: Document) -> dict[str, Position]:
    return {
        node.ident: node.position
        for node in walk(document)
        if isinstance(node, Heading | Anchor | Division | Cell) and node.ident
    }
