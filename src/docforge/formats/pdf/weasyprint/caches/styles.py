"""Computed styles: one for all elements and generated contents that are styled alike.

WeasyPrint shares the style of elements, but not of those with an id (headings, notes and what
leads to them), nor of what stands before and after elements, nor of anything within these. Here
they are shared by all documents that come in the same sheets, with all that is kept with them.

Invariant: two that share a style have the same declarations and parents of the same style; only
the name of their place, which nothing inherits, is their own.
"""

from collections.abc import Iterable
from typing import Any

from weasyprint.css import ComputedStyle, InitialStyle, StyleFor

from docforge.formats.pdf.weasyprint.messages import may_be_of_style

original = StyleFor.set_computed_styles

# Styles that are kept from one document to the next: some ten megabytes.
_MOST = 1_000
# What overflows these is said of the page, and changed in their own style afterwards.
_OF_THE_PAGE = ("html", "body")


class _PageSizes(dict[str, Any]):
    """The size of the first page, which lengths such as `10vw` are shares of."""

    asked = False

    def __getitem__(self, key: str) -> Any:
        self.asked = True
        return super().__getitem__(key)


class _SharedStyles(dict[tuple[Any, ...], Any]):
    """The styles of documents that come in the same sheets, by their parent and declarations."""

    def __init__(self) -> None:
        super().__init__()
        self.page_sizes = _PageSizes(box=None, area=None)


class _PlacedStyle(ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
    """The style `like` with a place of its own."""

    def __init__(self, like: Any, cascaded: Any) -> None:
        self.__dict__.update(vars(like))
        self.like, self.cascaded = like, cascaded

    def __missing__(self, key: str) -> Any:
        if key == "anchor":
            return super().__missing__(key)
        value = self[key] = self.like[key]
        return value

    @property
    def anonymous_style(self) -> Any:
        return self.like.anonymous_style


def set_computed_styles(
    style_for: Any,
    element: Any,
    parent: Any,
    root: Any = None,
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,
) -> None:
    """Give an element, or what is generated for it, the style that its likes have."""
    computed = style_for.get_computed_styles()
    cascaded = style_for.get_cascaded_styles().get((element, pseudo_type), {})
    is_page = target_collector is None
    shared = _shared_by(style_for, is_page=is_page, is_root=parent is None)
    above = None if parent is None else shared_style(computed[parent, None])
    key = (id(above), pseudo_type, *_named(cascaded))
    if key not in shared:
        top = InitialStyle(style_for.font_config)
        shared[key] = ComputedStyle(
            above,
            {name: said for name, said in cascaded.items() if name != "anchor"},
            pseudo_type,
            top if parent is None else shared_style(computed[root, None]),
            base_url,
            style_for.font_config,
            style_for.initial_page_sizes,
        )
    style = shared[key]
    if is_page or ("anchor" not in cascaded and element.tag not in _OF_THE_PAGE):
        computed[element, pseudo_type] = style
    elif any("table" in part for part in style["display"]):
        # Lengths of these are set to nothing when their style is asked for.
        original(style_for, element, parent, root, pseudo_type, base_url, target_collector)
    else:
        computed[element, pseudo_type] = placed = _PlacedStyle(style, cascaded)
        if placed["anchor"]:
            target_collector.collect_anchor(placed["anchor"])


_declare = StyleFor.add_page_declarations


def add_page_declarations(style_for: Any, page: Any) -> None:
    """Find what is said of a page, and of it alone: WeasyPrint looks through those of all pages."""
    style_for.get_cascaded_styles().clear()
    _declare(style_for, page)


def _shared_by(style_for: Any, *, is_page: bool, is_root: bool) -> dict[tuple[Any, ...], Any]:
    """Where the style may be already: those of pages are changed, alike in all of a document."""
    if is_page:
        pages: dict[tuple[Any, ...], Any] = vars(style_for).setdefault("page_styles", {})
        return pages
    shared: _SharedStyles = _begin(style_for) if is_root else style_for.shared_styles
    return shared


def _begin(style_for: Any) -> _SharedStyles:
    """The styles that a document begins with: none where a value is of another one's page."""
    kept = vars(style_for.font_config)
    shared: _SharedStyles = kept.get("shared_styles", _SharedStyles())
    if len(shared) > _MOST or shared.page_sizes.asked:
        shared = _SharedStyles()
    kept["shared_styles"] = style_for.shared_styles = shared
    style_for.initial_page_sizes = shared.page_sizes
    return shared


def end(fonts: Any, messages: Iterable[str]) -> None:
    """Keep no style when one may have been reported: the next document is to report it, too."""
    if any(may_be_of_style(message) for message in messages):
        vars(fonts).pop("shared_styles", None)


def shared_style(style: Any) -> Any:
    """The style that all else but its place is taken from."""
    return getattr(style, "like", style)


def _named(cascaded: Any) -> Any:
    """The declarations: all are kept as long as a style that is made of them, and so are ids."""
    for name, (value, (origin, layer, specificity)) in cascaded.items():
        if name != "anchor":
            said = str(value) if name == "lang" else id(value)
            yield name, said, origin, layer, tuple(specificity)
