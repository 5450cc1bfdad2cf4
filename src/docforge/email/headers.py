"""The header block of a draft, complete after RFC 5322 (3.6): what names and titles say is data.

Invariant: nothing in a value can begin a header of its own, and lines are folded at 78 characters
where they can be (2.1.1). The standard library's own folding drops blanks between encoded words
in Python 3.11.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime

from docforge.email.addresses import Recipients, header_text

_FOLD = "\r\n "
_NAME = "Subject"  # the longest name of a field with words in it
_ROOM = 78 - len(f"{_NAME}: ")
# The day of drafts without one, as in EPUBs: mail programs put the time of sending in its place.
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
# The first year that a date may have (RFC 5322, 3.3), which also keeps zones inside the calendar.
_FIRST_YEAR = 1900


def header_block(
    sender: Address, people: Recipients, subject: str, dates: Iterable[str], mark: str
) -> bytes:
    """The fields up to the MIME ones; `dates` are ISO 8601 or anything else, `mark` is an ident.

    Raises UsageError when the subject holds a line break or a control character.
    """
    fields = {
        "X-Unsent": "1",
        "From": mailbox(sender),
        "To": f",{_FOLD}".join(map(mailbox, people.to)),
        "Cc": f",{_FOLD}".join(map(mailbox, people.cc)),
        "Subject": _encoded(header_text(subject, "subject")),
        "Date": format_datetime(max(_days(dates), default=_NO_DAY)),
        "Message-ID": f"<{mark}@docforge.invalid>",
    }
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value).encode()


def _days(dates: Iterable[str]) -> Iterable[datetime]:
    for written in dates:
        try:
            day = datetime.fromisoformat(written)
        except ValueError:
            continue
        if day.year >= _FIRST_YEAR:
            yield day if day.tzinfo else day.replace(tzinfo=UTC)


def mailbox(address: Address) -> str:
    """The address after its name; letters outside ASCII before the @ stay (RFC 6531)."""
    written = str(address)
    if _is_plain(address.display_name) and len(written) < _ROOM:
        return written
    name, spec = _encoded(address.display_name), f"<{address.addr_spec}>"
    fits = len(name.rpartition("\r\n")[2]) + len(spec) < _ROOM
    return f"{name}{' ' if fits else _FOLD}{spec}" if name else spec


def _encoded(text: str) -> str:
    """`text` folded, where needed as encoded words (RFC 2047)."""
    charset = "us-ascii" if _is_plain(text) and len(text) < _ROOM else "utf-8"
    return Header(text, charset, header_name=_NAME).encode(linesep="\r\n")


def _is_plain(text: str) -> bool:
    """Whether `text` says itself: programs would decode what only looks like an encoded word."""
    return text.isascii() and "=?" not in text
