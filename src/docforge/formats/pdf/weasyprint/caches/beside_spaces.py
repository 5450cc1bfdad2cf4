"""Glyphs that a font may draw or place in other ways beside a space: kerned, or exchanged.

Invariant: all other glyphs of a word are what they are whatever words stand beside it.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.text.ffi import ffi, harfbuzz
from weasyprint.text.fonts import get_pango_font_hb_face

ffi.cdef("""
    hb_set_t * hb_set_create (void);
    void hb_set_destroy (hb_set_t *set);
    void hb_set_union (hb_set_t *set, const hb_set_t *other);
    hb_bool_t hb_set_has (const hb_set_t *set, hb_codepoint_t codepoint);
    hb_bool_t hb_set_next (const hb_set_t *set, hb_codepoint_t *codepoint);
    unsigned int hb_ot_layout_table_get_lookup_count (hb_face_t *face, hb_tag_t table_tag);
    void hb_ot_layout_lookup_collect_glyphs (
        hb_face_t *face, hb_tag_t table_tag, unsigned int lookup_index, hb_set_t *glyphs_before,
        hb_set_t *glyphs_input, hb_set_t *glyphs_after, hb_set_t *glyphs_output);
""")

# Rules of OpenType (GSUB, GPOS) can be asked for their glyphs; these cannot.
_RULES, _OTHERS = (b"GSUB", b"GPOS"), (b"kern", b"kerx", b"morx", b"mort", b"Silf")
_NO_MORE = 0xFFFFFFFF


def peculiar_glyphs(pango_font: Any, space: int) -> frozenset[int] | None:
    """The glyphs that stand in one rule with the glyph `space`; None when that may be any."""
    face = get_pango_font_hb_face(pango_font)
    if any(_has_table(face, tag) for tag in _OTHERS):
        return None
    found: set[int] = set()
    for tag in _RULES:
        table = harfbuzz.hb_tag_from_string(tag, len(tag))
        for number in range(harfbuzz.hb_ot_layout_table_get_lookup_count(face, table)):
            found.update(_beside(face, table, number, space))
    return frozenset(found)


def _has_table(face: Any, tag: bytes) -> bool:
    blob = harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(tag, len(tag)))
    length = harfbuzz.hb_blob_get_length(blob)
    harfbuzz.hb_blob_destroy(blob)
    return bool(length)


def _beside(face: Any, table: int, number: int, space: int) -> Iterator[int]:
    """The glyphs of a lookup that has the space among them."""
    sets = [ffi.gc(harfbuzz.hb_set_create(), harfbuzz.hb_set_destroy) for _ in range(4)]
    harfbuzz.hb_ot_layout_lookup_collect_glyphs(face, table, number, *sets)
    met, *others = sets
    for other in others:
        harfbuzz.hb_set_union(met, other)
    if not harfbuzz.hb_set_has(met, space):
        return
    glyph = ffi.new("hb_codepoint_t *", _NO_MORE)
    while harfbuzz.hb_set_next(met, glyph):
        yield glyph[0]
