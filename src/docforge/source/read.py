"""Reads a source: its bytes, its text, and what its front matter makes of both.

Nothing outside the input folder is opened, whatever a symbolic link says.
"""

import os
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from docforge.document.restrictions import FREE, Restrictions
from docforge.errors import UnreadableSource
from docforge.findings import Finding
from docforge.source.bundle import SourceBundle, UnreadableAsset
from docforge.source.config import Settings
from docforge.source.decode import SourceText, decode, refuse_other_kinds
from docforge.source.files import NotAFile, read_file
from docforge.source.find import MEGABYTE, SourceFile
from docforge.source.names import with_slug
from docforge.source.restrictions import restrictions_of


class Source(Struct, frozen=True):
    """A source, read: `text` is all of it, and `body` the same with its front matter left blank.

    `text` and `digest` are as in SourceText; `findings` are of decoding and of front matter. With
    `is_title_lost` there may be a title that could not be read: a finding says so already.
    """

    origin: SourceFile
    text: str
    digest: str
    settings: Settings
    body: str
    findings: tuple[Finding, ...] = ()
    is_title_lost: bool = False

    @property
    def path(self) -> str:
        """The path that people see, relative to the input folder, with forward slashes."""
        return self.origin.path


def read_source(
    place: SourceFile, defaults: Settings, flags: Mapping[str, Any] | None = None
) -> Source:
    """The source at `place`, with the settings of its front matter over `defaults`.

    `flags` are over both. Raises UnreadableSource as `read_text` does.
    """
    return source_of(place, read_text(place), defaults, flags)


def source_of(
    origin: SourceFile,
    decoded: SourceText,
    defaults: Settings,
    flags: Mapping[str, Any] | None = None,
) -> Source:
    """The source whose text is `decoded`."""
    # Parsers of YAML and TOML are for those who read a source.
    from docforge.source.front_matter import read_front_matter

    front = read_front_matter(
        decoded.text,
        origin.path,
        defaults,
        flags,
        origin.limits,
        is_trusted=origin.is_trusted,
    )
    return Source(
        origin=origin,
        text=decoded.text,
        digest=decoded.digest,
        settings=front.settings,
        body=front.body,
        findings=(*decoded.findings, *front.findings),
        is_title_lost=front.is_title_lost,
    )


def read_text(place: SourceFile) -> SourceText:
    """The text of the source at `place`.

    Raises UnreadableSource when it is a link that leads out of the input folder, cannot be
    opened or decoded, or is too large.
    """
    return decode(source_bytes(place), place.path)


# Keys that say where a document's outputs go, what they are called, and what it belongs to.
_PLACING = re.compile(
    r"^[\"']?(?:slug|status|embargo|classification|translation[-_ ]of)\b",
    re.MULTILINE | re.IGNORECASE,
)


class PlacedSource(Struct, frozen=True):
    """A source as its front matter places it among others.

    `lang` is None where it was not looked for; `translation_of` the address that the source names.
    """

    place: SourceFile
    lang: str | None = None
    restrictions: Restrictions = FREE
    translation_of: str = ""


def placed(place: SourceFile, defaults: Settings, *, with_language: bool = False) -> PlacedSource:
    """`place` with its source's digest and the stem that a slug in its front matter gives it.

    What cannot be read keeps its stem; the document's own export says why. `with_language` looks
    for the language also where nothing else is said of the place.
    """
    try:
        data = source_bytes(place)
        source = decode(data, place.path)
    except UnreadableSource:
        return PlacedSource(place)
    read = replace(place, digest=source.digest, size=len(data))
    largest = int(place.limits.front_matter_kb * 1000)
    is_marked = restrictions_of(defaults) != FREE
    if not (is_marked or with_language or _PLACING.search(source.text[:largest])):
        return PlacedSource(read)
    from docforge.source.front_matter import read_front_matter

    settings = read_front_matter(
        source.text, place.path, defaults, limits=place.limits, is_trusted=place.is_trusted
    ).settings
    stem = with_slug(place.stem, settings.slug) if settings.slug else place.stem
    return PlacedSource(
        replace(read, stem=stem), settings.lang, restrictions_of(settings), settings.translation_of
    )


def source_bytes(place: SourceFile) -> bytes:
    """The bytes of the source at `place`. Raises UnreadableSource as `read_text` does."""
    match place.bundle:
        case SourceBundle(bytes(data)):
            return data
        case SourceBundle(UnreadableAsset(_, message, hint)):
            raise UnreadableSource(message, hint)
    # Strings, since this is done for every source of a folder in which little has changed.
    if not os.path.realpath(place.file).startswith(os.path.join(place.root, "")):
        raise UnreadableSource(
            f"{place.path} is a link to a file outside the input folder",
            "Put the file itself into the folder.",
        )
    limit = place.limits.source_mb
    try:
        data = read_file(place.file, int(limit * MEGABYTE))
    except NotAFile as problem:
        raise UnreadableSource(
            f"{place.path} is {problem}, and no file that can be read",
            "Put a text file in its place, or name it under exclude of [input] in docforge.toml.",
        ) from problem
    except OSError as error:
        raise UnreadableSource(
            f"{place.path} cannot be read: {error.strerror}", "Check the file's permissions."
        ) from error
    if len(data) > limit * MEGABYTE:
        refuse_other_kinds(data, place.path)
        raise UnreadableSource(
            f"{place.path} is larger than {limit:g} MB",
            "Split it, or raise source_mb under [limits] in docforge.toml.",
        )
    return data
