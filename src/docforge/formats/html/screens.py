"""What only a page on a screen can do: fold, scroll, and say its parts to screen readers.

Invariant: the words stay as they are; everything that can scroll is reached by keyboard.
"""

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element

from docforge.document import Asset, Image, Table
from docforge.document.narrow import is_broad, is_broad_table
from docforge.formats.markup import Origins, element
from docforge.formats.markup.heard import name_formulas
from docforge.media.svg.letters import least_width
from docforge.style import Words
from docforge.style.references import says_address
from docforge.style.words import words_in

# Phrases whose role says nothing that a listener needs to know about a caption.
_QUIET = frozenset(
    {"em", "strong", "sup", "sub", "small", "u", "kbd", "samp", "var", "cite", "dfn", "code"}
    | {"abbr"}
)


_NO_PICTURES: Mapping[str, Asset] = MappingProxyType({})


def adapt(
    parent: Element,
    words: Words,
    origins: Origins,
    size: float,
    pictures: Mapping[str, Asset] = _NO_PICTURES,
) -> None:
    """Change the elements below `parent`, whose own words are `words`, for screens.

    `size` is that of the style's letters beside common ones; `pictures` are the assets of the
    document that may scroll, by their names.
    """
    for index, child in enumerate(list(parent)):
        own = words_in(child.get("lang"), words)
        match child.tag, child.get("class"):
            case "table", _:
                node = origins.get(child)
                assert isinstance(node, Table), "every table is made from one"
                scrolls = is_broad_table(node, size)
                parent[index] = _in_its_place(child, own["table"], scrolls=scrolls)
            case "pre", _:
                _let_scroll(child, own["code"], size)
            case "div", "formula":
                _let_scroll(child, own["formula"], size)
            case "div", "details":
                child.tag, child[0].tag = "details", "summary"
                del child.attrib["class"], child[0].attrib["class"]
            case "a", None if says_address("".join(child.itertext()), child.get("href", "")):
                # On paper, where a style writes addresses behind links, it stands there already.
                child.set("class", "address")
            case "math", _ if parent.get("class") != "formula":
                parent[index] = _in_lines(child, size)
            case "th", _:
                name_formulas(child)
            case "caption", _:
                _say_whole(child)
            case (("ul" | "ol"), str(kind)) if "tasks" in kind.split():
                # VoiceOver takes a list without marks for none.
                child.set("role", "list")
            # The heading in it says what it is, and would be heard twice.
            case (("nav" | "section"), _):
                child.attrib.pop("aria-labelledby", None)
            case "img", _ if isinstance(node := origins.get(child), Image):
                asset = pictures.get(node.asset or "")
                if asset is not None and (least := least_width(node, asset)):
                    parent[index] = _drawing(child, least, own["image"])
        # What scrolls is a stop for the keyboard, and so is a link: none stands in the other.
        adapt(child, own, origins, size, _NO_PICTURES if child.tag == "a" else pictures)


def _in_its_place(table: Element, name: str, *, scrolls: bool) -> Element:
    """`table` in an element that is a stop for the keyboard where it is too broad for a telephone.

    That is a group and no region: ten tables would be ten landmarks. It does not say the caption,
    which is said where it stands.
    """
    named = _group(name) if scrolls else {}
    place = element("div", {"class": "table-scroll", **named}, [table])
    place.tail, table.tail = table.tail, None
    return place


def _in_lines(formula: Element, size: float) -> Element:
    """A formula among words goes on in the next line, as they do, where it may need several."""
    if not is_broad("".join(formula.itertext()), size):
        return formula
    broken = element("span", {"class": "breaks"}, [formula])
    broken.tail, formula.tail = formula.tail, None
    return broken


def _let_scroll(child: Element, name: str, size: float) -> None:
    if is_broad("".join(child.itertext()), size):
        child.attrib.update(_group(name))


def _drawing(image: Element, least: int, name: str) -> Element:
    """`image`, never smaller than `least` pixels: a telephone scrolls it sideways."""
    own = image.get("style")
    image.set("style", f"{own}; min-width: {least}px" if own else f"min-width: {least}px")
    place = element("span", {"class": "drawing", **_group(name)}, [image])
    place.tail, image.tail = image.tail, None
    return place


def _group(name: str) -> dict[str, str]:
    return {"role": "group", "tabindex": "0", "aria-label": name}


def _say_whole(caption: Element) -> None:
    """Keep a screen reader from taking a caption to pieces where parts of it are emphasised.

    Orca 43 says no name of a table whose caption holds other objects, in Firefox and Chromium.
    """
    for below in caption.iter():
        if below.tag in _QUIET and below.get("role") is None:
            below.set("role", "presentation")
