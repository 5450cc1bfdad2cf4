"""What one parse gathers on its way through a source: findings, notes, images, idents.

It is the only mutable thing in parsing; the nodes themselves are made once and never changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docforge.document import Asset, Span
from docforge.export import Answer
from docforge.findings import Finding, Severity, Where
from docforge.source import Source
from docforge.source.config import Settings


@dataclass(slots=True)
class NoteDraft:
    """A note that is referred to: pandoc's content for it, to be read after the body."""

    content: list[Any]
    span: Span
    references: int = 1


@dataclass(slots=True)
class Context:
    """The state of one parse.

    `neighbours` maps the path of each source of the batch to its output's stem; `here` is the
    last known place, for nodes that come without one. Who asks for anything beside the source
    records the answer.
    """

    source: Source
    settings: Settings
    neighbours: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)
    notes: list[NoteDraft] = field(default_factory=list)
    assets: dict[str, Asset] = field(default_factory=dict)
    asset_names: dict[str, str | None] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    here: Span = field(default_factory=lambda: Span(1, 1))
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def at(self, span: Span) -> Span:
        """`span`, or the last known place when it is unknown."""
        if span.line:
            self.here = span
        return self.here

    def neighbour(self, path: str) -> str | None:
        """The stem of the outputs of the source at `path`, if the batch has it."""
        stem = self.neighbours.get(path)
        self.record(Answer("document", path, stem or ""))
        return stem

    def record(self, answer: Answer) -> None:
        """Note what was asked for beside the source, once."""
        self.answers[answer.kind, answer.name] = answer

    def line(self, span: Span) -> str:
        """The line of the source at `span`, or an empty one."""
        if not self.lines:
            self.lines = self.source.text.split("\n")
        return self.lines[span.line - 1] if 0 < span.line <= len(self.lines) else ""

    def find(self, code: str, severity: Severity, message: str, span: Span, hint: str = "") -> None:
        """Note something for the writer at `span`, once."""
        where = Where(self.source.path, span.line, span.column)
        finding = Finding(code, severity, message, where, hint)
        if finding not in self.findings[-20:]:
            self.findings.append(finding)

    def error(self, code: str, message: str, span: Span, hint: str = "") -> None:
        self.find(code, Severity.ERROR, message, span, hint)

    def warn(self, code: str, message: str, span: Span, hint: str = "") -> None:
        self.find(code, Severity.WARNING, message, span, hint)

    def note(self, code: str, message: str, span: Span, hint: str = "") -> None:
        self.find(code, Severity.NOTE, message, span, hint)
