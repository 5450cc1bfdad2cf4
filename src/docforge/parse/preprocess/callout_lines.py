"""Lines become callouts as pandoc reads them: fenced divisions, and details of HTML."""

import html
import re

from docforge.document import CALLOUT_KINDS
from docforge.parse.preprocess.lines import SourceLines

# What other programs call their callouts, and the kind of ours that says the same.
KIND_OF = {name: kind.name for kind in CALLOUT_KINDS.values() for name in kind.names}
_MARKED = re.compile(r"[*_`\[<$\\]")


def opening(mark: str, kind: str, title: str) -> str:
    """The line that begins a callout, fenced by `mark`."""
    named = title.replace("\\", "\\\\").replace('"', "&quot;")
    words = f' title="{named}"' if title else ""
    return f"{mark} {{.{KIND_OF[kind]}{words}}}"


def entitle(lines: SourceLines, index: int, indent: str, title: str) -> bool:
    """Put a title in which marks stand below its opening at `index`, as a heading."""
    if not _MARKED.search(title):
        return False
    lines.insert(index + 1, f"{indent}## {title}")
    return True


def fold(lines: SourceLines, index: int, indent: str, title: str) -> None:
    """Begin at `index` what is folded, below its title, in which marks may stand."""
    if _MARKED.search(title):
        for text in ("", f"{indent}</summary>", "", indent + title, ""):
            lines.insert(index + 1, text)
        rewrite(lines, index, f"{indent}<details><summary>")
    else:
        lines.insert(index + 1)
        words = html.escape(title, quote=False)
        rewrite(lines, index, f"{indent}<details><summary>{words}</summary>")


def rewrite(lines: SourceLines, index: int, text: str) -> None:
    """Have a whole line say `text`."""
    lines.lines[index].replace(0, len(lines.lines[index].text), text)
