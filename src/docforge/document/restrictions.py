"""How far a document may go: whether it is a draft, until when it is embargoed, for whom it is.

Invariant: nothing here knows the time; whoever asks brings it.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?(?: ([A-Za-z+-].*))?")
_OFFSET = re.compile(r"([+-])(\d{2}):(\d{2})")
_ON = "yes"
# Nowhere is a day over later than here.
_LAST = timezone(timedelta(hours=-12))


class Embargo(Struct, frozen=True):
    """A time before which nobody publishes a document.

    `day` is an ISO day, `time` hours and minutes, `zone` an offset ("+01:00"), an IANA name or an
    abbreviation; each is "" when nothing says it. Without a day, `written` is what the writer
    wrote, if anything.
    """

    day: str = ""
    time: str = ""
    zone: str = ""
    written: str = ""

    @classmethod
    def of(cls, text: str) -> Self:
        """The embargo that `str` writes as `text`; what names no day is kept as it is written."""
        found = _MOMENT.fullmatch(text)
        if found is None or not _is_moment(f"{found[1]}T{found[2] or '00:00'}"):
            return cls(written="" if text == _ON else text)
        return cls(found[1], found[2] or "", found[3] or "")

    def __str__(self) -> str:
        return " ".join(filter(None, (self.day, self.time, self.zone))) or self.written or _ON

    @property
    def iso(self) -> str:
        """Its end in the form of W3C date and time formats, "" where it names no day."""
        offset = zones().get(self.zone, self.zone)
        zone = offset if _OFFSET.fullmatch(offset) else ""
        return f"{self.day}T{self.time}{zone}" if self.time else self.day

    def is_over(self, now: datetime) -> bool:
        """Whether `now` (aware) is not before its end; a document without a time is never free.

        Where no zone is named, it is the one that `now` is in; where it is not known, the last on
        earth. A day without a time begins at midnight.
        """
        if not self.day:
            return False
        zone = zone_of(self.zone) if self.zone else now.tzinfo
        end = datetime.fromisoformat(f"{self.day}T{self.time or '00:00'}")
        return now >= end.replace(tzinfo=zone or _LAST)


def _is_moment(written: str) -> bool:
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return False
    return True


class Restrictions(Struct, frozen=True):
    """What readers must know before they pass a document on; `classification` as it is written."""

    is_draft: bool = False
    embargo: Embargo | None = None
    classification: str = ""


FREE = Restrictions()


@cache
def zones() -> Mapping[str, str]:
    """The offset of each abbreviation of a time zone that means one alone."""
    text = files("docforge.document").joinpath("zones.toml").read_text(encoding="utf-8")
    table: dict[str, str] = tomllib.loads(text)["offsets"]
    return table


def zone_of(name: str) -> tzinfo | None:
    """The zone of an offset, an abbreviation or an IANA name; None for what is none of them."""
    offset = _OFFSET.fullmatch(zones().get(name, name))
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
