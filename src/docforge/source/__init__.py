"""Finds sources, reads each with its settings, and reads the files that they name."""

from docforge.source.assets import AssetError, asset_answer, read_asset
from docforge.source.decode import SourceText, decode, digest_of
from docforge.source.find import MEGABYTE, SourceFile, find_sources, names_below
from docforge.source.read import (
    PlacedSource,
    Source,
    placed,
    read_source,
    read_text,
    source_bytes,
    source_of,
)
from docforge.source.stored_form import StoredForm, stored_form

__all__ = [
    "MEGABYTE",
    "AssetError",
    "PlacedSource",
    "Source",
    "SourceFile",
    "SourceText",
    "StoredForm",
    "asset_answer",
    "decode",
    "digest_of",
    "find_sources",
    "names_below",
    "placed",
    "read_asset",
    "read_source",
    "read_text",
    "source_bytes",
    "source_of",
    "stored_form",
]
