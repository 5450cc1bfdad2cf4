"""One document: its text, what was found in it, and what becomes of it."""

import zipfile
from collections.abc import Sequence

from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from docforge.desk import text as texts
from docforge.desk import work
from docforge.desk.desk import Desk, address, desk_of, language, project_of
from docforge.desk.forms import form_of
from docforge.desk.messages import message_of
from docforge.desk.outline import ReadAloud, read_aloud
from docforge.desk.preview_files import Preview
from docforge.desk.previews import OpenDocument
from docforge.desk.project import Missing, Project
from docforge.desk.text import Changed
from docforge.desk.workers import Rank
from docforge.errors import DocforgeError, UsageError
from docforge.export import FORMATS, Format, Status
from docforge.findings import Finding, Severity
from docforge.lint.autofix import SAFE

_LOAD_ANEW = "Load the page of the document anew and try again."
_WAIT = 8.0  # seconds that a page waits for HTML and findings when it has no script to ask later


class ShownFinding(Struct, frozen=True):
    """A finding with the line that it is of, why it matters, and whether docforge can mend it."""

    found: Finding
    line: str
    why: str
    is_safe: bool


def show(request: Request) -> Response:
    """The page of a document."""
    return _page(request, project_of(request))


def _page(
    request: Request,
    project: Project,
    status: int = 200,
    errors: dict[str, str] | None = None,
) -> Response:
    desk, path = desk_of(request), request.path_params["path"]
    stored = texts.stored(project, path)
    document = desk.previews.open(project, path)
    text = stored.text if document.draft is None else document.draft
    preview = _preview(desk, document, text, _WAIT)
    return desk.page(
        request,
        "document.html",
        status,
        project=project,
        path=path,
        document=document,
        text=text,
        mark=stored.mark if document.draft is None else document.begun_from or stored.mark,
        is_changed=document.draft is not None and document.draft != stored.text,
        problem=stored.problem,
        errors=errors or {},
        note=request.query_params.get("note", ""),
        **shown(request, document, preview, text),
    )


def _preview(desk: Desk, document: OpenDocument, text: str, seconds: float) -> Preview | None:
    """The preview of `text` when it comes in time, or the newest before it."""
    number = desk.previews.of(document, text)
    return desk.previews.wait(document, number, seconds)


def shown(
    request: Request, document: OpenDocument, preview: Preview | None, text: str
) -> dict[str, object]:
    """What a page tells of a preview."""
    desk = desk_of(request)
    kind = FORMATS.get(request.query_params.get("as", ""), Format.HTML)
    findings = _found(preview.findings, text) if preview else []
    whole = document.whole
    return {
        "preview": preview,
        "whole": whole,
        "is_late": whole is None or (preview is not None and whole.number < preview.number),
        "kind": kind,
        "formats": FORMATS.values(),
        "findings": findings,
        "counts": {
            severity: sum(one.found.severity is severity for one in findings)
            for severity in Severity
        },
        "safe": sum(one.is_safe for one in findings),
        "blocked": preview is not None
        and preview.status in (Status.BLOCKED, Status.FAILED, Status.DRAFT),
        "base": f"{desk.settings.preview_origin}/v/{document.key}",
        "plain": _plain(whole) if kind is Format.TEXT else "",
        "chapters": _chapters(whole) if kind is Format.EPUB else [],
    }


def _found(findings: Sequence[Finding], text: str) -> list[ShownFinding]:
    """What blocks first, then as the text goes; notes last."""
    lines = text.split("\n")
    order = list(Severity)
    ranked = sorted(findings, key=lambda one: (order.index(one.severity), one.where.line))
    return [
        ShownFinding(
            one,
            lines[one.where.line - 1].strip()[:200] if 0 < one.where.line <= len(lines) else "",
            _why(one.code),
            one.code in SAFE,
        )
        for one in ranked
    ]


def _why(code: str) -> str:
    """Why a finding of that code matters, as plain text."""
    from docforge.lint.catalogue import catalogue

    entry = catalogue().get(code)
    return entry.why.replace("`", "") if entry else ""


def _plain(preview: Preview | None) -> str:
    if preview is None or Format.TEXT not in preview.formats:
        return ""
    return preview.file(Format.TEXT).read_text("utf-8")


def _chapters(preview: Preview | None) -> list[str]:
    """The pages of the EPUB in the order of its spine."""
    if preview is None or Format.EPUB not in preview.formats:
        return []
    from docforge.desk.book import spine

    try:
        return spine(preview.file(Format.EPUB))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return []


def state(request: Request) -> Response:
    """The parts of the page that change by themselves, for its script."""
    desk, project, path = desk_of(request), project_of(request), request.path_params["path"]
    document = desk.previews.open(project, project.place(path).path)
    draft = document.draft
    text = texts.stored(project, path).text if draft is None else draft
    preview = _preview(desk, document, text, 0)
    told = shown(request, document, preview, text)
    return desk.page(request, "state.html", 200, project=project, path=path, **told)


def order(request: Request) -> Response:
    """What a screen reader meets in the PDF."""
    desk, project = desk_of(request), project_of(request)
    path = project.place(request.path_params["path"]).path
    document = desk.previews.open(project, path)
    entries: Sequence[ReadAloud] = ()
    if document.whole is not None and Format.PDF in document.whole.formats:
        pdf = document.whole.file(Format.PDF).read_bytes()
        lang = document.whole.facts.lang if document.whole.facts else "en"
        pending = desk.workers.ask(project.person, Rank.NOW, work.reading_order, pdf, lang)
        entries = read_aloud(pending.result())
    return desk.page(
        request,
        "order.html",
        project=project,
        path=document.path,
        entries=entries,
        whole=document.whole,
        base=f"{desk.settings.preview_origin}/v/{document.key}",
    )


# --- Changing ----------------------------------------------------------------------------


async def draft(request: Request) -> Response:
    """The text as it stands in the page while somebody types; nothing of it goes to the disk."""
    form = await form_of(request)
    return await run_in_threadpool(_draft, request, form.get("text", ""), form.get("mark", ""))


def _draft(request: Request, text: str, mark: str) -> Response:
    desk, project = desk_of(request), project_of(request)
    path = request.path_params["path"]
    project.place(path)
    document = desk.previews.open(project, path)
    _change(document, text, mark)
    return JSONResponse({"number": desk.previews.renew(document, text)})


def _change(document: OpenDocument, text: str, mark: str) -> None:
    """Keep `text` as the draft. Of which file it is a change is known from the first `mark` on: a
    page that is loaded anew shows the draft, and must not take a later file for that one."""
    if document.draft is None:
        document.begun_from = mark
    document.draft = text


async def write(request: Request) -> Response:
    """Save the text, look at it without saving, mend it, or take back what was not saved."""
    form = await form_of(request)
    try:
        return await run_in_threadpool(_write, request, form)
    except DocforgeError as error:
        return _unsaved(request, error, form.get("text", ""))


def _unsaved(request: Request, error: DocforgeError, text: str) -> Response:
    """Why nothing can be done with the document any more, and the text, so that it is not lost."""
    is_gone = isinstance(error, Missing)
    told = language(request)("gone-meanwhile") if is_gone else message_of(error)
    status = 404 if is_gone else 422
    desk, title = desk_of(request), "missing-title" if is_gone else "failed-title"
    return desk.page(request, "problem.html", status, title=title, text=told, unsaved=text)


def _write(request: Request, form: dict[str, str]) -> Response:
    desk, project = desk_of(request), project_of(request)
    path = request.path_params["path"]
    document = desk.previews.open(project, path)
    wish = form.get("do", "save").split(":")
    # A form that came in part is no empty document.
    if "text" not in form and wish != ["revert"]:
        raise UsageError("The form came without its text, so nothing was saved", _LOAD_ANEW)
    text, mark = form.get("text", ""), form.get("mark", "")
    match wish:
        case ["revert"]:
            document.draft, note = None, "?note=reverted"
        case ["look"]:
            _change(document, text, mark)
            note = ""
        case ["mend", *chosen]:
            _change(document, text, mark)
            return _mend(request, project, document, text, chosen)
        case _:
            _change(document, text, mark)
            try:
                over = form.get("over") == "on"
                texts.save(project, path, text, mark, over=over)
            except Changed:
                problem = language(request)("changed-meanwhile")
                return _page(request, project, 409, {"text": problem})
            except DocforgeError as error:
                return _page(request, project, 500, {"text": message_of(error)})
            document.draft, note = None, "?note=saved"
    return RedirectResponse(f"/p/{project.ident}/write/{address(path)}{note}", 303)


def _mend(
    request: Request, project: Project, document: OpenDocument, text: str, chosen: list[str]
) -> Response:
    desk, words = desk_of(request), language(request)
    where = _chosen(chosen)
    try:
        made = texts.mended(desk, document, text, where)
    except Exception as error:
        why = getattr(error, "message", type(error).__name__)
        return _page(request, project, 422, {"text": words("not-mended", why=why)})
    document.draft = made.after
    note = "mended" if made.after != made.before else "nothing-mended"
    where_to = f"/p/{project.ident}/write/{address(document.path)}"
    return RedirectResponse(f"{where_to}?note={note}", 303)


def _chosen(parts: list[str]) -> tuple[str, int, int] | None:
    """The code, line and column of the finding that a button names; None for all of them."""
    match parts:
        case []:
            return None
        case [code, line, column] if line.isdecimal() and column.isdecimal():
            return code, int(line), int(column)
        case _:
            raise UsageError("There is no such finding to mend", _LOAD_ANEW)


routes = [
    Route("/p/{ident}/write/{path:path}", show),
    Route("/p/{ident}/write/{path:path}", write, methods=["POST"]),
    Route("/p/{ident}/draft/{path:path}", draft, methods=["POST"]),
    Route("/p/{ident}/state/{path:path}", state),
    Route("/p/{ident}/order/{path:path}", order),
]
