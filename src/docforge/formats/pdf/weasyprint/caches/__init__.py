"""What WeasyPrint and pydyf do again for every box and every object, done once.

Invariant: the pages are the same with and without it; a test compares them.
"""

import re
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pydyf
import weasyprint.layout.percent
import weasyprint.layout.preferred
import weasyprint.text.line_break
from weasyprint.formatting_structure import boxes
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

# pydyf's own level, 9, takes twice the time of 6 and saves some hundredths of the size.
_COMPRESSION = 6

_USED_LENGTHS = (
    *(f"margin_{side}" for side in ("top", "right", "bottom", "left")),
    *(f"padding_{side}" for side in ("top", "right", "bottom", "left")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


# --- Lengths: the same for all boxes of a style, unless one is a share of something --------


_resolve = weasyprint.layout.percent.resolve_percentages


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used lengths of `box`, which are kept with its style when nothing can change them."""
    style, own = box.style, vars(box)
    if not hasattr(style, "used_lengths"):
        style.used_lengths = _used_lengths(style)
    if style.used_lengths is None:
        _resolve(box, containing_block)
        return
    own.update(style.used_lengths)
    # A table has settled which of two collapsed borders is drawn, and how wide.
    settled = own if style["border_collapse"] == "collapse" else ()
    for border in _BORDERS:
        if border not in settled:
            own[border] = style[border]


def _used_lengths(style: Any) -> Mapping[str, Any] | None:
    if style["box_sizing"] != "content-box":
        return None
    lengths = {}
    for name in _USED_LENGTHS:
        length = style[name]
        if length is None or length == "auto":
            lengths[name] = 0 if length and name.startswith("min_") else length
        elif getattr(length, "unit", None) == "px":
            lengths[name] = length.value
        else:
            return None
    return lengths


# --- Text: the same context, font and features for all texts of a style --------------------


@dataclass(frozen=True, slots=True)
class _Typesetting:
    """What Pango is told before it lays out a text."""

    context: Any
    language: Any
    font: Any
    features: bytes
    metrics: Mapping[str, Any]


_DECORATION = ("underline_position", "strikethrough_position")
_THICKNESS = ("underline_thickness", "strikethrough_thickness")


def setup(layout: Any, style: Any) -> None:
    """Make `layout` ready for texts of `style`, as `Layout.setup` does anew for every text."""
    if not hasattr(style, "typesetting"):
        style.typesetting = _typesetting(style)
    known: _Typesetting = style.typesetting
    layout.style, layout.language, layout.first_line_direction = style, known.language, 0
    layout.layout = ffi.gc(pango.pango_layout_new(known.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, known.font)
    vars(layout).update(known.metrics)
    if known.features:
        cache = style.font_config.font_features
        if known.features not in cache:
            cache[known.features] = pango.pango_attr_font_features_new(known.features)
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, cache[known.features])
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _typesetting(style: Any) -> _Typesetting:
    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    language = _language(style)
    if language is None:
        language = pango.pango_language_get_default()
    else:
        pango.pango_context_set_language(context, language)
    font = get_font_description(style)
    features = ",".join(f"{key} {value}" for key, value in _features(style).items())
    return _Typesetting(
        context, language, font, features.encode(), _metrics(style, context, font, language)
    )


def _language(style: Any) -> Any:
    override = style["font_language_override"]
    tag = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if not tag:
        return None
    # The bytes have to live until Pango has read them.
    pointer, _bytes = unicode_to_char_p(tag)
    return pango.pango_language_from_string(pointer)


def _features(style: Any) -> Mapping[str, Any]:
    features: Mapping[str, Any] = font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    return features


def _metrics(style: Any, context: Any, font: Any, language: Any) -> Mapping[str, Any]:
    """Where lines through and under the text stand, in pixels; None when there are none."""
    names = ("ascent", *_DECORATION, *_THICKNESS)
    if style["text_decoration_line"] == "none":
        return dict.fromkeys(("ascent", *_DECORATION))
    metrics = ffi.gc(
        pango.pango_context_get_metrics(context, font, language), pango.pango_font_metrics_unref
    )
    return {
        name: FROM_UNITS * getattr(pango, f"pango_font_metrics_get_{name}")(metrics)
        for name in names
    }


_strut = weasyprint.text.line_break.strut


def strut(style: Any) -> Any:
    """The line height and baseline of `style`, asked for with every line (CSS 2.1, 10.8.1)."""
    if not hasattr(style, "strut"):
        style.strut = _strut(style)
    return style.strut


# --- Streams: compressed once, though pydyf asks for them again to make the file's name ----


def stream_data(stream: Any) -> bytes:
    """A stream as it stands in the file. Asked for when it is written: it changes no more."""
    if not hasattr(stream, "written"):
        content = b"\n".join(pydyf._to_bytes(item) for item in stream.stream)
        extra = pydyf.Dictionary(stream.extra)
        if stream.compress:
            extra["Filter"] = "/FlateDecode"
            content = zlib.compress(content, _COMPRESSION)
        extra["Length"] = len(content)
        stream.written = b"\n".join((extra.data, b"stream", content, b"endstream"))
    written: bytes = stream.written
    return written


# --- Widths of cells: measured once for a text ---------------------------------------------

_cell_widths = weasyprint.layout.preferred.table_cell_min_max_content_width
# Without a place where a line may end, so that it is as narrow as it is wide.
_UNBROKEN = re.compile(r"[A-Za-z0-9.,%]+")


def cell_widths(context: Any, cell: Any, outer: bool = True) -> tuple[float, float]:
    """The least and the most that `cell` takes, kept with the style that all such cells share."""
    text = _only_text(cell)
    if text is None:
        return _measured(context, cell, outer, text="")
    known = cell.style.__dict__.setdefault("cell_widths", {})
    key = (text, outer, cell.border_left_width, cell.border_right_width)
    if key not in known:
        known[key] = _measured(context, cell, outer, text)
    widths: tuple[float, float] = known[key]
    return widths


def _only_text(cell: Any) -> str | None:
    """The text of a cell that holds one text and nothing else."""
    lines = cell.children
    if len(lines) != 1 or not isinstance(lines[0], boxes.LineBox) or len(lines[0].children) != 1:
        return None
    (text,) = lines[0].children
    return text.text if isinstance(text, boxes.TextBox) else None


def _measured(context: Any, cell: Any, outer: bool, text: str) -> tuple[float, float]:
    if _UNBROKEN.fullmatch(text) and cell.style["overflow_wrap"] != "anywhere":
        width = weasyprint.layout.preferred.block_max_content_width(context, cell, outer)
        return width, width
    widths: tuple[float, float] = _cell_widths(context, cell, outer)
    return widths


def _wherever(function: Any, replacement: Any) -> tuple[tuple[Any, str, Any], ...]:
    """Changes for `replaced`: `function` in all modules of WeasyPrint that have imported it."""
    name = function.__name__
    return tuple(
        (module, name, replacement)
        for key, module in sorted(sys.modules.items())
        if key.startswith("weasyprint") and getattr(module, name, None) is function
    )


LAYING_OUT = (
    *_wherever(_cell_widths, cell_widths),
    *_wherever(_resolve, resolve_percentages),
    *_wherever(_strut, strut),
    (weasyprint.text.line_break.Layout, "setup", setup),
)
PAINTING = (
    (weasyprint.text.line_break.Layout, "setup", setup),
    (pydyf.Stream, "data", property(stream_data)),
)
