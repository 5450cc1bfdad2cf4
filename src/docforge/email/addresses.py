"""Who an e-mail goes to: addresses and named lists, checked before they become headers.

Invariant: what is returned holds no control character, so no name can begin a header of its own
(RFC 5322, 2.2); a domain in another script is in its ASCII form (RFC 5890).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from email.headerregistry import Address
from unicodedata import normalize

from msgspec import Struct

from docforge.errors import UsageError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# A dot-atom, an @ and a domain (RFC 5322, 3.4.1), in letters of any script (RFC 6531).
_ATOM = r"[^\s@<>(),;:.\"\\\[\]]+"
_SPEC = rf"(?P<spec>{_ATOM}(?:\.{_ATOM})*@[^\s@<>(),;:\"\\\[\]]+)"
_WRITTEN = re.compile(rf"(?:(?P<name>[^<>]*?)\s*<)?{_SPEC}(?(name)>|)")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
_LONGEST_USER = 64  # RFC 5321, 4.5.3.1.1


class Recipients(Struct, frozen=True):
    """Whom a draft goes to."""

    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()


def recipients(
    to: Iterable[str], cc: Iterable[str], lists: Mapping[str, Sequence[str]]
) -> Recipients:
    """Addresses, and names of `lists` in place of them, as they go into headers; each once.

    Raises UsageError for what is neither.
    """
    direct = {one.addr_spec: one for one in _all(to, lists)}
    copied = {one.addr_spec: one for one in _all(cc, lists) if one.addr_spec not in direct}
    return Recipients(tuple(direct.values()), tuple(copied.values()))


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
    found = _WRITTEN.fullmatch(written.strip())
    if found is None or _CONTROL.search(written):
        raise _refusal(
            written, "Write name@example.org, or Name <name@example.org>, one at a time."
        )
    user, _, domain = found["spec"].rpartition("@")
    if len(user.encode()) > _LONGEST_USER:
        raise _refusal(written, f"At most {_LONGEST_USER} bytes can stand before the @.")
    return Address(_name(found["name"] or ""), user, _ascii(domain, written))


def _name(written: str) -> str:
    """The name without the quotation marks that it may stand in (RFC 5322, 3.2.4)."""
    quoted = re.fullmatch(r'"((?:[^"\\]|\\.)*)"', written)
    return re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else written


def _ascii(domain: str, written: str) -> str:
    """The domain as DNS knows it. Raises UsageError.

    Python knows the encoding of 2003, which makes "ss" of "ß" and so another domain: what does
    not come back as it was is refused.
    """
    lowered = normalize("NFC", domain.lower())
    try:
        encoded = lowered.encode("ascii" if lowered.isascii() else "idna")
        same = lowered.isascii() or encoded.decode("idna") == lowered
    except UnicodeError:
        encoded, same = b"", False
    if not same or not _HOST.fullmatch(encoded.decode("ascii")):
        raise _refusal(
            written,
            "Look at the part behind the @; of a domain in another script or with ß, write the "
            "form that begins with xn--.",
        )
    return encoded.decode("ascii")


def _refusal(written: str, hint: str) -> UsageError:
    return UsageError(f"“{one_line(written)}” is not an e-mail address", hint)


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
