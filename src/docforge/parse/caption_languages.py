"""The words that begin captions, in the languages of the passage that a caption stands in."""

from collections.abc import Mapping
from functools import cache

from docforge.document import NOWHERE, Division, Paragraph, Position, Siblings, children
from docforge.style import caption_words

_KINDS = ("table", "figure")
# The languages of each paragraph by its place, and those of the document by `NOWHERE`.
Languages = Mapping[Position, tuple[str, ...]]


@cache
def known_words(*langs: str) -> Mapping[str, str]:
    """The words that begin captions in `langs`, by their kinds; those of the first come first."""
    return {
        word.casefold(): kind
        for lang in langs
        for kind in _KINDS
        for word in caption_words(kind, lang)
    }


def languages_of(nodes: Siblings, *langs: str) -> Languages:
    """The languages in which a paragraph can say what it is: its passage's before those around."""
    found: dict[Position, tuple[str, ...]] = {NOWHERE: langs}
    for node in nodes:
        if isinstance(node, Paragraph):
            found[node.position] = langs
        else:
            own = (node.lang,) if isinstance(node, Division) and node.lang else ()
            found.update(languages_of(children(node), *own, *langs))
    return found | {NOWHERE: langs}


@cache
def words_of_all() -> Mapping[str, str]:
    """The words that begin captions in any language, by their kinds."""
    return {word.casefold(): kind for kind in _KINDS for word in caption_words(kind)}
