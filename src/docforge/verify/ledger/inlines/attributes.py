"""The attributes of tags and braces: what they say, and what they only do."""

import html
import re
from html.entities import html5

from docforge.verify.ledger.inlines.passage import Passage
from docforge.verify.ledger.words import GONE, WordKind

_VALUE = re.compile(
    r"(?<![\w:.@-])([A-Za-z_:@][\w:.@-]*+)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'“”„=<>`]+)"
    r"|[“”„]([^“”„]*)[“”])",
    re.DOTALL,
)
_ANY_TAG = re.compile(r"<[^<>]{1,1000}>")
# What an image must say, and what another element may.
_DESCRIPTIONS = frozenset({"alt", "fig-alt", "fig-cap", "caption"})
_TITLED = frozenset({"iframe", "video", "audio", "object", "embed", "svg"})
_DESCRIBED = frozenset({"", "img", "input"})


_REFERENCE = re.compile(r"&(?:#\w{1,12};?|[A-Za-z][A-Za-z0-9]{0,40}(?:;|(?![A-Za-z0-9=])))")


def unescaped(value: str) -> str:
    """The value of an attribute as a browser reads it (HTML, 13.2.5.73): “&sect” is no sign in
    “?a=1&section=2”.
    """
    return _REFERENCE.sub(_reference, value)


def _reference(found: re.Match[str]) -> str:
    name = found[0][1:]
    return html.unescape(found[0]) if name[0] == "#" or name in html5 else found[0]


def mask_values(passage: Passage, match: re.Match[str], name: str) -> None:
    """Masks the tag `name`, or braces (""), all but what they give an element to say."""
    text = "".join(passage.sheet.out[match.start() : match.end()])
    passage.sheet.mask(match.start(), match.end())
    for value in _VALUE.finditer(text):
        spoken = value[1].lower()
        must = spoken in _DESCRIPTIONS and name in _DESCRIBED
        if spoken == "aria-label" and name and _has_text(passage, name, match.end()):
            continue  # which says it
        if must or spoken == "aria-label" or (spoken == "title" and name in _TITLED):
            group = next(n for n in (2, 3, 4, 5) if value[n] is not None)
            start = match.start() + value.start(group)
            meant = unescaped(value[group])
            room = len(value[group])
            if len(meant) <= room:
                passage.sheet.out[start : start + room] = meant + GONE * (room - len(meant))
                if not must:
                    passage.sheet.mark(start, start + room, WordKind.OPTIONAL)
    passage.at = match.end()


def _has_text(passage: Passage, name: str, at: int) -> bool:
    """Whether words stand in the element `name` that begins before `at`."""
    inside = passage.text[at : at + 2_000].lower().partition(f"</{name}")[0]
    return any(map(str.isalnum, _ANY_TAG.sub("", inside)))


def values_of(attributes: str) -> dict[str, str]:
    """The attributes of a tag; of two with one name the first counts (HTML, 13.2.5.33)."""
    found: dict[str, str] = {}
    for value in _VALUE.finditer(attributes):
        found.setdefault(value[1].lower(), value[2] or value[3] or value[4] or "")
    return found
