"""Structure types of elements that say by themselves, or by their text, what they are.

Types are named as in PDF 2.0 (ISO 32000-2, 14.8.4), FigureGroup for a figure with its caption,
and NoteLabel for the number of a note; the profile translates them.
"""

from xml.etree.ElementTree import Element

_ROLES = {
    "p": "P",
    "h1": "Title",
    **{f"h{level}": f"H{level}" for level in range(2, 7)},
    "blockquote": "BlockQuote",
    "section": "Sect",
    "code": "Code",
    "kbd": "Code",
    "samp": "Code",
    "em": "Em",
    "strong": "Strong",
    "caption": "Caption",
    "figcaption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "pre": "P",
    "mark": "Span",
    "abbr": "Span",
    "del": "Span",
    "ins": "Span",
    "u": "Span",
    "sup": "Span",
    "sub": "Span",
}
_INLINE = frozenset(
    {"a", "abbr", "br", "cite", "code", "del", "dfn", "em", "img", "ins", "kbd", "mark", "samp"}
    | {"small", "span", "strong", "sub", "sup", "u", "var", "wbr"}
)


def role_of(element: Element, parent: str, *, changes: bool) -> str | None:
    """The type of `element` in a node of type `parent`, None where no node of its own is needed.

    `changes` says that it is in another language or direction than its parent.
    """
    if role := _ROLES.get(element.tag):
        return role
    classes = element.get("class", "").split()
    if "missing-image" in classes and parent == "FigureGroup":
        return "P"
    if element.tag in _INLINE:
        return "Span" if changes or element.get("data-said") is not None else None
    if "callout" in classes:
        return "Aside"
    if "formula" in classes or (_has_text(element) and element.tag != "body"):
        return "P"
    grouped = "details" in classes or changes
    return "Div" if grouped and element.tag != "body" else None


def _has_text(element: Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts) and all(
        child.tag in _INLINE for child in element
    )
