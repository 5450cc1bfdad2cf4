"""What all pages of a desk share, and how a page is made of a template."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec import Struct, field
from starlette.requests import Request
from starlette.responses import HTMLResponse

from docforge import __version__
from docforge.desk.events import Events
from docforge.desk.messages import message_of
from docforge.desk.outcomes import Checked, Run
from docforge.desk.people import People, Sessions
from docforge.desk.previews import OpenDocument, Previews
from docforge.desk.project import Project
from docforge.desk.projects import Projects
from docforge.desk.settings import DeskSettings
from docforge.desk.words import DeskWords, chosen, spoken
from docforge.desk.workers import Workers
from docforge.style import sizes

LANGUAGE_COOKIE = "docforge-language"
_RUNS = 64  # exports of whole projects that wait for their documents at a time


class Desk(Struct, frozen=True):
    """One running desk.

    `last_runs` are exports by channel; `checked` is what was found, None while it is looked for
    (checks.py says by what). `current` are the paths whose outputs are up to date, by channel, with
    the state of which they were. Who changes either holds `lock`.
    """

    settings: DeskSettings
    workers: Workers
    projects: Projects
    previews: Previews
    events: Events
    sessions: Sessions
    people: People | None
    runs: ThreadPoolExecutor
    scratch: Path
    templates: Environment
    last_runs: dict[str, Run] = field(default_factory=dict)
    checked: dict[tuple[str, str, str, int], Checked | None] = field(default_factory=dict)
    current: dict[str, tuple[object, frozenset[str]]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def page(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """The page of `template`, in the language of whoever asks."""
        words = language(request)
        text = self.templates.get_template(template).render(
            t=words,
            languages=spoken(),
            request=request,
            person=request.scope.get("person", ""),
            settings=self.settings,
            version=__version__,
            here=request.url.path,
            **values,
        )
        return HTMLResponse(text, status, headers={"content-language": words.lang})


def desk_of(request: Request) -> Desk:
    """The desk that a request is for."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


def language(request: Request) -> DeskWords:
    """The words of the language that somebody chose, or that the browser asks for."""
    wanted = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen(wanted, request.headers.get("accept-language", ""))


def project_of(request: Request) -> Project:
    """The project that an address names, of whoever asks. Raises Missing."""
    person = request.scope["person"]
    return desk_of(request).projects.open(person, request.path_params["ident"])


def make(settings: DeskSettings, scratch: Path) -> Desk:
    """A desk with its workers; close it with `close`."""
    events = Events()
    workers = Workers(settings.workers, scratch)

    def tell(document: OpenDocument) -> None:
        preview = document.preview
        if preview is not None:
            events.tell(
                channel(document.project),
                "preview",
                path=document.path,
                number=preview.number,
                whole=preview.is_whole,
            )

    people = People(settings.people) if settings.people else None
    return Desk(
        settings=settings,
        workers=workers,
        projects=Projects(settings, scratch),
        previews=Previews(workers, scratch, tell),
        events=events,
        sessions=Sessions(people.seal if people else lambda person: ""),
        people=people,
        runs=ThreadPoolExecutor(_RUNS, "runs"),
        scratch=scratch,
        templates=_templates(),
    )


def close(desk: Desk) -> None:
    """End what a desk has begun."""
    desk.workers.close()
    desk.runs.shutdown(wait=True, cancel_futures=True)


def channel(project: Project) -> str:
    """Where events of a project are told."""
    return f"{project.person}\n{project.ident}"


def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("docforge.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["address"] = address
    made.filters["size"] = _size
    made.filters["message_of"] = message_of
    return made


def address(path: str) -> str:
    """A path of a document as a part of an address."""
    return quote(path, safe="/")


def _size(count: int, words: DeskWords) -> str:
    return sizes.in_words(count, words.lang)


Values = Mapping[str, Any]
