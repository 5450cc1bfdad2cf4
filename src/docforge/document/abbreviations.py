"""Which uses of an abbreviation are followed by what it stands for, for those who see and hear it.

Invariant: renditions and read-back ask the same question; a long form stands once, in running text.
"""

from collections.abc import Iterator

from docforge.document import (
    Abbreviation,
    Blocks,
    Callout,
    Details,
    Division,
    Document,
    Inline,
    Inlines,
    Language,
    List,
    Paragraph,
    Phrase,
    Quotation,
    plain_text,
)


def explained(document: Document) -> frozenset[int]:
    """The `id` of each `Abbreviation` that is its first use in running text (WCAG 2.2, G97).

    Not in headings, tables, captions and links, whose words are said elsewhere, too; and not where
    the writer gives the long form beside it.
    """
    known: set[tuple[str, str]] = set()
    found = set()
    for paragraph in _paragraphs(
        (*document.blocks, *(b for n in document.notes for b in n.blocks))
    ):
        said = list(_uses(paragraph.children))
        whole = "".join(text for text, _ in said)
        end = 0
        for text, node in said:
            end += len(text)
            if node is None or not node.expansion or (node.text, node.expansion) in known:
                continue
            known.add((node.text, node.expansion))
            before, after = whole[: end - len(text)], whole[end:]
            if not _is_told(before, after, node.expansion):
                found.add(id(node))
    return frozenset(found)


def _paragraphs(blocks: Blocks) -> Iterator[Paragraph]:
    """The paragraphs of running text, in reading order."""
    for block in blocks:
        match block:
            case Paragraph():
                yield block
            case List(items=items):
                for item in items:
                    yield from _paragraphs(item.blocks)
            case Callout() | Details() | Division() | Quotation():
                yield from _paragraphs(block.blocks)
            case _:
                pass


def _uses(nodes: Inlines) -> Iterator[tuple[str, Abbreviation | None]]:
    """The text of `nodes` in pieces, those of abbreviations with their node."""
    node: Inline
    for node in nodes:
        match node:
            case Abbreviation(text):
                yield text, node
            case Phrase(_, children) | Language(children):
                yield from _uses(children)
            case _:
                yield plain_text((node,)), None


def _is_told(before: str, after: str, expansion: str) -> bool:
    """Whether the long form stands right before a short one, or behind it."""
    left = before.casefold().rstrip().removesuffix("(").rstrip()
    right = after.casefold().lstrip().removeprefix("(").lstrip()
    return left.endswith(expansion.casefold()) or right.startswith(expansion.casefold())
