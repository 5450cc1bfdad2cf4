"""What elements, marks and names of a PDF may say: a list; anything else is a peculiarity.

Invariant: a key that is not listed here is one that some program reads aloud or acts on.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf

from docforge.style import Words
from docforge.style.words import words_in
from docforge.verify.entries import plain
from docforge.verify.readers.pdf.elements import INLINE, Element, descendants, letters_of, texts_of
from docforge.verify.readers.pdf.meaning import NUMBERINGS

_KEYS = frozenset({"Type", "S", "P", "Pg", "K", "A", "Lang", "Alt", "ActualText", "E", "ID"})
_NATIVE_KEYS = _KEYS | {"NS", "Ref"}
_ROOT_KEYS = frozenset(
    {"Type", "K", "ParentTree", "ParentTreeNextKey", "IDTree", "RoleMap", "Namespaces"}
)
_PICTURES = frozenset({"Figure", "Formula"})
_CELLS = frozenset({"TH", "TD"})
# Which elements may have a text of their own; all else is said by what they hold.
_SAYING = {"Alt": _PICTURES, "ActualText": frozenset({"Span"}), "E": frozenset({"Span"})}
# Rows and their groups are no place of the text; their cells are.
_MUTE = frozenset({"TR", "THead", "TBody", "TFoot"})
_ATTRIBUTES: dict[tuple[str, str], frozenset[str] | None] = {
    ("Layout", "Placement"): _PICTURES,
    ("Layout", "BBox"): _PICTURES,
    ("Layout", "WritingMode"): None,
    ("Layout", "TextDecorationType"): frozenset({"Span"}),
    ("Layout", "BaselineShift"): frozenset({"Span"}),
    ("Table", "ColSpan"): _CELLS,
    ("Table", "RowSpan"): _CELLS,
    ("Table", "Headers"): _CELLS,
    ("Table", "Scope"): frozenset({"TH"}),
    ("List", "ListNumbering"): frozenset({"L"}),
    ("FENote", "NoteType"): frozenset({"FENote"}),
}
# What an attribute that is a name may say.
_VALUES = {
    "Placement": frozenset({"/Block", "/Inline"}),
    "WritingMode": frozenset({"/LrTb", "/RlTb"}),
    "TextDecorationType": frozenset({"/LineThrough", "/Underline"}),
    "Scope": frozenset({"/Both", "/Column", "/Row"}),
    "NoteType": frozenset({"/Endnote", "/Footnote"}),
    "ListNumbering": frozenset(f"/{name}" for name in NUMBERINGS),
}
_HEADINGS = frozenset({"Title", "H1", "H2", "H3", "H4", "H5", "H6"})
_BLOCKS = _HEADINGS | _PICTURES | {"P", "L", "Table", "TOC", "BlockQuote", "Aside", "Div", "Sect"}
_NOTES = frozenset({"Note", "FENote"})
# What is made of parts, and of nothing else (ISO 32000-2, annex L).
_PARTS = {
    **dict.fromkeys(("Document", "Aside", "BlockQuote", "Sect"), _BLOCKS | {"Caption"} | _NOTES),
    # A figure may show a link, or code.
    "Div": _BLOCKS | {"Caption"} | _NOTES | INLINE,
    **dict.fromkeys(_NOTES, _BLOCKS | {"Lbl"}),
    "Reference": frozenset({"Link", "Lbl"}),
    "Table": frozenset({"Caption", "THead", "TBody", "TFoot", "TR"}),
    **dict.fromkeys(("THead", "TBody", "TFoot"), frozenset({"TR"})),
    "TR": _CELLS,
    "L": frozenset({"LI"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "TOC": frozenset({"TOCI"}),
}
# Lines hold words, and what stands among words.
_OF_LINES = INLINE | _HEADINGS | {"P", "Caption"}
_IN_LINES = INLINE | {"Lbl"}
_NEEDED = {"TH": frozenset({"Scope"}), "L": frozenset({"ListNumbering"})}
_NEEDED |= dict.fromkeys(_PICTURES, frozenset({"BBox", "Placement"}))
_OF_WORDS = frozenset({"/None", "/Description", "/Unordered"})
_BULLETS = frozenset({"/Disc", "/Circle", "/Square"})
_ROLE_MAP = {"/Aside": "/Sect", "/Em": "/Span", "/Strong": "/Span"}
# What the labels of each are: only those of items are Lbl in PDF 1.7 (docs/decisions/0005).
_LABELS = {"LI": "/Lbl", "TOCI": "/Lbl", "FENote": "/Lbl", "Note": "/Span", "Reference": "/Span"}
_SPACES = ("http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn")
_ONLY_IN_17 = frozenset({"BlockQuote", "Code", "Reference", "TOC", "TOCI"})
_ONLY_IN_20 = frozenset({"Title", "FENote"})


def peculiar_elements(pdf: Any, root: Element, words: Words) -> Iterator[str]:
    """What elements say that nothing of a document calls for, in the order of the tree."""
    tree = pdf.Root.StructTreeRoot
    native = "/Namespaces" in tree
    yield from _root(tree, native)
    above: dict[Element, Element] = {}
    marks: set[Element] = set()  # of notes, and all that is in them
    for element in descendants(root):
        above.update((kid, element) for kid in element.kids if isinstance(kid, Element))
        yield from _element(element, native)
        parent = above[element].node if element in above else tree
        held = element.node.get("/P")
        if held is None or held.objgen != parent.objgen:
            yield f"the parent of a {element.role}"
        if element.role == "Reference" and held is not None and str(held.S) != "/TOCI":
            marks.update(descendants(element))
        if element in marks and element.lang:
            yield f"the language of a {element.role} in the mark of a note"
        if element.role == "Link":
            yield from _name_of_link(element, above, words)
        if element.role == "Lbl":
            yield from _label(element, above, words)
        if element.role == "Caption" and native:
            yield from _caption(element, above.get(element))
    yield from _identifiers(tree, root)


def _root(tree: Any, native: bool) -> Iterator[str]:
    for key in _names(tree) - _ROOT_KEYS:
        yield f"/{key} of the tag tree"
    for key in ("/ParentTree", "/IDTree"):
        if set((tree.get(key) or {}).keys()) - {"/Nums", "/Names"}:
            yield f"the form of {key}"
    if str(tree.get("/Type", "")) != "/StructTreeRoot" or str(tree.K[0].S) != "/Document":
        yield "the type of the tag tree, or of the whole document"
    if len(list(tree.K)) != 1:
        yield "more than one tag tree"
    if native:
        if sorted(str(space.NS) for space in tree.Namespaces) not in (
            sorted(_SPACES),
            [_SPACES[1]],
        ):
            yield "namespaces of structure types"
    elif {key: str(role) for key, role in tree.get("/RoleMap", {}).items()} != _ROLE_MAP:
        yield "roles of structure types (RoleMap)"


def _element(element: Element, native: bool) -> Iterator[str]:
    node, role = element.node, element.role
    keys = _names(node)
    allowed = _NATIVE_KEYS if native else _KEYS
    for key in keys - allowed - ({"AF"} if role == "Formula" else set()):
        yield f"/{key} of a {role}"
    if str(node.get("/Type", "")) != "/StructElem" or not element.is_formed:
        yield f"the form of a {role}"
    for key, roles in _SAYING.items():
        if key in keys and role not in roles:
            yield f"/{key} of a {role}: {node[f'/{key}']}"
    if "ActualText" in keys and not letters_of(element.actual or ""):
        yield f"an empty /ActualText of a {role}"
    if "Lang" in keys and not element.lang:
        yield f"an empty /Lang of a {role}"
    if role in _ONLY_IN_20 and not native:
        yield f"a {role}, which PDF 1.7 does not know"
    if role == "Sect" and not native and not _is_section(element):
        yield "a section of nothing"
    if role in _MUTE and keys & {"Lang"}:
        yield f"/Lang of a {role}"
    if native:
        space = _SPACES[role not in _ONLY_IN_17]
        if "NS" not in keys or str(node.NS.NS) != space:
            yield f"namespace of a {role}"
    parts = _PARTS.get(role) or (_IN_LINES if role in _OF_LINES else frozenset())
    for kid in element.kids if parts else ():
        if isinstance(kid, Element) and kid.role not in parts:
            yield f"a {kid.role} in a {role}"
        elif role in _PARTS and not isinstance(kid, Element):
            yield f"words in a {role} that are in no part of it"
    yield from _attributes(element)


def _is_section(element: Element) -> bool:
    """Whether it is the section of the notes, or keeps an Aside apart from the one around it."""
    return any(each.role in _NOTES | {"Aside"} for each in descendants(element))


def _attributes(element: Element) -> Iterator[str]:
    held = element.node.get("/A")
    owners, said = set(), set[str]()
    for attributes in () if held is None else held if _is_array(held) else (held,):
        said |= _names(attributes)
        owner = str(attributes.get("/O", ""))[1:]
        if owner in owners:
            yield f"attributes of {owner} twice in a {element.role}"
        owners.add(owner)
        for name in _names(attributes) - {"O"}:
            roles = _ATTRIBUTES.get((owner, name), frozenset())
            if roles is not None and element.role not in roles:
                yield f"/{name} of {owner} of a {element.role}"
            value = str(attributes[f"/{name}"]) if name in _VALUES else ""
            if value not in _VALUES.get(name, {""}):
                yield f"/{name} {value} of a {element.role}"
            if name == "Placement" and element.role == "Figure" and value != "/Inline":
                yield f"/Placement {value} of a Figure"
            if name == "WritingMode" and element.role in _MUTE:
                yield f"/WritingMode of a {element.role}"

    for name in sorted(_NEEDED.get(element.role, frozenset()) - said):
        yield f"no /{name} of a {element.role}"


def _caption(caption: Element, group: Element | None) -> Iterator[str]:
    """A caption and the pictures of its figure refer to each other (ISO 32000-2, table 355)."""
    if group is None or group.role == "Table":
        return
    pictures = [e for e in descendants(group) if e.role == "Figure"]
    told = [_referred(caption), *map(_referred, pictures)]
    if told != [[e.node.objgen for e in pictures], *([caption.node.objgen] for _ in pictures)]:
        yield f"what the caption belongs to: {plain(''.join(texts_of(caption)))}"


def _referred(element: Element) -> list[Any]:
    return [node.objgen for node in element.node.get("/Ref") or ()]


def _name_of_link(link: Element, above: dict[Element, Element], words: Words) -> Iterator[str]:
    """A link is called what it reads (ISO 14289-1, 7.18.5), the mark of a note by the words."""
    text, parent = letters_of("".join(texts_of(link))), above.get(link)
    expected = {text}
    if parent is not None and parent.role == "Reference":
        for lang in ("", *_languages(link, above)):
            expected.add(letters_of(words_in(lang, words).say("note", n=text)))
    for annotation in link.annotations:
        name = letters_of(str(annotation.get("/Contents", "")))
        if (text and name not in expected) or not name:
            yield f"the name of a link: {annotation.get('/Contents', '')}"


def _languages(element: Element, above: dict[Element, Element]) -> Iterator[str]:
    """The languages that an element and what it stands in say."""
    place: Element | None = element
    while place is not None:
        if place.lang:
            yield place.lang
        place = above.get(place)


def _label(label: Element, above: dict[Element, Element], words: Words) -> Iterator[str]:
    """Labels of items and notes; those that are words are read as words."""
    text = plain("".join(texts_of(label)))
    parent = above.get(label)
    if parent is None or str(label.node.S) != _LABELS.get(parent.role):
        yield f"the type of the label {text}"
        return
    if parent.role in ("Note", "FENote"):
        if text.strip(" .()[]") != parent.ident.removeprefix("df-note-"):
            yield f"the label of a note: {text}"
        if label.lang or "WritingMode" in label.facts:
            yield f"the language of the label of a note: {text}"
    elif parent.role in ("TOCI", "Reference") and (label.lang or "WritingMode" in label.facts):
        yield f"/Lang of a page number: {text}"
    elif parent.role == "LI":
        yield from _label_of_item(label, text, above.get(parent), words)


def _label_of_item(
    label: Element, text: str, listing: Element | None, words: Words
) -> Iterator[str]:
    """Bullets and numbers speak no language; terms, and what is done or to do, are words."""
    numbering = "" if listing is None else str(listing.facts.get("ListNumbering", ""))
    own = words_in(label.lang, words)
    is_state = text.endswith(
        tuple(plain(w[key]) for w in (words, own) for key in ("done", "to-do"))
    )
    if numbering in _OF_WORDS or is_state:
        return
    if label.lang:
        yield f"/Lang of the label {text}"
    if numbering in _BULLETS and any(sign.isalnum() for sign in text):
        yield f"the label of an item: {text}"


def _identifiers(tree: Any, root: Element) -> Iterator[str]:
    """Elements by their names (ISO 32000-1, 14.7.2: IDTree)."""
    held = list((tree.get("/IDTree") or {}).get("/Names") or [])
    named = {str(name): node.objgen for name, node in zip(held[::2], held[1::2], strict=True)}
    stated = {e.ident: e.node.objgen for e in descendants(root) if e.ident}
    if named != stated:
        yield "names of elements (IDTree)"


def _names(node: Any) -> set[str]:
    return {key[1:] for key in node.keys()}  # noqa: SIM118  # a pikepdf object is no mapping


def _is_array(value: Any) -> bool:
    return isinstance(value, pikepdf.Array)
