"""What a source is made of, as bytes: it can be read where its files are not.

A bundle is packed where the files lie, by the same rules that read them there; so whoever
reads it meets the same bytes and the same refusals.
"""

from collections.abc import Mapping

from msgspec import Struct, field


class UnreadableAsset(Struct, frozen=True):
    """Why a file was not read where it lies; `code` is a finding's code, of an asset."""

    code: str
    message: str
    hint: str = ""


# The answer for an address that is not in a bundle. An export that was told this has to be
# made again, with more in its bundle: only a parser knows for certain what a source names.
LACKING = UnreadableAsset("IMG005", "the file has not come along with its source")


class SourceBundle(Struct, frozen=True):
    """A source, and the files that it names by the addresses that it names them with."""

    source: bytes | UnreadableAsset
    assets: Mapping[str, bytes | UnreadableAsset] = field(default_factory=dict)
