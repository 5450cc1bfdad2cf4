"""`docforge serve` and `docforge preview`: what they are asked to a desk that runs."""

import contextlib
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from docforge.cli.console import console
from docforge.cli.options import Trusting, read_config
from docforge.desk import people, server
from docforge.desk.desk import Desk, address
from docforge.desk.project import Project
from docforge.desk.server import Listening
from docforge.desk.settings import LOOPBACK, DeskSettings
from docforge.errors import UsageError
from docforge.run.changes import changes, watched_folders
from docforge.system.processors import processors

# Cookies of one name are not sent to the other, so that previews have no secret of the desk.
_PREVIEW_NAME = "localhost"
_PREVIEW_HOSTS = (LOOPBACK, "::1")


class ServeRequest(Struct, frozen=True):
    """What the command line asks for."""

    projects: Path
    port: int
    listen: str = ""
    address: str = ""
    preview_address: str = ""
    people: Path | None = None
    proxy_header: str = ""
    proxy_secret: Path | None = None
    jobs: int | None = None
    scheduler: str | None = None
    config: Path | None = None
    browser: bool = True


def add_person(file: Path, name: str, password: str) -> None:
    """Let somebody sign in. Raises UsageError."""
    people.add(file, name, password)


def serve(request: ServeRequest) -> None:
    """Run a desk until Ctrl-C. Raises UsageError for what cannot be served safely."""
    _refuse_open(request)
    if request.config is not None:
        read_config([request.config], Trusting(request.config))
    request.projects.mkdir(parents=True, exist_ok=True)
    pages = server.bind([request.listen or LOOPBACK], request.port)
    port = server.port_of(pages)
    hosts = [request.listen] if request.listen else list(_PREVIEW_HOSTS)
    previews = server.bind(hosts, port + 1 if request.port else 0)
    settings = DeskSettings(
        projects=request.projects.resolve(),
        origin=request.address.rstrip("/") or f"http://{LOOPBACK}:{port}",
        preview_origin=request.preview_address.rstrip("/")
        or f"http://{_PREVIEW_NAME}:{server.port_of(previews)}",
        config=request.config.resolve() if request.config else None,
        people=request.people,
        proxy_header=request.proxy_header,
        proxy_secret=_secret(request.proxy_secret),
        scheduler=request.scheduler,
        workers=(request.jobs or processors()) + 1,
    )
    token = "" if settings.is_shared else server.new_token()

    opening = Opening("/", token, server.new_token() if token else "", request.browser)
    _run(settings, Listening(pages, previews), opening, lambda desk: _tell(settings, opening))


def _refuse_open(request: ServeRequest) -> None:
    """Raises UsageError when others could come in without saying who they are."""
    authenticated = request.people is not None or request.proxy_header
    if request.listen and not authenticated:
        raise UsageError(
            "--listen lets others in, and nothing asks who they are",
            "Add --people FILE (docforge serve --people FILE --add NAME makes it), or "
            "--proxy-header with --proxy-secret.",
        )
    if request.proxy_header and request.proxy_secret is None:
        raise UsageError(
            "--proxy-header needs --proxy-secret",
            "Without it, whoever reaches the port could say that they are anybody.",
        )
    if authenticated and not (request.address and request.preview_address):
        raise UsageError(
            "A desk for several people needs --address and --preview-address",
            "Name the two addresses that browsers see: https://desk.example.org and "
            "https://desk-preview.example.org.",
        )
    for given in filter(None, (request.address, request.preview_address)):
        parts = urlsplit(given)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise UsageError(
                f"“{given}” is not an address such as https://desk.example.org", "Correct it."
            )
    if request.address and urlsplit(request.address).hostname == (
        urlsplit(request.preview_address).hostname
    ):
        raise UsageError(
            "--address and --preview-address have the same host name",
            "Previews need a name of their own: a browser gives cookies of one to the other.",
        )


def _secret(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        secret = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read", "Write the secret into it.") from error
    if len(secret) < 16:
        raise UsageError(f"The secret in {file} has fewer than 16 characters", "Use a longer one.")
    return secret


# --- One file ----------------------------------------------------------------------------


def preview(file: Path, port: int, trusting: Trusting, *, browser: bool) -> None:
    """Show `file` in the browser, and again on each save, until Ctrl-C. Raises UsageError."""
    config = read_config([file], trusting)
    if not file.is_file():
        raise UsageError(f"{file} is not a file", "Name one Markdown file.")
    pages = server.bind([LOOPBACK], port)
    previews = server.bind(_PREVIEW_HOSTS, 0)
    settings = DeskSettings(
        projects=file.resolve().parent,
        origin=f"http://{LOOPBACK}:{server.port_of(pages)}",
        preview_origin=f"http://{_PREVIEW_NAME}:{server.port_of(previews)}",
        workers=processors(),
    )
    opening = Opening("", server.new_token(), server.new_token(), browser)

    def ready(desk: Desk) -> None:
        project = desk.projects.single(file.resolve(), config)
        (place,) = project.places()
        threading.Thread(target=_follow, args=(desk, project, place.path), daemon=True).start()
        where = f"/p/{project.ident}/write/{address(place.path)}"
        _tell(settings, replace(opening, page=where))

    _run(settings, Listening(pages, previews), opening, ready)


def _follow(desk: Desk, project: Project, path: str) -> None:
    """Renew the preview on each change to what the document is made from."""
    folders = watched_folders([project.only or project.folder], project.config())
    from docforge.desk.text import stored

    while True:
        with closing(changes(folders, project.output)) as changed:
            next(changed)
            document = desk.previews.open(project, path)
            with contextlib.suppress(Exception):  # gone for a moment, while an editor saves it
                desk.previews.renew(document, stored(project, path).text)
            next(changed)


# --- Running -----------------------------------------------------------------------------


class Opening(Struct, frozen=True):
    """The page that is opened, and the tokens that let in: the one that is told, and one for the
    browser that is started, which counts once."""

    page: str
    token: str
    once: str
    browser: bool

    def address(self, origin: str, token: str) -> str:
        """Where to go with `token`."""
        return f"{origin}{self.page}?token={token}" if token else f"{origin}{self.page}"


def _tell(settings: DeskSettings, opening: Opening) -> None:
    console().print(f"The desk is open: {opening.address(settings.origin, opening.token)}")
    console().print("Ctrl-C ends it.")
    if opening.browser and not settings.is_shared:
        where = opening.address(settings.origin, opening.once)
        threading.Thread(target=webbrowser.open, args=(where,), daemon=True).start()


def _run(
    settings: DeskSettings, listening: Listening, opening: Opening, ready: Callable[[Desk], object]
) -> None:
    server.serve(settings, listening, opening.token, opening.once, ready)
    console().print("The desk is closed.")
