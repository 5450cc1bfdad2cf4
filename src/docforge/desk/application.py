"""The desk as two applications: its own pages, and the previews in an origin of their own."""

from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from docforge.desk import previewing
from docforge.desk.access import Access, Bounded
from docforge.desk.desk import Desk, desk_of, language
from docforge.desk.messages import message_of
from docforge.desk.pages import check, document, entrance, home, mail, project
from docforge.desk.project import Missing
from docforge.errors import DocforgeError, UsageError

_KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FORM = 20_000_000  # bytes of an upload besides its files


def applications(desk: Desk, token: str, once: str = "") -> tuple[ASGIApp, ASGIApp]:
    """The application of the desk's pages, and the one of its previews.

    `token` lets in whoever has it, `once` the first alone.
    """
    pages = Starlette(
        routes=[
            *home.routes,
            *project.routes,
            *document.routes,
            *check.routes,
            *mail.routes,
            *entrance.routes,
            Route("/static/{name}", _static),
        ],
        exception_handlers={
            Missing: _missing,
            DocforgeError: _failed,
            OSError: _refused,
            HTTPException: _http,
            Exception: _bug,
        },
    )
    pages.state.desk = desk
    bounded = Bounded(pages, desk.settings.upload.total + _FORM)
    return (
        Access(bounded, desk.settings, token, desk.sessions, once),
        previewing.application(desk.settings, desk.previews, desk.workers),
    )


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    file = files("docforge.desk").joinpath("static", name)
    kind = _KINDS.get(name.rpartition(".")[2])
    if kind is None or "/" in name or not file.is_file():
        raise HTTPException(404)
    return Response(
        file.read_bytes(), media_type=kind, headers={"cache-control": "private, max-age=600"}
    )


def _missing(request: Request, error: Exception) -> Response:
    return _problem(request, 404, "missing-title", language(request)("missing"))


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, DocforgeError)
    # What somebody can mend, such as a docforge.toml that is not right, is no fault of the desk.
    status = 422 if isinstance(error, UsageError) else 500
    return _problem(request, status, "failed-title", message_of(error))


def _refused(request: Request, error: Exception) -> Response:
    """What the system refused, such as a disk that is full, in words."""
    from docforge import failures

    return _problem(request, 500, "failed-title", message_of(failures.of(error)))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = language(request)
    key = {404: "missing", 405: "missing", 413: "too-much", 400: "too-much"}.get(
        error.status_code, "failed"
    )
    return _problem(request, error.status_code, f"{key}-title", words(key))


def _bug(request: Request, error: Exception) -> Response:
    from docforge import failures

    return _problem(request, 500, "failed-title", failures.bug(error).message)


def _problem(request: Request, status: int, title: str, text: str) -> Response:
    told = {"title": title, "text": text, "unsaved": ""}
    return desk_of(request).page(request, "problem.html", status, **told)
