"""`docforge email`: sources or outputs to a draft or a zip in one file, and words about it."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element

import tinyhtml5

from docforge import batch, email, pipeline
from docforge.batch import local
from docforge.config import Config, load_config
from docforge.delivery import write_file
from docforge.email import budget, covering
from docforge.email.body import plain
from docforge.email.pictures import LONGEST, saving
from docforge.errors import DocforgeError, ExitCode, UsageError
from docforge.export import Export, Format, Status
from docforge.naming import ascii_name
from docforge.style import load_words

_MAILED = (Format.PDF, Format.EPUB, Format.TEXT)
_ZIPPED = (*_MAILED, Format.HTML)
# What a covering note is read from.
_READ = (Format.HTML,)
_NOTES = (".md", ".markdown")


class Blocked(DocforgeError):
    """A source that its findings keep from being published, and so from being sent."""

    exit_code = ExitCode.BLOCKED


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for; `formats` None means those that suit the kind of file."""

    paths: tuple[Path, ...]
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    note: str = ""
    formats: tuple[Format, ...] | None = None
    as_zip: bool = False
    smaller_images: bool = False
    output: Path | None = None


def prepare(wish: Wish) -> tuple[Path, list[str]]:
    """Write the file that `wish` asks for; its path, and what to warn of.

    Raises DocforgeError: UsageError, Blocked, DeliveryFailed, or what an export failed with.
    """
    config = load_config(wish.paths[0])
    pieces = tuple(_pieces(wish, config))
    briefing = _briefing(wish, config, pieces)
    file = wish.output or _place(wish, pieces)
    if wish.as_zip:
        content = email.bundle(briefing)
        weights = {one.name: len(one.content) for one in briefing.attachments}
        html_length = 0
    else:
        from docforge.renditions.pdf.drawing import draw

        content, weights = email.compose(briefing, draw)
        html_length = weights["HTML part"]
    limits = budget.Budget(config.email.warn_mb, config.email.max_mb)
    spare = 0 if wish.smaller_images else _saving(pieces, briefing)
    warnings = [*budget.check(weights, limits, spare), *budget.check_html(html_length)]
    write_file(file, content)
    return file, warnings


def _briefing(wish: Wish, config: Config, pieces: tuple[email.Piece, ...]) -> email.Briefing:
    mail = config.email
    formats = wish.formats or (_ZIPPED if wish.as_zip else _MAILED)
    if not wish.as_zip and Format.HTML in formats:
        raise UsageError(
            "HTML is not attached to an e-mail: mail gateways quarantine it",
            "The message shows the document itself. --zip holds the HTML file, too.",
        )
    paragraphs, elements = _note(wish.note, pieces[0].lang)
    return email.Briefing(
        subject=wish.subject or _subject(pieces),
        pieces=pieces,
        attachments=email.attached(pieces, formats),
        recipients=email.recipients(
            wish.to or mail.to, wish.cc or mail.cc, mail.sender, mail.lists
        ),
        words=load_words(pieces[0].lang),
        note=paragraphs,
        note_elements=elements,
    )


def _subject(pieces: Sequence[email.Piece]) -> str:
    if len(pieces) > 1:
        raise UsageError(
            "An e-mail with several documents needs a subject",
            'Add --subject "Autumn briefing".',
        )
    return pieces[0].title


def _place(wish: Wish, pieces: Sequence[email.Piece]) -> Path:
    name = ascii_name(wish.subject) if len(pieces) > 1 else pieces[0].stem
    return Path("output") / f"{name}.{'zip' if wish.as_zip else 'eml'}"


def _saving(pieces: Sequence[email.Piece], briefing: email.Briefing) -> int:
    """What smaller images would save, about: each stands in the message, the EPUB and the PDF."""
    carriers = 1 + sum(
        any(one.format is kind for one in briefing.attachments)
        for kind in (Format.EPUB, Format.PDF)
    )
    images = (image for one in pieces for image in email.images(one.page))
    return carriers * sum(saving(data, media_type) for media_type, data in images)


# --- The covering note -------------------------------------------------------------------


def _note(note: str, lang: str) -> tuple[tuple[str, ...], tuple[Element, ...]]:
    """The note as text and as elements; a name that ends in .md is a file in Markdown."""
    if not note.lower().endswith(_NOTES):
        paragraphs = covering.note_paragraphs(note)
        return paragraphs, covering.paragraph_elements(paragraphs)
    config, flags = load_config(Path(note)), {"lang": lang, "title": note}
    ((_, outputs),) = _exported(Path(note), pipeline.Order(config, {}, _READ, flags=flags))
    page = tinyhtml5.parse(outputs[Format.HTML], namespace_html_elements=False)
    main = page.find("body/main")
    assert main is not None, "a page has a main part"
    made = plain(main)
    return covering.spoken(made), (made,)


# --- Sources and outputs -----------------------------------------------------------------


def _pieces(wish: Wish, config: Config) -> Iterator[email.Piece]:
    for path in wish.paths:
        found = _outputs(path)
        if found is not None:
            if wish.smaller_images:
                raise UsageError(
                    f"{path} is finished: its images cannot be made smaller",
                    "Name the Markdown source in its place.",
                )
            yield email.piece(*found)
        else:
            size = LONGEST if wish.smaller_images else None
            order = pipeline.Order(config, {}, largest_image=size)
            yield from (email.piece(*document) for document in _exported(path, order))


def _outputs(path: Path) -> tuple[str, Mapping[Format, bytes]] | None:
    """The outputs that `path` names: one of the files, or the folder they lie in."""
    html = path / f"{path.name}.html" if path.is_dir() else path.with_suffix(".html")
    if path.suffix[1:] not in list(Format) and not path.is_dir():
        return None
    if not html.is_file():
        if path.is_dir():
            return None
        raise UsageError(
            f"{html} is missing: the message is made from it",
            "Export the document again, in all formats.",
        )
    files = {kind: html.with_suffix(f".{kind}") for kind in Format}
    found = {kind: file.read_bytes() for kind, file in files.items() if file.is_file()}
    return html.stem, _complete(found, html)


def _complete(found: dict[Format, bytes], html: Path) -> dict[Format, bytes]:
    if Format.TEXT not in found:
        raise UsageError(
            f"{html.with_suffix('.txt')} is missing: the message needs it",
            "Export the document again, in all formats.",
        )
    return found


def _exported(path: Path, order: pipeline.Order) -> list[tuple[str, dict[Format, bytes]]]:
    """The outputs of the sources at `path`, by name. Raises what the first that failed says."""
    plan = batch.plan([path], order.config)
    order = replace(order, neighbours=plan.neighbours)
    with tempfile.TemporaryDirectory(prefix="docforge-email-") as folder:
        delivered = list(batch.run(plan.places, order, Path(folder), local.executor(_jobs())))
        for one in delivered:
            _require(one.export)
        return [
            (one.export.stem.rpartition("/")[2], _read(Path(folder), one.entry["outputs"]))
            for one in delivered
        ]


def _read(folder: Path, outputs: Mapping[str, str]) -> dict[Format, bytes]:
    return {Format(kind): (folder / name).read_bytes() for kind, name in outputs.items()}


def _require(export: Export) -> None:
    if export.failure is not None:
        failed = DocforgeError(export.failure.message, export.failure.hint)
        failed.exit_code = ExitCode(export.failure.exit_code)
        raise failed
    if export.status is not Status.EXPORTED:
        raise Blocked(
            f"{export.source} has errors, and what has errors is not sent",
            "docforge export shows them.",
        )


def _jobs() -> int:
    return os.cpu_count() or 1
