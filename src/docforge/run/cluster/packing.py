"""Packs sources where their files lie, so that they can be exported where those do not.

A bundle answers what an export asks for as the files themselves would have.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from docforge.errors import UnreadableSource
from docforge.export import Export, Failure
from docforge.source import AssetError, SourceFile, decode, read_asset, source_bytes
from docforge.source.bundle import LACKING, SourceBundle, UnreadableAsset
from docforge.source.options import RunOptions

# Most addresses of images look like this. Those that do not are found to be lacking.
_PICTURE = re.compile(
    r"""(?<![^\s()<>\[\]"'|])[^\s()<>\[\]"'|]+\.(?:gif|jpe?g|png|svg|webp)(?![\w-])(?:\?[^\s()<>"']*)?""",
    re.IGNORECASE,
)


def pack(place: SourceFile, options: RunOptions, asked: Iterable[str] = ()) -> SourceFile:
    """`place` with its bundle; nothing in it says where its files lie.

    The bundle holds what the source's text seems to name, and what was `asked` for.
    """
    try:
        data = source_bytes(place)
        text = decode(data, place.path).text
    except UnreadableSource as error:
        bundle = SourceBundle(UnreadableAsset("", error.message, error.hint))
    else:
        root = options.config.settings(place.path).resource_root
        addresses = {*_PICTURE.findall(text), *asked}
        bundle = SourceBundle(data, {each: _asset(place, each, root) for each in addresses})
    return _carrying(place, bundle)


def refused(place: SourceFile, failure: Failure) -> SourceFile:
    """`place` with a bundle that says why it could not be packed."""
    return _carrying(place, SourceBundle(UnreadableAsset("", failure.message, failure.hint)))


def _carrying(place: SourceFile, bundle: SourceBundle) -> SourceFile:
    return replace(place, file=Path(place.path), root=Path(), bundle=bundle)


def _asset(place: SourceFile, address: str, resource_root: Path | None) -> bytes | UnreadableAsset:
    try:
        return read_asset(place, address, resource_root)
    except AssetError as error:
        return UnreadableAsset(error.code, error.message, error.hint)


def lacking(export: Export) -> tuple[str, ...]:
    """The addresses that `export` asked for and that its bundle did not hold."""
    told = str(AssetError(LACKING.code, LACKING.message, LACKING.hint))
    return tuple(dependency.name for dependency in export.dependencies if dependency.said == told)
