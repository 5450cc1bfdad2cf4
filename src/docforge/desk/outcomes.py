"""What a desk remembers of documents while it runs: what was found in them, and exports."""

from msgspec import Struct, field

from docforge.export import Status
from docforge.findings import Finding


class Run(Struct):
    """One export: what is done of it, and how it ended. `problem` is what ended it early."""

    total: int
    statuses: dict[str, Status] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    warnings: int = 0
    late: tuple[Finding, ...] = ()
    problem: str = ""
    is_over: bool = False

    @property
    def done(self) -> int:
        """How many documents are finished."""
        return len(self.statuses)

    def count(self, *statuses: Status) -> int:
        """How many documents ended so."""
        return sum(status in statuses for status in self.statuses.values())


class Checked(Struct, frozen=True):
    """What was found in a document: counts by severity, or why it could not be read."""

    errors: int
    warnings: int
    notes: int
    failure: str = ""
