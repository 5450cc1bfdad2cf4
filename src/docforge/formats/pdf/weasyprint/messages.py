"""What WeasyPrint reports while it works: kept instead of printed, and recognised.

Invariant: a message that is not known to be harmless is reported.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class _Messages(logging.Handler):
    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.append(record.getMessage())


@contextmanager
def heard(messages: list[str]) -> Iterator[None]:
    logger, handler = logging.getLogger("weasyprint"), _Messages(messages)
    logger.addHandler(handler)
    # What is heard here becomes a finding; nobody else is to print it.
    logger.propagate = False
    try:
        yield
    finally:
        logger.propagate = True
        logger.removeHandler(handler)


_UNSUPPORTED = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)$", re.DOTALL)
_FAILED_IMAGE = re.compile(r"Failed to (?:load image at '([^']*)'|render SVG image (\S*))")
# Messages that say nothing about the document, each with the reason.
_HARMLESS = (
    # A style may use properties for screens that paper does not know.
    re.compile(r"Ignored `"),
    # Parsing has checked every internal link; a target that paints nothing has no place.
    re.compile(r"No anchor #"),
)


def unsupported_characters(messages: Iterable[str]) -> frozenset[str]:
    """The characters that no font has, as `messages` say."""
    found = (_UNSUPPORTED.match(message) for message in messages)
    return frozenset(chr(int(match[1], 16)) for match in found if match)


def may_be_of_style(message: str) -> bool:
    """Whether a message may be about a style sheet, and not about what stands in the document."""
    known = (_UNSUPPORTED, _FAILED_IMAGE, *_HARMLESS)
    return not any(kind.match(message) for kind in known)


def worth_reporting(messages: Iterable[str]) -> Iterator[str]:
    """The messages that somebody should read, each once."""
    for message in dict.fromkeys(messages):
        if not any(harmless.match(message) for harmless in _HARMLESS):
            yield message


def failed_image(message: str) -> str | None:
    """The address of the image that a message is about, None for other messages."""
    found = _FAILED_IMAGE.match(message)
    return found and (found[1] or found[2])
