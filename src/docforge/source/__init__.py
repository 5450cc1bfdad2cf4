"""Finds sources, reads each with its settings, and reads the files that they name."""

from docforge.source.assets import AssetError, asset_answer, read_asset
from docforge.source.decode import SourceText, decode, digest_of
from docforge.source.find import MEGABYTE, SourceFile, find_sources, names_below
from docforge.source.read import (
    Source,
    read_source,
    read_text,
    source_bytes,
    source_of,
    with_stem,
)

__all__ = [
    "MEGABYTE",
    "AssetError",
    "Source",
    "SourceFile",
    "SourceText",
    "asset_answer",
    "decode",
    "digest_of",
    "find_sources",
    "names_below",
    "read_asset",
    "read_source",
    "read_text",
    "source_bytes",
    "source_of",
    "with_stem",
]
