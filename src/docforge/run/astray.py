"""Links of delivered documents to documents that came to nothing: known when a run has ended.

A document may be delivered before another that it links to is found to be blocked, and nobody
waits for all others; so these findings come last, and block nothing.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from docforge.export import Export, Failure, Status
from docforge.findings import Finding, Severity, Where
from docforge.run.reading import read_each
from docforge.source import SourceFile, read_text
from docforge.source.config import Lint

CODE = "LNK010"
_WHY = {Status.BLOCKED: "was not exported, because of its errors", Status.FAILED: "failed"}


class Ended(Struct, frozen=True):
    """How a document ended, and the paths of the sources that its links name."""

    place: SourceFile
    status: Status
    linked: Sequence[str]


def ended(place: SourceFile, export: Export) -> Ended:
    """How the source at `place` ended, as far as `export` knows what it was made from."""
    linked = [d.name for d in export.dependencies if d.kind == "document" and d.said]
    return Ended(place, export.status, linked)


def links_astray(documents: Sequence[Ended], lint: Lint) -> Iterator[tuple[Finding, SourceFile]]:
    """A warning for each link of what came well to what did not, with its source.

    At the level that `lint` asks for, but no error: it is known too late to block anything.
    """
    lost = {one.place.path: one.status for one in documents if one.status in _WHY}
    if not lost:
        return
    from docforge.lint import levelled  # with all its rules, which most runs do not need here

    for one in documents:
        if one.status in _WHY:
            continue
        for path in one.linked:
            if path in lost:
                for found in levelled((_finding(one.place, path, _WHY[lost[path]]),), lint):
                    is_error = found.severity is Severity.ERROR
                    severity = Severity.WARNING if is_error else found.severity
                    yield replace(found, severity=severity), one.place


def _finding(place: SourceFile, path: str, why: str) -> Finding:
    return Finding(
        CODE,
        Severity.WARNING,
        f"{path}, which a link leads to, {why}",
        _where(place, path),
        "Mend that document and export again; until then the link leads to what an earlier "
        "export left there, or nowhere.",
    )


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
