"""Front matter that was meant and is not read: its fence or its place is not that of front matter.

Word turns `---` into a dash, an editor leaves an empty line above it, and some writers know no
fence. Read as text, its lines would be published.
"""

import json
import re

from msgspec import Struct

# Every way in which a fence is written when it is not `---` or `+++`, in a bounded length.
_FENCE = re.compile(r"(?:\\?[-‐‑‒–—―−─_*=+~]){1,80}|(?:`{3,9}|~{3,9})[ \t]*ya?ml", re.IGNORECASE)
_QUOTES = "\"'“”„‟‘’‚«»"
_KEY = re.compile(rf"[{_QUOTES}]?([A-Za-z][\w.-]{{0,60}})[{_QUOTES}]?[ \t]*([:：=])(.?)")
_GOES_ON = re.compile(r"[ \t]+\S|-[ \t]+\S|#")
_REMARK = re.compile(r"[ \t]*<!--.*-->[ \t]*")
# Between fences, any of these is enough; prose such as “Contact: …” begins many a text without.
_OWN = frozenset(
    {"title", "subtitle", "lang", "language", "date", "author", "authors", "description"}
    | {"keywords", "slug", "layout", "tags", "organisation", "organization", "embargo", "draft"}
)
_UNFENCED = frozenset({"title", "lang", "language", "layout", "slug"})
_MOST_LINES = 200
_OPEN = "the front matter has no end"
_BLANK = "\ufeff\u200b\u200c\u200d\u2060\u00a0 \t"


class MissedFrontMatter(Struct, frozen=True):
    """The 1-based line where the mistake is, what it is, and how it is mended.

    `lines` is how many lines of the source are no text, from the first one on; `is_open` is
    front matter that begins as it should and has no end.
    """

    line: int
    lines: int
    message: str
    hint: str
    is_open: bool = False


def find_missed(lines: list[str]) -> MissedFrontMatter | None:
    """What looks like front matter at the beginning of `lines`, and cannot be read as such."""
    first = 0
    while first < len(lines) and (_bare(lines[first]) == "" or _REMARK.fullmatch(lines[first])):
        first += 1
    if first == len(lines):
        return None
    if (end := _json_end(lines, first)) is not None:
        return MissedFrontMatter(
            first + 1,
            end,
            "this looks like front matter, but it is JSON",
            "Write it between two lines of three hyphens, a line for each key: title: …",
        )
    fence = _bare(lines[first])
    fenced = _FENCE.fullmatch(fence) is not None
    start = first + 1 if fenced else first
    while fenced and start < len(lines) and (not lines[start].strip() or _is_fence(lines[start])):
        start += 1
    end, keys = _run(lines, start, over_blanks=fenced)
    if not keys & (_OWN if fenced else _UNFENCED):
        return None
    closed = end < len(lines) and _is_fence(lines[end])
    # Without a fence, a paragraph that goes on after the keys is prose.
    if not (fenced or closed or end == len(lines) or not lines[end].strip()):
        return None
    ends = end + closed
    if closed and fence[0] in "`~" and _is_code_end(lines, end):
        ends += 1
    message, hint, line = _fault(lines, first, start, end, fenced=fenced, closed=closed)
    is_open = message == _OPEN
    if not is_open:
        message = f"this looks like front matter, but {message}"
    return MissedFrontMatter(line + 1, min(ends, len(lines)), message, hint, is_open)


def _json_end(lines: list[str], first: int) -> int | None:
    """How many lines JSON takes that begins the source with keys of front matter, as in Hugo."""
    if not _bare(lines[first]).startswith("{"):
        return None
    for end in range(first + 1, min(len(lines), first + _MOST_LINES) + 1):
        if lines[end - 1].rstrip().endswith("}"):
            try:
                found = json.loads("\n".join(lines[first:end]))
            except (ValueError, RecursionError):
                continue
            is_own = isinstance(found, dict) and bool(_OWN & {str(key).lower() for key in found})
            return end if is_own else None
    return None


def _bare(line: str) -> str:
    return line.strip(_BLANK)


def _is_fence(line: str) -> bool:
    bare = _bare(line)
    return bool(_FENCE.fullmatch(bare) or re.fullmatch(r"\.{3}|`{3,9}|~{3,9}", bare))


def _is_code_end(lines: list[str], end: int) -> bool:
    return (
        end + 1 < len(lines) and re.fullmatch(r"`{3,9}|~{3,9}", lines[end + 1].strip()) is not None
    )


def _run(lines: list[str], start: int, *, over_blanks: bool) -> tuple[int, set[str]]:
    """Where the keys that begin at `start` end, and which they are, in small letters.

    An empty line is passed over inside fences only, and only when a key or a fence follows.
    """
    keys: set[str] = set()
    end = start
    for number in range(start, min(len(lines), start + _MOST_LINES)):
        line = lines[number]
        if key := _KEY.match(_bare(line) if not keys else line):
            keys.add(key[1].lower())
        elif _is_fence(line):
            return (number if keys else end), keys
        elif not line.strip():
            if over_blanks:
                continue
            break
        elif not keys or not _GOES_ON.match(line) or number > end:
            break
        end = number + 1
    return end, keys


def _fault(
    lines: list[str], first: int, start: int, end: int, *, fenced: bool, closed: bool
) -> tuple[str, str, int]:
    """What is wrong, what to do, and the 0-based line: the first mistake that there is."""
    fence = _bare(lines[first])
    if not fenced:
        what = "no line of three hyphens stands before it"
        after = "" if closed else ", and another one after the last of its lines"
        return what, f"Write “---” on a line of its own before it{after}.", first
    if fence not in ("---", "+++"):
        what = f"its first line is “{fence[:12]}”"
        return what, "Write three hyphens, “---”, on the lines before and after it.", first
    if first:
        return (
            "it does not begin on the first line",
            "Delete what stands above it: front matter begins with the first line of the file.",
            first,
        )
    if fence != lines[0].rstrip():
        return "its first line is indented", "Begin the line with the three hyphens.", first
    miswritten = (n for n in range(start, end) if _is_miswritten(lines[n]))
    wrong = next(miswritten, None) if fence == "---" else None
    if wrong is not None:
        name = _KEY.match(_bare(lines[wrong]))
        key = name[1] if name else "title"
        return (
            f"“{_bare(lines[wrong])[:40]}” is not a key with a value",
            f"Write “{key}: …”: the key without quotation marks, a colon and a space.",
            wrong,
        )
    if closed and _bare(lines[end]) != fence:
        what = f"its last line is “{_bare(lines[end])[:12]}”"
        return what, f"Write “{fence}” there, as on the first line.", end
    return _OPEN, f"Write “{fence}” on a line of its own after it.", first


def _is_miswritten(line: str) -> bool:
    key = _KEY.match(_bare(line))
    return key is not None and (
        key[2] != ":" or key[3] not in ("", " ", "\t") or line[0] in _QUOTES
    )
