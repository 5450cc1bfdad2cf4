"""What is wrong in front matter, as findings."""

from docforge.document import Position
from docforge.findings import Finding, Severity, Where


def finding_at(
    path: str, code: str, severity: Severity, message: str, position: Position, hint: str = ""
) -> Finding:
    """A finding at `position` of the source at `path`."""
    return Finding(code, severity, message, Where(path, position.line, position.column), hint)
