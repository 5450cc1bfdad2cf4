"""pandoc's blocks to block nodes."""

from itertools import islice

from msgspec.structs import replace

from docforge.document import (
    Block,
    Blocks,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Inlines,
    List,
    ListItem,
    Numbering,
    Paragraph,
    Position,
    Quotation,
    TableMarks,
    Text,
    ThematicBreak,
    plain_text,
    walk,
)
from docforge.parse.callout_names import tell_unknown_kind
from docforge.parse.compose import (
    anchored,
    callout_kind,
    divide,
    make_callout,
    make_heading,
    mark_language,
)
from docforge.parse.context import ParseContext
from docforge.parse.fragment import MarkdownPiece, Raw, without_comments
from docforge.parse.hidden import is_hidden, note_hidden
from docforge.parse.html import read_flow
from docforge.parse.inlines import is_hidden_picture, read_image, read_inlines, read_pieces
from docforge.parse.list_items import (
    below_break,
    is_close,
    is_tight,
    own_place,
    peel_blocks,
    split_task,
)
from docforge.parse.list_labels import behind_labels, below_label, empty_item, typed_lists
from docforge.parse.pandoc import Json
from docforge.parse.pandoc_attributes import PandocAttributes, peel, read_attributes
from docforge.parse.rows import read_rows
from docforge.parse.table_marks import all_with_marks, read_marks, with_marks
from docforge.parse.tables import make_table
from docforge.parse.terms import read_terms
from docforge.parse.text import is_blank, merge, trim

_NUMBERING = {
    "LowerAlpha": Numbering.LOWER_ALPHA,
    "UpperAlpha": Numbering.UPPER_ALPHA,
    "LowerRoman": Numbering.LOWER_ROMAN,
    "UpperRoman": Numbering.UPPER_ROMAN,
}
_NOWHERE = Position(0, 0)
_WITH_CLASSES = ("Span", "Code", "Link", "Image")


def read_blocks(context: ParseContext, items: list[Json]) -> Blocks:
    """All blocks of a list; raw HTML among them is read together with what it encloses."""
    pieces: list[Raw | MarkdownPiece] = []
    for item, position in peel_blocks(items):
        here = context.at(position)
        if item["t"] == "RawBlock" and item["c"][0].startswith("html"):
            pieces.append(_raw(context, item["c"][1], here))
        elif blocks := _read(context, item, here):
            pieces.append(MarkdownPiece(blocks=blocks))
    if any(isinstance(piece, Raw) for piece in pieces):
        return read_flow(context, pieces)
    return tuple(
        block for piece in pieces if isinstance(piece, MarkdownPiece) for block in piece.blocks
    )


def _raw(context: ParseContext, html: str, position: Position) -> Raw:
    if "<!--" in html and "-->" not in html and not without_comments(html).strip():
        context.warn(
            "HTM008",
            "a comment that is never closed hides all that follows it",
            position,
            "Write --> where it should end.",
        )
    return Raw(html, position)


def _read(context: ParseContext, item: Json, position: Position) -> Blocks:
    content = item.get("c")
    match item["t"]:
        case "Plain" | "Para":
            return _paragraph(context, content, position)
        case "LineBlock":
            lines = [line for part in content for line in (*part, {"t": "LineBreak"})]
            return _paragraph(context, lines[:-1], position)
        case "BlockQuote":
            # Nothing may be left in it, where it held the text of a note.
            quoted = read_blocks(context, content)
            return (Quotation(quoted, position),) if quoted else ()
        case "BulletList":
            return _list(context, content, Numbering.BULLET, 1, position)
        case "OrderedList":
            start, style, _ = content[0]
            numbering = _NUMBERING.get(style["t"], Numbering.DECIMAL)
            return _list(context, content[1], numbering, start, position)
        case "DefinitionList":
            return _definitions(context, content, position)
        case "HorizontalRule":
            return (ThematicBreak(position),)
        case "RawBlock":
            context.warn(
                "HTM006", f"raw {content[0]} is left out", position, "Write it in Markdown."
            )
            return ()
        case _:
            return _with_attributes(context, item["t"], content, position)


def _paragraph(context: ParseContext, items: list[Json], position: Position) -> Blocks:
    match [item for item, _ in islice(peel(items), 2)]:
        case [{"t": "Image", "c": content}]:
            return _picture(context, content, position)
    pieces = read_pieces(context, items)
    classed = (read_attributes(i["c"][0]) for i in items if i["t"] in _WITH_CLASSES)
    marks = read_marks(context, classed, position)
    if any(isinstance(piece, Raw) for piece in pieces):
        blocks = read_flow(context, pieces)
        return tuple(_marked(block, marks) for block in blocks)
    inlines = trim(
        merge(i for piece in pieces if isinstance(piece, MarkdownPiece) for i in piece.inlines)
    )
    return () if is_blank(inlines) else (Paragraph(inlines, position, marks),)


def _marked(block: Block, marks: TableMarks) -> Block:
    return replace(block, of_table=marks) if isinstance(block, Paragraph) else block


def _picture(context: ParseContext, content: Json, position: Position) -> Blocks:
    """An image that is a paragraph: a figure when it has a caption."""
    attributes = read_attributes(content[0])
    here = context.at(attributes.position if attributes.position.line else position)
    if is_hidden_picture(context, attributes, content, here):
        return ()
    image, caption = read_image(context, attributes, content, here)
    marked = mark_language(context, (image,), attributes.named, here)
    paragraph = Paragraph(anchored(marked, attributes.ident, here), here)
    return (Figure((paragraph,), caption, here),) if caption else (paragraph,)


# --- Lists ---------------------------------------------------------------------------------


def _list(
    context: ParseContext,
    content: list[list[Json]],
    numbering: Numbering,
    start: int,
    position: Position,
) -> Blocks:
    for index, blocks in enumerate(content):
        if numbering is Numbering.BULLET and (rest := below_break(context, blocks)) is not None:
            before = _list(context, content[:index], numbering, start, position)
            below = read_blocks(context, rest)
            after = _list(context, content[index + 1 :], numbering, start, position)
            return (*before, ThematicBreak(context.here), *below, *after)
    items = tuple(_item(context, blocks) for blocks in content)
    tight = all(is_tight(blocks) for blocks in content) or is_close(context, content)
    if not items:
        return ()
    made = List(numbering, items, start, tight, position)
    return (made,) if numbering is Numbering.BULLET else typed_lists(context, made)


def _item(context: ParseContext, content: list[Json]) -> ListItem:
    blocks = read_blocks(context, content)
    places = [position for _, position in peel_blocks(content)]
    if not places:
        return ListItem((), None, context.at(empty_item(context)))
    first = next((position for position in places if position.line), context.here)
    if not places[0].line and (own := own_place(content[0])).line:
        first = behind_labels(context, own)
    elif not places[0].line and isinstance(blocks[0] if blocks else None, Heading):
        # pandoc gives headings in items no place of their own, their words have one.
        words = (node.position for node in walk(blocks[0]) if isinstance(node, Text))
        first = next((position for position in words if position.line), first)
    checked, blocks = split_task(blocks)
    return ListItem(blocks, checked, below_label(context, first))


def _definitions(context: ParseContext, content: list[Json], position: Position) -> Blocks:
    items = []
    for term, descriptions in content:
        terms = read_terms(context, term)
        below = tuple(read_blocks(context, blocks) for blocks in descriptions)
        first = terms[0]
        items.append(Definition(terms, below, first[0].position if first else position))
    return (DefinitionList(tuple(items), position),)


# --- Blocks with attributes ------------------------------------------------------------------


def _with_attributes(context: ParseContext, tag: str, content: Json, position: Position) -> Blocks:
    if tag == "Header":
        return _heading(context, content, position)
    attributes = read_attributes(content[0])
    here = context.at(attributes.position if attributes.position.line else position)
    if is_hidden({**attributes.named, "class": " ".join(attributes.classes)}):
        blocks = () if tag in ("CodeBlock", "Table") else read_blocks(context, content[-1])
        words = " ".join(" ".join(_words(block) for block in blocks).split())
        note_hidden(context, words or "…", tag.lower(), here)
        return ()
    match tag:
        case "CodeBlock":
            made: Blocks = _code_block(attributes, content[1], here)
        case "Table":
            groups = read_rows(context, content, read_blocks)
            table = make_table(context, _caption(context, content[1]), groups, here)
            marks = read_marks(context, (attributes,), here)
            made = () if table is None else (with_marks(context, table, marks),)
        case "Figure":
            made = _figure(context, content, here)
        case _:
            made = _division(context, attributes, content[1], here)
    return divide(context, made, attributes.ident, attributes.named, here)


def _words(block: Block) -> str:
    return " ".join(node.text for node in walk(block) if isinstance(node, Text | Code))


def _heading(context: ParseContext, content: Json, position: Position) -> Blocks:
    level, value, inlines = content
    attributes = read_attributes(value)
    here = context.at(attributes.position if attributes.position.line else position)
    children = mark_language(context, read_inlines(context, inlines), attributes.named, here)
    if is_hidden({**attributes.named, "class": " ".join(attributes.classes)}):
        note_hidden(context, plain_text(children) or "…", "h1", here)
        return ()
    return make_heading(context, level, children, attributes.ident, here)


def _code_block(attributes: PandocAttributes, text: str, position: Position) -> Blocks:
    language = next(iter(attributes.classes), "").strip("{}")
    return (CodeBlock(text.rstrip("\n"), language, position),) if text.strip() else ()


def _figure(context: ParseContext, content: Json, position: Position) -> Blocks:
    blocks = read_blocks(context, content[2])
    caption = _caption(context, content[1])
    return (Figure(blocks, caption, position),) if caption and blocks else blocks


def _caption(context: ParseContext, content: Json) -> Inlines:
    paragraphs = read_blocks(context, content[1])
    run = [i for p in paragraphs if isinstance(p, Paragraph) for i in (Text(" "), *p.children)]
    return trim(merge(run))


def _division(
    context: ParseContext, attributes: PandocAttributes, items: list[Json], position: Position
) -> Blocks:
    kind = callout_kind(attributes.classes)
    if kind is None:
        tell_unknown_kind(context, attributes.classes, attributes.named.get("lang"), position)
        marks = read_marks(context, (attributes,), position)
        return all_with_marks(context, read_blocks(context, items), marks)
    titled = [item for item in items if _has_class(item, "title")]
    blocks = read_blocks(context, [item for item in items if item not in titled])
    title: Inlines = (
        (Text(attributes.named["title"], position),) if "title" in attributes.named else ()
    )
    for block in read_blocks(context, titled):
        title = title or (block.children if isinstance(block, Paragraph) else ())
    if not title and blocks and isinstance(blocks[0], Heading) and not _has_headings(blocks[1:]):
        title, blocks = blocks[0].children, blocks[1:]
    return (make_callout(kind, title, blocks, position),) if blocks or title else ()


def _has_headings(blocks: Blocks) -> bool:
    """Whether a part with headings below its own begins, which the contents have to name."""
    return any(isinstance(node, Heading) for node in walk(blocks))


def _has_class(item: Json, name: str) -> bool:
    return item["t"] == "Div" and name in item["c"][0][1]
