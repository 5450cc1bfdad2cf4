"""Formulas of TeX to nodes, with the words for them in the language of their place.

Invariant: what cannot be converted is a finding and keeps its TeX.
"""

from typing import TypeVar

from msgspec.structs import replace

from docforge.document import Math, Node, Position, Siblings, rewrite_each
from docforge.media.formulas import speak, speech_language, to_mathml
from docforge.parse.context import ParseContext

N = TypeVar("N", bound=Node)


def read_formula(context: ParseContext, tex: str, display: bool, position: Position) -> Math:
    """A formula, spoken in the language of the document."""
    mathml = to_mathml(tex, display)
    if mathml is None:
        context.warn(
            "MTH001",
            f"the formula “{tex.strip()[:60]}” could not be converted and shows its TeX",
            position,
            "Check its TeX, or say in words what it means.",
        )
        return Math(tex, display, None, tex.strip(), position)
    return _spoken(Math(tex, display, mathml, "", position), context.settings.lang or "und")


def spoken_in(lang: str | None, nodes: tuple[N, ...]) -> tuple[N, ...]:
    """`nodes`, which stand in a passage in `lang`, with their formulas spoken in it."""

    def respoken(node: Node) -> Siblings:
        return (_spoken(node, lang) if lang and isinstance(node, Math) else node,)

    return rewrite_each(nodes, respoken) if lang else nodes


def _spoken(node: Math, lang: str) -> Math:
    if node.mathml is None:
        return node
    voice = speech_language(lang)
    return replace(node, spoken=speak(node.mathml, lang), lang=None if voice == lang else voice)
