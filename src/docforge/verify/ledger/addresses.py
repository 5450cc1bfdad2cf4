"""Where links lead and which files images show, as typed and as carried."""

import html
import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct

from docforge.document import External, Internal, Position, Sibling, Target
from docforge.verify.ledger.account import ComparedParts
from docforge.verify.ledger.carried_part import CarriedLink
from docforge.verify.ledger.sheet import Address
from docforge.verify.ledger.words import WordKind, composed

_REFERENCE = re.compile(r"&#?\w{1,32};")
_SIGN = re.compile(r"[\W_]+")


class WrongTarget(Struct, frozen=True):
    """A link or an image that does not lead where the source says; `shown` is "" for none."""

    position: Position
    words: str
    typed: str
    shown: str
    is_image: bool


def astray(sides: ComparedParts, forgiven: frozenset[int]) -> Iterator[WrongTarget]:
    """Links and images with another address, and links that are none any more.

    On the lines `forgiven` a finding says why an address is not used.
    """
    typed = sorted(
        (a for a in sides.source.addresses if sides.typed.start <= a.start <= sides.typed.end),
        key=lambda address: (address.start, -address.end),
    )
    starts = [address.start for address in typed]
    met: set[int] = set()
    for led in sides.carried.links:
        word = sides.typed_at(led.start) if led.end > led.start else None
        index = None if word is None else _around(typed, starts, sides.begin(word), led)
        if word is None or index is None:
            continue
        met.add(index)
        address = _REFERENCE.sub(lambda found: html.unescape(found[0]), typed[index].address)
        if address and led.target is not None and not _agree(address, led.target):
            yield WrongTarget(
                sides.position(word), sides.words(word, word + led.end - led.start),
                address, _shown(led.target), typed[index].is_image,
            )  # fmt: skip
    yield from _unlinked(sides, typed, met, forgiven)


def _around(typed: list[Address], starts: list[int], offset: int, led: CarriedLink) -> int | None:
    """The innermost address of the same kind around a place."""
    index = bisect_right(starts, offset) - 1
    for at in range(index, max(index - 4, -1), -1):
        if typed[at].is_image == isinstance(led.target, str) and offset <= typed[at].end:
            return at
    return None


def _unlinked(
    sides: ComparedParts, typed: list[Address], met: set[int], forgiven: frozenset[int]
) -> Iterator[WrongTarget]:
    words = {sides.typed.offsets[n]: n for n in range(len(sides.typed.offsets))} if typed else {}
    carried = {run.one + n: run.other + n for run in sides.runs for n in range(run.length)}
    signs = sides.carried.words.signs
    described = 0
    for index, address in enumerate(typed):
        word = words.get(address.start)
        if address.is_image:
            described = max(described, address.end)
        elif address.start < described:
            continue  # a description is plain text
        if index in met or address.is_image or not address.address or word is None:
            continue
        other = carried.get(word)
        position = sides.position(word)
        sure = not sides.typed.words.kinds[word] & (WordKind.CODE | WordKind.PERHAPS)
        if other is None or not sure or position.line in forgiven:
            continue
        if "[" in signs[other] or "<" in signs[other] or "`" in signs[other]:
            continue  # shown as it was typed
        yield WrongTarget(position, sides.words(word, word + 1), address.address, "", False)


def _agree(address: str, target: Target | str) -> bool:
    """Whether an address as typed can have become the target."""
    match target:
        case str():
            name = posixpath.basename(
                unquote(re.split(r"[?#]", address, maxsplit=1)[0]).rstrip("/")
            )
            on_windows = "\\" in address and _plain(name).endswith(_plain(target))
            # One of the web has its own finding; it is told whole, or without its scheme.
            whole = {_plain(name), _plain(address), _plain(address.partition(":")[2])}
            return on_windows or _plain(target) in whole or address.startswith("data:")
        case External(url):
            return "xn--" in url or _plain(url).endswith(_plain(address.lstrip("./")))
        case Internal(ident):
            # A name that begins with a digit, which XML allows no id to do, gets a letter.
            return _plain(ident).endswith(_plain(address.rpartition("#")[2]))
        case Sibling(_, fragment):
            return _plain(fragment).endswith(_plain(address.partition("#")[2]))


def _plain(address: str) -> str:
    """An address without what may be written in several ways."""
    return _SIGN.sub("", composed(unquote(address.replace("\\", "")))).casefold()


def _shown(target: Target | str) -> str:
    match target:
        case str():
            return target
        case External(url):
            return url
        case Internal(ident):
            return f"#{ident}"
        case Sibling(stem, fragment):
            return f"{stem}#{fragment}"
