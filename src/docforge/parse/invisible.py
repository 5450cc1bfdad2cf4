"""Characters that a source writes as entities (`&#x202E;`, `&#xFFFE;`): left out, and told.

Invariant: no invisible one that no script needs, and none that no output can carry (XML 1.0, 2.2),
reaches a document; what is typed as such, `source` takes out.
"""

import re

from msgspec.structs import replace

from docforge.document import (
    Abbreviation,
    Blocks,
    Code,
    CodeBlock,
    Image,
    Node,
    Position,
    Siblings,
    Text,
)
from docforge.document.rewriting import rewrite_each
from docforge.parse.context import ParseContext
from docforge.parse.text import ESCAPED
from docforge.source.characters import FORBIDDEN
from docforge.source.invisible import HINT, first_invisible, visible

# What stands for escaped quotation marks by now is nobody's entity, unless one was written.
_OURS = "".join(ESCAPED.values())
_OURS_WRITTEN = re.compile(r"&#(?:x0{0,6}fdd[01]|0{0,6}6497[67]);", re.IGNORECASE)
_FOREIGN = re.compile(f"(?![{_OURS}])(?:{FORBIDDEN.pattern})")


def drop_invisible(context: ParseContext, blocks: Blocks) -> Blocks:
    """`blocks` without characters that no script needs or no output carries, with findings."""
    if "&" not in context.source.text:
        return blocks
    written = _OURS_WRITTEN.search(context.source.text)
    forbidden = _FOREIGN if context.has_escaped_marks and not written else FORBIDDEN

    def carried(text: str, position: Position) -> str:
        found = forbidden.search(text)
        if found is None:
            return text
        context.warn(
            "SRC002",
            f"the control character U+{ord(found[0]):04X} is left out",
            context.at(position),
            "Delete it in the source; it is often left over from copying.",
        )
        return forbidden.sub("", text)

    def seen(text: str, position: Position) -> str:
        text = carried(text, position)
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
            case Code(text, position) | CodeBlock(text, position=position):
                shown = carried(text, position)
                return (node if shown is text else replace(node, text=shown),)
            case _:
                return (node,)

    return rewrite_each(blocks, changed)
