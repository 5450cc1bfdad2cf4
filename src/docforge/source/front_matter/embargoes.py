"""The moment that an embargo in front matter names, as press offices write it.

“2026-12-01 00:01”, “00.01hrs on 1 December 2026”, “1 December 2026, 9am (Europe/London)”.
"""

import re

from msgspec import Struct

from docforge.document.restrictions import Embargo, zone_of
from docforge.source.front_matter.days import NotADay, day_of

_OFF = frozenset({"", "none", "no", "false", "off"})
_ON = frozenset({"yes", "true", "on"})
_DAY_FIRST = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?:[Tt, ]+|$)")
_CLOCK = re.compile(
    r"""(?<![\d.:/-])
    (?: (?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?(?![.:]?\d)
        (?:[ ]?(?:(?P<half>[ap])\.?m\b\.?|hrs\b|hours\b|Uhr\b|h\b))?
      | (?P<military>\d{4})[ ]?(?:hrs|hours)\b
      | (?P<alone>\d{1,2})(?:[ ]?(?P<day_half>[ap])\.?m\b\.?|[ ]?(?:Uhr|h)\b)
      | (?P<noon>(?:12[ ])?\b(?:noon|midday)\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ZONE = re.compile(
    r"""[ ]*[(\[]?
    (?: (?:UTC|GMT)?(?P<sign>[-+−])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d)
      | (?P<place>[A-Z][A-Za-z]{1,20}/[A-Z][A-Za-z_/-]{1,30})
      | (?P<letters>[A-Z]{2,5}|Z)\b
    )[)\]]?""",
    re.VERBOSE,
)
# Behind the day, with the time before it.
_LAST_ZONE = re.compile(
    r"[ ][(\[]?(?:[A-Z]{2,5}|[A-Z][A-Za-z]{1,20}/[A-Z][A-Za-z_/-]{1,30})[)\]]?$"
)
# What stands between day and time, and before both.
_BETWEEN = re.compile(
    r"^(?:until|till|bis|tan|hasta|à|at|on|um|am|le|el|al|den|the|,|;|-|–|\s)+(?=\s|\d|$)"
    r"|[\s,;–-]{1,4}(?:at|on|um|à|a las|alle|kl\.?|by|from|ar|am)?[\s,;]{0,4}$",
    re.IGNORECASE,
)
_LONGEST = 80
EXAMPLE = "Write day and time, such as 2026-12-01 00:01, with the zone if readers need it."


class EmbargoRead(Struct, frozen=True):
    """An embargo as it is written, None for none; `doubt` is what is not certain of it, or ""."""

    embargo: Embargo | None
    doubt: str = ""


def embargo_of(written: str, lang: str | None) -> EmbargoRead:
    """What `written` says in the language `lang`.

    Raises NotADay, which says what to write, for a day or a time that there is not.
    """
    text = " ".join(written.split())
    if text.lower() in _OFF:
        return EmbargoRead(None)
    if text.lower() in _ON:
        return EmbargoRead(Embargo(), "it names no time")
    if len(text) > _LONGEST:
        return EmbargoRead(Embargo(written=text), "it names no day")
    clock, zone, rest = _parts(text)
    try:
        day = day_of(_bare(rest), lang)
    except NotADay as problem:
        if problem.is_wrong:
            raise
        return EmbargoRead(Embargo(written=text), str(problem))
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return EmbargoRead(Embargo(written=text), "it names no day")
    return EmbargoRead(Embargo(day, clock, zone), _doubt(clock, zone))


def _doubt(clock: str, zone: str) -> str:
    if not clock:
        return "it names no time of the day"
    if zone and zone_of(zone) is None:
        return f"the time zone “{zone}” is not known"
    return ""


def _parts(text: str) -> tuple[str, str, str]:
    """The time, the zone, and what is left, in which the day is."""
    begins = _DAY_FIRST.match(text)
    start = begins.end() if begins else 0
    found = _CLOCK.search(text, start)
    if found is None:
        zone = _ZONE.fullmatch(text, start) if begins else None
        return "", _zone(zone), begins[1] if begins and (zone or start == len(text)) else text
    zone = _ZONE.match(text, found.end())
    before = begins[1] if begins else _bare(text[: found.start()])
    after = text[(zone or found).end() :]
    if zone is None and (last := _LAST_ZONE.search(after)):
        zone, after = _ZONE.fullmatch(last[0]), after[: last.start()]
    return _time(found), _zone(zone), f"{before} {_bare(after)}".strip()


def _bare(text: str) -> str:
    while (bare := _BETWEEN.sub("", text).strip()) != text:
        text = bare
    return text


def _time(found: re.Match[str]) -> str:
    if found["noon"]:
        return "12:00"
    digits = found["military"]
    hour = int(digits[:2] if digits else found["hour"] or found["alone"])
    minute = int(digits[2:] if digits else found["minute"] or 0)
    half = (found["half"] or found["day_half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        hint = "Hours go from 00 to 23: the end of a day is 00:00 of the next one."
        raise NotADay(f"there is no time “{found[0].strip()}”", hint, is_wrong=True)
    return f"{hour:02}:{minute:02}"


def _zone(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    if found["sign"]:
        sign = "+" if found["sign"] == "+" else "-"
        return f"{sign}{int(found['hours']):02}:{found['minutes'] or '00'}"
    name: str = found["place"] or found["letters"]
    return "UTC" if name == "Z" else name
