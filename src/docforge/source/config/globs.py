"""Globs of docforge.toml: which sources a pattern such as `news/**/*.md` names."""

import re
import unicodedata
from functools import cache


def matches(pattern: str, path: str) -> bool:
    """Whether the glob `pattern` names `path` (relative, forward slashes)."""
    glob = _glob(unicodedata.normalize("NFC", pattern).removeprefix("./"))
    return glob.fullmatch(path) is not None


@cache
def _glob(pattern: str) -> re.Pattern[str]:
    """`**` stands for any number of folders; `*`, `?` and `[…]` stay inside one name.

    A name may hold brackets itself, so what stands between them is read as it is written, too.
    """
    parts = re.split(r"(\*\*/|/\*\*$|\*\*|\*|\?|\[!?[^\]/]+\])", pattern)
    known = {"**/": "(?:.+/)?", "/**": "/.+", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    literal = "".join(known.get(part) or re.escape(part) for part in parts)
    expression = "".join(known.get(part) or _one_of(part) for part in parts)
    try:
        return re.compile(f"{expression}|{literal}")
    except re.error:
        return re.compile(literal)


def _one_of(part: str) -> str:
    """`[…]` and `[!…]` of a glob as a regular expression, and any other part of it."""
    if part[:1] != "[" or part[-1:] != "]" or len(part) < 3:
        return re.escape(part)
    negated = "^" if part[1] == "!" else ""
    chars = re.sub(r"([\\\[^&~|])", r"\\\1", part[1 + len(negated) : -1])
    return f"[{negated}{chars}]"
