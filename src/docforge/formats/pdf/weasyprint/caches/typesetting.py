"""Typesetting: the same Pango context, font, features and strut for all texts of a style.

Invariant: a layout is told what `weasyprint.text.line_break.Layout.setup` would tell it.
"""

from collections.abc import Mapping
from typing import Any

import weasyprint.text.line_break
from msgspec import Struct
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

from docforge.formats.pdf.weasyprint.caches.styles import shared_style


class Typesetting(Struct, frozen=True):
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
    known = typesetting_of(style)
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


def typesetting_of(style: Any) -> Typesetting:
    """What Pango is told, kept with the style that all its likes share."""
    shared = shared_style(style)
    if not hasattr(shared, "typesetting"):
        shared.typesetting = _typesetting(shared)
    known: Typesetting = shared.typesetting
    return known


def _typesetting(style: Any) -> Typesetting:
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
    return Typesetting(
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


original_strut = weasyprint.text.line_break.strut


def strut(style: Any) -> Any:
    """The line height and baseline of `style`, asked for with every line (CSS 2.1, 10.8.1)."""
    shared = shared_style(style)
    if not hasattr(shared, "strut"):
        shared.strut = original_strut(shared)
    return shared.strut
