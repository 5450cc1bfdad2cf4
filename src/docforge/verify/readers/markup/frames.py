"""Elements that stand around one thing, or have their place among others: whether they do.

Invariant: an element that holds more than it is for would scroll, fold or name what is beside it.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from docforge.verify.entries import plain
from docforge.verify.readers.markup.words import name

_FRAMES = {"table-scroll": ["table"], "reflow": ["table"], "formula": ["math"], "breaks": ["math"]}
_FRAMES |= {"drawing": ["img"]}
_PAGE, _BACK = "doc-pagebreak", "doc-backlink"
# What the words of a way back, or of code, may stand in: signs of code have their own colours.
_COLOURED = "hl-"


def odd_frames(element: Element) -> Iterator[str]:
    """What is wrong with `element` as a frame, or as a part that has its place."""
    classes = element.get("class", "").split()
    for kind, held in _FRAMES.items():
        if kind in classes and ([*map(name, _shown(element))] != held or has_loose_words(element)):
            yield f"an element around one {held[0]} that holds more"
    match name(element):
        case "picture" if [name(part) for part in element][-1:] != ["img"]:
            yield "a picture behind which others stand, which are not shown"
        case "table" if any(name(part) == "caption" for part in element[1:]):
            yield "a caption that does not begin its table"
        case "pre":
            if [*map(name, _shown(element))] != ["code"] or has_loose_words(element):
                yield "a block of code that is not said to be code"
            yield from _odd_spans(element, "code")
        case "a" if element.get("role") == _BACK:
            yield from _odd_spans(element, "a way back")
        case "footer" if any(not part.get("class") for part in element) or has_loose_words(element):
            yield "a line at the end that is none"
        case "p" | "li":
            yield from _glued(element)


def _shown(element: Element) -> list[Element]:
    return [part for part in element if part.get("role") != _PAGE]


def has_loose_words(element: Element) -> bool:
    """Whether words stand in `element` itself, beside its parts."""
    return any((text or "").strip() for text in (element.text, *(part.tail for part in element)))


def _odd_spans(element: Element, where: str) -> Iterator[str]:
    """Spans that show or say words in another way than those around them."""
    for part in _spans(element):
        said = {key for key in dict(part.items()) if not key.endswith("}lang")} - {"id", "dir"}
        is_coloured = said == {"class"} and part.get("class", "").startswith(_COLOURED)
        if part.get("role") != _PAGE and (said or part.get("dir")) and not is_coloured:
            yield f"a span with {', '.join(sorted(said or {'dir'}))} in {where}"


def _glued(element: Element) -> Iterator[str]:
    """Ways back without a space before them: “1.1Back to reference 1.2” is read as one."""
    before = element.text or ""
    for part in element:
        if part.get("role") == _PAGE:
            before += part.tail or ""
            continue
        if part.get("role") == _BACK and before and not before[-1].isspace():
            yield "a way back right behind other words"
        before = part.tail or name(part)  # a part that ends here


def label_before(element: Element, *, named: bool) -> str:
    """What a paragraph begins with and a style sets apart; all of it where there is more.

    `named` says that the label has a class, as those of a title block have.
    """
    marked = [part for part in _spans(element) if _is_label(part, named=named)]
    first = next(iter(_shown(element)), None)
    own = marked if named else marked[:1]
    is_first = not (element.text or "").strip() and first is not None and own[:1] == [first]
    return " | ".join(plain("".join(part.itertext())) for part in own) if is_first else ""


def _is_label(part: Element, *, named: bool) -> bool:
    if named:
        return part.get("class") == "label"
    return not part.get("class") and not part.get("role") and not part.get("id")


def _spans(element: Element) -> list[Element]:
    return [part for part in element.iter() if name(part) == "span"]
