"""The second origin: what documents became, in frames where nothing of a document can run.

It has no cookie and knows nobody: an address with a document's secret shows that document. Its
one script is docforge's own; it keeps the place while a frame gives way to a newer one.
"""

import os
import posixpath
import zipfile
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from docforge.desk import work
from docforge.desk.access import allowed_hosts
from docforge.desk.preview_files import Preview
from docforge.desk.previews import OpenDocument, Previews
from docforge.desk.settings import DeskSettings
from docforge.desk.workers import Rank, Workers
from docforge.export import Format

_WIDTH = 1100  # pixels of a page's picture
_LARGEST_PART = 64_000_000
_KINDS = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


def application(settings: DeskSettings, previews: Previews, workers: Workers) -> ASGIApp:
    """The application of the second origin."""
    shown = _Shown(settings, previews, workers)
    app = Starlette(
        routes=[
            Route("/frame.js", _script),
            Route("/v/{key}/frame", shown.frame),
            Route("/v/{key}/{number:int}/page.html", shown.html),
            Route("/v/{key}/{number:int}/page-{page:int}.png", shown.picture),
            Route("/v/{key}/{number:int}/order-{page:int}.png", shown.order),
            Route("/v/{key}/{number:int}/book/{name:path}", shown.book),
        ]
    )
    return _Inert(app, settings)


class _Inert:
    """Checks the host, and gives each answer a policy by which nothing runs."""

    def __init__(self, app: ASGIApp, settings: DeskSettings) -> None:
        self._app = app
        self._hosts = allowed_hosts(settings.preview_origin)
        self._policy = (
            "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
            "font-src 'self' data:; form-action 'none'; base-uri 'none'; "
            f"frame-ancestors 'self' {settings.origin}"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._hosts or scope["method"] not in (
            "GET",
            "HEAD",
        ):
            await PlainTextResponse("Not here.\n", 421)(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                made = MutableHeaders(scope=message)
                made.setdefault("content-security-policy", self._policy)
                made["x-content-type-options"] = "nosniff"
                made["referrer-policy"] = "no-referrer"
                made.setdefault("cache-control", "private, max-age=3600")
            await send(message)

        await self._app(scope, receive, sending)


class _Shown:
    """The addresses of one document's previews."""

    def __init__(self, settings: DeskSettings, previews: Previews, workers: Workers) -> None:
        self._settings = settings
        self._previews = previews
        self._workers = workers

    def frame(self, request: Request) -> Response:
        """Docforge's own page, which holds the document in a frame and keeps its place."""
        self._document(request)
        answer = HTMLResponse(_FRAME.format(desk=self._settings.origin))
        answer.headers["content-security-policy"] = (
            "default-src 'none'; script-src 'self'; frame-src 'self'; style-src 'unsafe-inline'; "
            f"base-uri 'none'; form-action 'none'; frame-ancestors {self._settings.origin}; "
            "sandbox allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        )
        return answer

    def html(self, request: Request) -> Response:
        """The HTML output as it is."""
        preview = self._document(request).preview
        if preview is None:
            raise HTTPException(404)
        return HTMLResponse(_content(preview.file(Format.HTML)))

    def picture(self, request: Request) -> Response:
        """A page of the PDF as a picture, made when it is asked for."""
        return self._drawn(request, "page", work.picture)

    def order(self, request: Request) -> Response:
        """The same with numbered frames, in the order in which its parts are read."""
        return self._drawn(request, "order", work.picture_of_order)

    def _drawn(
        self, request: Request, kind: str, draw: Callable[[bytes, int, int], bytes]
    ) -> Response:
        document, preview = self._document(request), self._whole(request)
        page = int(request.path_params["page"])
        if not 1 <= page <= preview.pages:
            raise HTTPException(404)
        kept = preview.folder / f"{kind}-{page}.png"
        if not kept.exists():
            pdf = _content(preview.file(Format.PDF))
            pending = self._workers.ask(document.project.person, Rank.SOON, draw, pdf, page, _WIDTH)
            _keep(kept, pending.result())
        return Response(_content(kept), media_type="image/png")

    def book(self, request: Request) -> Response:
        """A part of the EPUB."""
        name = request.path_params["name"]
        kind = _KINDS.get(posixpath.splitext(name)[1].lower())
        if kind is None:
            raise HTTPException(404)
        try:
            with zipfile.ZipFile(self._whole(request).file(Format.EPUB)) as book:
                if book.getinfo(name).file_size > _LARGEST_PART:
                    raise HTTPException(404)
                return Response(book.read(name), media_type=kind)
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise HTTPException(404) from error

    def _document(self, request: Request) -> OpenDocument:
        found = self._previews.by_key(request.path_params["key"])
        if found is None:
            raise HTTPException(404)
        return found

    def _whole(self, request: Request) -> Preview:
        preview = self._document(request).whole
        if preview is None:
            raise HTTPException(404)
        return preview


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise HTTPException(404) from error


def _keep(file: Path, content: bytes) -> None:
    """Write the file whole at once: others may ask for it meanwhile."""
    with NamedTemporaryFile(dir=file.parent, delete=False) as unfinished:
        unfinished.write(content)
    os.replace(unfinished.name, file)


def _script(request: Request) -> Response:
    made = files("docforge.desk").joinpath("static", "frame.js").read_bytes()
    return Response(made, media_type="text/javascript")


_FRAME = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Preview</title>
<style>html, body {{ height: 100%; margin: 0; overflow: hidden; }}
iframe {{ position: absolute; inset: 0; width: 100%; height: 100%; border: 0; background: Canvas; }}
</style></head><body data-desk="{desk}"><script src="/frame.js"></script></body></html>
"""
