"""Document to each output format; a rendition sees the Document and the Style, nothing else."""

from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Protocol

from msgspec.structs import replace

from docforge.conformance import Standing
from docforge.document import Document, PdfProfile, Position
from docforge.errors import TooLarge
from docforge.export import Format, PageStart, Rendering
from docforge.source import MEGABYTE, SourceFile
from docforge.style import Style
from docforge.system.libraries import require


class Render(Protocol):
    """What the module of every rendition offers, as `render`."""

    def __call__(self, document: Document, style: Style, *, standing: Standing) -> Rendering: ...


class BookRender(Protocol):
    """What the EPUB rendition offers besides."""

    def __call__(
        self,
        document: Document,
        style: Style,
        *,
        standing: Standing,
        pages: Sequence[PageStart] = (),
    ) -> Rendering: ...


class PdfRender(Protocol):
    """What the PDF rendition offers besides."""

    def __call__(
        self,
        document: Document,
        style: Style,
        *,
        standing: Standing,
        profile: PdfProfile = "ua-1",
        image_dpi: int = 220,
    ) -> Rendering: ...


Renders = Mapping[Format, Render]


def renderers(formats: Sequence[Format], profile: PdfProfile, image_dpi: int) -> Renders:
    """The renditions of `formats`; that of the PDF is told its standards and the images' dpi."""
    return {
        format_: partial(pdf_renderer(), profile=profile, image_dpi=image_dpi)
        if format_.base is Format.PDF
        else renderer(format_)
        for format_ in formats
    }


def render_all(
    renders: Renders,
    document: Document,
    style: Style,
    *,
    standing: Standing,
    place: SourceFile,
    beside: Sequence[Rendering] = (),
) -> tuple[Rendering, ...]:
    """What all `renders` make of `document`, in their order.

    `beside` are outputs of the same source that are made already. Raises TooLarge and
    LimitReached beyond the limits of `place`.
    """
    from docforge.parse.bounds import refuse  # reports are markup, too, and parse nothing

    made: dict[Format, Rendering] = {}
    room = place.limits.output_mb * MEGABYTE - sum(len(one.content) for one in beside)
    # The list of pages in a book is that of the PDF beside it.
    for kind in sorted(renders, key=lambda kind: kind is Format.EPUB):
        render = renders[kind]
        if kind is Format.EPUB and Format.PDF in made:
            render = partial(book_renderer(), pages=made[Format.PDF].page_starts)
        rendering = render(document, style, standing=standing)
        made[kind] = replace(rendering, format=kind) if kind.edition else rendering
        refuse(place.limits, "pages", made[kind].pages, Position(1, 1))
        room -= len(made[kind].content)
        if room < 0:
            raise TooLarge(
                f"The outputs of {place.path} are larger than {place.limits.output_mb:g} MB",
                "Use smaller images, or raise output_mb under [limits] in docforge.toml.",
            )
    return tuple(made[kind] for kind in renders)


def renderer(format_: Format) -> Render:
    """The rendition of a format, imported only when it is asked for: each one is costly.

    Raises ToolMissing when it needs a shared library that is not here: WeasyPrint would not say
    what to do.
    """
    if format_.sets_type:
        require()
    render: Render = import_module(format_.rendition).render
    return render


def book_renderer() -> BookRender:
    """The rendition to EPUB, which may be told where the pages of the PDF begin.

    Raises ToolMissing as `renderer` does.
    """
    require()
    from docforge.formats import epub

    return epub.render


def pdf_renderer() -> PdfRender:
    """The rendition to PDF, which may be asked for one of several standards.

    Raises ToolMissing as `renderer` does.
    """
    require()
    from docforge.formats import pdf

    return pdf.render
