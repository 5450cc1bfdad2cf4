"""One source to one Export: read, parse, account, lint, render, read back, pass the last gate.

Nothing is raised: whatever goes wrong with a document ends in its own Export.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from docforge import failures
from docforge.document import Document, Meta, plain_text
from docforge.errors import DocforgeError, LimitReached
from docforge.export import Dependency, DocumentFacts, Export, Failure, Rendering, Status
from docforge.findings import Finding, Severity, Verdict, Where, has_errors, in_reading_order
from docforge.formats import render_all, renderers
from docforge.lint import levelled, make_subject, review, without_words
from docforge.lint.autofix import mended
from docforge.lint.subject import LintSubject
from docforge.parse import Parsed, parse
from docforge.source import Source, SourceFile, digest_of, read_source
from docforge.source.options import RunOptions as RunOptions
from docforge.style import load_style, style_answer
from docforge.verify.evidence import evidence, unasked
from docforge.verify.gated import gated
from docforge.verify.ledger import account
from docforge.verify.readback import Proof, read_back


def export(place: SourceFile, options: RunOptions) -> Export:
    """Make the outputs of the source at `place`, or say why there are none."""
    return _guarded(place, options, _export)


def check(place: SourceFile, options: RunOptions) -> Export:
    """What an export of `place` would find before it renders, without any rendering."""
    return _guarded(place, options, _check)


def _guarded(
    place: SourceFile, options: RunOptions, work: Callable[[SourceFile, RunOptions], Export]
) -> Export:
    begun = time.perf_counter()
    export = _unharmed(place, options, work)
    return replace(export, seconds=time.perf_counter() - begun)


def _unharmed(
    place: SourceFile, options: RunOptions, work: Callable[[SourceFile, RunOptions], Export]
) -> Export:
    try:
        return work(place, options)
    except LimitReached as error:
        return _limited(place, error)
    except RecursionError:
        return failures.failed(place, failures.too_deep(place))
    except DocforgeError as error:
        return failures.failed(place, Failure(error.message, error.hint, error.exit_code))
    except MemoryError:
        return failures.failed(place, failures.out_of_memory(place))
    except Exception as error:
        return failures.failed(place, failures.of(error))


def _limited(place: SourceFile, error: LimitReached) -> Export:
    """Blocked, whatever levels and drafts allow: no output of it is to be made."""
    where = Where(place.path, error.line, error.column)
    finding = Finding(error.code, Severity.ERROR, error.message, where, error.hint)
    return Export(place.path, place.stem, "", Status.BLOCKED, findings=(finding,))


def _check(place: SourceFile, options: RunOptions) -> Export:
    read = _read(place, options)
    silent = without_words(read.source, read.document, options.config.lint)
    return Export(
        source=place.path,
        stem=place.stem,
        digest=read.source.digest,
        status=Status.BLOCKED if has_errors(read.findings) else Status.EXPORTED,
        findings=in_reading_order((*read.findings, *silent)),
    )


def _export(place: SourceFile, options: RunOptions) -> Export:
    read = _read(place, options)
    dependencies = read.dependencies
    findings, clean, claim = read.findings, not has_errors(read.findings), read.claim
    renderings: tuple[Rendering, ...] = ()
    proofs: tuple[Proof, ...] = ()
    if clean or options.draft:
        name = read.source.settings.style
        style = load_style(name, options.style_folders)
        dependencies += (Dependency("style", name, style_answer(name, options.style_folders)),)
        settings = read.source.settings
        renders = renderers(options.formats, settings.pdf_profile, settings.image_dpi)
        renderings = render_all(renders, read.document, style, claim=claim, place=place)
        proofs = read_back(read.document, style, renderings, claim=claim)
        seen = _placed((*renderings, *(proof.verdict for proof in proofs)), place.path)
        findings += levelled(seen, options.config.lint)
        clean = not has_errors(findings)
        if claim and not (clean and not has_errors(seen)) and (clean or options.draft):
            # What only the finished files show withdraws the claims that were made before it.
            renderings = render_all(renders, read.document, style, claim=False, place=place)
            proofs = read_back(read.document, style, renderings, claim=False)
    passed = tuple(gated(r.format, r.content, place.stem, read.document) for r in renderings)
    refused = _placed(passed, place.path)
    findings += refused
    status = Status.EXPORTED if clean else Status.DRAFT if options.draft else Status.BLOCKED
    # No level and no draft lets out what the gate has refused.
    status = Status.BLOCKED if refused else status
    delivered = () if status is Status.BLOCKED else renderings
    return Export(
        source=place.path,
        stem=place.stem,
        digest=read.source.digest,
        status=status,
        renderings=delivered,
        findings=in_reading_order(findings),
        verdicts=(
            *(proof.verdict for proof in proofs),
            *passed,
            *unasked([rendering.format for rendering in delivered]),
        ),
        evidence=evidence(read.source.digest, read.document.meta.lang, renderings, proofs),
        dependencies=dependencies,
        facts=_facts(read.document.meta),
    )


def _facts(meta: Meta) -> DocumentFacts:
    title = " ".join(plain_text(meta.title).split())
    return DocumentFacts(title, meta.lang, meta.dir, meta.date, meta.contact.strip())


@dataclass(frozen=True, slots=True)
class _Read:
    """A source as far as it goes before rendering; its findings are at their final levels.

    `claim` looks at what was found, not at levels: what docforge.toml or a comment forgives
    may be published, but no standard is claimed for it.
    """

    subject: LintSubject
    findings: tuple[Finding, ...]
    claim: bool
    dependencies: tuple[Dependency, ...]

    @property
    def source(self) -> Source:
        return self.subject.source

    @property
    def document(self) -> Document:
        return self.subject.document


def _read(place: SourceFile, options: RunOptions) -> _Read:
    source = read_source(place, options.config.settings(place.path), options.flags)
    parsed = _sized(parse(source, options.neighbours), options.largest_image)
    found = (*_unused_configuration(source, options), *source.findings, *parsed.findings)
    found += account(source, parsed.document, found)
    subject = make_subject(source, parsed.document)
    findings = review(subject, found, options.config.lint)
    claim = not has_errors((*found, *findings))
    return _Read(subject, findings, claim, parsed.dependencies)


def _unused_configuration(source: Source, options: RunOptions) -> Iterator[Finding]:
    """That a docforge.toml lies with sources which are not trusted, and does not count."""
    if options.config.unused and not source.origin.is_trusted:
        message = "a docforge.toml lies with this source, which is not trusted: it is not used"
        hint = "--config names the team's own."
        yield Finding("TRU003", Severity.NOTE, message, Where(source.path), hint)


@dataclass(frozen=True, slots=True)
class Mending:
    """The text of a source, and the same with what is safe to mend mended.

    `is_plain` when the file holds that text and nothing else: no byte order mark, no other
    encoding, no other line ends.
    """

    before: str
    after: str
    is_plain: bool


def mend(place: SourceFile, options: RunOptions) -> Mending:
    """What is safe to mend in the source at `place`.

    Raises DocforgeError when the source cannot be read or parsed.
    """
    read = _read(place, options)
    source = read.source
    is_plain = digest_of(source.text.encode()) == source.digest
    return Mending(source.text, mended(read.subject, read.findings), is_plain)


def _sized(parsed: Parsed, largest_image: int | None) -> Parsed:
    """`parsed` with its images at most `largest_image` pixels wide and high."""
    if largest_image is None:
        return parsed
    from docforge.media.smaller import smaller

    return replace(parsed, document=smaller(parsed.document, largest_image))


def _placed(finders: tuple[Rendering | Verdict, ...], path: str) -> tuple[Finding, ...]:
    """What renditions and readers found, with the path that only the source knows."""
    return tuple(
        replace(found, where=replace(found.where, path=path))
        for finder in finders
        for found in finder.findings
    )
