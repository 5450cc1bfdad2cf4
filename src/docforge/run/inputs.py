"""What a document is made from, as one hash: while it stays the same, so do the outputs.

A document's own part is its source and what it was told when it asked for files, for other
documents and for its style; asking again gives the hash that it would have now.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import astuple

from docforge.export import Dependency
from docforge.run.versions import installed
from docforge.source import SourceFile, asset_answer
from docforge.source.options import RunOptions
from docforge.style import style_answer

# What a document asked for: names by kind, as in Dependency.
DependencyNames = Mapping[str, Sequence[str]]


def shared(options: RunOptions) -> str:
    """The hash of what all documents of a run are made with: options, limits and versions."""
    return _hash(
        {
            "formats": list(map(str, options.formats)),
            "draft": options.draft,
            "flags": options.flags,
            "largest_image": options.largest_image,
            "lint": options.config.lint.model_dump(),
            "limits": options.config.limits.model_dump(),
            "versions": installed(),
        }
    )


def made_from(
    place: SourceFile,
    digest: str,
    dependencies: Iterable[Dependency],
    options: RunOptions,
    common: str,
) -> str:
    """The hash of all that the document at `place` is made from; `common` is what is `shared`."""
    settings = options.config.settings(place.path)
    return _hash(
        {
            "common": common,
            "settings": settings.model_dump(exclude={"resource_root"}),
            "path": place.path,
            "stem": place.stem,
            "is_trusted": place.is_trusted,
            "unused": bool(options.config.unused),
            "digest": digest,
            "translations": [
                (other, lang, options.neighbours.get(other, ""))
                for other, lang in options.translations.get(place.path, ())
            ],
            "answers": sorted(map(astuple, dependencies)),
        }
    )


def asked(dependencies: Iterable[Dependency]) -> dict[str, tuple[str, ...]]:
    """The questions without their answers, for the manifest."""
    questions: dict[str, list[str]] = {}
    for dependency in sorted(dependencies, key=astuple):
        questions.setdefault(dependency.kind, []).append(dependency.name)
    return {kind: tuple(names) for kind, names in questions.items()}


# What a document asked of files: itself, its resource root, and the names.
Question = tuple[SourceFile, Path | None, Sequence[str]]


def asset_answers(question: Question) -> tuple[Dependency, ...]:
    """What a document would be told of files now."""
    place, root, names = question
    return tuple(Dependency("asset", name, asset_answer(place, name, root)) for name in names)


def ask(questions: DependencyNames, options: RunOptions) -> Iterator[Dependency]:
    """What a document would be told now of other documents and of styles."""
    for name in questions.get("document", ()):
        yield Dependency("document", name, options.neighbours.get(name, ""))
    house = (options.style_folders, options.config.brand)
    for name in questions.get("style", ()):
        yield Dependency("style", name, style_answer(name, *house))


def _hash(parts: Mapping[str, Any]) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
