"""What can be chosen for a project, kept in its docforge.toml, where the command line reads it."""

import re
from collections.abc import Mapping

from msgspec import Struct

from docforge.deliver import write_file
from docforge.desk.project import Project
from docforge.errors import DocforgeError, UsageError
from docforge.source.config.settings import read_keys
from docforge.style import style_names

_LARGE_PRINT = "large-print"


class Choices(Struct, frozen=True):
    """What is chosen now, and between what. `are_open` when the project decides itself."""

    styles: tuple[str, ...]
    style: str
    lang: str
    has_large_print: bool
    is_from_outside: bool
    are_open: bool


def of(project: Project) -> Choices:
    """The choices of a project; those of docforge's defaults when its file cannot be read."""
    try:
        config = project.config()
    except DocforgeError:
        return Choices(style_names(()), "briefing", "", False, True, False)
    folders = (config.file.parent / "styles",) if config.file else ()
    return Choices(
        styles=style_names(folders),
        style=config.defaults.style,
        lang=config.defaults.lang or "",
        has_large_print=_LARGE_PRINT in config.defaults.editions,
        is_from_outside=not config.is_trusted("any.md"),
        are_open=not project.is_of_team and project.only is None,
    )


def change(project: Project, form: Mapping[str, str]) -> None:
    """Write what was chosen. Raises UsageError and DeliveryFailed; then nothing has changed."""
    known = of(project)
    style, lang = form.get("style", known.style), form.get("lang", known.lang).strip()
    if not known.are_open:
        raise UsageError("The team's configuration decides this")
    if style not in known.styles:
        raise UsageError(f"There is no style named {style}")
    _, wrong = read_keys({"lang": lang}) if lang else ({}, {})
    if wrong:
        raise UsageError(f"The language {wrong['lang']}", "Write a tag such as en-GB, cy or ar.")
    before = project.file.read_text("utf-8") if project.file.exists() else '[input]\nfolder = "."\n'
    text = with_key(before, "document", "style", f'"{style}"')
    text = with_key(text, "document", "lang", f'"{lang}"' if lang else "")
    editions = f'["standard", "{_LARGE_PRINT}"]' if _LARGE_PRINT in form else ""
    text = with_key(text, "document", "editions", editions)
    outside = '["**"]' if form.get("origin", "outside") == "outside" else "[]"
    text = with_key(text, "trust", "untrusted", outside)
    write_file(project.file, text.encode())
    try:
        project.config()
    except DocforgeError:
        write_file(project.file, before.encode())
        raise


def with_key(toml: str, table: str, key: str, value: str) -> str:
    """`toml` with `key` of `table` set to `value`, which is written as TOML; "" takes it away.

    Everything else stays as somebody wrote it.
    """
    lines = toml.splitlines()
    start = next((at for at, line in enumerate(lines) if line.strip() == f"[{table}]"), None)
    if start is None:
        return "\n".join([*lines, "", f"[{table}]", f"{key} = {value}", ""]) if value else toml
    end = next(
        (at for at in range(start + 1, len(lines)) if lines[at].lstrip().startswith("[")),
        len(lines),
    )
    named = re.compile(rf"\s*{re.escape(key)}\s*=")
    there = next((at for at in range(start + 1, end) if named.match(lines[at])), None)
    new = [f"{key} = {value}"] if value else []
    if there is not None:
        lines[there : there + 1] = new
    else:
        lines[start + 1 : start + 1] = new
    return "\n".join(lines) + "\n"
