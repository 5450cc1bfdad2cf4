"""What building markup needs to know, and the two ways in which elements are put together.

Invariant: elements differ between formats only by what their `MarkupTarget` says.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from xml.etree.ElementTree import Element

from msgspec import Struct, field
from msgspec.structs import replace

from docforge.document import Asset, Division, Document, Language, Math, Node, Note, Sibling, walk
from docforge.document.abbreviations import explained
from docforge.style import Brand, PageGeometry, Style, Words
from docforge.style.words import words_in


class MarkupTarget(Struct, frozen=True):
    """What differs between the formats that carry markup.

    `image_source` gives the value of `img/@src`; `formula` the element for a formula; `sibling`
    the address of another exported document, or None when this format cannot link to it.
    `has_schemes` says that readers may choose a dark ground, `has_pages` that each page has a
    foot of its own.
    """

    image_source: Callable[[Asset], str]
    formula: Callable[[Math], Element]
    sibling: Callable[[Sibling], str | None]
    has_schemes: bool = True
    has_pages: bool = False


Origins = Mapping[Element, Node | Note]


class Markup(Struct, frozen=True):
    """A document's elements, by the part of the page that they stand in.

    `header` is `header.title-block` with the only `h1`; `contents` a `nav`; `body` the blocks
    in order, the first `opening` of which stand before the contents; `notes` a `section`;
    `footer` a `footer` with the contact.
    `origins` names the node of each element that was made from one; furniture has none.
    """

    header: Element
    contents: Element | None
    body: tuple[Element, ...]
    notes: Element | None
    footer: Element | None
    origins: Origins
    opening: int = 0

    @property
    def main(self) -> tuple[Element, ...]:
        """The blocks with the contents where they stand among them."""
        if self.contents is None:
            return self.body
        return (*self.body[: self.opening], self.contents, *self.body[self.opening :])


class MarkupContext(Struct, frozen=True):
    """One document on its way to markup; `callouts` numbers the idents of callouts' labels.

    `in_passage` says that what is built stands in a passage with a language or direction of its
    own, `columns` how many the table has in whose cell; `page` is what tables and pictures are
    measured by; `explained` are the abbreviations that their long form follows.
    """

    document: Document
    words: Words
    target: MarkupTarget
    page: PageGeometry
    brand: Brand
    code_attributes: dict[str, str]
    callouts: Iterator[int] = field(default_factory=lambda: count(1))
    explained: frozenset[int] = frozenset()
    origins: dict[Element, Node | Note] = field(default_factory=dict)
    in_passage: bool = False
    columns: int = 0

    def made_from(self, node: Node | Note, made: Element) -> Element:
        """`made`, remembered as the element that `node` has become."""
        self.origins.setdefault(made, node)
        return made

    def furniture(self) -> dict[str, str]:
        """Attributes for the style's own words: their language, if it is not the one in force."""
        if self.words.lang == self.document.meta.lang and not self.in_passage:
            return {}
        return {"lang": self.words.lang, "dir": self.words.dir}

    def passage(self, lang: str | None = None) -> "MarkupContext":
        """The context for what stands in a passage with a language or direction of its own.

        Labels in it are in `lang` where the style has words in it.
        """
        return replace(self, in_passage=True, words=words_in(lang, self.words))


def context_of(document: Document, style: Style, target: MarkupTarget) -> MarkupContext:
    """The context in which a document is built."""
    # Code reads from left to right also where the text around it does not.
    rtl = document.meta.dir == "rtl" or any(
        isinstance(node, Language | Division) and node.dir == "rtl" for node in walk(document)
    )
    words = style.words(document.meta.lang)
    code = {"dir": "ltr"} if rtl else {}
    return MarkupContext(
        document, words, target, style.page, style.brand, code, explained=explained(document)
    )


MarkupContent = str | Element


def element(tag: str, attributes: dict[str, str], content: Iterable[MarkupContent] = ()) -> Element:
    """An element holding text and elements in order."""
    made = Element(tag, attributes)
    extend(made, content)
    return made


def extend(target: Element, content: Iterable[MarkupContent]) -> None:
    """Put text and elements after what `target` already holds."""
    last: Element | None = target[-1] if len(target) else None
    for item in content:
        if isinstance(item, Element):
            target.append(item)
            last = item
        elif last is None:
            target.text = (target.text or "") + item
        else:
            last.tail = (last.tail or "") + item
