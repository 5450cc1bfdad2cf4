"""Invisible characters that a source writes as entities (`&#x202E;`): left out, and told.

Invariant: none that no script needs reaches a document; what is typed as such, `source` takes out.
"""

from dataclasses import replace

from docforge.document import Abbreviation, Blocks, Image, Node, Position, Siblings, Text
from docforge.document.rewriting import rewrite_each
from docforge.parse.context import ParseContext
from docforge.source.invisible import HINT, first_invisible, visible


def drop_invisible(context: ParseContext, blocks: Blocks) -> Blocks:
    """`blocks` without invisible characters that no script needs, each with a finding."""
    if "&" not in context.source.text:
        return blocks

    def seen(text: str, position: Position) -> str:
        if unseen := first_invisible(text):
            context.warn("SRC003", f"{unseen} is left out", context.at(position), HINT)
            return visible(text)
        return text

    def changed(node: Node) -> Siblings:
        match node:
            case Text(text, position):
                shown = seen(text, position)
                return (node if shown is text else replace(node, text=shown),) if shown else ()
            case Abbreviation(text, expansion, position):
                whole = replace(
                    node, text=seen(text, position), expansion=seen(expansion, position)
                )
                return (node if whole == node else whole,)
            case Image(str(alt), _, _, _, position):
                shown = seen(alt, position)
                return (node if shown is alt else replace(node, alt=shown),)
            case _:
                return (node,)

    return rewrite_each(blocks, changed)
