"""What is found in a project's documents before anybody exports them, kept while they stay so."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future

from docforge.desk import work
from docforge.desk.desk import Desk, channel
from docforge.desk.outcomes import Checked
from docforge.desk.project import Project
from docforge.desk.workers import Rank
from docforge.errors import DocforgeError
from docforge.export import Export
from docforge.findings import Severity
from docforge.run.results import finished
from docforge.source import SourceFile

_MOST_KNOWN = 50_000
_AHEAD = 3


# Of what something was found: channel, path, digest, and the state of pictures and configuration.
CheckedOf = tuple[str, str, str, int]


def checked(desk: Desk, project: Project, places: Sequence[SourceFile]) -> dict[str, Checked]:
    """What is known of `places` by path; the others are looked at now, and the page is told."""
    material = project.material()
    keys = {place.path: _of(project, place.path, place.digest, material) for place in places}
    with desk.lock:
        if len(desk.checked) > _MOST_KNOWN:
            desk.checked.clear()
        new = [
            (place, keys[place.path]) for place in places if keys[place.path] not in desk.checked
        ]
        for _, key in new:
            desk.checked[key] = None
        found = {path: desk.checked[key] for path, key in keys.items()}
    if new:
        desk.runs.submit(_check, desk, project, new)
    return {path: told for path, told in found.items() if told is not None}


def _of(project: Project, path: str, digest: str, material: int) -> CheckedOf:
    return channel(project), path, digest, material


def _check(desk: Desk, project: Project, places: Sequence[tuple[SourceFile, CheckedOf]]) -> None:
    """Look at `places` in turn; few are packed and wait at a time."""
    try:
        options = project.options()
    except DocforgeError:
        return
    waiting: deque[tuple[SourceFile, CheckedOf, Future[Export]]] = deque()
    for place, key in places:
        if desk.workers.is_closed:
            return
        if not _is_wanted(desk, key):
            continue
        packed = desk.workers.packed(place, options)
        pending = desk.workers.document(project.person, Rank.AHEAD, work.check, packed, options)
        waiting.append((place, key, pending))
        if len(waiting) > _AHEAD:
            _keep(desk, project, *waiting.popleft())
    while waiting:
        _keep(desk, project, *waiting.popleft())
    desk.events.tell(channel(project), "checked", over=True)


def _is_wanted(desk: Desk, key: CheckedOf) -> bool:
    """Whether nothing is known of it yet: an export may have been quicker."""
    with desk.lock:
        return desk.checked.get(key) is None


def _keep(
    desk: Desk, project: Project, place: SourceFile, key: CheckedOf, pending: Future[Export]
) -> None:
    told = _counts(finished(place, pending))
    with desk.lock:
        if desk.checked.get(key) is None:
            desk.checked[key] = told
    desk.events.tell(channel(project), "checked", path=place.path)


def learn(desk: Desk, project: Project, export: Export) -> None:
    """Keep what an export found: the document needs no look of its own any more."""
    key = _of(project, export.source, export.digest, project.material())
    with desk.lock:
        desk.checked[key] = _counts(export)


def _counts(made: Export) -> Checked:
    return Checked(
        errors=made.count(Severity.ERROR),
        warnings=made.count(Severity.WARNING),
        notes=made.count(Severity.NOTE),
        failure=made.failure.message if made.failure else "",
    )
