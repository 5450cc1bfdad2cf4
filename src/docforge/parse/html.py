"""A raw HTML fragment to blocks: what has no node is a finding, and its text is kept."""

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from docforge.document import (
    Block,
    Blocks,
    Code,
    CodeBlock,
    Details,
    Figure,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Position,
    Quotation,
    Text,
    ThematicBreak,
    plain_text,
    walk,
)
from docforge.parse import html_lists, html_tables
from docforge.parse.compose import (
    callout_kind,
    divide,
    make_callout,
    make_heading,
    mark_language,
)
from docforge.parse.context import ParseContext
from docforge.parse.fragment import (
    HOLE,
    Content,
    Flow,
    MarkdownPiece,
    Phrasing,
    Raw,
    content_of,
    elements,
    place,
    read_fragment,
    without_comments,
)
from docforge.parse.hidden import accessible_name, drop_hidden_parts, is_hidden
from docforge.parse.html_inlines import HtmlFragment, leave_out, marked, read_inline
from docforge.parse.text import is_blank, merge, trim

_PLAIN_BLOCKS = frozenset(elements()["plain-blocks"])
_HEADINGS = frozenset(elements()["headings"])
_LISTED = frozenset({"ul", "ol", "dl", "table", "pre", "blockquote"})
_BLOCKS = _PLAIN_BLOCKS | _HEADINGS | frozenset(elements()["blocks"])
_MEDIA = frozenset(elements()["media"])


def read_flow(context: ParseContext, pieces: Sequence[Raw | MarkdownPiece]) -> Blocks:
    """The pieces of a list with raw HTML as blocks."""
    fragment = read_fragment(pieces, context.source.origin.limits)
    if fragment is None:
        return _without_tags(context, pieces)
    return _flow(
        HtmlFragment(context, fragment.holes), content_of(drop_hidden_parts(context, fragment.body))
    )


def read_phrasing(context: ParseContext, pieces: Sequence[Raw | MarkdownPiece]) -> Inlines:
    """The pieces of a list with raw HTML as inlines, where no blocks can stand."""
    fragment = read_fragment(pieces, context.source.origin.limits)
    if fragment is None:
        return _flattened(_without_tags(context, pieces))
    return _phrasing(
        HtmlFragment(context, fragment.holes), content_of(drop_hidden_parts(context, fragment.body))
    )


def _without_tags(context: ParseContext, pieces: Sequence[Raw | MarkdownPiece]) -> Blocks:
    """The last resort: every piece on its own, so that no text is lost."""
    first = next(piece for piece in pieces if isinstance(piece, Raw))
    context.warn(
        "HTM004",
        "this HTML hides the text around it, so its tags are left out",
        first.position,
        "Close every tag that is opened, or write the passage in Markdown.",
    )
    blocks: list[Block] = []
    for piece in pieces:
        match piece:
            case MarkdownPiece(inlines, below):
                blocks += below or (Paragraph(merge(inlines), first.position),)
            case Raw(text) if alone := read_fragment([piece], context.source.origin.limits):
                blocks += _flow(
                    HtmlFragment(context, ()), content_of(drop_hidden_parts(context, alone.body))
                )
            case Raw(text):
                blocks.append(
                    Paragraph((Text(without_comments(text), piece.position),), piece.position)
                )
    return tuple(blocks)


def _is_block(reading: HtmlFragment, element: Element) -> bool:
    if element.tag == HOLE:
        return bool(reading.hole(element).blocks)
    if element.tag in _MEDIA or element.tag.startswith("{"):
        return False
    return element.tag in _BLOCKS or any(_is_block(reading, child) for child in element)


def _flow(reading: HtmlFragment, content: Content) -> Blocks:
    """Blocks; each run of inline content between them is a paragraph."""
    blocks: list[Block] = []
    run: list[Inline] = []
    for item in content:
        if isinstance(item, Element) and _is_block(reading, item):
            blocks += _paragraph(reading.context, run)
            run = []
            blocks += _block(reading, item)
        else:
            run += read_inline(reading, item)
    return (*blocks, *_paragraph(reading.context, run))


def _paragraph(context: ParseContext, run: Iterable[Inline]) -> Blocks:
    inlines = trim(merge(run))
    if is_blank(inlines):
        return ()
    return (Paragraph(inlines, context.at(inlines[0].position)),)


def _phrasing(reading: HtmlFragment, content: Content) -> Inlines:
    """Inlines; blocks among them give their text, set apart by a space."""
    run: list[Inline] = []
    for item in content:
        if isinstance(item, Element) and _is_block(reading, item):
            run += (Text(" "), *_flattened(_block(reading, item)), Text(" "))
        else:
            run += read_inline(reading, item)
    return trim(merge(run))


def _flattened(blocks: Blocks) -> Inlines:
    """All text of `blocks` as inlines."""
    run: list[Inline] = []
    for node in walk(blocks):
        if isinstance(node, Paragraph | Heading):
            run += (Text(" "), *node.children)
        elif isinstance(node, CodeBlock):
            run += (Text(" "), Code(node.text, node.position))
    return trim(merge(run))


# --- Blocks --------------------------------------------------------------------------------


def _block(reading: HtmlFragment, element: Element) -> Blocks:
    """The blocks that an element makes, with its language and ident around them."""
    context = reading.context
    if element.tag == HOLE:
        return reading.hole(element).blocks
    position = context.at(place(element))
    if is_hidden(element.attrib) and element.tag not in _MEDIA:
        leave_out(reading, element, position)
        return ()
    if element.tag in _HEADINGS:
        children = _phrasing(reading, content_of(element))
        words = mark_language(context, children, element.attrib, position)
        return make_heading(context, int(element.tag[1]), words, element.get("id", ""), position)
    made = _made_block(reading, element, position)
    return divide(context, made, element.get("id", ""), element.attrib, position)


def _made_block(reading: HtmlFragment, element: Element, position: Position) -> Blocks:
    context = reading.context
    match element.tag:
        case "ul" | "ol" | "menu" | "dir":
            return html_lists.read_list(context, element, _flow_in(reading), position)
        case "dl":
            phrasing = _phrasing_in(reading)
            return html_lists.read_definitions(
                context, element, _flow_in(reading), phrasing, position
            )
        case "blockquote":
            quoted = _flow(reading, content_of(element))
            return (Quotation(quoted, position),) if quoted else ()
        case "pre" | "df-xmp" | "df-listing":
            return _code_block(reading, element, position)
        case "table":
            return html_tables.read_table(
                context, element, _flow_in(reading), _phrasing_in(reading), position
            )
        case "figure":
            return _figure(reading, element, position)
        case "hr":
            return (ThematicBreak(position),)
        case "details":
            return _details(reading, element, position)
        case "p":
            return _flow(reading, content_of(element))
        case tag if tag in _PLAIN_BLOCKS:
            blocks = _flow(reading, content_of(element))
            kind = callout_kind(element.get("class", "").split())
            return (make_callout(kind, (), blocks, position),) if kind and blocks else blocks
        case _:
            return _inline_around_blocks(reading, element, position)


def _flow_in(reading: HtmlFragment) -> Flow:
    return lambda content: _flow(reading, content)


def _phrasing_in(reading: HtmlFragment) -> Phrasing:
    return lambda content: _phrasing(reading, content)


def _inline_around_blocks(reading: HtmlFragment, element: Element, position: Position) -> Blocks:
    """`<a><p>…</p></a>`: the mark goes around the text of each block inside."""

    def wrapped(block: Block) -> Block:
        match block:
            case Paragraph(children) | Heading(_, children):
                return replace(block, children=marked(reading, element, children, position))
            case _:
                return block

    return tuple(wrapped(block) for block in _flow(reading, content_of(element)))


def _code_block(reading: HtmlFragment, element: Element, position: Position) -> Blocks:
    code = element.find("code")
    classes = " ".join(e.get("class", "") for e in (element, *([] if code is None else [code])))
    language = next(
        (c.removeprefix("language-") for c in classes.split() if c.startswith("language-")), ""
    )
    text = "".join(_verbatim(reading, element)).removeprefix("\n")
    return (CodeBlock(text.rstrip("\n"), language, position),) if text.strip() else ()


def _verbatim(reading: HtmlFragment, element: Element) -> Iterator[str]:
    for item in content_of(element):
        if isinstance(item, str):
            yield item
        elif item.tag == HOLE:
            hole = reading.hole(item)
            yield plain_text(hole.inlines or _flattened(hole.blocks))
        elif item.tag == "br":
            yield "\n"
        else:
            yield from _verbatim(reading, item)


def _figure(reading: HtmlFragment, element: Element, position: Position) -> Blocks:
    caption = element.find("figcaption")
    _name_picture(element)
    blocks = _flow(reading, content_of(element, "figcaption"))
    if caption is None:
        return blocks
    reading.context.at(place(caption))
    said = list(content_of(caption))
    end = _end_of_caption(reading, said)
    words = _phrasing(reading, said[:end])
    below = _flow(reading, said[end:])
    if not blocks:
        return (*((Paragraph(words, position),) if words else ()), *below)
    return (*((Figure(blocks, words, position),) if words else blocks), *below)


def _end_of_caption(reading: HtmlFragment, said: Sequence[str | Element]) -> int:
    """How many parts of a caption are its words: lists and further paragraphs stand below it."""
    has_words = False
    for number, item in enumerate(said):
        if isinstance(item, Element) and _is_block(reading, item):
            held = reading.hole(item).blocks if item.tag == HOLE else ()
            is_listed = item.tag in _LISTED or any(not isinstance(b, Paragraph) for b in held)
            if has_words or is_listed or len(held) > 1:
                return number
        has_words = has_words or not isinstance(item, str) or bool(item.strip())
    return len(said)


def _name_picture(figure: Element) -> None:
    """Give a figure's only image the name that ARIA gives the figure, if it has none itself."""
    images = [*figure.iter("img")]
    name = accessible_name(figure.attrib)
    if name and len(images) == 1 and not images[0].get("alt", "").strip():
        images[0].set("alt", name)


def _details(reading: HtmlFragment, element: Element, position: Position) -> Blocks:
    summary = element.find("summary")
    if summary is not None:
        reading.context.at(place(summary))
    words = () if summary is None else _phrasing(reading, content_of(summary))
    blocks = _flow(reading, content_of(element, "summary"))
    return (Details(words or (Text("Details", position),), blocks, position),)
