"""Charts of tables: a picture in the style's colours before each table that asks for one.

Invariant: the table stays and says all that its chart shows; the same table and style give the
same bytes.
"""

import hashlib
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from docforge.document import (
    Anchor,
    Asset,
    Block,
    ChartKind,
    Document,
    Figure,
    Image,
    Inlines,
    Language,
    Length,
    Link,
    Node,
    NoteReference,
    Paragraph,
    ScreenForms,
    Siblings,
    Table,
    Text,
    rewrite,
    rewrite_each,
)
from docforge.media.charts.bars import bars, stacked
from docforge.media.charts.canvas import Look, Palette
from docforge.media.charts.data import chart_data
from docforge.media.charts.lines import lines
from docforge.media.charts.series import ChartData
from docforge.style.building import Style
from docforge.style.words import Words

# CSS pixels: a line of the text, and one of a telephone.
_WIDE, _NARROW = 640.0, 320.0
# Points of the text beside which a drawing of that width has letters of its size.
_LETTERS = 12.0
_DRAW = {ChartKind.BAR: bars, ChartKind.LINE: lines, ChartKind.STACKED: stacked}


def with_charts(document: Document, style: Style) -> Document:
    """`document` with a figure before each table that is to be drawn, in the look of `style`."""
    drawer = _Drawer(document, style)
    blocks = rewrite(document.blocks, drawer.drawn)
    notes = tuple(replace(n, blocks=rewrite(n.blocks, drawer.drawn)) for n in document.notes)
    if not drawer.assets:
        return document
    return replace(
        document, blocks=blocks, notes=notes, assets=(*document.assets, *drawer.assets.values())
    )


class _Drawer(Struct):
    """One document on its way; `assets` are the drawings so far, by their names."""

    document: Document
    style: Style
    assets: dict[str, Asset] = field(default_factory=dict)

    def drawn(self, siblings: Siblings) -> Siblings:
        """`siblings` with a figure before each table among them that is to be drawn."""
        if not any(isinstance(node, Table) and node.chart for node in siblings):
            return siblings
        return tuple(self._each(siblings))

    def _each(self, siblings: Siblings) -> Iterator[Node]:
        for node in siblings:
            if isinstance(node, Table) and node.chart is not None:
                data = chart_data(node, node.chart, self.document.meta.lang)
                yield self._figure(node, data)
            yield node

    def _figure(self, table: Table, data: ChartData) -> Block:
        words = self.style.words(self.document.meta.lang)
        image = self._image(table, data, words)
        caption = (*self._own(_title(table, data, words), words), *_words_of(table.caption))
        paragraph = Paragraph(self._own((image,), words), table.position)
        return Figure((paragraph,), caption, table.position, is_echo=True)

    def _image(self, table: Table, data: ChartData, words: Words) -> Image:
        light, dark = (
            dict(values) for values in (self.style.colours.light, self.style.colours.dark)
        )
        # Letters of a drawing are as large as those beside it: a smaller drawing is set larger.
        share = min(1.0, _LETTERS / self.style.page.letters.text)
        wide, narrow = _WIDE * share, _NARROW * share
        forms = ScreenForms(
            narrow=self._asset(data, light, narrow),
            dark=self._asset(data, dark, wide),
            narrow_dark=self._asset(data, dark, narrow),
        )
        asset = self._asset(data, light, wide)
        said = words["chart-table"]
        whole = Length(100, "%") if wide < _WIDE else None
        return Image(said, asset, words[data.kind.word], whole, table.position, forms)

    def _own(self, inlines: Inlines, words: Words) -> Inlines:
        """Words of the style, which say their language where it is not the document's."""
        if words.lang == self.document.meta.lang:
            return inlines
        return (Language(inlines, words.lang, words.dir),)

    def _asset(self, data: ChartData, colours: dict[str, str], width: float) -> str:
        meta = self.document.meta
        palette = Palette(
            *(colours[role] for role in ("text", "quiet", "ground", "line", "accent"))
        )
        look = Look(palette, width, meta.dir, self._families(), meta.lang)
        content = _DRAW[data.kind](data, look)
        name = f"chart-{hashlib.sha256(content).hexdigest()[:12]}.svg"
        height = float(content.partition(b' height="')[2].partition(b'"')[0])
        self.assets[name] = Asset(name, "image/svg+xml", content, round(width), round(height))
        return name

    def _families(self) -> tuple[str, ...]:
        """The families of the text: the style's first, then those of the language."""
        lang = self.document.meta.lang
        fitting = [f for tag, f in self.style.families if lang == tag or lang.startswith(f"{tag}-")]
        return tuple(dict.fromkeys([self.style.uses.text, *(fitting[-1] if fitting else ())]))


def _title(table: Table, data: ChartData, words: Words) -> Inlines:
    """What a chart is called before the words of its table."""
    kind = words[data.kind.word]
    return (Text(f"{kind}{words['colon']}" if table.caption else kind),)


def _words_of(caption: Inlines) -> Inlines:
    """A caption for its second place: no idents, no links and no marks of notes."""
    return rewrite_each(caption, _in_second_place)


def _in_second_place(node: Node) -> Siblings:
    match node:
        case Anchor() | NoteReference():
            return ()
        case Link(children):
            return children
        case _:
            return (node,)
