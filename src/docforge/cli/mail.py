"""`docforge email`: documents to a draft or a zip in one file, and words about it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from docforge import email, gate
from docforge.cli.mail_documents import DocumentBlocked, gather, pages_of
from docforge.deliver import write_file
from docforge.email import budget, covering
from docforge.email.body import plain
from docforge.errors import UsageError
from docforge.export import FORMATS, Format
from docforge.gate import Hit
from docforge.media.smaller import LONGEST
from docforge.source.config import Config, load_config
from docforge.source.names import ascii_name
from docforge.source.options import RunOptions
from docforge.style import load_words
from docforge.style.sizes import in_words
from docforge.system.libraries import require

_NOTES = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class MailOptions:
    """What the command line asks for; `formats` None means those that suit the kind of file."""

    paths: tuple[Path, ...]
    sender: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    note: str = ""
    formats: tuple[Format, ...] | None = None
    as_zip: bool = False
    smaller_images: bool = False
    output: Path | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """A finished file with what each part of it weighs, in bytes before encoding."""

    stem: str
    content: bytes
    weights: dict[str, int]
    warnings: tuple[str, ...]


def prepare(wish: MailOptions, config: Config) -> tuple[Path, list[str]]:
    """Write the file that `wish` asks for; its path, and what to warn of.

    Raises DocforgeError: UsageError, Blocked, DeliveryFailed, or what an export failed with.
    """
    made = _make(wish, config)
    limits = budget.Budget(config.email.warn_mb, config.email.max_mb)
    heavy = budget.check(made.weights, limits, lambda: _offer(wish, config, made))
    warnings = [*made.warnings, *heavy]
    file = wish.output or Path("output", f"{made.stem}.{'zip' if wish.as_zip else 'eml'}")
    write_file(file, made.content)
    return file, warnings


def _make(wish: MailOptions, config: Config) -> _Made:
    mail = config.email
    # What is wrong with the command line is told before anything is exported.
    people = email.recipients(wish.to or mail.to, wish.cc or mail.cc, mail.lists)
    formats = _formats(wish)
    options = RunOptions(config, {}, largest_image=LONGEST if wish.smaller_images else None)
    gathered = gather(wish.paths, options)
    pieces = gathered.pieces
    briefing = _briefing(wish, config, pieces, formats)
    stem = ascii_name(briefing.subject) if len(pieces) > 1 else pieces[0].stem
    if wish.as_zip:
        weights = {one.name: len(one.content) for one in briefing.attachments}
        archive = email.bundle(briefing)
        _refuse(gate.check_bundle(archive))
        return _Made(stem, archive, weights, gathered.warnings)
    require()
    from docforge.formats.pdf.weasyprint.drawing import draw

    sender = wish.sender or mail.sender
    origin = email.address(sender or _contact(pieces))
    content, weights = email.compose(briefing, origin, people, draw)
    _refuse(gate.check_message(content))
    warnings = (*gathered.warnings, *budget.check_html(weights["HTML part"]))
    if not sender:
        warnings += (
            f"The sender is {origin}, the contact of the documents; --from, or from under "
            "[email] in docforge.toml, names another.",
        )
    return _Made(stem, content, weights, warnings)


def _refuse(hits: tuple[Hit, ...]) -> None:
    """Raises DocumentBlocked when something stands in the message that is on no list (law 10)."""
    if hits:
        raise DocumentBlocked(
            f"The message would hold what may not stand in it: {hits[0]}",
            "Nothing was written. Export the document again; if that does not help, report it.",
        )


def _formats(wish: MailOptions) -> tuple[Format, ...]:
    known = FORMATS.values()
    mailed = sorted((each for each in known if each.mail_rank), key=lambda each: each.mail_rank)
    others = [each for each in known if each not in mailed]
    formats = wish.formats or (*mailed, *(others if wish.as_zip else ()))
    for name in (each.name for each in formats if each in others and not wish.as_zip):
        raise UsageError(
            f"{name} is not attached to an e-mail: mail gateways quarantine it",
            f"The message shows the document itself. --zip holds the {name} file, too.",
        )
    return formats


def _contact(pieces: Sequence[email.MailDocument]) -> str:
    """The address of the documents' contact. Raises UsageError: a message needs a sender."""
    found = next((one.mailbox for one in pieces if one.mailbox), "")
    if not found:
        raise UsageError(
            "An e-mail needs a sender, and nothing names one",
            'Add --from "Press desk <press@example.org>", or from under [email] in docforge.toml.',
        )
    return found


def _offer(wish: MailOptions, config: Config, made: _Made) -> str:
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
) -> email.Briefing:
    lang = _lang(pieces, config)
    paragraphs, elements = _note(wish.note, lang)
    return email.Briefing(
        subject=wish.subject or _subject(pieces),
        lang=lang,
        pieces=pieces,
        attachments=email.attached(pieces, formats),
        words=load_words(lang),
        note=paragraphs,
        note_elements=elements,
    )


def _lang(pieces: Sequence[email.MailDocument], config: Config) -> str:
    """The documents' language; of several, the one that docforge.toml names, or most have."""
    spoken = Counter(one.facts.lang for one in pieces)
    ((most, _),) = spoken.most_common(1)
    return most if len(spoken) == 1 else config.defaults.lang or most


def _subject(pieces: Sequence[email.MailDocument]) -> str:
    if len(pieces) > 1:
        raise UsageError(
            "An e-mail with several documents needs a subject",
            'Add --subject "Autumn briefing".',
        )
    return pieces[0].facts.title


# --- The covering note -------------------------------------------------------------------


def _note(note: str, lang: str) -> tuple[tuple[str, ...], tuple[Element, ...]]:
    """The note as text and as elements; a name that ends in .md is a file in Markdown."""
    if not note.lower().endswith(_NOTES):
        paragraphs = covering.note_paragraphs(note)
        return paragraphs, covering.paragraph_elements(paragraphs)
    config = load_config(Path(note))
    defaults = config.defaults.model_copy(update={"lang": lang, "title": note})
    options = RunOptions(replace(config, defaults=defaults), {}, formats=(Format.HTML,))
    (piece,) = gather([Path(note)], options).pieces
    main = piece.page.find("body/main")
    assert main is not None, "a page has a main part"
    made = plain(main)
    made.attrib.update(lang=piece.facts.lang, dir=piece.facts.dir)
    return covering.spoken(made), (made,)
