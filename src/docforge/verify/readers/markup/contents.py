"""Contents as they have to be: lines that lead to headings, and say them; nothing between lines.

Invariant: what stands in a list of contents beside its title and its links is told.
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from docforge.verify.entries import LanguageInForce, plain
from docforge.verify.readers.markup.words import name, voice_of

_TITLES, _LINES = (["h1"], ["h2"]), (["a"], ["a", "ol"])
_NOTE, _PAGE = "doc-noteref", "doc-pagebreak"
# What is said by words of its own, in the contents without their language.
_SHOWN = frozenset({"img", "svg", "math"})
_SHIFTED = frozenset({"sub", "sup"})

Heading = tuple[Element, LanguageInForce]
Part = tuple[LanguageInForce, tuple[str, ...], str]


def between_lines(nav: Element) -> Iterator[str]:
    """What a `nav` holds besides its title and the links of its lists."""
    held = [name(part) for part in nav]
    if held[:1] not in _TITLES or held[1:] != ["ol"]:
        yield "contents that are no title and one list"
    for element in nav.iter():
        match name(element):
            case "nav":
                is_whole = True
            case "ol":
                is_whole = len(element) > 0 and not element.attrib
                is_whole &= all(name(part) == "li" for part in element)
            case "li":
                is_whole = [name(part) for part in element] in _LINES
            case _:
                continue
        if not is_whole:
            yield f"{name(element)} of the contents with other parts than lines"
        if _has_words(element):
            yield f"words in {name(element)} of the contents, beside its lines"


def _has_words(element: Element) -> bool:
    """Whether text stands in `element` itself."""
    loose = [element.text, *(part.tail for part in element)]
    return any(text and text.strip(" \t\r\n\f") for text in loose)


def headings_of(element: Element, voice: LanguageInForce) -> Iterator[tuple[str, Heading]]:
    """The headings below `element` by their idents, with the language in force around each."""
    for child in element:
        if name(child) in ("h1", "h2", "h3", "h4", "h5", "h6"):
            yield child.get("id", ""), (child, voice)
        yield from headings_of(child, voice_of(child, voice))


def is_said_otherwise(
    line: Element,
    voice: LanguageInForce,
    address: str,
    headings: Mapping[str, Heading],
    *,
    shifted: bool,
) -> bool:
    """Whether a line, in what is in force around it, is said in other languages than its heading.

    `shifted` asks for the same raised and lowered letters, too.
    """
    heading, around = headings.get(address, (None, voice))
    if heading is None or any(name(part) in _SHOWN for part in heading.iter()):
        return False
    kinds = _SHIFTED if shifted else frozenset[str]()
    own, its = _parts(line, voice, kinds), _parts(heading, around, kinds)
    # Words are compared where they are read: a picture that is missing has others in its heading.
    return own != its and _letters(own) == _letters(its)


def _letters(parts: list[Part]) -> str:
    return "".join(letters for _, _, letters in parts)


def _parts(element: Element, voice: LanguageInForce, kinds: frozenset[str]) -> list[Part]:
    """The letters of `element`, parted where the language or what marks them changes."""
    joined: list[Part] = []
    for own, marks, text in _pieces(element, voice, kinds, ()):
        letters = "".join(plain(text).split())
        if joined and joined[-1][:2] == (own, marks):
            joined[-1] = (own, marks, joined[-1][2] + letters)
        elif letters:
            joined.append((own, marks, letters))
    return joined


def _pieces(
    element: Element, voice: LanguageInForce, kinds: frozenset[str], marks: tuple[str, ...]
) -> Iterator[Part]:
    own = voice_of(element, voice)
    yield own, marks, element.text or ""
    for child in element:
        if child.get("role") not in (_NOTE, _PAGE):
            inner = (*marks, name(child)) if name(child) in kinds else marks
            yield from _pieces(child, own, kinds, inner)
        yield own, marks, child.tail or ""
