"""Where the command line prints: text as it is, in the terminal's own colours or none.

rich leaves colours out where there is no terminal, NO_COLOR is set or TERM is "dumb".
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def console(*, stderr: bool = False) -> "Console":
    """A console that prints text as it is: no markup, no wrapping, no colours of its own."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=True)


def say(shown: "Console", lines: "Iterable[str | Text]") -> None:
    """Print `lines`; a program that reads them gets them now, not when the run is over."""
    if said := tuple(lines):
        shown.print(*said, sep="\n")
        shown.file.flush()
