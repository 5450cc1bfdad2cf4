"""One project: its documents and what was found in them, and what can be done with all."""

import tempfile
import zipfile
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from docforge import deliver
from docforge.deliver import report
from docforge.desk import choices, exporting
from docforge.desk.checks import checked
from docforge.desk.desk import channel, desk_of, project_of
from docforge.desk.forms import form_of
from docforge.desk.messages import message_of
from docforge.desk.outcomes import Checked
from docforge.desk.project import Project
from docforge.errors import DocforgeError
from docforge.source import SourceFile
from docforge.source.names import ascii_name

_EPOCH = (1980, 1, 1, 0, 0, 0)


def show(request: Request) -> Response:
    """The page of a project."""
    return page(request, project_of(request))


def page(
    request: Request,
    project: Project,
    status: int = 200,
    errors: dict[str, str] | None = None,
    template: str = "project.html",
) -> Response:
    """The page of `project`, with `errors` by the field that they are of."""
    desk = desk_of(request)
    problem: str = ""
    places: tuple[SourceFile, ...] = ()
    known: dict[str, Checked] = {}
    delivered, current = _delivered(project), frozenset[str]()
    try:
        places = project.places()
        known = checked(desk, project, places)
        current = exporting.current(desk, project, places, delivered)
    except DocforgeError as error:
        problem = message_of(error)
    return desk.page(
        request,
        template,
        status,
        project=project,
        places=places,
        known=known,
        problem=problem,
        run=exporting.last_run(desk, project),
        delivered=delivered,
        current=current,
        choices=choices.of(project),
        errors=errors or {},
    )


def table(request: Request) -> Response:
    """The part of the page that changes by itself, for its script."""
    return page(request, project_of(request), template="documents.html")


def _delivered(project: Project) -> dict[str, deliver.ManifestEntry]:
    try:
        return deliver.read_manifest(project.output)
    except DocforgeError:
        return {}


async def save(request: Request) -> Response:
    """Keep a project on disk, under the name that was typed."""
    desk, project = desk_of(request), project_of(request)
    form = await form_of(request)
    try:
        saved = desk.projects.save(project, form.get("name", ""))
    except DocforgeError as error:
        return page(request, project, 422, {"name": message_of(error)})
    desk.previews.forget(project)
    return RedirectResponse(f"/p/{saved.ident}/", 303)


async def discard(request: Request) -> Response:
    """Forget a project that is not saved."""
    desk, project = desk_of(request), project_of(request)
    desk.previews.forget(project)
    desk.projects.discard(project)
    desk.last_runs.pop(channel(project), None)
    return RedirectResponse("/", 303)


async def choose(request: Request) -> Response:
    """Change how the documents of a project look and are read."""
    project = project_of(request)
    form = await form_of(request)
    try:
        choices.change(project, form)
    except DocforgeError as error:
        return page(request, project, 422, {"choices": message_of(error)})
    return RedirectResponse(f"/p/{project.ident}/#choices", 303)


def export(request: Request) -> Response:
    """Export all documents of a project."""
    project = project_of(request)
    try:
        exporting.begin(desk_of(request), project, project.places())
    except DocforgeError as error:
        return page(request, project, 422, {"export": message_of(error)})
    return RedirectResponse(f"/p/{project.ident}/#export", 303)


def bundle(request: Request) -> Response:
    """All that was exported, as a zip: what the output folder holds, by the manifest."""
    project = project_of(request)
    entries = deliver.read_manifest(project.output).values()
    names = [name for entry in entries for name in (*entry.outputs.values(), *entry.evidence)]
    with (
        tempfile.NamedTemporaryFile(dir=desk_of(request).scratch, delete=False) as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in (*sorted(names), deliver.MANIFEST, report.PAGE, report.JSON, report.JUNIT):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, deliver.read_file(project.output / name))
    return FileResponse(
        stream.name,
        media_type="application/zip",
        headers=_kept(f"{project.name}.zip"),
        background=BackgroundTask(Path(stream.name).unlink),
    )


def download(name: str, content: bytes, kind: str) -> Response:
    """A file that the browser keeps, and never shows in this origin."""
    return Response(content, media_type=kind, headers=_kept(name))


def _kept(name: str) -> dict[str, str]:
    return {
        "content-disposition": f'attachment; filename="{ascii_name(name)}"',
        "content-security-policy": "default-src 'none'; sandbox",
    }


async def events(request: Request) -> Response:
    """What changes in a project, as it changes."""
    desk, project = desk_of(request), project_of(request)
    return StreamingResponse(
        desk.events.listen(channel(project)),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


routes = [
    Route("/p/{ident}/", show),
    Route("/p/{ident}/documents", table),
    Route("/p/{ident}/save", save, methods=["POST"]),
    Route("/p/{ident}/discard", discard, methods=["POST"]),
    Route("/p/{ident}/choices", choose, methods=["POST"]),
    Route("/p/{ident}/export", export, methods=["POST"]),
    Route("/p/{ident}/all.zip", bundle),
    Route("/p/{ident}/events", events),
]
