"""Elements to structure nodes: which structure type, language and attributes each one gets.

Invariant: the tree follows the elements in document order and knows nothing of pages.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from docforge.formats.pdf.roles import role_of
from docforge.formats.pdf.structure import ReadingOrder, StructureElement, reading_order_of

_DECORATIONS = {"del": "LineThrough", "ins": "Underline", "u": "Underline"}
# In points; the drawn shift depends on the letter's size, the direction is what matters.
_SHIFTS = {"sup": 3, "sub": -3}
_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}


class Tags(Struct, frozen=True):
    """The structure tree of a page, and who owns what is painted of each element.

    `nodes` maps an element to its node, `text` to the node that its own text belongs to;
    `labels` an `li` to the node of its marker; `page_numbers` an entry of
    the contents to the node of its page number; `decorative` are the images that are artifacts.
    """

    root: StructureElement
    order: ReadingOrder
    nodes: dict[Element, StructureElement] = field(default_factory=dict)
    text: dict[Element, StructureElement] = field(default_factory=dict)
    labels: dict[Element, StructureElement] = field(default_factory=dict)
    page_numbers: dict[Element, StructureElement] = field(default_factory=dict)
    decorative: set[Element] = field(default_factory=set)
    lists: dict[Element, StructureElement] = field(default_factory=dict)


class _Setting(Struct, frozen=True):
    """What holds for everything below an element."""

    node: StructureElement
    lang: str
    dir: str


def tags_of(page: Element, headers: Mapping[Element, tuple[Element, ...]]) -> Tags:
    """The structure tree of `page` (an `html` element with `lang`).

    `headers` names, for cells whose headers scopes cannot say, the header cells that apply.
    """
    root = StructureElement("Document", 0, page)
    tags = Tags(root, reading_order_of(page))
    if page.get("dir") == "rtl":
        root.attribute("Layout", "WritingMode", "RlTb")
    setting = _Setting(root, page.get("lang", ""), page.get("dir", "ltr"))
    tags.text[page] = root
    for child in page:
        if child.tag != "head":
            _tag(tags, child, setting)
    _name_headers(tags, headers)
    return tags


def _tag(tags: Tags, element: Element, setting: _Setting) -> None:
    """Tag `element` and what is below it."""
    match element.tag:
        case "ul" | "ol" if _in_contents(tags, element):
            _descend(tags, element, _node(tags, element, setting, "TOC"))
        case "ul" | "ol" if _is_notes(tags, element):
            _descend(tags, element, setting)
        case "ul" | "ol":
            inner = _node(tags, element, setting, "L")
            tags.lists[element] = inner.node
            _descend(tags, element, inner)
        case "li":
            _item(tags, element, setting)
        case "dl":
            _definitions(tags, element, setting)
        case "a":
            _link(tags, element, setting)
        case "table":
            _descend(tags, element, _node(tags, element, setting, "Table"))
        case "th" | "td":
            _cell(tags, element, setting)
        case "img":
            _image(tags, element, setting)
        case "figure":
            # Readers stop at a Figure's Alt, so that a caption inside it would go unheard:
            # figure and caption stand side by side in a group.
            _descend(tags, element, _node(tags, element, setting, "FigureGroup"))
        case "thead" | "tfoot" if tags.order.parents[element].find("tbody") is None:
            # A head needs a body (ISO 14289-1, 7.2): rows of a table without stand alone.
            _descend(tags, element, setting)
        case "hr" | "br":
            tags.text[element] = setting.node
        case "wbr":
            pass  # A place where a word may break says nothing.
        case _:
            _plain(tags, element, setting)


def _plain(tags: Tags, element: Element, setting: _Setting) -> None:
    """Elements whose structure type depends on nothing but themselves."""
    spoken = (element.get("lang", setting.lang), element.get("dir", setting.dir))
    changes = spoken != (setting.lang, setting.dir)
    role = role_of(element, setting.node.role, changes=changes)
    if role is None:
        _descend(tags, element, setting)
        return
    if role == setting.node.role == "Aside":
        # An Aside holds no other one (ISO/TS 32005, table 5), but a section that does.
        section = setting.node.add(StructureElement("Sect", tags.order.slots[element][0]))
        setting = _Setting(section, setting.lang, setting.dir)
    inner = _node(tags, element, setting, role)
    node = inner.node
    if element.tag == "abbr":
        node.expansion = element.get("title")
    if element.get("data-said") is not None:
        node.actual_text = element.get("data-said")
    if element.tag in _DECORATIONS:
        node.attribute("Layout", "TextDecorationType", _DECORATIONS[element.tag])
    if element.tag in _SHIFTS:
        node.attribute("Layout", "BaselineShift", _SHIFTS[element.tag])
    _descend(tags, element, inner)


def _node(tags: Tags, element: Element, setting: _Setting, role: str) -> _Setting:
    """A node for `element` that owns its text, and the setting below it."""
    node = setting.node.add(StructureElement(role, tags.order.slots[element][0], element))
    tags.nodes[element] = tags.text[element] = node
    return _within(element, setting, node)


def _within(element: Element, setting: _Setting, node: StructureElement) -> _Setting:
    lang = element.get("lang", setting.lang)
    direction = element.get("dir", setting.dir)
    if lang != setting.lang:
        node.lang = lang
    if direction != setting.dir and direction in ("ltr", "rtl"):
        node.attribute("Layout", "WritingMode", "RlTb" if direction == "rtl" else "LrTb")
    return _Setting(node, lang, direction)


def _descend(tags: Tags, element: Element, setting: _Setting) -> None:
    tags.text.setdefault(element, setting.node)
    for child in element:
        _tag(tags, child, setting)


def _in_contents(tags: Tags, element: Element) -> bool:
    above: Element | None = element
    while above is not None and above.tag != "nav":
        above = tags.order.parents.get(above)
    return above is not None


def _is_notes(tags: Tags, element: Element) -> bool:
    parent = tags.order.parents.get(element)
    return parent is not None and parent.get("role") == "doc-endnotes"


def _item(tags: Tags, element: Element, setting: _Setting) -> None:
    parent = tags.order.parents[element]
    if setting.node.role == "TOC":
        inner = _node(tags, element, setting, "TOCI")
        tags.labels[element] = inner.node.add(StructureElement("Lbl", inner.node.order))
        _descend(tags, element, inner)
    elif _is_notes(tags, parent):
        # A note holds its label and its text (ISO 14289-1, 7.9: a Note has a unique ID).
        inner = _node(tags, element, setting, "FENote")
        inner.node.ident = element.get("id")
        inner.node.attribute("FENote", "NoteType", "Endnote")
        label = StructureElement("NoteLabel", inner.node.order)
        tags.labels[element] = inner.node.add(label)
        _descend(tags, element, inner)
    else:
        _list_item(tags, element, setting)


def _list_item(tags: Tags, element: Element, setting: _Setting) -> None:
    """LI holds Lbl and LBody, whatever the list looks like (ISO 32000-1, table 336)."""
    inner = _node(tags, element, setting, "LI")
    item = inner.node
    label = tags.labels[element] = item.add(StructureElement("Lbl", item.order))
    body = item.add(StructureElement("LBody", item.order + 1, element))
    tags.text[element] = body
    within = _Setting(body, inner.lang, inner.dir)
    for child in element:
        if child.get("class") == "task-state":
            tags.text[child] = label
            _within(child, inner, label)
        else:
            _tag(tags, child, within)


def _definitions(tags: Tags, element: Element, setting: _Setting) -> None:
    """`dl`: each term with its descriptions is an LI of Lbl and LBody."""
    inner = _node(tags, element, setting, "L")
    inner.node.attribute("List", "ListNumbering", "Description")
    item: StructureElement | None = None
    previous = ""
    for child in element:
        if item is None or (child.tag == "dt" and previous == "dd"):
            item = inner.node.add(StructureElement("LI", tags.order.slots[child][0]))
        previous = child.tag
        within = _Setting(item, inner.lang, inner.dir)
        role = "Lbl" if child.tag == "dt" else "LBody"
        _descend(tags, child, _node(tags, child, within, role))


def _link(tags: Tags, element: Element, setting: _Setting) -> None:
    if element.get("href") is None:
        _plain(tags, element, setting)
        return
    is_mark, is_entry = element.get("role") == "doc-noteref", _in_contents(tags, element)
    if is_mark or is_entry:
        order = tags.order.slots[element][0]
        reference = setting.node.add(StructureElement("Reference", order))
        # The `lang` of a mark is that of its accessible name; what is drawn is a figure.
        lang = element.get("lang", setting.lang) if is_mark else setting.lang
        setting = _Setting(reference, lang, setting.dir)
    _descend(tags, element, _node(tags, element, setting, "Link"))
    if is_entry:
        # Beside the link, for the number is none of the heading's words.
        number = StructureElement("Span", tags.order.slots[element][-1])
        tags.page_numbers[element] = setting.node.add(number)


def _cell(tags: Tags, element: Element, setting: _Setting) -> None:
    inner = _node(tags, element, setting, element.tag.upper())
    node = inner.node
    for name, attribute in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if int(element.get(name, "1")) > 1:
            node.attribute("Table", attribute, int(element.get(name, "1")))
    if element.tag == "th":
        node.attribute("Table", "Scope", _SCOPES[element.get("scope", "col")])
    _descend(tags, element, inner)


def _name_headers(tags: Tags, headers: Mapping[Element, tuple[Element, ...]]) -> None:
    """Headers and IDs for cells (ISO 32000-1, table 349), where scopes are not enough."""
    names: dict[Element, str] = {}
    for cell, own in headers.items():
        for header in own:
            # A place in the document is unique in it, and the same in every run.
            names.setdefault(header, f"th-{tags.order.slots[header][0]}")
            tags.text[header].ident = names[header]
        if own:
            tags.text[cell].attribute("Table", "Headers", tuple(names[header] for header in own))


def _image(tags: Tags, element: Element, setting: _Setting) -> None:
    alt = element.get("alt", "")
    if not alt:
        tags.decorative.add(element)
        tags.text[element] = setting.node
        return
    formula = element.get("data-formula")
    inner = _node(tags, element, setting, "Formula" if formula else "Figure")
    inner.node.alt = alt
    inner.node.attribute("Layout", "Placement", "Block" if formula == "block" else "Inline")
