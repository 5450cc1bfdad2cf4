"""One source to one Export: read, parse, gate, render.

Nothing is raised: whatever goes wrong with a document ends in its own Export.
"""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, assert_never

from docforge.config import Config
from docforge.document import Document
from docforge.errors import DocforgeError, ExitCode
from docforge.export import Export, Failure, Format, Rendering, Status
from docforge.findings import Finding, Severity
from docforge.frontmatter import read_front_matter
from docforge.parse import parse
from docforge.source import SourcePlace, read_source
from docforge.style import Style, load_style


@dataclass(frozen=True, slots=True)
class Order:
    """What all documents of a run share.

    `neighbours` maps the path of every source to the stem of its outputs; `flags` are the
    settings that the command line gives, over all others.
    """

    config: Config
    neighbours: Mapping[str, str]
    formats: tuple[Format, ...] = tuple(Format)
    draft: bool = False
    flags: Mapping[str, Any] = field(default_factory=dict)

    @property
    def style_folders(self) -> tuple[Path, ...]:
        """Where a project keeps styles of its own: "styles" beside docforge.toml."""
        file = self.config.file
        return (file.parent / "styles",) if file else ()


class Render(Protocol):
    """What every rendition offers."""

    def __call__(self, document: Document, style: Style, *, claim: bool) -> Rendering: ...


def export(place: SourcePlace, order: Order) -> Export:
    """Make the outputs of the source at `place`, or say why there are none."""
    try:
        return _export(place, order)
    except DocforgeError as error:
        return failed(place, Failure(error.message, error.hint, error.exit_code))
    except MemoryError:
        return failed(place, out_of_memory(place))
    except Exception as error:
        return failed(place, bug(error))


def _export(place: SourcePlace, order: Order) -> Export:
    source = read_source(place)
    front = read_front_matter(source, order.config.settings(place.path), order.flags)
    parsed = parse(source, front, order.neighbours)
    findings = (*source.findings, *front.findings, *parsed.findings)
    clean = not has_errors(findings)
    renderings: tuple[Rendering, ...] = ()
    if clean or order.draft:
        style = load_style(front.settings.style, order.style_folders)
        renderings = _render(parsed.document, style, order.formats, claim=clean)
        findings += _placed(renderings, place.path)
        if clean and has_errors(findings):
            # What only a rendition can see withdraws the claims that were made before it.
            clean = False
            if order.draft:
                renderings = _render(parsed.document, style, order.formats, claim=False)
    status = Status.EXPORTED if clean else Status.DRAFT if order.draft else Status.BLOCKED
    return Export(
        source=place.path,
        stem=place.stem,
        digest=source.digest,
        status=status,
        renderings=() if status is Status.BLOCKED else renderings,
        findings=in_reading_order(findings),
    )


def _placed(renderings: tuple[Rendering, ...], path: str) -> tuple[Finding, ...]:
    """What the renditions found, with the path that only the source knows."""
    return tuple(
        replace(found, where=replace(found.where, path=path))
        for rendering in renderings
        for found in rendering.findings
    )


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Whether a finding blocks publication."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def in_reading_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Each finding once, as the writer meets them from the top of the source down."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda finding: (finding.where.line, finding.where.column, finding.code),
        )
    )


def _render(
    document: Document, style: Style, formats: tuple[Format, ...], *, claim: bool
) -> tuple[Rendering, ...]:
    return tuple(renderer(format_)(document, style, claim=claim) for format_ in formats)


def renderer(format_: Format) -> Render:
    """The rendition of a format, imported only when it is asked for: each one is costly."""
    match format_:
        case Format.HTML:
            from docforge.renditions import html

            return html.render
        case Format.EPUB:
            from docforge.renditions import epub

            return epub.render
        case Format.PDF:
            from docforge.renditions import pdf

            return pdf.render
        case Format.TEXT:
            from docforge.renditions import text

            return text.render
    assert_never(format_)


# --- Failures ----------------------------------------------------------------------------


def failed(place: SourcePlace, failure: Failure) -> Export:
    """The Export of a document that came to nothing."""
    return Export(place.path, place.stem, "", Status.FAILED, failure=failure)


def out_of_memory(place: SourcePlace) -> Failure:
    """A document that needs more memory than one document may have."""
    return Failure(
        f"{place.path} needs more than {place.limits.memory_mb:g} MB of memory",
        "Split it, use smaller images, or raise memory_mb under [limits] in docforge.toml.",
        ExitCode.TOOL_FAILED,
    )


def out_of_time(place: SourcePlace) -> Failure:
    """A document that takes longer than one document may take."""
    return Failure(
        f"{place.path} took longer than {place.limits.seconds:g} seconds",
        "Split it, or raise seconds under [limits] in docforge.toml.",
        ExitCode.TOOL_FAILED,
    )


def worker_died(place: SourcePlace, exit_code: int) -> Failure:
    """A document whose process ended without an answer."""
    how = f"signal {-exit_code}" if exit_code < 0 else f"code {exit_code}"
    return Failure(
        f"The process that exported {place.path} ended with {how}",
        f"Often it ran out of memory (its limit is {place.limits.memory_mb:g} MB): split the "
        "document, use smaller images, or raise memory_mb under [limits] in docforge.toml.",
        ExitCode.TOOL_FAILED,
    )


def bug(error: Exception) -> Failure:
    """A failure that docforge did not foresee, with the place in the code to report."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "docforge" in Path(frame.filename).parts]
    frame = (ours or frames)[-1]
    module = Path(frame.filename).as_posix().rpartition("docforge/")[2]
    place = f"{module}:{frame.lineno}"
    return Failure(
        f"This is a bug in docforge: {type(error).__name__} at {place}",
        "Please report it, with the document if you can share it. "
        "--debug shows the whole trace for the report.",
        ExitCode.BUG,
        "".join(traceback.format_exception(error)),
    )
