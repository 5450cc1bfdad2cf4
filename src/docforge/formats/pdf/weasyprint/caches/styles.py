"""Computed styles: one for all elements and generated contents that are styled alike.

WeasyPrint shares the style of elements, but not of those with an id (headings, notes and what
leads to them), nor of what stands before and after elements, nor of anything within these.

Invariant: two that share a style have the same declarations and parents of the same style; only
the name of their place, which nothing inherits, is their own.
"""

from typing import Any

from weasyprint.css import ComputedStyle, StyleFor

original = StyleFor.set_computed_styles


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
    # Those of pages are changed afterwards.
    if target_collector is None or parent is None:
        original(style_for, element, parent, root, pseudo_type, base_url, target_collector)
        return
    computed = style_for.get_computed_styles()
    cascaded = style_for.get_cascaded_styles().get((element, pseudo_type), {})
    above = shared_style(computed[parent, None])
    shared = vars(style_for).setdefault("shared_styles", {})
    key = (id(above), pseudo_type, *_named(cascaded))
    if key not in shared:
        own = {name: said for name, said in cascaded.items() if name != "anchor"}
        shared[key] = ComputedStyle(
            above,
            own,
            pseudo_type,
            computed[root, None],
            base_url,
            style_for.font_config,
            style_for.initial_page_sizes,
        )
    style = shared[key]
    if "anchor" not in cascaded:
        computed[element, pseudo_type] = style
    elif any("table" in part for part in style["display"]):
        # Lengths of these are set to nothing when their style is asked for.
        original(style_for, element, parent, root, pseudo_type, base_url, target_collector)
    else:
        computed[element, pseudo_type] = placed = _PlacedStyle(style, cascaded)
        target_collector.collect_anchor(placed["anchor"])


def shared_style(style: Any) -> Any:
    """The style that all else but its place is taken from."""
    return getattr(style, "like", style)


def _named(cascaded: Any) -> Any:
    """The declarations: all are kept as long as the styles are made, so that they have an id."""
    for name, (value, weight) in cascaded.items():
        if name != "anchor":
            yield name, value if name == "lang" else id(value), weight
