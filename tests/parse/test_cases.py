"""Markdown to document, by example: each file in cases/ holds titles, sources and outlines."""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from msgspec.structs import fields
from reading import parse_text

from docforge.document import Asset, CalloutKind, Decorative, Node, Position, plain_text
from docforge.parse import Parsed
from docforge.source.config import Settings

CASES = Path(__file__).with_name("cases")
NEIGHBOURS = {"a/source.md": "a/source/source", "a/other.md": "a/other/other"}
SETTINGS = {"titles": Settings(lang="en-GB")}
_SECTION = re.compile(
    r"^={3,} ([^\n]+)\n(.*?)^-{3} document\n(.*?)^-{3} findings\n(.*?)(?=^={3,} |\Z)", re.M | re.S
)


def cases() -> Iterator[object]:
    for file in sorted(CASES.glob("*.txt")):
        for title, source, document, findings in _SECTION.findall(file.read_text("utf-8")):
            name = f"{file.stem}: {title}"
            yield pytest.param(file.stem, source, document, findings, id=name)


def outline(value: object, depth: int = 0) -> Iterator[str]:
    """One line a node: its kind, what it says, and its place; children below it, indented."""
    if isinstance(value, tuple):
        for item in value:
            yield from outline(item, depth)
    elif isinstance(value, Node):
        own, below = [], []
        for item in fields(value):
            content = getattr(value, item.name)
            if isinstance(content, Position) or content in (None, "", ()):
                continue
            if isinstance(content, tuple) and not isinstance(content[0], str):
                below.append((item.name, content))
            elif content != item.default:
                own.append(_said(item.name, content))
        yield "  " * depth + " ".join((type(value).__name__, *own))
        named = len(below) > 1
        for name, content in below:
            if named:
                yield "  " * (depth + 1) + f".{name}"
            yield from outline(content, depth + 1 + named)


def _said(name: str, content: object) -> str:
    if isinstance(content, CalloutKind):
        return content.name
    if isinstance(content, StrEnum | Decorative | bool | int | float) or name == "asset":
        said = "decorative" if isinstance(content, Decorative) else str(content)
        return said if isinstance(content, StrEnum | Decorative) else f"{name}={said}"
    if isinstance(content, str):
        return f"{content!r}" if name == "text" else f"{name}={content!r}"
    return f"{name}={content}"


def described(parsed: Parsed) -> str:
    document = parsed.document
    lines = list(outline(document.blocks))
    if plain_text(document.meta.title) != "A title":
        lines = ["(title)", *outline(document.meta.title, 1), *lines]
    for number, note in enumerate(document.notes, 1):
        lines += [f"(note {number}, {note.references} references)", *outline(note.blocks, 1)]
    assert all(isinstance(asset, Asset) for asset in document.assets)
    return "\n".join(lines) + "\n"


def found(parsed: Parsed) -> str:
    return "".join(
        f"{f.where.line}:{f.where.column} {f.severity} {f.code} {f.message}\n"
        for f in parsed.findings
    )


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("kind", "source", "document", "findings"), list(cases()))
def test_reads(kind: str, source: str, document: str, findings: str) -> None:
    parsed = parse_text(source, SETTINGS.get(kind), neighbours=NEIGHBOURS)
    assert described(parsed).strip() == document.strip()
    assert found(parsed).strip() == findings.strip()
