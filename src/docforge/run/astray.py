"""Links of delivered documents to documents that came to nothing: known when a run has ended.

A document may be delivered before another that it links to is found to be blocked, and nobody
waits for all others; so these findings come last, and block nothing.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import quote

from docforge.export import Failure, Status
from docforge.findings import Finding, Severity, Where
from docforge.run.batch import DeliveredDocument
from docforge.run.reading import read_each
from docforge.source import SourceFile, read_text

_WHY = {Status.BLOCKED: "was not exported, because of its errors", Status.FAILED: "failed"}


def links_astray(
    delivered: Sequence[DeliveredDocument], places: Sequence[SourceFile]
) -> Iterator[tuple[Finding, SourceFile]]:
    """A warning for each link of what was delivered to what was not, with its source."""
    lost = {one.export.source: one.export.status for one in delivered if _is_lost(one)}
    if not lost:
        return
    for one, place in zip(delivered, places, strict=True):
        if _is_lost(one):
            continue
        for path in (one.entry.asked or {}).get("document", ()):
            if path in lost:
                yield _finding(place, path, _WHY[lost[path]]), place


def _finding(place: SourceFile, path: str, why: str) -> Finding:
    return Finding(
        "LNK010",
        Severity.WARNING,
        f"{path}, which a link leads to, {why}",
        _where(place, path),
        "Mend that document and export again; until then the link leads to what an earlier "
        "export left there, or nowhere.",
    )


def _is_lost(one: DeliveredDocument) -> bool:
    return one.export.status in _WHY


def _where(place: SourceFile, path: str) -> Where:
    """The first place in the source that names the file at `path` as a link does."""
    (found,) = read_each(partial(_first_mention, path=path), [place])
    return Where(place.path) if isinstance(found, Failure) else found


def _first_mention(place: SourceFile, path: str) -> Where:
    name = posixpath.basename(path)
    pattern = re.compile("|".join(map(re.escape, (name, quote(name)))))
    lines = enumerate(read_text(place).text.split("\n"), 1)
    found = ((number, pattern.search(line)) for number, line in lines)
    return next(
        (Where(place.path, number, match.start() + 1) for number, match in found if match),
        Where(place.path),
    )
