"""What a step of preparing a source found: a Finding without the path that only parse knows."""

from msgspec import Struct

from docforge.document import Position
from docforge.findings import Severity


class Remark(Struct, frozen=True):
    """A finding at `position` of the source as the writer typed it."""

    code: str
    severity: Severity
    message: str
    position: Position
    hint: str
