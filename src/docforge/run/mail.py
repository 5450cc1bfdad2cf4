"""`docforge email`: documents to a draft or a zip in one file, and words about it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from docforge import email, gate
from docforge.deliver import write_file
from docforge.document.restrictions import Embargo
from docforge.email import budget
from docforge.errors import UsageError
from docforge.export import EDITIONS, FORMATS, Format
from docforge.findings import Finding
from docforge.gate import Hit
from docforge.media.formulas.drawing import FormulaDrawing
from docforge.media.smaller import LONGEST
from docforge.run.mail_documents import DocumentBlocked, gather, pages_of
from docforge.run.mail_note import CoveringNote, covering_note
from docforge.source.config import Config
from docforge.source.names import ascii_name
from docforge.source.options import RunOptions
from docforge.style import load_style, load_words
from docforge.style.sizes import in_words
from docforge.system.libraries import require
from docforge.verify.mail import MailOrder, prove


class MailOptions(Struct, frozen=True):
    """What is asked for; `formats` None means those that suit the kind of file.

    A `note` is text, or the path of a Markdown file. `body` is what is shown of the documents; None
    shows short ones whole and the beginning of others. What is embargoed at the time `now` (aware)
    is made only `under_embargo`; so is what nobody brings the time for.
    """

    paths: tuple[Path, ...]
    sender: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    note: str | Path = ""
    formats: tuple[Format, ...] | None = None
    as_zip: bool = False
    smaller_images: bool = False
    output: Path | None = None
    body: email.Body | None = None
    under_embargo: bool = False
    now: datetime | None = None


class _Finished(Struct, frozen=True):
    """A finished file with what each part of it weighs, in bytes before encoding."""

    stem: str
    content: bytes
    weights: Mapping[str, int]
    warnings: tuple[str, ...]
    shown: str = ""


class MailFile(Struct, frozen=True):
    """A finished draft or zip, what it is called, and what to warn of.

    `shown` is a sentence: what a draft shows of its documents.
    """

    name: str
    content: bytes
    warnings: tuple[str, ...]
    shown: str = ""


def prepare(wish: MailOptions, config: Config) -> tuple[Path, MailFile]:
    """Write the file that `wish` asks for; its path, and what is in it.

    Raises DocforgeError: UsageError, Blocked, DeliveryFailed, or what an export failed with.
    """
    mail = make(wish, config)
    file = wish.output or Path("output", mail.name)
    write_file(file, mail.content)
    return file, mail


def make(wish: MailOptions, config: Config) -> MailFile:
    """The file that `wish` asks for, without writing it; raises as `prepare` does."""
    made = _make(wish, config)
    limits = budget.Budget(config.email.warn_mb, config.email.max_mb)
    heavy = budget.check(made.weights, limits, lambda: _offer(wish, config, made))
    name = f"{made.stem}.{'zip' if wish.as_zip else 'eml'}"
    return MailFile(name, made.content, (*made.warnings, *heavy), made.shown)


def _make(wish: MailOptions, config: Config) -> _Finished:
    mail = config.email
    # What is wrong with the command line is told before anything is exported.
    people = email.recipients(wish.to or mail.to, wish.cc or mail.cc, mail.lists)
    sender = None if wish.as_zip else _sender(wish, config)
    formats = _formats(wish)
    options = RunOptions(config, {}, largest_image=LONGEST if wish.smaller_images else None)
    gathered = gather(wish.paths, options)
    pieces = gathered.pieces
    _refuse_early(wish, pieces)
    note = covering_note(wish.note, _lang(pieces, config))
    briefing = _briefing(wish, config, pieces, formats, note)
    stem = ascii_name(briefing.subject) if len(pieces) > 1 else pieces[0].stem
    if sender is None:
        weights = {one.name: len(one.content) for one in briefing.attachments}
        archive = email.bundle(briefing)
        _refuse(gate.check_bundle(archive))
        return _Finished(stem, archive, weights, gathered.warnings)
    require()
    from docforge.formats.pdf.weasyprint.drawing import draw

    # The proof asks for the same pictures once more.
    studio = email.Studio(cache(draw), cache(_draw_formula))
    made = email.compose(briefing, sender, people, studio)
    _refuse(gate.check_message(made.content))
    order = MailOrder(
        title=briefing.title,
        lang=briefing.lang,
        words=briefing.words,
        sender=sender,
        to=people.to,
        cc=people.cc,
        documents=pieces,
        formats=tuple(formats),
        body=made.body,
        draw=studio.draw,
        draw_formula=studio.draw_formula,
        note="" if isinstance(wish.note, Path) else wish.note,
        note_page=note.page,
        base=briefing.neighbours.base,
    )
    _refuse_unlike(prove(made.content, order))
    warnings = (*gathered.warnings, *budget.check_html(made.weights["HTML part"]))
    shown = email.shown(made.body, briefing.body, asked=wish.body is not None)
    return _Finished(stem, made.content, made.weights, warnings, shown)


# In em: what is wider goes on in further lines, as on paper.
_LONGEST_FORMULA = 40


def _draw_formula(mathml: str) -> FormulaDrawing | None:
    from docforge.media.formulas.drawing import draw

    return draw(mathml, _LONGEST_FORMULA)


def _refuse_early(wish: MailOptions, pieces: Sequence[email.MailDocument]) -> None:
    """Raises DocumentBlocked for an embargoed document, unless whoever asks says so."""
    for facts in (one.facts for one in pieces if one.facts.embargo and not wish.under_embargo):
        if wish.now is None or not Embargo.of(facts.embargo).is_over(wish.now):
            said = next(iter(facts.marks), facts.embargo)
            raise DocumentBlocked(
                f"“{facts.title}” is not to be sent yet: {said}",
                "Wait, or say --under-embargo: the e-mail then names the embargo in its subject.",
            )


def _refuse(hits: tuple[Hit, ...]) -> None:
    """Raises DocumentBlocked when something stands in the message that is on no list (law 10)."""
    if hits:
        raise DocumentBlocked(
            f"The message would hold what may not stand in it: {hits[0]}",
            "Nothing was written. Export the document again; if that does not help, report it.",
        )


def _refuse_unlike(findings: tuple[Finding, ...]) -> None:
    """Raises DocumentBlocked when the message says something else than its documents."""
    if findings:
        told = "\n".join(f"  {found.code} {found.message}" for found in findings)
        raise DocumentBlocked(
            f"The message would not say what was ordered:\n{told}",
            "Nothing was written. This is a fault of docforge, not of the documents: please "
            "report it.",
        )


def _formats(wish: MailOptions) -> tuple[Format, ...]:
    known = FORMATS.values()
    mailed = sorted((each for each in known if each.mail_rank), key=lambda each: each.mail_rank)
    others = [each for each in known if each not in mailed]
    chosen = wish.formats or (*mailed, *(others if wish.as_zip else ()))
    # Whoever wants a PDF wants each edition of it that there is.
    formats = tuple(
        each
        for standard in chosen
        for each in (standard, *(one for one in EDITIONS.values() if one.base is standard))
    )
    for name in (each.name for each in formats if each in others and not wish.as_zip):
        raise UsageError(
            f"{name} is not attached to an e-mail: mail gateways quarantine it",
            f"The message shows the document itself. --zip holds the {name} file, too.",
        )
    return formats


def _sender(wish: MailOptions, config: Config) -> email.Address:
    """Whom the message is from, never what a document says. Raises UsageError."""
    named = wish.sender or config.email.sender
    if not named:
        raise UsageError(
            "An e-mail needs a sender, and nothing names one",
            'Add --from "Press desk <press@example.org>", or from under [email] in docforge.toml. '
            "The contact of a document is never the sender.",
        )
    return email.address(named)


def _offer(wish: MailOptions, config: Config, made: _Finished) -> str:
    """What smaller images save: measured, by making the same once more with them."""
    if wish.smaller_images:
        return "Its images are small already."
    if any(map(pages_of, wish.paths)):
        return "From the Markdown sources, --smaller-images may make it lighter."
    total = sum(made.weights.values())
    lighter = sum(_make(replace(wish, smaller_images=True), config).weights.values())
    if lighter >= total:
        return "Smaller images would not help."
    saved = in_words(total - lighter)
    return f"--smaller-images saves {saved} and leaves {in_words(lighter)}."


def _briefing(
    wish: MailOptions,
    config: Config,
    pieces: tuple[email.MailDocument, ...],
    formats: Sequence[Format],
    note: CoveringNote,
) -> email.Briefing:
    lang = _lang(pieces, config)
    return email.Briefing(
        title=wish.subject or _subject(pieces),
        lang=lang,
        pieces=pieces,
        attachments=email.attached(pieces, formats),
        words=load_words(lang),
        accent=_accent(config),
        note=note.paragraphs,
        note_elements=note.elements,
        body=wish.body or email.usual(pieces),
        neighbours=email.neighbours_of(pieces, config.defaults.base_url or "", formats),
    )


def _accent(config: Config) -> str:
    """The colour of the house that the configuration names."""
    folders = RunOptions(config, {}).style_folders
    colours = load_style(config.defaults.style, folders, config.brand).colours
    return dict(colours.light)["accent"]


def _lang(pieces: Sequence[email.MailDocument], config: Config) -> str:
    """The documents' language; of several, the one that docforge.toml names, or most have."""
    spoken = Counter(one.facts.lang for one in pieces)
    ((most, _),) = spoken.most_common(1)
    return most if len(spoken) == 1 else config.defaults.lang or most


def _subject(pieces: Sequence[email.MailDocument]) -> str:
    """The title; of a document in several languages, all of its titles."""
    titles = tuple(dict.fromkeys(one.facts.title for one in pieces))
    if len({one.facts.lang for one in pieces}) == len(pieces) and all(
        one.facts.translations for one in pieces
    ):
        return " / ".join(titles)
    if len(pieces) > 1:
        raise UsageError(
            "An e-mail with several documents needs a subject",
            'Add --subject "Autumn briefing".',
        )
    return titles[0]
