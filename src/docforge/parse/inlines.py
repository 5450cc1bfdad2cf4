"""pandoc's inlines to inline nodes."""

from collections.abc import Mapping
from itertools import groupby

from docforge.document import (
    Code,
    Decorative,
    Image,
    Inline,
    Inlines,
    LineBreak,
    PhraseKind,
    Position,
    Text,
    plain_text,
)
from docforge.parse.compose import anchored, make_link, mark_language, mark_phrase
from docforge.parse.context import ParseContext
from docforge.parse.formulas import read_formula
from docforge.parse.fragment import MarkdownPiece, Raw
from docforge.parse.hidden import accessible_name, hides_picture, is_hidden, note_hidden
from docforge.parse.html import read_phrasing
from docforge.parse.notes import REFERENCE, find_references, refer, refer_to_content
from docforge.parse.pandoc import Json, position_at
from docforge.parse.pandoc_attributes import PandocAttributes, peel, read_attributes
from docforge.parse.pictures import Alt, make_image
from docforge.parse.preprocess import formulas
from docforge.parse.text import ESCAPED, as_typed, glue, merge, trim

_PHRASES = {
    "Emph": PhraseKind.EMPHASIS,
    "Strong": PhraseKind.STRONG,
    "Strikeout": PhraseKind.DELETED,
    "Superscript": PhraseKind.SUPERSCRIPT,
    "Subscript": PhraseKind.SUBSCRIPT,
    "SmallCaps": PhraseKind.SMALL_CAPS,
    "Underline": PhraseKind.UNDERLINE,
}
_SPAN_CLASSES = {
    "smallcaps": PhraseKind.SMALL_CAPS,
    "small-caps": PhraseKind.SMALL_CAPS,
    "underline": PhraseKind.UNDERLINE,
    "ul": PhraseKind.UNDERLINE,
    "mark": PhraseKind.HIGHLIGHT,
    "kbd": PhraseKind.KEYBOARD,
    # Changes of a Word document, as pandoc brings them along.
    "deletion": PhraseKind.DELETED,
    "insertion": PhraseKind.INSERTED,
}
# What is text, and which; a Str brings its own.
_TEXTS = {"Str": "", "Space": " ", "SoftBreak": "\n"}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


def read_inlines(context: ParseContext, items: list[Json]) -> Inlines:
    """All inlines of a list; raw HTML among them is read together with what it encloses."""
    pieces = read_pieces(context, items)
    if any(isinstance(piece, Raw) for piece in pieces):
        return read_phrasing(context, pieces)
    return merge(
        node for piece in pieces if isinstance(piece, MarkdownPiece) for node in piece.inlines
    )


def read_pieces(context: ParseContext, items: list[Json]) -> list[Raw | MarkdownPiece]:
    """The list as raw HTML and what stands between it."""
    pieces: list[Raw | MarkdownPiece] = []
    run: list[Inline] = []
    for is_text, group in groupby(find_references(context, peel(items)), _is_text):
        if is_text:
            run.append(_text(context, list(group)))
            continue
        for item, place in group:
            here = context.at(position_at(place))
            if item["t"] == "RawInline" and item["c"][0].startswith("html"):
                if run:
                    pieces.append(MarkdownPiece(inlines=tuple(run)))
                    run = []
                pieces.append(Raw(item["c"][1], here))
            else:
                run += _read(context, item, here)
    if run:
        pieces.append(MarkdownPiece(inlines=tuple(run)))
    return pieces


def _is_text(placed: tuple[Json, str]) -> bool:
    return placed[0]["t"] in _TEXTS


def _text(context: ParseContext, placed: list[tuple[Json, str]]) -> Text:
    """Words and the spaces between them as one text, which stands where the first one does."""
    start = context.at(position_at(placed[0][1]))
    context.at(position_at(placed[-1][1]))
    if context.has_escaped_marks:
        return Text(glue(_word(context, item, place) for item, place in placed), start)
    return Text(glue(_TEXTS[item["t"]] or item["c"] for item, _ in placed), start)


def _word(context: ParseContext, item: Json, place: str) -> str:
    """What an item says; a quotation mark behind a backslash says that it stays straight."""
    text: str = _TEXTS[item["t"]] or item["c"]
    if text not in ESCAPED:
        return text
    position = position_at(place)
    typed = context.line(position)[position.column - 1 :][:1]
    return ESCAPED[text] if typed == "\\" else text


def _read(context: ParseContext, item: Json, position: Position) -> Inlines:
    content = item.get("c")
    match item["t"]:
        case "LineBreak":
            return (LineBreak(position),)
        case "Quoted":
            opening, closing = _QUOTES[content[0]["t"]]
            return (
                Text(opening, position),
                *read_inlines(context, content[1]),
                Text(closing, position),
            )
        case "Cite":
            return read_inlines(context, content[1])
        case "Math":
            return (read_formula(context, content[1], content[0]["t"] == "DisplayMath", position),)
        case "RawInline" if content[0] in (formulas.INLINE, formulas.DISPLAY):
            display = content[0] == formulas.DISPLAY
            return (read_formula(context, content[1], display, position),)
        case "RawInline":
            return _dropped_raw(context, content, position)
        case "Note":
            return (refer_to_content(context, content, position),)
        case tag if tag == REFERENCE:
            return (refer(context, content, position),)
        case "Code" | "Span" | "Link" | "Image":
            return _with_attributes(context, item["t"], content, position)
        case tag:
            children = read_inlines(context, content)
            return mark_phrase(_PHRASES[tag], children, position)


def _with_attributes(context: ParseContext, tag: str, content: Json, position: Position) -> Inlines:
    attributes = read_attributes(content[0])
    here = context.at(attributes.position if attributes.position.line else position)
    named, ident = attributes.named, attributes.ident
    if tag != "Image" and is_hidden({**named, "class": " ".join(attributes.classes)}):
        words = content[1] if tag == "Code" else plain_text(read_inlines(context, content[1]))
        note_hidden(context, words, tag.lower(), here)
        return ()
    if tag == "Image" and is_hidden_picture(context, attributes, content, here):
        return ()
    match tag:
        case "Code":
            made: Inlines = (Code(content[1], here),)
        case "Span":
            made = _span(context, attributes, read_inlines(context, content[1]), here)
            made = made or _named(named, here)
        case "Link":
            address, title = content[2]
            made = make_link(context, read_inlines(context, content[1]), address, title, here)
        case _:
            made = _image(context, attributes, content, here)
    if tag != "Span":
        made = mark_language(context, made, named, here)
    if tag != "Image":
        _note_description(context, named, here)
    return anchored(made, ident, here)


# What the words of an image are given by, here and in Quarto.
_DESCRIBING = ("alt", "fig-alt", "fig-cap", "caption")


def _note_description(context: ParseContext, named: Mapping[str, str], position: Position) -> None:
    """Say that words which attributes give to something that is no image are not carried."""
    for name in _DESCRIBING:
        if words := named.get(name, "").strip():
            context.warn(
                "IMG013",
                f"“{name}” stands on something that is no image, and is left out: “{words[:60]}”",
                position,
                "Write it right behind the image, ![…](file.png), or take it out.",
            )


def is_hidden_picture(
    context: ParseContext, attributes: PandocAttributes, content: Json, position: Position
) -> bool:
    """Whether an image's attributes hide it, which a finding says."""
    if not hides_picture({**attributes.named, "class": " ".join(attributes.classes)}):
        return False
    words = plain_text(read_inlines(context, content[1])).strip()
    note_hidden(context, words or content[2][0], "img", position)
    return True


def _named(attributes: Mapping[str, str], position: Position) -> Inlines:
    """The name of what has no words of its own, such as an icon."""
    name = accessible_name(attributes)
    return (Text(name, position),) if name else ()


def _span(
    context: ParseContext, attributes: PandocAttributes, children: Inlines, position: Position
) -> Inlines:
    for name in attributes.classes:
        if kind := _SPAN_CLASSES.get(name):
            children = mark_phrase(kind, children, position)
    return mark_language(context, children, attributes.named, position)


def _image(
    context: ParseContext, attributes: PandocAttributes, content: Json, position: Position
) -> Inlines:
    """An image among text: it has no room for a caption, so a title is a finding."""
    image, caption = read_image(context, attributes, content, position)
    if caption:
        context.note(
            "IMG010",
            f"the title or caption “{plain_text(caption)[:60]}” of an image is left out",
            position,
            "Give the image a paragraph of its own; its caption then stands below it.",
        )
    return (image,)


def read_image(
    context: ParseContext, attributes: PandocAttributes, content: Json, position: Position
) -> tuple[Image, Inlines]:
    """An image and its caption: its title, or the bracketed text where `alt` says the rest.

    `fig-alt` is Quarto's name of `alt`.
    """
    address, title = content[2]
    words = trim(read_inlines(context, content[1]))
    named = attributes.named
    given = named.get("alt", named.get("fig-alt"))
    alt: Alt = (as_typed(plain_text(words)) if given is None else given).strip() or None
    is_silent = named.get("role") in ("presentation", "none") and not words
    if "decorative" in attributes.classes or (given == "" and not words) or is_silent:
        alt = Decorative()
    said = title or named.get("fig-cap", named.get("caption", ""))
    caption = words if given and words else trim((Text(said, position),)) if said else ()
    if plain_text(caption).strip() == alt:
        caption = ()
    if given and words and title and title not in (alt, plain_text(words)):
        context.note(
            "IMG010",
            f"the title “{title[:60]}” of an image is left out",
            position,
            "An image has one caption, and that is the words between its brackets.",
        )
    return make_image(context, address, alt, named.get("width", ""), position), caption


def _dropped_raw(context: ParseContext, content: Json, position: Position) -> Inlines:
    context.warn(
        "HTM006",
        f"raw {content[0]} is left out: “{content[1].strip()[:40]}”",
        position,
        "Write it in Markdown.",
    )
    return ()
