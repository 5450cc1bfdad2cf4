"""What is made of a document: its outputs in its own style, and each edition in a style over that.

Invariant: each file is read back in the style that it was made in.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from docforge.conformance import Standing
from docforge.document import Document
from docforge.export import EDITIONS, Dependency, Format, Rendering
from docforge.findings import Finding, Verdict
from docforge.formats import Renders, render_all, renderers
from docforge.source import SourceFile
from docforge.source.config.brand import BrandTable
from docforge.source.config.settings import Settings
from docforge.style import NO_BRAND, Brand, Style, in_edition, load_style, style_answer
from docforge.style.charts import with_charts
from docforge.verify.readback import Proof, read_back


class HouseStyle(Struct, frozen=True):
    """Where a project keeps its styles, and what its docforge.toml says over them."""

    folders: tuple[Path, ...]
    brand: BrandTable | None


class Wish(Struct, frozen=True):
    """A document, the formats it is wanted in, and the settings that say in which editions."""

    document: Document
    settings: Settings
    place: SourceFile
    formats: tuple[Format, ...]
    house: HouseStyle

    def styles(self) -> dict[str, tuple[Format, ...]]:
        """What is to be made, by the name of its style: the document's own first."""
        editions = (EDITIONS[name] for name in self.settings.editions)
        return {self.settings.style: self.formats} | {
            in_edition(self.settings.style, each.edition): (each,)
            for each in editions
            if each.base in self.formats
        }

    def styles_asked(self) -> tuple[Dependency, ...]:
        """What the document is told when it asks for its styles."""
        house = (self.house.folders, self.house.brand)
        return tuple(
            Dependency("style", name, style_answer(name, *house)) for name in self.styles()
        )


class Made(Struct, frozen=True):
    """What was rendered for a document of that standing, and what the finished files showed."""

    standing: Standing
    renderings: tuple[Rendering, ...] = ()
    proofs: tuple[Proof, ...] = ()
    seen: tuple[Finding, ...] = ()
    brand: Brand = NO_BRAND


class _Edition(Struct, frozen=True):
    """What is made in one style, of the document with the charts of that style."""

    style: Style
    document: Document
    renders: Renders


def maker(wish: Wish) -> Callable[[Standing], Made]:
    """What makes all outputs of `wish` for a standing, and reads them back.

    Raises DocforgeError: of a style that cannot be used, of a tool that is missing.
    """
    editions = [_edition(wish, name, formats) for name, formats in wish.styles().items()]

    def make(standing: Standing) -> Made:
        renderings: list[Rendering] = []
        proofs: list[Proof] = []
        for one in editions:
            made = render_all(
                one.renders,
                one.document,
                one.style,
                standing=standing,
                place=wish.place,
                beside=renderings,
            )
            renderings += made
            proofs += read_back(one.document, one.style, made, standing)
        seen = placed((*renderings, *(proof.verdict for proof in proofs)), wish.place.path)
        if len(editions) > 1:  # what several of them show is found once
            seen = tuple(dict.fromkeys(seen))
        return Made(standing, tuple(renderings), tuple(proofs), seen, editions[0].style.brand)

    return make


def _edition(wish: Wish, name: str, formats: Sequence[Format]) -> _Edition:
    settings = wish.settings
    style = load_style(name, wish.house.folders, wish.house.brand)
    renders = renderers(formats, settings.pdf_profile, settings.image_dpi)
    return _Edition(style, with_charts(wish.document, style), renders)


def placed(finders: Iterable[Rendering | Verdict], path: str) -> tuple[Finding, ...]:
    """What renditions and readers found, with the path that only the source knows."""
    return tuple(
        replace(found, where=replace(found.where, path=path))
        for finder in finders
        for found in finder.findings
    )
