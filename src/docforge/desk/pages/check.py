"""Before a document is sent: what is claimed, what a person has to judge, and its files."""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from docforge import deliver
from docforge.desk import exporting, judgement
from docforge.desk.desk import address, desk_of, project_of
from docforge.desk.forms import fields_of
from docforge.desk.messages import message_of
from docforge.desk.pages.project import download
from docforge.desk.project import Project
from docforge.errors import DocforgeError
from docforge.export import Status, outputs
from docforge.run import reporting
from docforge.source import digest_of


def show(request: Request) -> Response:
    """The page."""
    return _page(request, project_of(request))


def _page(
    request: Request,
    project: Project,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    template: str = "check.html",
) -> Response:
    desk, path = desk_of(request), request.path_params["path"]
    place = project.place(path)
    entries = deliver.read_manifest(project.output)
    entry = entries.get(path)
    report = reporting.reports(project.output).get(path)
    run = exporting.last_run(desk, project)
    made = entry is not None and bool(entry.outputs)
    draft = desk.previews.open(project, path).draft
    return desk.page(
        request,
        template,
        status,
        project=project,
        path=path,
        entry=entry if made else None,
        is_current=path in exporting.current(desk, project, project.places(), entries),
        is_blocked=report is not None
        and report.entry.status is Status.BLOCKED
        and entry is not None
        and entry.digest == place.digest,
        failure=report.failure if report else None,
        errors_found=[f for f in report.findings if f.severity == "error"] if report else [],
        run=run,
        formats=outputs(),
        questions=judgement.questions(),
        ticked=judgement.ticked(project, path) if made else frozenset(),
        has_draft=draft is not None and digest_of(draft.encode()) != place.digest,
        errors=errors or {},
        note=request.query_params.get("note", ""),
    )


def part(request: Request) -> Response:
    """The part of the page that changes while the document is exported."""
    return _page(request, project_of(request), template="files-and-judgement.html")


def export(request: Request) -> Response:
    """Export this document."""
    desk, project, path = desk_of(request), project_of(request), request.path_params["path"]
    try:
        exporting.begin(desk, project, [project.place(path)])
    except DocforgeError as error:
        return _page(request, project, 422, {"export": message_of(error)})
    return RedirectResponse(f"/p/{project.ident}/check/{address(path)}", 303)


async def tick(request: Request) -> Response:
    """Put what was ticked into the report."""
    numbers = [value for name, value in await fields_of(request) if name == "judged"]
    return await run_in_threadpool(_tick, request, numbers)


def _tick(request: Request, numbers: list[str]) -> Response:
    project, path = project_of(request), request.path_params["path"]
    project.place(path)
    wanted = {int(number) for number in numbers if number.isdecimal()}
    try:
        judgement.tick(project, path, wanted)
    except DocforgeError as error:
        return _page(request, project, 500, {"judged": message_of(error)})
    return RedirectResponse(f"/p/{project.ident}/check/{address(path)}?note=ticked#judge", 303)


def file(request: Request) -> Response:
    """One output as it was exported."""
    project, path = project_of(request), request.path_params["path"]
    entry = deliver.read_manifest(project.output).get(path)
    kind = request.path_params["kind"]
    name, known = entry.outputs.get(kind) if entry else None, outputs().get(kind)
    if name is None or known is None:
        raise HTTPException(404)
    content = deliver.read_file(project.output / name)
    return download(name.rpartition("/")[2], content, known.media_type)


def report(request: Request) -> Response:
    """The report on all documents, to keep or to hand on."""
    project = project_of(request)
    content = deliver.read_file(project.output / "index.html")
    if not content:
        raise HTTPException(404)
    return download("report.html", content, "text/html")


routes = [
    Route("/p/{ident}/check/{path:path}", show),
    Route("/p/{ident}/files/{path:path}", part),
    Route("/p/{ident}/make/{path:path}", export, methods=["POST"]),
    Route("/p/{ident}/judge/{path:path}", tick, methods=["POST"]),
    Route("/p/{ident}/get/{kind}/{path:path}", file),
    Route("/p/{ident}/report.html", report),
]
