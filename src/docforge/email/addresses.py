"""Who an e-mail goes to: addresses and named lists, checked before they become headers.

Invariant: what is returned holds no control character, so no name can begin a header of its own
(RFC 5322, 2.2); a domain in another script is in its ASCII form (RFC 5890).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from email.headerregistry import Address
from email.utils import getaddresses

from docforge.errors import UsageError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SHAPE = re.compile(r"[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\\[\]]+")


@dataclass(frozen=True, slots=True)
class Recipients:
    """The addresses of a draft's headers; `sender` may be None: the mail program knows it."""

    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    sender: Address | None = None


def recipients(
    to: Iterable[str],
    cc: Iterable[str],
    sender: str = "",
    lists: Mapping[str, Sequence[str]] | None = None,
) -> Recipients:
    """Addresses, and names of `lists` in place of them, as they go into headers; each once.

    Raises UsageError for what is neither.
    """
    lists = lists or {}
    direct = {one.addr_spec: one for one in _all(to, lists)}
    copied = {one.addr_spec: one for one in _all(cc, lists) if one.addr_spec not in direct}
    origin = address(sender) if sender else None
    return Recipients(tuple(direct.values()), tuple(copied.values()), origin)


def _all(entries: Iterable[str], lists: Mapping[str, Sequence[str]]) -> Iterator[Address]:
    for entry in entries:
        if entry in lists:
            yield from map(address, lists[entry])
        elif "@" in entry:
            yield address(entry)
        else:
            close = get_close_matches(entry, lists, 1)
            known = f"Known lists are {', '.join(lists)}." if lists else "No lists are defined."
            raise UsageError(
                f"“{one_line(entry)}” is neither an address nor a list under [email.lists]",
                f"Did you mean {close[0]}?" if close else known,
            )


def address(written: str) -> Address:
    """`name@example.org` or `Name <name@example.org>`. Raises UsageError."""
    found = getaddresses([written])
    name, spec = found[0] if len(found) == 1 else ("", "")
    user, _, domain = spec.rpartition("@")
    if _CONTROL.search(written) or not _SHAPE.fullmatch(spec):
        raise UsageError(
            f"“{one_line(written)}” is not an e-mail address",
            "Write name@example.org, or Name <name@example.org> in quotation marks, and --to "
            "again for the next one.",
        )
    try:
        return Address(name, user, domain.encode("idna").decode("ascii"))
    except (ValueError, UnicodeError) as error:
        raise UsageError(
            f"“{one_line(written)}” is not an e-mail address",
            "Look at the part behind the @.",
        ) from error


def header_text(text: str, what: str) -> str:
    """`text` for a header. Raises UsageError when it holds line breaks or control characters."""
    if _CONTROL.search(text):
        raise UsageError(
            f"The {what} holds a line break or a control character: “{one_line(text)}”",
            f"Write the {what} on one line.",
        )
    return text


def one_line(text: str) -> str:
    """`text` for a message to people, with each control character as a blank."""
    return _CONTROL.sub(" ", text)
