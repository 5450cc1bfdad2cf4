"""One source as far as it goes before rendering: read, parsed, accounted for, linted.

Nothing is raised by `check`: whatever goes wrong with a document ends in its own Export.
"""

import dataclasses
import time
from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from docforge import failures
from docforge.conformance import Standing
from docforge.document import Document
from docforge.errors import DocforgeError, LimitReached
from docforge.export import Dependency, Export, Failure, Status
from docforge.findings import Finding, Severity, Where, has_errors, in_reading_order
from docforge.lint import make_subject, review, without_words
from docforge.lint.autofix import mended
from docforge.lint.subject import LintSubject
from docforge.parse import Parsed, parse
from docforge.source import Source, SourceFile, StoredForm, read_source, stored_form
from docforge.source.options import RunOptions
from docforge.verify.ledger import account

Work = Callable[[SourceFile, RunOptions], Export]


def check(place: SourceFile, options: RunOptions) -> Export:
    """What an export of `place` would find before it renders, without any rendering."""
    return guarded(place, options, _check)


def guarded(place: SourceFile, options: RunOptions, work: Work) -> Export:
    """What `work` makes of the source at `place`, or why it makes nothing; raises nothing."""
    begun = time.perf_counter()
    export = _unharmed(place, options, work)
    return replace(export, seconds=time.perf_counter() - begun)


def _unharmed(place: SourceFile, options: RunOptions, work: Work) -> Export:
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
    found = read(place, options)
    silent = without_words(found.source, found.document, options.config.lint)
    return Export(
        source=place.path,
        stem=place.stem,
        digest=found.source.digest,
        status=Status.BLOCKED if has_errors(found.findings) else Status.EXPORTED,
        findings=in_reading_order((*found.findings, *silent)),
        dependencies=found.dependencies,
    )


class ReadSource(Struct, frozen=True):
    """A source as far as it goes before rendering; its findings are at their final levels.

    `standing` looks at what was found, not at levels: what docforge.toml or a comment forgives
    may be published, but the standards that it fails are not claimed for it.
    """

    subject: LintSubject
    findings: tuple[Finding, ...]
    standing: Standing
    dependencies: tuple[Dependency, ...]

    @property
    def source(self) -> Source:
        return self.subject.source

    @property
    def document(self) -> Document:
        return self.subject.document


def read(place: SourceFile, options: RunOptions) -> ReadSource:
    """Read the source at `place`, and judge what was found. Raises DocforgeError."""
    source = read_source(place, options.config.settings(place.path), options.flags)
    translations = options.translations.get(place.path, ())
    parsed = parse(source, options.neighbours, translations)
    parsed = _sized(parsed, options.largest_image)
    found = (*_unused_configuration(source, options), *source.findings, *parsed.findings)
    found += account(source, parsed.document, found)
    subject = make_subject(source, parsed.document, found)
    reviewed = review(subject, found, options.config.lint)
    evaluated = parsed.document.meta.evaluation is not None
    standing = Standing(is_evaluated=evaluated).with_findings(reviewed.plain)
    return ReadSource(subject, reviewed.findings, standing, parsed.dependencies)


def as_draft(found: ReadSource) -> ReadSource:
    """`found` with a document that says that it is a draft; nothing else of it depends on that."""
    meta = found.document.meta
    meta = replace(meta, restrictions=replace(meta.restrictions, is_draft=True))
    document = replace(found.document, meta=meta)
    return replace(found, subject=dataclasses.replace(found.subject, document=document))


def _unused_configuration(source: Source, options: RunOptions) -> Iterator[Finding]:
    """That a docforge.toml lies with sources which are not trusted, and does not count."""
    if options.config.unused and not source.origin.is_trusted:
        message = "a docforge.toml lies with this source, which is not trusted: it is not used"
        hint = "--config names the team's own."
        yield Finding("TRU003", Severity.NOTE, message, Where(source.path), hint)


class Autofix(Struct, frozen=True):
    """The text of a source, and the same with what is safe to mend mended.

    `form` is how the file holds that text; None when it holds more or other than that.
    """

    before: str
    after: str
    form: StoredForm | None


def autofix(
    place: SourceFile, options: RunOptions, chosen: tuple[str, int, int] | None = None
) -> Autofix:
    """What is safe to mend in the source at `place`; of one finding, its `chosen` code and place.

    Raises DocforgeError when the source cannot be read or parsed.
    """
    found = read(place, options)
    source = found.source
    form = stored_form(source.text, source.digest)
    wanted = [one for one in found.findings if chosen in (None, _key(one))]
    return Autofix(source.text, mended(found.subject, wanted), form)


def _key(finding: Finding) -> tuple[str, int, int]:
    return finding.code, finding.where.line, finding.where.column


def _sized(parsed: Parsed, largest_image: int | None) -> Parsed:
    """`parsed` with its images at most `largest_image` pixels wide and high."""
    if largest_image is None:
        return parsed
    from docforge.media.smaller import smaller

    return replace(parsed, document=smaller(parsed.document, largest_image))
