"""What one parse gathers on its way through a source: findings, notes, images, idents.

It is the only mutable thing in parsing; the nodes themselves are made once and never changed.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from docforge.document import Asset, Position
from docforge.export import Dependency
from docforge.findings import Finding, Severity, Where
from docforge.parse.note_codes import CodedNotes
from docforge.parse.text import as_typed
from docforge.source import Source
from docforge.source.config import Settings

_END_TAG = re.compile(r"</([a-z][^\s<>/]{0,60})")

# What the source at a path of the batch calls its places, to what its outputs call them; None
# when it cannot be read.
IdentsBeside = Callable[["ParseContext", str], Mapping[str, str] | None]


class NoteDraft(Struct):
    """A note: pandoc's content for it, to be read after the body.

    `position` is where it is first referred to, `defined` where its text stands; pandoc gives
    blocks of code in notes no place of their own.
    """

    content: list[Any]
    position: Position
    references: int = 1
    defined: Position | None = None


class ParseContext(Struct):
    """The state of one parse.

    `neighbours` maps the path of each source of the batch to its output's stem; `here` is the
    last known place, for nodes that come without one. `definitions` are the notes that the source
    defines, by label, and `notes` those that it refers to, in this order; `numbers` has the
    place of each label among them. `causes` are findings that are told once for several places,
    by what they are about, and `places` how many more each has. Who asks for anything beside
    the source records the answer. `translations` are the path and the language of each one that
    it has.
    """

    source: Source
    neighbours: Mapping[str, str]
    translations: Sequence[tuple[str, str]] = ()
    findings: list[Finding] = field(default_factory=list)
    codes: CodedNotes | None = None
    definitions: dict[str, NoteDraft] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    notes: list[NoteDraft] = field(default_factory=list)
    assets: dict[str, Asset] = field(default_factory=dict)
    asset_names: dict[str, str | None] = field(default_factory=dict)
    asset_bytes: int = 0
    asset_parts: dict[str, int] = field(default_factory=dict)
    drawn_parts: int = 0
    blank_assets: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    idents_beside: "IdentsBeside" = lambda context, path: None
    escaped_marks: bool | None = None
    end_tags: frozenset[str] | None = None
    here: Position = field(default_factory=lambda: Position(1, 1))
    dependencies: dict[tuple[str, str], Dependency] = field(default_factory=dict)
    causes: dict[str, Finding] = field(default_factory=dict)
    places: Counter[Finding] = field(default_factory=Counter)

    @property
    def settings(self) -> Settings:
        """The settings of the source."""
        return self.source.settings

    def at(self, position: Position) -> Position:
        """`span`, or the last known place when it is unknown."""
        if position.line:
            self.here = position
        return self.here

    def neighbour(self, path: str) -> str | None:
        """The stem of the outputs of the source at `path`, if the batch has it."""
        stem = self.neighbours.get(path)
        self.record(Dependency("document", path, stem or ""))
        return stem

    def record(self, dependency: Dependency) -> None:
        """Note what was asked for beside the source, once."""
        self.dependencies[dependency.kind, dependency.name] = dependency

    def line(self, position: Position) -> str:
        """The line of the source at `span`, or an empty one."""
        if not self.lines:
            self.lines = self.source.text.split("\n")
        return self.lines[position.line - 1] if 0 < position.line <= len(self.lines) else ""

    @property
    def has_escaped_marks(self) -> bool:
        """Whether the source may have a quotation mark behind a backslash."""
        if self.escaped_marks is None:
            self.escaped_marks = '\\"' in self.source.text or "\\'" in self.source.text
        return self.escaped_marks

    def is_closed(self, tag: str) -> bool:
        """Whether the source has an end tag of this name, in small letters, anywhere."""
        if self.end_tags is None:
            self.end_tags = frozenset(_END_TAG.findall(self.source.text.lower()))
        return tag in self.end_tags

    def find(
        self, code: str, severity: Severity, message: str, position: Position, hint: str = ""
    ) -> None:
        """Note something for the writer at `span`, once."""
        where = Where(self.source.path, position.line, position.column)
        finding = Finding(code, severity, as_typed(message), where, hint)
        if finding not in self.findings[-20:]:
            self.findings.append(finding)

    def note_cause(self, name: str) -> None:
        """Remember that the last finding is about `name`, which may be met again."""
        self.causes[name] = self.findings[-1]

    def met_again(self, name: str) -> None:
        """Count another place of what the finding about `name` tells of."""
        self.places[self.causes[name]] += 1

    def told(self) -> list[Finding]:
        """The findings in the order of the source, each cause once, with its places counted."""
        counted = (
            replace(one, message=f"{one.message} ({self.places[one] + 1} times)")
            if one in self.places
            else one
            for one in self.findings
        )
        return sorted(counted, key=lambda f: (f.where.line, f.where.column, f.code))

    def error(self, code: str, message: str, position: Position, hint: str = "") -> None:
        self.find(code, Severity.ERROR, message, position, hint)

    def warn(self, code: str, message: str, position: Position, hint: str = "") -> None:
        self.find(code, Severity.WARNING, message, position, hint)

    def note(self, code: str, message: str, position: Position, hint: str = "") -> None:
        self.find(code, Severity.NOTE, message, position, hint)
