"""The first page: drop or paste something, or open a project."""

import json
import re
from collections.abc import Mapping
from typing import BinaryIO

from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from docforge.desk import names, uploads
from docforge.desk.desk import Desk, address, desk_of, language
from docforge.desk.project import Missing, Project
from docforge.desk.uploads import Received, TooMuch
from docforge.errors import DocforgeError
from docforge.source.config.settings import read_keys
from docforge.source.names import ascii_name

# What was typed into the fields below “Or paste text”.
_NOTHING = {"text": "", "title": "", "lang": ""}


def home(request: Request) -> Response:
    """The page as it is when nothing was sent."""
    return _page(request)


def _page(
    request: Request,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] = _NOTHING,
) -> Response:
    desk, person = desk_of(request), request.scope["person"]
    return desk.page(
        request,
        "home.html",
        status,
        saved=desk.projects.saved(person),
        unsaved=desk.projects.unsaved(person),
        errors=errors or {},
        typed=typed,
    )


# --- Files -------------------------------------------------------------------------------


async def upload(request: Request) -> Response:
    """Files, folders and archives into a new project, or into one that is there."""
    desk, words = desk_of(request), language(request)
    form = await request.form(
        max_files=desk.settings.upload.files + 1,
        max_fields=desk.settings.upload.files + 10,
    )
    async with _closing(form):
        return await run_in_threadpool(_received, request, desk, form, words)


def _received(request: Request, desk: Desk, form: FormData, words: object) -> Response:
    said = language(request)
    into = str(form.get("project", ""))
    project = desk.projects.open(request.scope["person"], into) if into else None
    try:
        received = uploads.receive(_given(form), desk.settings.upload)
    except TooMuch as problem:
        return _again(request, project, said(problem.key, **problem.values), 413)
    if not received.files:
        told = "; ".join(f"{one.name}: {said(one.why)}" for one in received.refused[:5])
        return _again(request, project, told or said("nothing-chosen"), 422)
    most, person = desk.settings.person.total, request.scope["person"]
    if desk.projects.size(person) + received.total > most:
        told = said("too-much-open", most=most // 1_000_000)
        return _again(request, project, told, 413)
    if project is None:
        project = desk.projects.create(person, _title(received))
    elif form.get("replace") != "on" and (there := uploads.clashes(project.input, received.files)):
        told = said("already-there", names=", ".join(map(str, there[:5])))
        return _again(request, project, told, 409)
    with project.writing:
        uploads.write(project.input, received.files, is_saved=project.is_saved)
    project.refused = tuple(received.refused)
    return RedirectResponse(_where(project, received), 303)


def _again(request: Request, project: Project | None, problem: str, status: int) -> Response:
    if project is None:
        return _page(request, status, {"files": problem})
    from docforge.desk.pages.project import page

    return page(request, project, status, {"files": problem})


def _given(form: FormData) -> list[tuple[str, BinaryIO]]:
    """Each file with its name; a folder's files have their paths in fields beside them."""
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    paths = [str(path) for path in form.getlist("paths")]
    named = paths if len(paths) == len(files) else [str(one.filename) for one in files]
    return [(name, one.file) for name, one in zip(named, files, strict=True)]


def _title(received: Received) -> str:
    documents = [path for path in received.files if names.is_source(path.name)]
    if received.folder and len(documents) != 1:
        return received.folder
    return min(documents or received.files, key=str).stem


def _where(project: Project, received: Received) -> str:
    """The page to go on with: a single document, or the list of them."""
    places = project.places()
    if len(places) == 1 and not received.refused:
        return f"/p/{project.ident}/write/{address(places[0].path)}"
    return f"/p/{project.ident}/"


# --- Text --------------------------------------------------------------------------------


async def paste(request: Request) -> Response:
    """Text that was pasted or typed, as a document of a new project."""
    desk, words = desk_of(request), language(request)
    most = desk.settings.upload.text
    form = await request.form(max_files=0, max_fields=6, max_part_size=most + 1000)
    text, title, lang = (str(form.get(name, "")) for name in ("text", "title", "lang"))
    text, title, lang = text.replace("\r\n", "\n"), " ".join(title.split()), lang.strip()
    typed = {"text": text, "title": title, "lang": lang}
    if not text.strip():
        return _page(request, 422, {"text": words("nothing-pasted")}, typed)
    if lang and read_keys({"lang": lang})[1]:
        return _page(request, 422, {"lang": words("no-language", tag=lang)}, typed)
    return await run_in_threadpool(_pasted, request, desk, with_facts(text, title, lang))


def with_facts(text: str, title: str, lang: str) -> str:
    """`text` behind front matter that names its title and language, unless it begins with some."""
    facts = [f"title: {json.dumps(title, ensure_ascii=False)}"] if title else []
    facts += [f"lang: {lang}"] if lang else []
    if not facts or re.match(r"\s*(?:---|\+\+\+)[ \t]*\n|\s*% ", text):
        return text
    return "\n".join(["---", *facts, "---", "", text.lstrip("\n")])


def _pasted(request: Request, desk: Desk, text: str) -> Response:
    name = _name_of(text)
    project = desk.projects.create(request.scope["person"], name)
    file = project.input / f"{name}.md"
    file.write_text(text if text.endswith("\n") else text + "\n", "utf-8")
    return RedirectResponse(f"/p/{project.ident}/write/{address(file.name)}", 303)


def _name_of(text: str) -> str:
    """A name for a document from its first words."""
    for line in text.splitlines()[:40]:
        bare = line.strip().removeprefix("title:").strip(" #*_\"'>-")
        if bare and bare != "---":
            return ascii_name(" ".join(bare.split()[:6]).lower())[:60].strip("-.") or "text"
    return "text"


class _closing(Struct, frozen=True):  # noqa: N801  # used as a verb
    form: FormData

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *problem: object) -> None:
        await self.form.close()


routes = [
    Route("/", home),
    Route("/upload", upload, methods=["POST"]),
    Route("/paste", paste, methods=["POST"]),
]

__all__ = ["DocforgeError", "Missing", "routes"]
