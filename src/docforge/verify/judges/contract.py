"""What a judge is: the data that says how its warm process is started and what it judges.

Every judge speaks the same lines (judges/java/Answers.java, judges/node/answers.cjs), so the
conversation exists once, in `asking`.
"""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from docforge.export import Format


class Judge(Struct, frozen=True):
    """An external program's rules about one format, with one warm process for many files.

    `profiles` is what it can judge by, the first being the default; `programs` must be on the
    PATH and `files` in the tools folder; `command` makes the command line that starts it from
    the tools folder; `seconds` is the time limit of one file. `false_alarms` are patterns of
    whole messages that are known to be wrong: such a finding is a note.
    """

    name: str
    format: Format
    profiles: tuple[str, ...]
    programs: tuple[str, ...]
    files: tuple[str, ...]
    command: Callable[[Path], tuple[str, ...]]
    seconds: float
    false_alarms: tuple[str, ...] = ()
