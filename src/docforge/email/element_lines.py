"""Elements of a page to lines of plain text: a covering note in Markdown, and summaries.

Invariant: nothing that is read in the HTML part is missing; a link has its address behind it, an
image is its description. Notes are elsewhere, and so are their marks.
"""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from docforge.email.adapting import is_outside
from docforge.email.list_labels import labelled
from docforge.style.references import says_address, spoken_address

_BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "dl", "dt", "dd", "table", "blockquote", "figure", "figcaption", "pre"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "tr", "caption", "details", "summary"}
    | {"section"}
)
# Where the mark of a note stood: no text has this sign.
_MARK = "\0"
_ENDS = re.compile("[\u00ad\u200b]")


def element_lines(parts: Sequence[Element]) -> tuple[str, ...]:
    """The paragraphs of `parts`, each with its lines; items of a list are one of them."""
    return tuple(text for part in parts for text in _block(part))


def _block(block: Element) -> Iterator[str]:
    match block.tag:
        case "ul" | "ol":
            yield "\n".join(_items(block))
        case "table":
            captions = (_line(part) for part in block if part.tag == "caption")
            yield from filter(None, captions)
            if text := "\n".join(filter(None, map(_row, _own_rows(block)))):
                yield text
        case "pre":
            lines = "".join(block.itertext()).strip("\n").replace("\u00a0", " ").split("\n")
            yield "\n".join(line.rstrip() for line in lines)
        case _ if any(child.tag in _BLOCKS for child in block):
            yield from _mixed(block)
        case _:
            if text := _line(block):
                yield text


def _mixed(block: Element) -> Iterator[str]:
    """A block with blocks in it, and what stands between them."""
    run = Element("p")
    run.text = block.text
    for child in block:
        if child.tag not in _BLOCKS:
            run.append(child)
            continue
        if text := _line(run):
            yield text
        yield from _block(child)
        run = Element("p")
        run.text = child.tail
    if text := _line(run):
        yield text


def _items(listed: Element) -> Iterator[str]:
    for item, label in labelled(listed):
        lines = [line for text in _mixed(item) for line in text.split("\n")]
        yield "\n".join([f"{label} {lines[0] if lines else ''}".rstrip(), *_under(lines[1:])])


def _under(lines: Sequence[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _own_rows(table: Element) -> Iterator[Element]:
    """The rows of a table and not those of tables in its cells."""
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from _own_rows(part)


def _row(row: Element) -> str:
    cells = (" ".join(text for text in _mixed(cell)).replace("\n", " ") for cell in row)
    return "; ".join(filter(None, cells))


def _line(block: Element) -> str:
    """Words on one line, or on as many as there are breaks in it."""
    # What says where lines may end is a sign like others where nobody ends them.
    *before, last = _ENDS.sub("", "".join(_words(block))).split(_MARK)
    lines = "".join([*(part.rstrip(" ") for part in before), last]).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _words(node: Element) -> Iterator[str]:
    # The source of a page has line ends that are spaces.
    yield (node.text or "").replace("\n", " ")
    for child in node:
        if child.get("role") == "doc-noteref":
            yield _MARK + (child.tail or "").replace("\n", " ")
            continue
        if child.tag.rpartition("}")[2] == "math":
            yield child.get("alttext", "")
            yield (child.tail or "").replace("\n", " ")
            continue
        if child.tag == "br":
            yield "\n"
        yield child.get("alt", "")
        yield from _words(child)
        address, text = child.get("href", ""), "".join(child.itertext())
        if is_outside(address) and not says_address(text, address):
            reached = (
                spoken_address(address) if address.startswith(("mailto:", "tel:")) else address
            )
            yield f" ({reached})"
        yield (child.tail or "").replace("\n", " ")
