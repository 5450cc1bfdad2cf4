r"""Paths of Windows, whose backslashes are signs of their own: C:\Users\_old_, \\server\share.

Invariant: a path whose backslashes are doubled already was typed by somebody who knows Markdown,
and stays as it is.
"""

import re

from docforge.parse.preprocess.lines import Edit, SourceLines
from docforge.parse.preprocess.scan import SourceScan, hidden

# A drive, a server with a share, a variable, or folders above, up to white space or a sign that no
# path holds. A star or “?” stands for parts of names: \*.txt, \*.*, \report?.doc.
_PATH = re.compile(
    r"(?<![\w\\/.%])(?:[A-Za-z]:\\|\\\\[A-Za-z0-9][\w.-]{1,60}\\|%\w{1,40}%\\|\.{1,2}\\(?=\w|\*\.)"
    r"|[\w.-]{1,60}\\(?=[A-Za-z][\w-]{0,60}\\\*\.))(?!\\)"
    r"(?:[^\s<>|\"“”*?]|(?<=[\\.])\*(?!\*)|\*(?=\.[\w*?])|\?(?=[\w.?*])){1,200}"
)
_DOUBLED = re.compile(r"[^\\]\\\\")
# What Markdown would read: a backslash before a sign, and marks.
_READ = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*_$~^#\[\]]")


def keep_paths(lines: SourceLines, scan: SourceScan) -> None:
    """Put a backslash before each sign of a path that would be read as a mark."""
    for region in scan.regions:
        for line in lines.lines[region.start : region.end]:
            text = line.text
            if "\\" not in text:
                continue
            covers = [each for each in hidden(text) if text[each[0]] != "\\"]
            edits = [
                Edit(path.start() + found.start(), path.start() + found.start(), "\\")
                for path in _PATH.finditer(text)
                if not _DOUBLED.search(path[0])
                and not any(low < path.end() and path.start() < high for low, high in covers)
                for found in _READ.finditer(path[0])
            ]
            if edits:
                line.replace_each(edits)
