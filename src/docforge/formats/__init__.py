"""Document to each output format; a rendition sees the Document and the Style, nothing else."""

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import Protocol

from docforge.document import Document, PdfProfile, Position
from docforge.errors import TooLarge
from docforge.export import Format, Rendering
from docforge.parse.bounds import refuse
from docforge.source import MEGABYTE, SourceFile
from docforge.style import Style
from docforge.system.libraries import require


class Render(Protocol):
    """What the module of every rendition offers, as `render`."""

    def __call__(self, document: Document, style: Style, *, claim: bool) -> Rendering: ...


class PdfRender(Protocol):
    """What the PDF rendition offers besides."""

    def __call__(
        self,
        document: Document,
        style: Style,
        *,
        claim: bool,
        profile: PdfProfile = "ua-1",
        image_dpi: int = 220,
    ) -> Rendering: ...


def renderers(formats: Sequence[Format], profile: PdfProfile, image_dpi: int) -> tuple[Render, ...]:
    """The renditions of `formats`; that of the PDF is told its standards and the images' dpi."""
    return tuple(
        partial(pdf_renderer(), profile=profile, image_dpi=image_dpi)
        if format_ is Format.PDF
        else renderer(format_)
        for format_ in formats
    )


def render_all(
    renders: Sequence[Render],
    document: Document,
    style: Style,
    *,
    claim: bool,
    place: SourceFile,
) -> tuple[Rendering, ...]:
    """What all `renders` make of `document`.

    Raises TooLarge and LimitReached beyond the limits of `place`.
    """
    renderings: list[Rendering] = []
    room = place.limits.output_mb * MEGABYTE
    for render in renders:
        renderings.append(render(document, style, claim=claim))
        refuse(place.limits, "pages", renderings[-1].pages, Position(1, 1))
        room -= len(renderings[-1].content)
        if room < 0:
            raise TooLarge(
                f"The outputs of {place.path} are larger than {place.limits.output_mb:g} MB",
                "Use smaller images, or raise output_mb under [limits] in docforge.toml.",
            )
    return tuple(renderings)


def renderer(format_: Format) -> Render:
    """The rendition of a format, imported only when it is asked for: each one is costly."""
    render: Render = import_module(format_.rendition).render
    return render


def pdf_renderer() -> PdfRender:
    """The rendition to PDF, which may be asked for one of several standards.

    Raises ToolMissing when a shared library is not here: WeasyPrint would not say what to do.
    """
    require()
    from docforge.formats import pdf

    return pdf.render
