"""What YAML takes for a sign of its own in a value that was meant as text.

`title: Fund #1` is valid, and its title is “Fund”: the rest is a remark. `&` and `!` at the
beginning name an anchor and a tag.
"""

import re

# A remark that begins with a letter or a figure is none: people leave a space behind “#”.
_REMARK = re.compile(r"(?:^|.*?[ \t])(#[ \t]?\d.*|#\w.*)")
_MARK = re.compile(r"([&!][^\s]*)(?:[ \t]|$)")
_KEY = re.compile(r"[ \t]*[\"']?[\w.-]+[\"']?[ \t]*:[ \t]+(\S.*?)[ \t]*")


def swallowed(line: str) -> tuple[str, str] | None:
    """The words of a line of YAML that are no text there, and the line as it was meant."""
    parts = _KEY.fullmatch(line)
    if parts is None or parts[1][0] in "\"'|>[{":
        return None
    value = parts[1]
    found = _MARK.match(value) or _REMARK.match(value)
    if found is None:
        return None
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return found[1], f'{line[: parts.start(1)].strip()} "{quoted}"'
