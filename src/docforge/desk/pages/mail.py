"""An e-mail draft, or a zip in its place, of documents that were exported."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from docforge import deliver
from docforge.desk import work
from docforge.desk.desk import desk_of, language, project_of
from docforge.desk.forms import fields_of
from docforge.desk.messages import message_of
from docforge.desk.pages.project import download
from docforge.desk.project import Project
from docforge.desk.workers import Rank
from docforge.errors import DocforgeError
from docforge.export import FORMATS
from docforge.run.mail import MailOptions

_FIELDS = ("from", "to", "cc", "subject", "note")
_KINDS = {"eml": "message/rfc822", "zip": "application/zip"}


def show(request: Request) -> Response:
    """The page with the fields of a draft."""
    only = request.query_params.get("only", "")
    return _page(request, project_of(request), {"only": [only]} if only else {})


def _page(
    request: Request,
    project: Project,
    values: Mapping[str, Sequence[str]],
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    warnings: Sequence[str] = (),
) -> Response:
    entries = _entries(project)
    only = values.get("only", ())
    chosen = values.get("document", only or list(entries))
    try:
        mail = project.config().email
        known = {"from": mail.sender, "to": ", ".join(mail.to), "cc": ", ".join(mail.cc)}
        lists = list(mail.lists)
    except DocforgeError:
        known, lists = {}, []
    return desk_of(request).page(
        request,
        "mail.html",
        status,
        project=project,
        entries=entries,
        chosen=set(chosen),
        values={name: next(iter(values.get(name, ())), known.get(name, "")) for name in _FIELDS},
        kinds=values.get("format", ("pdf", "epub", "txt")),
        formats=[kind for kind in FORMATS.values() if kind.mail_rank],
        lists=lists,
        errors=errors or {},
        only=next(iter(only), ""),
        as_zip=said_zip(values),
        is_embargoed=any(one.document and one.document.embargo for one in entries.values()),
        is_under_embargo=bool(values.get("under_embargo")),
        warnings=warnings,
    )


def _entries(project: Project) -> dict[str, deliver.ManifestEntry]:
    """Documents that were exported whole, by source."""
    try:
        found = deliver.read_manifest(project.output)
    except DocforgeError:
        return {}
    return {source: entry for source, entry in found.items() if "html" in entry.outputs}


async def make(request: Request) -> Response:
    """The draft as a file to open in a mail program."""
    values: dict[str, list[str]] = {}
    for name, value in await fields_of(request):
        values.setdefault(name, []).append(value)
    return await run_in_threadpool(_make, request, values)


def _make(request: Request, values: Mapping[str, Sequence[str]]) -> Response:
    desk, project, words = desk_of(request), project_of(request), language(request)
    entries = _entries(project)
    chosen = [entries[source] for source in values.get("document", ()) if source in entries]
    if not chosen:
        return _page(request, project, values, 422, {"document": words("no-documents-chosen")})
    said = {name: next(iter(values.get(name, ())), "").strip() for name in _FIELDS}
    kinds = [FORMATS[kind] for kind in values.get("format", ()) if kind in FORMATS]
    as_zip = said_zip(values)
    wish = MailOptions(
        paths=(),
        sender=said["from"],
        to=_addresses(said["to"]),
        cc=_addresses(said["cc"]),
        subject=said["subject"],
        note=said["note"],
        formats=tuple(kinds) or None,
        as_zip=as_zip,
        under_embargo=bool(values.get("under_embargo")),
        now=datetime.now(UTC),
    )
    files = {
        name: deliver.read_file(project.output / name)
        for entry in chosen
        for name in entry.outputs.values()
    }
    files[deliver.MANIFEST] = deliver.read_file(project.output / deliver.MANIFEST)
    pages = [entry.outputs["html"] for entry in chosen]
    pending = desk.workers.ask(
        project.person, Rank.NOW, work.message, wish, project.config(), files, pages
    )
    try:
        made = pending.result()
    except DocforgeError as error:
        return _page(request, project, values, 422, {_field(error.message): message_of(error)})
    if made.warnings and not values.get("seen"):
        return _page(request, project, values, warnings=made.warnings)
    return download(made.name, made.content, _KINDS["zip" if as_zip else "eml"])


def said_zip(values: Mapping[str, Sequence[str]]) -> bool:
    """Whether a zip was asked for in place of a draft."""
    return values.get("as", [""])[0] == "zip"


def _addresses(typed: str) -> tuple[str, ...]:
    """Addresses as people type them: one a line, or with commas or semicolons between."""
    parts = re.findall(r'(?:"[^"]*"|[^",;\n]|")+', typed)
    return tuple(part.strip() for part in parts if part.strip())


def _field(message: str) -> str:
    """The field that a message is about, so that it stands there."""
    for part, field in (
        ("embargo", "under_embargo"),
        ("sender", "from"),
        ("subject", "subject"),
        ("address", "to"),
    ):
        if part in message.lower():
            return field
    return "form"


routes = [
    Route("/p/{ident}/mail", show),
    Route("/p/{ident}/mail", make, methods=["POST"]),
]
