"""What a document is made from, as one hash: while it stays the same, so do the outputs.

A document's own part is its source and what it was told when it asked for files, for other
documents and for its style; asking again gives the hash that it would have now.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any

from docforge.export import Answer
from docforge.run.versions import installed
from docforge.source import SourcePlace, asset_answer
from docforge.source.options import Order
from docforge.style import style_answer

# What a document asked for: names by kind, as in Answer.
Asked = Mapping[str, Sequence[str]]


def shared(order: Order) -> str:
    """The hash of what all documents of a run are made with: options, limits and versions."""
    return _hash(
        {
            "formats": order.formats,
            "draft": order.draft,
            "flags": order.flags,
            "largest_image": order.largest_image,
            "lint": order.config.lint.model_dump(),
            "limits": order.config.limits.model_dump(),
            "versions": installed(),
        }
    )


def made_from(
    place: SourcePlace, digest: str, answers: Iterable[Answer], order: Order, common: str
) -> str:
    """The hash of all that the document at `place` is made from; `common` is what is `shared`."""
    settings = order.config.settings(place.path)
    return _hash(
        {
            "common": common,
            "settings": settings.model_dump(exclude={"resource_root"}),
            "path": place.path,
            "stem": place.stem,
            "digest": digest,
            "answers": sorted(map(astuple, answers)),
        }
    )


def asked(answers: Iterable[Answer]) -> dict[str, list[str]]:
    """The questions without their answers, for the manifest."""
    questions: dict[str, list[str]] = {}
    for answer in sorted(answers, key=astuple):
        questions.setdefault(answer.kind, []).append(answer.name)
    return questions


def ask(place: SourcePlace, questions: Asked, order: Order) -> Iterator[Answer]:
    """What the document at `place` would be told now."""
    root = order.config.settings(place.path).resource_root
    for name in questions.get("asset", ()):
        yield Answer("asset", name, asset_answer(place, name, root))
    for name in questions.get("document", ()):
        yield Answer("document", name, order.neighbours.get(name, ""))
    for name in questions.get("style", ()):
        yield Answer("style", name, style_answer(name, order.style_folders))


def _hash(parts: Mapping[str, Any]) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
